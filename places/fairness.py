"""Who is next for a place that is free, and why. Pure: the same order is applied, published and explained.

An organiser who put somebody first is heeded before all; then, where the roadshow's rules say so, those who missed an
earlier date, and those of organisations that have no place yet; then whoever asked first. An organisation that
has all the places it may have waits without holding up others, and so does a group that wants all its places or none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Rules:
    """What an organiser decided for a roadshow. `most`: places that one organisation may have; 0: any number."""

    most: int = 0
    missed_first: bool = False
    new_first: bool = False


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
LARGE = "your group wants {} places together; smaller ones may pass you until so many are free"


def in_order(waiters: Iterable[Waiter], held: Mapping[str, int], rules: Rules) -> list[Standing]:
    """Return everybody in the order in which they would be served, were places to become free one after the other.

    `held`: places that each organisation has. Those who may have none more come last.
    """
    has, standings, position = Counter(held), [], 1
    left = sorted(waiters, key=lambda each: _key(each, has, rules))
    while left:
        waiter = left[0]
        if rules.most or rules.new_first:  # Then every place given changes who comes next.
            waiter = min(left, key=lambda each: (not _may(each, has, rules), *_key(each, has, rules)))
        standings.append(Standing(waiter, position, tuple(_why(waiter, has, rules))))
        left.remove(waiter)
        position += waiter.size
        has[waiter.organisation] += waiter.size
    return standings


def next_up(waiters: Iterable[Waiter], held: Mapping[str, int], free: int, rules: Rules) -> list[Waiter]:
    """Return to whom the places that are free now are offered, in order."""
    left, has, chosen = [each for each in waiters if not each.has_offer], Counter(held), []
    while free:
        fit = [each for each in left if each.size <= free and _may(each, has, rules)]
        if not fit:
            break
        waiter = min(fit, key=lambda each: _key(each, has, rules))
        chosen.append(waiter)
        left.remove(waiter)
        free -= waiter.size
        has[waiter.organisation] += waiter.size
    return chosen


def may_have(organisation: str, size: int, held: Mapping[str, int], rules: Rules) -> bool:
    """Whether an organisation may have so many places more."""
    return not rules.most or held.get(organisation, 0) + size <= rules.most


def _may(waiter: Waiter, has: Mapping[str, int], rules: Rules) -> bool:
    return waiter.put_first or may_have(waiter.organisation, waiter.size, has, rules)


def _key(waiter: Waiter, has: Mapping[str, int], rules: Rules) -> tuple[bool, bool, bool, int]:
    return (
        not waiter.put_first,
        rules.missed_first and not waiter.missed,
        rules.new_first and has.get(waiter.organisation, 0) > 0,
        waiter.arrival,
    )


def _why(waiter: Waiter, has: Mapping[str, int], rules: Rules) -> Iterable[str]:
    if waiter.put_first:
        yield PUT_FIRST
    elif not may_have(waiter.organisation, waiter.size, has, rules):
        yield FULL.format(rules.most)
    if rules.missed_first and waiter.missed:
        yield MISSED
    if rules.new_first and not has.get(waiter.organisation, 0):
        yield NEW
    if waiter.size > 1:
        yield LARGE.format(waiter.size)
