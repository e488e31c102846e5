"""How many more than a room holds could be let book, given how many did not come to earlier dates. Pure.

Everybody comes with a chance of their own: that of their kind of agency at earlier dates, pulled towards that of all as
long as little is known of their kind. Days differ more than people do (trains, weather, a case that broke): so each
earlier day is taken in turn as the day to come, and the chance that too many come is the mean of those.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# Less than this is no ground for advice.
FEWEST_DAYS, FEWEST_PEOPLE = 2, 40
# So many people of unknown kind are thought of beside those whom one has seen.
_DOUBT = 10
_SUREST = 0.995
_MOST_BEYOND = 0.5  # of the room, whatever the figures say
_SHOWN_AROUND = 3


@dataclass(frozen=True)
class PastDay:
    """A day of which one knows who had a place: how many of each kind came, and how many did not."""

    came: Mapping[str, int]
    missing: Mapping[str, int]

    @property
    def people(self) -> int:
        """How many had a place."""
        return sum(self.came.values()) + sum(self.missing.values())


@dataclass(frozen=True)
class Advice:
    """How many more to let book. `chances`: for each number beyond the room, the chance that too many come."""

    beyond: int
    chances: tuple[tuple[int, float], ...]
    share: float  # of those with a place that came
    days: int
    people: int

    @property
    def came_percent(self) -> int:
        """How many of a hundred came."""
        return round(self.share * 100)

    @property
    def in_percent(self) -> list[tuple[int, str]]:
        """The chances around what is advised in percent, as people say them."""
        first = max(self.beyond - _SHOWN_AROUND, 0)
        return [(more, _said(chance * 100)) for more, chance in self.chances[first:]]


def advise(booked: Sequence[str], past: Sequence[PastDay], *, capacity: int, accepted: float) -> Advice | None:
    """Return the most people beyond `capacity` with which the chance of too many stays within `accepted`.

    `booked`: the kinds of those who have a place so far; the rest of the room is thought to fill with people as
    they have been on the whole. None while too little is known.
    """
    known = [day for day in past if day.people]
    people = sum(day.people for day in known)
    if len(known) < FEWEST_DAYS or people < FEWEST_PEOPLE or not capacity:
        return None
    share = _smooth(sum(sum(day.came.values()) for day in known), people, 0.5)
    chances = _chances(booked, known, share, capacity)
    beyond = max(more for more, chance in chances if chance <= accepted or more == 0)
    return Advice(beyond, tuple(chances[: beyond + _SHOWN_AROUND + 1]), share, len(known), people)


def _chances(booked: Sequence[str], past: Sequence[PastDay], share: float, capacity: int) -> list[tuple[int, float]]:
    kinds = _by_kind(past, share)
    sums = [0.0] * (int(capacity * _MOST_BEYOND) + 1)
    for day in past:
        like_it = _smooth(sum(day.came.values()), day.people, share) / share
        expected = [kinds.get(kind, share) * like_it for kind in booked[:capacity]]
        expected += [share * like_it] * (capacity - len(expected))
        come = [1.0]
        for chance in expected:
            come = _with_one_more(come, min(chance, _SUREST))
        for more in range(len(sums)):
            sums[more] += sum(come[capacity + 1 :])
            come = _with_one_more(come, min(share * like_it, _SUREST))
    return [(more, total / len(past)) for more, total in enumerate(sums)]


def _by_kind(past: Sequence[PastDay], share: float) -> dict[str, float]:
    came: Counter[str] = Counter()
    people: Counter[str] = Counter()
    for day in past:
        came.update(day.came)
        people.update(day.came)
        people.update(day.missing)
    return {kind: _smooth(came[kind], number, share) for kind, number in people.items()}


def _smooth(came: int, people: int, usual: float) -> float:
    return (came + _DOUBT * usual) / (people + _DOUBT)


def _with_one_more(come: Sequence[float], chance: float) -> list[float]:
    """Return the chances that 0, 1, 2 ... people come, when one more may."""
    stay = [each * (1 - chance) for each in come] + [0.0]
    for n, each in enumerate(come):
        stay[n + 1] += each * chance
    return stay


def _said(percent: float) -> str:
    return f"{percent:.0f}" if percent >= 1 else "less than 1"
