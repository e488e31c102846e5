"""The running order on the day: who has the room, and until when. Going back never deletes."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from live.announce import announce
from workshops import kinds
from workshops.models import Activity, Day, Hold, Roadshow, Turn
from workshops.topics import EVERYBODY

# By how many minutes a press may move the end of an activity.
STEPS = (-5, -1, 1, 5)


class DayMovedOnError(Exception):
    """The day is no longer where the button thought it was. Nothing was changed."""

    def __init__(self, day: Day) -> None:
        """Remember where the day is now."""
        super().__init__(f"the room has {day.turn}")
        self.day = day


class NotOpenError(Exception):
    """The roadshow is not open, so its day cannot move. Nothing was changed."""


@transaction.atomic
def start_activity(roadshow: Roadshow, activity: Activity, *, after: int, actor: str, key: str = "") -> Turn:
    """Give the room to an activity; its clock runs from now. `after` is the turn that the button saw (0: none).

    `key` marks one press: the same press once more is answered as the first time.
    Raises DayMovedOnError when the room had another turn by then, NotOpenError when the doors are shut.
    """
    if not roadshow.is_open:
        raise NotOpenError
    day = locked_day(roadshow)
    # Whoever plans the running order locks the same row: now it is known whether it was taken out meanwhile.
    activity.refresh_from_db()
    pressed = roadshow.turns.filter(activity=activity).exclude(key="").filter(key=key).first()
    if pressed is not None and pressed.undone_at is None:
        return pressed
    if (day.turn_id or 0) != after or pressed is not None or activity.removed_at is not None:
        raise DayMovedOnError(day)
    now = timezone.now()
    roadshow.turns.filter(pk=after).update(ended_at=now)
    turn = Turn.objects.create(
        roadshow=roadshow,
        activity=activity,
        before=day.turn,
        started_at=now,
        started_by=actor,
        ends_at=now + activity.planned,
        key=key,
    )
    _give_room(day, turn, now)
    _tell(roadshow, kinds.STARTED, actor, activity=activity.pk, title=activity.title, turn=turn.pk)
    return turn


@transaction.atomic
def go_back(roadshow: Roadshow, *, turn: int, actor: str) -> Turn | None:
    """Undo the start of `turn`, which must have the room: what was before goes on as though it had never ended.

    Return the turn that has the room now; None when the day is as before its first start. Nothing is deleted.
    Raises DayMovedOnError when the room had another turn by then.
    """
    day = locked_day(roadshow)
    undone = day.turn
    if undone is None or undone.pk != turn:
        raise DayMovedOnError(day)
    now = timezone.now()
    Turn.objects.filter(pk=undone.pk).update(undone_at=now, undone_by=actor)
    if undone.before_id is not None:
        Turn.objects.filter(pk=undone.before_id).update(ended_at=None)
    _give_room(day, undone.before, now)
    _tell(roadshow, kinds.BACK, actor, activity=undone.activity_id, title=undone.activity.title, turn=undone.pk)
    return undone.before


@transaction.atomic
def extend(roadshow: Roadshow, *, turn: int, minutes: int, actor: str) -> Turn:
    """Move the end of the present activity by -5, -1, 1 or 5 minutes; less than no time is never left.

    Raises DayMovedOnError when the room had another turn by then, ValueError for other steps.
    """
    if minutes not in STEPS:
        message = f"no step of {minutes} minutes"
        raise ValueError(message)
    present = _present(roadshow, turn)
    now, step, nothing = timezone.now(), timedelta(minutes=minutes), timedelta()
    left = present.left(now)
    # Over its time already: a minute more is a minute from now, which is what whoever presses means.
    left = max(left, nothing) + step if minutes > 0 else max(left + step, min(left, nothing))
    if present.stands:
        present.remaining = left
    else:
        present.ends_at = now + left
    present.save(update_fields=["ends_at", "remaining"])
    _tell(roadshow, kinds.CLOCK, actor, turn=present.pk, minutes=minutes)
    return present


@transaction.atomic
def stop_clock(roadshow: Roadshow, *, turn: int, actor: str) -> bool:
    """Let the clock of the present activity stand still. False when it stood already.

    Raises DayMovedOnError when the room had another turn by then.
    """
    present = _present(roadshow, turn)
    stopped = stand_still(present, timezone.now())
    if stopped:
        _tell(roadshow, kinds.CLOCK, actor, turn=present.pk, stands=True)
    return stopped


@transaction.atomic
def start_clock(roadshow: Roadshow, *, turn: int, actor: str) -> bool:
    """Let the clock run on with what was left. False when it ran already.

    Raises DayMovedOnError when the room had another turn by then.
    """
    present = _present(roadshow, turn)
    started = run_on(present, timezone.now())
    if started:
        _tell(roadshow, kinds.CLOCK, actor, turn=present.pk, stands=False)
    return started


@transaction.atomic
def skip(roadshow: Roadshow, activity: Activity, *, actor: str) -> bool:
    """Leave an activity out today. False when it is left out already. It can be taken in again, or be started."""
    skipped = roadshow.activities.filter(pk=activity.pk, skipped_at=None, removed_at=None)
    done = skipped.update(skipped_at=timezone.now(), skipped_by=actor)
    if done:
        _tell(roadshow, kinds.SKIPPED, actor, activity=activity.pk, title=activity.title, skipped=True)
    return bool(done)


@transaction.atomic
def unskip(roadshow: Roadshow, activity: Activity, *, actor: str) -> bool:
    """Take an activity back in that was left out. False when it was in."""
    back = roadshow.activities.filter(pk=activity.pk).exclude(skipped_at=None)
    done = back.update(skipped_at=None, skipped_by="")
    if done:
        _tell(roadshow, kinds.SKIPPED, actor, activity=activity.pk, title=activity.title, skipped=False)
    return bool(done)


def locked_day(roadshow: Roadshow) -> Day:
    """Return the day; whoever else presses waits for the commit, and then sees what was done.

    The turn is read in a query of its own: PostgreSQL would join it as it was before the wait.
    """
    Day.objects.select_for_update().get(pk=roadshow.pk)
    return Day.objects.select_related("turn__activity", "turn__before").get(pk=roadshow.pk)


def stand_still(turn: Turn, now: datetime) -> bool:
    """Store that a clock stands; False when it did already. For verbs that announce something of their own."""
    turn.ends_at, turn.remaining = None, turn.left(now)
    return bool(Turn.objects.filter(pk=turn.pk, remaining=None).update(ends_at=None, remaining=turn.remaining))


def run_on(turn: Turn, now: datetime) -> bool:
    """Store that a clock runs; False when it did already. For verbs that announce something of their own."""
    turn.ends_at, turn.remaining = now + turn.left(now), None
    return bool(Turn.objects.filter(pk=turn.pk, ends_at=None).update(ends_at=turn.ends_at, remaining=None))


def _present(roadshow: Roadshow, turn: int) -> Turn:
    day = locked_day(roadshow)
    if day.turn is None or day.turn.pk != turn:
        raise DayMovedOnError(day)
    return day.turn


def _give_room(day: Day, turn: Turn | None, now: datetime) -> None:
    """Let `turn` have the room. In a pause its clock stands, and what had the room is as though its clock had run."""
    if day.hold == Hold.PAUSED:
        if day.turn is not None and not day.clock_stood:
            run_on(day.turn, now)
        day.clock_stood = turn is not None and not stand_still(turn, now)
    day.turn = turn
    day.save(update_fields=["turn", "clock_stood"])


def _tell(roadshow: Roadshow, kind: str, actor: str, **payload: object) -> None:
    announce(roadshow.log_id, kind=kind, topics=EVERYBODY, payload=payload, actor=actor)
