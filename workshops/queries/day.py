"""The day as pages show it: what has the room, what comes next, and how far it is from its plan."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Prefetch
from django.utils import timezone

from workshops.models import Activity, Broadcast, Day, Hold, Roadshow, Turn


class Place(StrEnum):
    """Where an activity stands in the day."""

    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class ActivityGlance:
    """A line of the running order. `starts` is the planned time of day; `turn` the last time that it had the room."""

    activity: Activity
    starts: dt.time
    turn: Turn | None
    place: Place


@dataclass(frozen=True)
class DayGlance:
    """Where a roadshow's day stands. `planned_end` is when its plan ends, counted from its real beginning."""

    day: Day
    activities: tuple[ActivityGlance, ...]
    planned_end: dt.datetime | None

    @property
    def turn(self) -> Turn | None:
        """What has the room."""
        return self.day.turn

    @property
    def activity(self) -> Activity | None:
        """The activity that has the room."""
        return self.day.turn.activity if self.day.turn else None

    @property
    def planned_end_stamp(self) -> int | None:
        """When its plan ends, in milliseconds since 1970, for pages."""
        return None if self.planned_end is None else int(self.planned_end.timestamp() * 1000)

    @property
    def hold(self) -> Hold:
        """How the room is held."""
        return Hold(self.day.hold)

    @property
    def after(self) -> tuple[Activity, ...]:
        """What is still to come today, in order."""
        return tuple(glance.activity for glance in self.activities if glance.place == Place.AHEAD)

    @property
    def next(self) -> Activity | None:
        """What comes next; None when the running order is through."""
        return next(iter(self.after), None)

    @property
    def upcoming(self) -> int:
        """How long what is still to come is meant to take, in seconds."""
        return sum(activity.minutes * 60 for activity in self.after)

    def behind(self, now: dt.datetime) -> int:
        """Return how many seconds the day is behind its plan if all goes on as planned; less than 0 when ahead."""
        if self.day.turn is None or self.planned_end is None:
            return 0
        left = max(self.day.turn.left(now), dt.timedelta())
        expected_end = now + left + dt.timedelta(seconds=self.upcoming)
        return round((expected_end - self.planned_end).total_seconds())


def day_of(roadshow: Roadshow) -> Day:
    """Return the day's row with what has the room."""
    return Day.objects.select_related("turn__activity").get(pk=roadshow.pk)


def day_now(roadshow: Roadshow) -> DayGlance:
    """Return what has the room and how it is held, without the running order: all that tables need, in one query."""
    return DayGlance(day_of(roadshow), (), None)


def day_at_a_glance(roadshow: Roadshow) -> DayGlance:
    """Return the whole day: running order, present activity, plan."""
    day = day_of(roadshow)
    turns = Prefetch("turns", Turn.objects.filter(undone_at=None).order_by("pk"), to_attr="had")
    activities = list(roadshow.activities.filter(removed_at=None).prefetch_related(turns))
    starts = dt.datetime.combine(roadshow.held_on, roadshow.starts_at)
    glances = []
    for activity in activities:
        turn = activity.had[-1] if activity.had else None
        glances.append(ActivityGlance(activity, starts.time(), turn, _place(activity, turn, day)))
        starts += activity.planned
    first = roadshow.turns.filter(undone_at=None).order_by("pk").first()
    planned = sum((activity.planned for activity in activities), dt.timedelta())
    return DayGlance(day, tuple(glances), first.started_at + planned if first else None)


def standing_broadcasts(roadshow: Roadshow) -> list[Broadcast]:
    """Return the texts that stand on every device, the oldest first."""
    return list(roadshow.broadcasts.filter(withdrawn_at=None))


def server_now() -> int:
    """Return the server's time in milliseconds since 1970, for devices to set their clocks by."""
    return int(timezone.now().timestamp() * 1000)


def _place(activity: Activity, turn: Turn | None, day: Day) -> Place:
    present = day.turn.activity if day.turn else None
    if present is not None and activity.pk == present.pk:
        return Place.NOW
    # What was started out of its order is done, though it had been left out before.
    if turn is not None:
        return Place.DONE
    if activity.skipped_at is not None:
        return Place.SKIPPED
    return Place.DONE if present is not None and activity.order < present.order else Place.AHEAD
