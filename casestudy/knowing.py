"""Who knew what, and when: counted from a case's events and its key. Pure; ADR 19 argues the rules.

An event weighs some points. From its day on, whoever holds it knows all of them; whoever was told of it knows all of
them as well; told in part, half of them, rounded down; told late, all of them from the day of the telling, and never
when nobody noted the day. Together all know whatever anybody holds. The outcome itself counts for nothing: the
question is what was known before it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from casestudy.schema import Told


@dataclass(frozen=True)
class ToldLine:
    """That an agency should have been told, and whether it was; `on`: the day, where it was not the event's own."""

    agency: str
    told: Told
    on: dt.date | None = None


@dataclass(frozen=True)
class Known:
    """An event as knowledge: how much it weighs, who held it from its day on, who was to be told."""

    ref: str
    on: dt.date
    weight: int
    held_by: tuple[str, ...]
    told: tuple[ToldLine, ...] = ()


@dataclass(frozen=True)
class Moment:
    """What each agency knew alone on a day, and what all knew together, in points."""

    on: dt.date
    alone: dict[str, int]
    together: int

    @property
    def most_alone(self) -> int:
        """What the agency that knew most knew by itself."""
        return max(self.alone.values(), default=0)


@dataclass(frozen=True)
class Knowledge:
    """Every day on which somebody learned something, up to the outcome, and how much is enough for a referral.

    `enough` and `outcome_on` are None for a case that does not say so.
    """

    moments: tuple[Moment, ...]
    enough: int | None = None
    outcome_on: dt.date | None = None
    agencies: tuple[str, ...] = field(default=())

    @property
    def together_on(self) -> dt.date | None:
        """The first day on which the pieces would have been enough, laid together."""
        return next((m.on for m in self.moments if self.enough is not None and m.together >= self.enough), None)

    @property
    def alone_on(self) -> dt.date | None:
        """The first day on which one agency had enough by itself."""
        return next((m.on for m in self.moments if self.enough is not None and m.most_alone >= self.enough), None)

    @property
    def alone(self) -> list[str]:
        """The agencies that had enough by themselves on that day."""
        first = next((m for m in self.moments if m.on == self.alone_on), None)
        return [code for code, points in first.alone.items() if points >= (self.enough or 0)] if first else []

    @property
    def days_together(self) -> int | None:
        """Days from when the pieces were enough together until the outcome."""
        return self._days(self.together_on)

    @property
    def days_alone(self) -> int | None:
        """Days from when one agency had enough by itself until the outcome."""
        return self._days(self.alone_on)

    def _days(self, since: dt.date | None) -> int | None:
        return (self.outcome_on - since).days if since and self.outcome_on else None


def points_known(event: Known, agency: str, on: dt.date) -> int:
    """Return how much of an event an agency knew at the end of a day."""
    if on < event.on:
        return 0
    if agency in event.held_by:
        return event.weight
    return max((_told_points(event, line, on) for line in event.told if line.agency == agency), default=0)


def weigh(events: Sequence[Known], *, enough: int | None = None, outcome: str = "") -> Knowledge:
    """Return what was known on each day up to that of the event `outcome`, and by whom.

    `outcome` is an event's ref; with none of this name, every day counts.
    """
    end = next((event.on for event in events if event.ref == outcome), None)
    counted = [event for event in events if event.ref != outcome and (end is None or event.on <= end)]
    agencies = list(dict.fromkeys(code for event in counted for code in _involved(event)))
    moments = tuple(_moment(counted, agencies, day) for day in _days_of_learning(counted, end))
    return Knowledge(moments, enough, end, tuple(agencies))


def _told_points(event: Known, line: ToldLine, on: dt.date) -> int:
    if line.told == Told.NO or (line.told == Told.LATE and line.on is None) or (line.on is not None and on < line.on):
        return 0
    return event.weight // 2 if line.told == Told.PART else event.weight


def _involved(event: Known) -> list[str]:
    return [*event.held_by, *(line.agency for line in event.told)]


def _days_of_learning(events: Sequence[Known], end: dt.date | None) -> list[dt.date]:
    told = {line.on for event in events for line in event.told if line.on is not None and line.on > event.on}
    return sorted(day for day in told | {event.on for event in events} if end is None or day <= end)


def _moment(events: Sequence[Known], agencies: Sequence[str], on: dt.date) -> Moment:
    alone = {code: sum(points_known(event, code, on) for event in events) for code in agencies}
    return Moment(on, alone, sum(event.weight for event in events if event.on <= on))
