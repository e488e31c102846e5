"""What pictures of a case may show somebody: everything revealed so far, and nothing else of anybody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from casestudy import models
from casestudy.models import CaseRun, CaseStudy, ChronologyEvent, HistoryItem
from casestudy.pictures.known import Agency, Couple, Entry, Household, Known, Mark, Person, day
from casestudy.queries import parts
from casestudy.schema import CoupleState, MarkKind, Symbol
from workshops.models import Device

Row = ChronologyEvent | HistoryItem
IN_THE_PAPERS = "Your papers of this stage tell it."


@dataclass(frozen=True)
class Visible:
    """How far somebody sees: up to a stage. Where agencies' parts are apart, of the later stages only those of `only`.

    `apart` is the first stage that is in pieces, the newest one when nothing else is said.
    """

    stage: int
    only: frozenset[str] | None = None
    apart: int = 0

    @property
    def newest(self) -> int:
        """The stage that counts as new. In the first one everything is, so there nothing is marked."""
        return self.stage if self.stage > 1 else 0

    @property
    def whole(self) -> int:
        """The newest stage of which everything is seen."""
        return self.stage if self.only is None else (self.apart or self.stage) - 1


def seen_by_all(run: CaseRun) -> Visible:
    """Return what everybody in the room sees: of a stage whose parts are not pooled yet, nothing."""
    return _in_pieces(run, frozenset())


def seen_by_device(run: CaseRun, device: Device) -> Visible:
    """Return what a table's device sees: of a stage whose parts are not pooled yet, its own agency's."""
    part = parts.part_of(device)
    return _in_pieces(run, frozenset({part.code} if part else ()))


def seen_by_facilitator(run: CaseRun, ahead: int | None = None) -> Visible:
    """Return what a facilitator looks at: all that the room has, or a stage of their choice."""
    return Visible(run.stage if ahead is None else ahead)


def known(case: CaseStudy, visible: Visible) -> Known:
    """Return what is known of a case as far as `visible` goes, in four queries whatever there is."""
    rows = _rows(case, visible)
    entries = [_entry(n, on, row, visible) for n, (on, row) in enumerate(rows, start=1)]
    met = {key for _on, row in rows if row.reveal_stage > visible.whole for key in row.concerns}
    shown = list(_appearances(case, visible, met))
    keys = {person.key for person, _stage in shown}
    people = tuple(_person(person, stage, visible, keys) for person, stage in shown)
    held = {code for entry in entries for code in entry.agencies}
    agencies = [Agency(code, name) for code, name in case.agencies.values_list("code", "name")]
    return Known(
        people=people,
        couples=tuple(_couples(case, visible, keys)),
        households=tuple(_households(case, visible, keys)),
        agencies=tuple(agency for agency in agencies if agency.code in held),
        entries=tuple(replace(e, people=tuple(key for key in e.people if key in keys)) for e in entries),
        on=max((entry.on for entry in entries), default=None),
    )


def _in_pieces(run: CaseRun, only: frozenset[str]) -> Visible:
    """Return what the room has; from the first stage on whose pieces are not together, only those of `only`."""
    pieces = parts.unpooled(run)
    return Visible(run.stage, only, pieces[-1].number) if pieces else Visible(run.stage)


def _rows(case: CaseStudy, visible: Visible) -> list[tuple[dt.date, Row]]:
    """Return the dated facts that are seen, in their order."""
    rows: list[tuple[dt.date, str, Row]] = []
    rows += [(row.occurred_on, row.ref, row) for row in case.events.filter(reveal_stage__lte=visible.stage)]
    rows += [(row.on, row.ref, row) for row in case.history.filter(reveal_stage__lte=visible.stage)]
    ordered = sorted(rows, key=lambda row: row[:2])
    return [(on, row) for on, _ref, row in ordered if _holders(row, visible)]


def _entry(number: int, on: dt.date, row: Row, visible: Visible) -> Entry:
    """Return a fact as a picture shows it; numbers count what is seen alone, so that no gap tells of others."""
    holders = _holders(row, visible)
    return Entry(
        number=number,
        on=on,
        when=row.when if isinstance(row, HistoryItem) else day(on),
        # Where others hold a part of it that is not seen, only where to read one's own.
        fact=row.fact if set(holders) == set(row.held_by) else IN_THE_PAPERS,
        people=tuple(row.concerns),
        agencies=holders,
        earlier=isinstance(row, HistoryItem),
        new=row.reveal_stage == visible.newest,
    )


def _holders(row: Row, visible: Visible) -> tuple[str, ...]:
    """Return the agencies of which it is seen that they hold a fact."""
    if row.reveal_stage <= visible.whole or visible.only is None:
        return tuple(row.held_by)
    return tuple(code for code in row.held_by if code in visible.only)


def _appearances(case: CaseStudy, visible: Visible, met: Collection[str]) -> Iterator[tuple[models.Person, int]]:
    """Yield everybody who is seen, and how far: to the newest stage those whom one's own papers are about, `met`."""
    for person in case.people.all():
        stage = visible.stage if visible.only is None or person.key in met else visible.whole
        if min(person.first_stage, person.expected_stage or person.first_stage) <= stage:
            yield person, stage


def _person(person: models.Person, stage: int, visible: Visible, keys: Collection[str]) -> Person:
    parents = tuple(key for key in person.parents if key in keys)
    if person.first_stage > stage:
        new = person.expected_stage == visible.newest
        return Person(person.key, "", Symbol.UNKNOWN, expected=True, parents=parents, new=new)
    dead = person.died_stage is not None and person.died_stage <= visible.whole
    return Person(
        key=person.key,
        name=person.name,
        symbol=Symbol(person.symbol),
        born=person.born,
        born_year=person.born_year,
        dead=dead,
        died=person.died if dead else None,
        parents=parents,
        new=person.first_stage == visible.newest or (dead and person.died_stage == visible.newest),
    )


def _couples(case: CaseStudy, visible: Visible, keys: Collection[str]) -> Iterator[Couple]:
    for couple in case.couples:
        if couple["first_stage"] <= visible.whole and set(couple["people"]) <= set(keys):
            one, other = couple["people"]
            marks = tuple(
                Mark(MarkKind(mark["kind"]), mark["stage"] == visible.newest)
                for mark in couple.get("marks", ())
                if mark["stage"] <= visible.whole
            )
            new = couple["first_stage"] == visible.newest
            yield Couple((one, other), CoupleState(couple["state"]), marks, new)


def _households(case: CaseStudy, visible: Visible, keys: Collection[str]) -> Iterator[Household]:
    """Yield who lives with whom by now: of each person the newest household counts."""
    standing = [home for home in case.households if home["first_stage"] <= visible.whole]
    standing.sort(key=lambda home: home["first_stage"])
    for n, home in enumerate(standing):
        later = {key for other in standing[n + 1 :] for key in other["people"]}
        people = tuple(key for key in home["people"] if key in keys)
        if people and not later & set(home["people"]):
            yield Household(home["name"], people, home["first_stage"] == visible.newest)
