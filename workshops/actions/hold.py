"""Holding the room: every device frozen, or a pause with the support card. What was typed stays where it is."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from live.announce import announce
from workshops import kinds
from workshops.actions.day import locked_day, run_on, stand_still
from workshops.models import Day, Hold, Roadshow
from workshops.topics import EVERYBODY


@transaction.atomic
def freeze(roadshow: Roadshow, *, actor: str) -> bool:
    """Let nobody press anything at the tables until it is lifted; the clock runs on. False when it is so already."""
    return _hold(roadshow, Hold.FROZEN, actor=actor)


@transaction.atomic
def pause(roadshow: Roadshow, *, actor: str) -> bool:
    """Pause the room: the support card on every device, and the clock stands. False when it is so already."""
    return _hold(roadshow, Hold.PAUSED, actor=actor)


@transaction.atomic
def resume(roadshow: Roadshow, *, actor: str) -> bool:
    """Let everybody go on, and the clock if it ran before. False when nothing is held."""
    return _hold(roadshow, Hold.NONE, actor=actor)


def _hold(roadshow: Roadshow, hold: Hold, *, actor: str) -> bool:
    day = locked_day(roadshow)
    if day.hold == hold:
        return False
    _mind_the_clock(day, hold)
    day.hold, day.held_by, day.held_at = hold, actor if hold else "", timezone.now() if hold else None
    day.save(update_fields=["hold", "held_by", "held_at", "clock_stood"])
    announce(roadshow.log_id, kind=kinds.HELD, topics=EVERYBODY, payload={"hold": hold}, actor=actor)
    return True


def _mind_the_clock(day: Day, hold: Hold) -> None:
    """Stop the clock for a pause; let it run on after one, unless it stood before."""
    if day.turn is None:
        return
    if hold == Hold.PAUSED:
        day.clock_stood = not stand_still(day.turn, timezone.now())
    elif day.hold == Hold.PAUSED and not day.clock_stood:
        run_on(day.turn, timezone.now())
