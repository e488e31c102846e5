"""What pages show of a case, read in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from casestudy.kinds import REVEALED, WITHDRAWN
from casestudy.models import CaseRun, CaseStudy, ChronologyEvent, Reveal, Stage
from live.kinds import Notice
from live.models import Event
from workshops.models import Roadshow
from workshops.panels import Spot


@dataclass(frozen=True)
class ShownStage:
    """A revealed stage, as tables and screens see it."""

    stage: Stage
    reveal: Reveal
    newest: bool


@dataclass(frozen=True)
class CaseGlance:
    """Where the case stands in a room: what is shown, what comes next, how many stages there are."""

    run: CaseRun
    shown: tuple[ShownStage, ...]
    total: int

    @property
    def newest(self) -> ShownStage | None:
        """The newest revealed stage."""
        return self.shown[-1] if self.shown else None

    def stage(self, number: int) -> ShownStage | None:
        """Return a revealed stage."""
        return next((shown for shown in self.shown if shown.stage.number == number), None)


def run_of(roadshow: Roadshow) -> CaseRun | None:
    """Return the roadshow's case, if it has one."""
    run = CaseRun.objects.select_related("case").filter(roadshow=roadshow).first()
    if run is not None:
        run.roadshow = roadshow
    return run


def case_versions() -> QuerySet[CaseStudy]:
    """Return every version of every case that was imported, the newest of each first."""
    return CaseStudy.objects.order_by("title", "slug", "-version")


def case_at_a_glance(run: CaseRun) -> CaseGlance:
    """Return the revealed stages, and nothing of those that are not revealed."""
    reveals = run.reveals.filter(withdrawn_at=None, stage__number__lte=run.stage).select_related("stage")
    reveals = reveals.order_by("stage__number")
    shown = tuple(ShownStage(r.stage, r, newest=r.stage.number == run.stage) for r in reveals)
    return CaseGlance(run, shown, run.case.stages.count())


def case_in(log_id: int) -> CaseGlance | None:
    """Return where the case stands in the room with this log, if it has one."""
    run = CaseRun.objects.select_related("case", "roadshow").filter(roadshow__log_id=log_id).first()
    return case_at_a_glance(run) if run else None


def case_for(spot: Spot) -> CaseGlance | None:
    """Return where the case stands, for a block of a page; read once for all blocks of it."""
    return spot.reading.once(case_in, spot.roadshow.log_id)


def case_told(notice: Notice) -> CaseGlance:
    """Return where the case stands, for an event that tells of it; read once for all topics that it goes to."""
    case = notice.reading.once(case_in, notice.log_id)
    if case is None:
        raise CaseRun.DoesNotExist
    return case


def present_stage(roadshow: Roadshow) -> str:
    """Return the stage that the room has, as the place at which a screen is held; "" where there is no case."""
    run = run_of(roadshow)
    return str(run.stage) if run else ""


def next_stage(run: CaseRun) -> Stage | None:
    """Return the stage that a reveal would show; for consoles only."""
    return run.case.stages.filter(number=run.stage + 1).first()


def key_of(stage: Stage) -> list[ChronologyEvent]:
    """Return a stage's events with the facilitator's key; for consoles only."""
    events = ChronologyEvent.objects.filter(case=stage.case_id, reveal_stage=stage.number)
    return list(events.select_related("key").prefetch_related("key__told__agency"))


def whole_key(case: CaseStudy) -> list[ChronologyEvent]:
    """Return a case's events with the facilitator's key; for facilitators only."""
    return list(case.events.select_related("key").prefetch_related("key__told__agency"))


def stage_marks(roadshow: Roadshow) -> list[tuple[int, int]]:
    """Return which event brought the room to which stage, withdrawals included."""
    rows = Event.objects.filter(log=roadshow.log_id, kind__in=[REVEALED, WITHDRAWN]).order_by("seq")
    return [(e.seq, e.payload["stage"] - (e.kind == WITHDRAWN)) for e in rows]
