"""What a table is asked about the case, what may stand in each answer, and until when it is open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.utils import timezone

from casestudy import judging
from casestudy.judging import Asked, Basis, Sure, When
from casestudy.kinds import ANSWERED
from casestudy.models import CaseRun, Reveal
from casestudy.queries import parts, runs
from casestudy.queries.judgement import known_by
from workshops import answering
from workshops.answering import ClosedError, Field, UnknownFieldError, clean_text, one_of
from workshops.models import Device
from workshops.topics import CONSOLES, SCREENS

# After the next reveal, for what was under way.
GRACE = dt.timedelta(seconds=15)

_CHOICES = {
    "score": one_of(*judging.SCORES),
    "confidence": one_of(*Sure),
    "when": one_of(*When),
    "basis": one_of(*Basis),
}
_TICK = one_of(judging.YES)


def connect() -> None:
    """Let tables answer what the case asks."""
    answering.register("case", find)


def find(device: Device, name: str) -> Field:
    """Return a field of the case that is open to a device. Raises ClosedError or UnknownFieldError."""
    run = runs.run_of(device.table.roadshow)
    asked = judging.asked(name)
    if run and asked and asked.stage:
        _check_open(run, asked)  # First: what an unrevealed stage asks for is nobody's to find out.
    field = field_of(run, name) if run else None
    if run is None or asked is None or field is None:
        raise UnknownFieldError(f"Nobody asks for {name!r} in this case, so it was not stored.")
    _check_part(run, asked, device)
    return field


def field_of(run: CaseRun, name: str) -> Field | None:
    """Return a field of a run's case whether it is open or not; None when this case asks for no such thing."""
    asked = judging.asked(name)
    if asked is None or not _is_asked(run, asked):
        return None
    typed = asked.what == "reason" or asked.kind == "text" or asked.what in judging.SHARE_TEXTS
    return Field(name, _clean(asked, typed=typed), ANSWERED, merged=typed, topics=() if typed else _topics(run, asked))


def _clean(asked: Asked, *, typed: bool) -> Callable[[str], str]:
    return clean_text if typed else _CHOICES.get(asked.what, _TICK)


def _topics(run: CaseRun, asked: Asked) -> tuple[str, ...]:
    """Return who else hears of a choice. Consoles count most of them, and are drawn anew for nothing else.

    Screens only show numbers: in open curves, and what pooling changed.
    """
    if asked.what in ("confidence", "basis"):
        return ()
    if asked.kind in ("concern", "alone") and asked.what == "score" and (run.curves_open or run.parts):
        return (CONSOLES, SCREENS)
    return (CONSOLES,)


def _is_asked(run: CaseRun, asked: Asked) -> bool:
    """Whether the case has such a stage, person and agency, and the room may know of the person by then."""
    if asked.stage and not run.case.stages.filter(number=asked.stage).exists():
        return False
    codes = [code for code in (asked.of if asked.kind in ("share", "present") else "", asked.code) if code]
    if codes and not run.case.agencies.filter(code__in=codes).exists():
        return False
    if asked.kind in ("concern", "alone"):
        return asked.of in [about.key for about in known_by(run.case, asked.stage)]
    return True


def _check_open(run: CaseRun, asked: Asked) -> None:
    """Raise ClosedError unless a stage takes answers now."""
    standing = run.reveals.filter(withdrawn_at=None, stage__number__in=(asked.stage, asked.stage + 1))
    reveals = {reveal.stage.number: reveal for reveal in standing.select_related("stage")}
    if run.key_opened_at is not None:
        at = timezone.localtime(run.key_opened_at)
        raise ClosedError(
            f"The review began at {at:%H:%M}, and since then no stage takes answers. This was not stored; what the "
            "table had said before is kept. Say it in the review."
        )
    if asked.stage > run.stage or asked.stage not in reveals:
        raise ClosedError(
            f"Stage {asked.stage} is not on the tables now, so this was not stored. What the table had said of it is "
            "kept. If the facilitator shows the stage again, send this once more."
        )
    if asked.stage < run.stage:
        _check_grace(asked.stage, reveals.get(asked.stage + 1), newest=run.stage)


def _check_grace(stage: int, following: Reveal | None, *, newest: int) -> None:
    """Raise ClosedError when the next stage came too long ago."""
    if following and stage == newest - 1 and timezone.now() < following.revealed_at + GRACE:
        return
    when = f" at {timezone.localtime(following.revealed_at):%H:%M}, when stage {stage + 1} came" if following else ""
    raise ClosedError(
        f"Stage {stage} closed{when}. This was not stored; what the table had said by then is kept. "
        f"If it still matters, say it in stage {newest}."
    )


def _check_part(run: CaseRun, asked: Asked, device: Device) -> None:
    """Raise ClosedError for what is thought together before the pieces are, or alone by who has not that part."""
    if asked.kind not in ("concern", "alone"):
        return
    pooled = parts.is_pooled(run, asked.stage)
    if asked.kind == "concern" and not pooled:
        raise ClosedError(
            "The pieces of this stage have not been put together yet, so this was not stored. "
            "Rate what your own agency knows; the rest follows when the facilitator pools the stage."
        )
    if asked.kind == "alone" and pooled:
        raise ClosedError(
            "The pieces of this stage have been put together. This was not stored; what your agency thought alone by "
            "then is kept. Rate the whole picture now."
        )
    own = parts.part_of(device) if asked.kind == "alone" else None
    if asked.kind == "alone" and (own is None or own.code != asked.code):
        raise ClosedError(
            "This device does not play that agency now, so this was not stored. What was said before is kept. "
            "Load the page again to see which part it has."
        )
