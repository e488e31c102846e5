"""Who knew what in a case: the grid of its events by agency, and what is counted from it. For the review alone."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.utils.formats import date_format

from casestudy.knowing import Knowledge, Known, Moment, ToldLine, weigh
from casestudy.models import Agency, CaseStudy, ChronologyEvent, HistoryItem, ToldStatus
from casestudy.queries.runs import whole_key
from casestudy.schema import Told


@dataclass(frozen=True)
class Line:
    """What the key says of one agency that should have been told."""

    told: Told
    who: str
    on: dt.date | None
    note: str


@dataclass(frozen=True)
class Cell:
    """One event as one agency had it: held, told of in some way, or neither."""

    agency: Agency
    held: bool
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Row:
    """One event with who held it and who was told. `weight`: its points."""

    ref: str
    when: str
    fact: str
    weight: int
    barrier: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    """Every event of a case by agency, and what is counted from that."""

    agencies: tuple[Agency, ...]
    rows: tuple[Row, ...]
    knowledge: Knowledge
    since: dt.date
    why_enough: str
    outcome: str

    @property
    def names(self) -> dict[str, str]:
        """The agencies' names by code."""
        return {agency.code: agency.name for agency in self.agencies}

    @property
    def at_the_end(self) -> Moment:
        """What was known on the last day."""
        return self.knowledge.moments[-1]

    @property
    def alone(self) -> str:
        """Who had enough alone, in words."""
        return " and ".join(agency.name for agency in self.agencies if agency.code in self.knowledge.alone)

    @property
    def moments(self) -> list[tuple[dt.date, int, str, int]]:
        """Each day on which somebody learned something: points together, who knew most alone, and how much."""
        return [(m.on, m.together, self._knew_most(m.alone), m.most_alone) for m in self.knowledge.moments]

    def _knew_most(self, alone: dict[str, int]) -> str:
        most = max(alone.values(), default=0)
        return ", ".join(self.names[code] for code, points in alone.items() if points == most) if most else "nobody"


def grid_of(case: CaseStudy) -> Grid:
    """Return who knew what in a case."""
    events, earlier = whole_key(case), list(case.history.all())
    threshold = case.threshold or {}
    known = [*map(_known_earlier, earlier), *map(_known, events)]
    knowledge = weigh(known, enough=threshold.get("points"), outcome=threshold.get("outcome", ""))
    involved = {code for event in known for code in (*event.held_by, *(line.agency for line in event.told))}
    agencies = tuple(agency for agency in case.agencies.all() if agency.code in involved)
    return Grid(
        agencies=agencies,
        rows=(*(_earlier_row(item, agencies) for item in earlier), *(_row(event, agencies) for event in events)),
        knowledge=knowledge,
        since=events[0].occurred_on,
        why_enough=threshold.get("words", ""),
        outcome=next((event.fact for event in events if event.ref == threshold.get("outcome")), ""),
    )


def _known(event: ChronologyEvent) -> Known:
    lines = tuple(ToldLine(t.agency.code, Told(t.told), t.on) for t in event.key.told.all())
    return Known(event.ref, event.occurred_on, event.weight, tuple(event.held_by), lines)


def _known_earlier(item: HistoryItem) -> Known:
    return Known(item.ref, item.on, item.weight, tuple(item.held_by))


def _row(event: ChronologyEvent, agencies: tuple[Agency, ...]) -> Row:
    lines: dict[str, list[Line]] = defaultdict(list)
    for told in event.key.told.all():
        lines[told.agency.code].append(_line(told))
    cells = tuple(Cell(a, a.code in event.held_by, tuple(lines[a.code])) for a in agencies)
    when = date_format(event.occurred_on, "j M Y")
    return Row(event.ref, when, event.fact, event.weight, event.key.barrier, cells)


def _earlier_row(item: HistoryItem, agencies: tuple[Agency, ...]) -> Row:
    cells = tuple(Cell(agency, agency.code in item.held_by) for agency in agencies)
    return Row(item.ref, item.when, item.fact, item.weight, "", cells)


def _line(told: ToldStatus) -> Line:
    return Line(Told(told.told), told.who, told.on, told.note)
