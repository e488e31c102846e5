"""Who plays which agency, and what of a stage each may see before the fragments are pooled."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Max
from django.utils.formats import date_format

from casestudy.kinds import PARTS
from casestudy.models import Agency, CaseRun, CaseStudy, ChronologyEvent, Document, HistoryItem, Part, Parts, Stage
from casestudy.parts import Seats
from casestudy.queries.runs import run_of
from casestudy.topics import part_topic
from live.models import Event
from workshops.models import Device, Roadshow, Table
from workshops.queries.answers import answers_in
from workshops.queries.room import room_at_a_glance
from workshops.topics import EVERYBODY, WATCHERS

# "Which of these agencies sit at this table?": one field for each, "yes" when it does.
PRESENT = "case.present."


@dataclass(frozen=True)
class Fact:
    """Something that an agency knew and that none of its papers says."""

    when: str
    words: str


@dataclass(frozen=True)
class Fragment:
    """What one agency holds about a stage, and nothing that only another one holds; read when it is first drawn.

    `agency` is None for a device without a part.
    """

    stage: Stage
    agency: Agency | None

    @cached_property
    def papers(self) -> list[Document]:
        """The agency's own papers of this stage."""
        return list(self.stage.papers.filter(agency=self.agency)) if self.agency else []

    @cached_property
    def facts(self) -> list[Fact]:
        """What it knew besides: what happened long ago, then what happened in the stage."""
        if self.agency is None:
            return []
        events = ChronologyEvent.objects.filter(case=self.stage.case_id, reveal_stage=self.stage.number)
        items = HistoryItem.objects.filter(case=self.stage.case_id, reveal_stage=self.stage.number)
        earlier = [Fact(item.when, item.fact) for item in items if self._holds_unwritten(item)]
        dated = [Fact(date_format(e.occurred_on, "j F Y"), e.fact) for e in events if self._holds_unwritten(e)]
        return earlier + dated

    @property
    def is_empty(self) -> bool:
        """Whether the agency holds nothing."""
        return not self.papers and not self.facts

    def _holds_unwritten(self, row: ChronologyEvent | HistoryItem) -> bool:
        """Whether the agency holds something that none of its papers is about."""
        told = {ref for paper in self.papers for ref in paper.events}
        return self.agency is not None and self.agency.code in row.held_by and row.ref not in told


def part_of(device: Device) -> Agency | None:
    """Return the agency that a device plays; None where no parts are given out, or none to its table."""
    return part_at(device.table, device.number)


def part_at(table: Table, number: int) -> Agency | None:
    """Return the agency that a table's device of this number plays."""
    rows = Part.objects.filter(table=table).exclude(run__parts=Parts.NONE)
    hand = [part.agency for part in rows.select_related("agency")]
    return hand[(number - 1) % len(hand)] if hand else None


def seats_at(table: Table) -> list[str]:
    """Return what the devices of a table see differently, in the order of their numbers; empty when nothing."""
    rows = Part.objects.filter(table=table).exclude(run__parts=Parts.NONE)
    return list(rows.values_list("agency__name", flat=True))


def topics_of(device: Device) -> list[str]:
    """Return what a device listens to because of its part."""
    run = run_of(device.table.roadshow)
    if run is None or not run.parts:
        return []
    part = part_of(device)
    return [part_topic(part.code if part else "")]


def topics_in(run: CaseRun) -> list[str]:
    """Return the topics of all parts that are given out in a room, and that of the devices without one."""
    if not run.parts:
        return []
    codes = run.hands.order_by("agency__order").values_list("agency__code", flat=True).distinct()
    return [part_topic(code) for code in ("", *codes)]


def reveal_topics(run: CaseRun) -> tuple[str, ...]:
    """Return who hears of a reveal: everybody; with parts given out, after them those who hear of fragments.

    After them: what a table gets of a stage has its place on the page by then.
    """
    return (*EVERYBODY, WATCHERS, *topics_in(run)) if run.parts else EVERYBODY


