"""Who is next for a place that is free, and why. Pure: the same order is applied, published and explained.

An organiser who put somebody first is heeded before all; then, where the roadshow's rules say so, those who missed an
earlier date and have a place at none, and those of organisations that have no place yet; then whoever asked first. An
organisation that has all the places it may have waits without holding up others, and so does a group that wants all its
places or none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import heapify, heappop, heapreplace


@dataclass(frozen=True)
class Rules:
    """What an organiser decided for a roadshow; 0: any number.

    `most`: places that one organisation may have; `room`: places that there are in all.
    """

    most: int = 0
    missed_first: bool = False
    new_first: bool = False
    room: int = 0


@dataclass(frozen=True)
class Waiter:
    """One or more claims that are offered together: a person, or a group that wants all its places or none."""

    claims: tuple[int, ...]
    arrival: int
    organisation: str
    put_first: bool = False
    missed: bool = False
    has_offer: bool = False

    @property
    def size(self) -> int:
        """How many places it needs."""
        return len(self.claims)


@dataclass(frozen=True)
class Standing:
    """Where somebody stands: how many places are wanted before theirs, plus one; and why there, in words."""

    waiter: Waiter
    position: int
    why: tuple[str, ...]


PUT_FIRST = "an organiser put you first, for a reason that is kept"
MISSED = "you missed an earlier date"
NEW = "your organisation has no place yet"
FULL = "your organisation has as many places on this date as one may have ({}); you are next when it gives one up"
AFTER = "colleagues before you get the places that your organisation may have ({}); you are next when one is given up"
BEYOND = "your group wants more places than one organisation may have on this date ({}), which an organiser can change"
NO_ROOM = "your group wants {} places together and this date has {} in all, which an organiser can change"
LARGE = "your group wants {} places together; smaller ones may pass you until so many are free"


def in_order(waiters: Iterable[Waiter], held: Mapping[str, int], rules: Rules) -> list[Standing]:
    """Return everybody in the order in which they would be served, were places to become free one after the other.

    `held`: places that each organisation has. Those who may have none more come last.
    """
    has, standings, position = Counter(held), [], 1
    for waiter in _turns(waiters, has, rules):
        standings.append(Standing(waiter, position, tuple(_why(waiter, held, has, rules))))
        position += waiter.size
        has[waiter.organisation] += waiter.size
    return standings


def next_up(waiters: Iterable[Waiter], held: Mapping[str, int], free: int, rules: Rules) -> list[Waiter]:
    """Return to whom the places that are free now are offered, in order."""
    has, chosen = Counter(held), []
    for waiter in _turns((each for each in waiters if not each.has_offer), has, rules):
        if not free or not _may(waiter, has, rules):
            break
        if waiter.size <= free:
            chosen.append(waiter)
            free -= waiter.size
            has[waiter.organisation] += waiter.size
    return chosen


def _turns(waiters: Iterable[Waiter], has: Mapping[str, int], rules: Rules) -> Iterator[Waiter]:
    """Yield everybody in turn; who is next depends on what each organisation `has` by then.

    Every place given only lets colleagues come later, never sooner. So whoever is on top of the heap and still stands
    where they stood when they were put there is next, and nobody is moved more than twice.
    """
    heap = [(_turn(waiter, has, rules), waiter) for waiter in waiters]
    heapify(heap)
    while heap:
        turn, waiter = heap[0]
        now = _turn(waiter, has, rules)
        if turn == now:
            heappop(heap)
            yield waiter
        else:
            heapreplace(heap, (now, waiter))


def may_have(organisation: str, size: int, held: Mapping[str, int], rules: Rules) -> bool:
    """Whether an organisation may have so many places more."""
    return not rules.most or held.get(organisation, 0) + size <= rules.most


def _may(waiter: Waiter, has: Mapping[str, int], rules: Rules) -> bool:
    return waiter.put_first or may_have(waiter.organisation, waiter.size, has, rules)


def _turn(waiter: Waiter, has: Mapping[str, int], rules: Rules) -> tuple[bool, bool, bool, bool, int]:
    return (
        not _may(waiter, has, rules),
        not waiter.put_first,
        rules.missed_first and not waiter.missed,
        rules.new_first and has.get(waiter.organisation, 0) > 0,
        waiter.arrival,
    )


def _why(waiter: Waiter, held: Mapping[str, int], has: Mapping[str, int], rules: Rules) -> Iterable[str]:
    if waiter.put_first:
        yield PUT_FIRST
    elif not _may(waiter, has, rules):
        yield _limit(waiter, held, rules).format(rules.most)
    if rules.missed_first and waiter.missed:
        yield MISSED
    if rules.new_first and not has.get(waiter.organisation, 0):
        yield NEW
    if waiter.size > 1:
        yield (NO_ROOM if 0 < rules.room < waiter.size else LARGE).format(waiter.size, rules.room)


def _limit(waiter: Waiter, held: Mapping[str, int], rules: Rules) -> str:
    """Return why there is none for them: how many they are, what their organisation has, or who comes before them."""
    if not may_have(waiter.organisation, waiter.size, {}, rules):
        return BEYOND
    return AFTER if may_have(waiter.organisation, waiter.size, held, rules) else FULL
