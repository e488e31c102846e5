"""The running order as those see it who plan it: planned times, what can still be moved, what is set aside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from live.models import Event
from workshops import kinds
from workshops.models import Activity, ActivityKind, Day, Roadshow
from workshops.order import Standing

# After that, people begin to leave: trains, children, the dark.
SENSIBLE_END = dt.time(17)
# How long people sit and work before they need a break.
LONGEST_SITTING = dt.timedelta(hours=2)
# During these, nobody is asked to sit.
RESTING = (ActivityKind.BREAK, ActivityKind.ARRIVAL)


# What the events of the order say that somebody did, as in "Ann ...".
_DID = {
    "added": "added “{title}”",
    "changed": "changed “{title}”",
    "moved": "moved “{title}”",
    "removed": "took “{title}” out",
    "put-back": "put “{title}” back",
    "starts": "changed when the day starts",
    "filled": "took the template's day",
    "copied": "copied another roadshow's order",
    "brought-back": "brought the former order back",
}


@dataclass(frozen=True)
class Line:
    """An activity with its planned times. What is fixed has had the room, and stays where it is."""

    activity: Activity
    position: int
    starts: dt.datetime
    ends: dt.datetime
    now: bool
    fixed: bool
    can_rise: bool
    can_sink: bool


@dataclass(frozen=True)
class SetAside:
    """Activities that were taken out at one moment."""

    activities: tuple[Activity, ...]

    @property
    def first(self) -> Activity:
        """The one by which the others are found."""
        return self.activities[0]

    @property
    def keys(self) -> tuple[int, ...]:
        """Their keys."""
        return tuple(activity.pk for activity in self.activities)

    @property
    def at(self) -> dt.datetime | None:
        """When they were taken out."""
        return self.first.removed_at


@dataclass(frozen=True)
class Plan:
    """A roadshow's running order with its planned times, in the order of the day."""

    roadshow: Roadshow
    lines: tuple[Line, ...]
    set_aside: tuple[SetAside, ...]

    @property
    def length(self) -> str:
        """How long the day is: "6 h 35 min"."""
        return in_hours(sum((line.activity.planned for line in self.lines), dt.timedelta()))

    @property
    def ends(self) -> dt.datetime:
        """When the day ends."""
        return self.lines[-1].ends if self.lines else _beginning(self.roadshow)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What whoever plans the day may want to think about again. Nothing is forbidden."""
        return (*_too_long(self), *_without_break(self.lines))


def plan_of(roadshow: Roadshow) -> Plan:
    """Return the running order in a fixed number of queries."""
    standing = Day.objects.get(pk=roadshow.pk).standing()
    activities = list(roadshow.activities.all())
    present = [activity for activity in activities if activity.removed_at is None]
    return Plan(roadshow, tuple(_lines(roadshow, present, standing)), _set_aside(activities))


def planned(roadshows: QuerySet[Roadshow]) -> QuerySet[Roadshow]:
    """Return those roadshows that have a running order, practice runs left out."""
    return roadshows.filter(pk__in=Activity.objects.filter(removed_at=None).values("roadshow"), rehearsal_of=None)


def is_begun(activity: Activity) -> bool:
    """Return whether an activity has (or had) the room."""
    return Day.objects.get(pk=activity.roadshow_id).standing().is_fixed(activity.pk)


def who_reworded(activity: Activity) -> str:
    """Say who changed last what an activity says."""
    event = _events(activity.roadshow).filter(payload__did="changed", payload__activity=activity.pk).first()
    return f"{event.actor} changed it at {_clock(event)}." if event else "It was changed meanwhile."


def who_reordered(activity: Activity) -> str:
    """Say who changed the order last and how, and what that means for an activity."""
    event = _events(activity.roadshow).exclude(payload__did__in=["changed", "starts"]).first()
    place = f"number {activity.order} now" if activity.removed_at is None else "set aside now"
    now = f"“{activity}” is {place}."
    return f"{event.actor} {what_was_done(event.payload)} at {_clock(event)}. {now}" if event else now


def what_was_done(payload: dict[str, Any]) -> str:
    """Say what an event of the order tells, as in "Ann moved “Lunch”"."""
    return _DID[payload["did"]].format(**payload)


def in_hours(length: dt.timedelta) -> str:
    """Say a length of time in hours and minutes."""
    hours, minutes = divmod(round(length.total_seconds()) // 60, 60)
    parts = [f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes)
    return " ".join(parts) or "0 min"


def _events(roadshow: Roadshow) -> QuerySet[Event]:
    return Event.objects.filter(log=roadshow.log_id, kind=kinds.ORDER).order_by("-seq")


def _clock(event: Event) -> str:
    return f"{timezone.localtime(event.at):%H:%M}"


def _lines(roadshow: Roadshow, activities: Sequence[Activity], standing: Standing) -> Iterator[Line]:
    starts = _beginning(roadshow)
    for position, activity in enumerate(activities, start=1):
        ends = starts + activity.planned
        yield Line(
            activity,
            position,
            starts,
            ends,
            now=activity.pk == standing.now,
            fixed=standing.is_fixed(activity.pk),
            can_rise=standing.can_rise(activity.pk),
            can_sink=standing.can_sink(activity.pk),
        )
        starts = ends


def _beginning(roadshow: Roadshow) -> dt.datetime:
    return dt.datetime.combine(roadshow.held_on, roadshow.starts_at)


def _set_aside(activities: Sequence[Activity]) -> tuple[SetAside, ...]:
    """Return what is set aside, what went last first."""
    gone = [(activity.removed_at, activity) for activity in activities if activity.removed_at is not None]
    gone.sort(key=lambda pair: (pair[0], pair[1].order))
    groups = [
        SetAside(tuple(activity for _at, activity in group)) for _at, group in groupby(gone, lambda pair: pair[0])
    ]
    return tuple(reversed(groups))


def _too_long(plan: Plan) -> Iterator[str]:
    limit = dt.datetime.combine(plan.roadshow.held_on, SENSIBLE_END)
    if plan.ends <= limit:
        return
    late = next(line for line in plan.lines if line.ends > limit)
    when = f"{plan.ends:%H:%M}" + ("" if plan.ends.date() == plan.roadshow.held_on else " on the next day")
    yield (
        f"The day ends at {when}. From “{late.activity}” on it runs past {SENSIBLE_END:%H:%M}, "
        "when people begin to leave."
    )


def _without_break(lines: Sequence[Line]) -> Iterator[str]:
    for resting, stretch in groupby(lines, lambda line: line.activity.kind in RESTING):
        sitting = list(stretch)
        starts, ends = sitting[0].starts, sitting[-1].ends
        if not resting and ends - starts > LONGEST_SITTING:
            yield (
                f"There is no break from {starts:%H:%M} to {ends:%H:%M}, "
                f"which is more than {in_hours(LONGEST_SITTING)}."
            )