def is_pooled(run: CaseRun, stage: int) -> bool:
    """Whether the pieces of a stage that the room has lie together: they were pooled, or never given out apart."""
    if not run.parts:
        return True
    return run.reveals.filter(stage__number=stage, withdrawn_at=None, pooled_at__isnull=False).exists()


def unpooled(run: CaseRun) -> list[Stage]:
    """Return the stages that the room has and that are still in fragments, the newest first."""
    if not run.parts:
        return []
    standing = run.reveals.filter(withdrawn_at=None, pooled_at=None).select_related("stage")
    return [reveal.stage for reveal in standing.order_by("-stage__number")]


def hands_of(run: CaseRun) -> dict[int, list[Agency]]:
    """Return which agencies each table plays, or played until the parts were taken back, by the table's number."""
    hands: dict[int, list[Agency]] = defaultdict(list)
    for part in run.hands.select_related("agency", "table").order_by("table__number", "order"):
        hands[part.table.number].append(part.agency)
    return dict(hands)


def holders(case: CaseStudy) -> list[Agency]:
    """Return the agencies that hold anything in a case, those that hold most first."""
    held = Counter(Document.objects.filter(stage__case=case).values_list("agency__code", flat=True))
    for model in (ChronologyEvent, HistoryItem):
        for codes in model.objects.filter(case=case).values_list("held_by", flat=True):
            held.update(codes)
    agencies = [agency for agency in case.agencies.all() if held[agency.code]]
    return sorted(agencies, key=lambda agency: -held[agency.code])


def present_in(roadshow: Roadshow) -> dict[int, frozenset[str]]:
    """Return the codes of the agencies that sit at each table, by the table's number; tables that said none are out."""
    said = answers_in(roadshow, PRESENT)
    present = {
        table: frozenset(field.removeprefix(PRESENT) for field, value in answers.items() if value == "yes")
        for table, answers in said.items()
    }
    return {table: codes for table, codes in present.items() if codes}


def seats_of(run: CaseRun, mode: Parts, most: int) -> list[Seats]:
    """Return the tables with their places for parts: one each, or one for each device there, but at most `most`.

    A device is there while it is in touch; where none of the room is, all that have joined are.
    """
    present = present_in(run.roadshow)
    room = room_at_a_glance(run.roadshow)
    there = {
        glance.table.number: [d.device.number for d in glance.devices if d.in_touch or not room.devices]
        for glance in room.tables
    }
    return [
        Seats(table, _places(numbers, mode, most), present.get(table, frozenset())) for table, numbers in there.items()
    ]


def _places(numbers: Sequence[int], mode: Parts, most: int) -> tuple[bool, ...]:
    """Return a table's places: as few as let each of its devices have one of its own, by their numbers."""
    if mode == Parts.TABLES or not numbers:
        return (bool(numbers),)
    enough = (k for k in range(len(numbers), max(numbers) + 1) if len(_sitting(numbers, k)) == len(numbers))
    places = max(1, min(next(enough), most))
    return tuple(place in _sitting(numbers, places) for place in range(places))


def _sitting(numbers: Sequence[int], places: int) -> set[int]:
    return {(number - 1) % places for number in numbers}


@dataclass(frozen=True)
class PartsChange:
    """The newest change to who plays what: its number in the log (0: there was none), when and by whom."""

    seq: int = 0
    at: datetime | None = None
    actor: str = ""


def newest_change(run: CaseRun) -> PartsChange:
    """Return the newest change to who plays what, for buttons that say what they have seen."""
    changes = Event.objects.filter(log=run.roadshow.log_id, kind=PARTS)
    newest = changes.filter(seq=changes.aggregate(newest=Max("seq"))["newest"]).first()
    return PartsChange(newest.seq, newest.at, newest.actor) if newest else PartsChange()
