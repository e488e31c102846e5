"""The plan: people are dealt out, then change places two by two while that makes the tables better."""

from __future__ import annotations

import math
import random
from itertools import combinations

from places.mixing.certificate import fewest
from places.mixing.cost import SEARCHING, Seating
from places.mixing.dealing import deal
from places.mixing.people import Room

# How many changes of place are tried. A given room gets the same plan on any machine, however slow it is.
STEPS_A_PERSON = 600
# How much worse a change may be, at first and at last, by the weights of the search.
_HOT, _COLD = 20.0, 0.4
# How often the temperature falls.
_FALLS = 200


def plan(room: Room, *, seed: int = 1, steps_a_person: int = STEPS_A_PERSON) -> dict[int, int]:
    """Return a table for everybody. Whoever is locked stays; tables are as even as they can be."""
    dealt = deal(room)
    seating = Seating(room, dealt, SEARCHING)
    loose = [n for n, person in enumerate(room.people) if person.key not in room.locked]
    if len(loose) > 1 and len(room.tables) > 1:
        rng = random.Random(seed)  # noqa: S311 -- no secret
        _anneal(seating, loose, rng, steps_a_person * len(room.people))
    candidates = [Seating(room, seats) for seats in (dealt, seating.seats)]
    for candidate in candidates:
        _descend(candidate, loose)
    return min(candidates, key=lambda candidate: candidate.total).seats


def _anneal(seating: Seating, loose: list[int], rng: random.Random, steps: int) -> None:
    """Swap people at random, more and more choosily, until none can be better; end with the best that was met."""
    chance, many, bound = rng.random, len(loose), _bound(seating.room)
    best, best_seats = seating.total, list(seating.table)
    for fall in range(_FALLS):
        heat = _HOT * (_COLD / _HOT) ** (fall / _FALLS)
        for _step in range(steps // _FALLS):
            one, other = loose[int(chance() * many)], loose[int(chance() * many)]
            if seating.table[one] == seating.table[other]:
                continue
            worse = seating.swapped(one, other)
            if worse <= 0 or chance() < math.exp(-worse / heat):
                seating.swap(one, other)
                if seating.total < best:
                    best, best_seats = seating.total, list(seating.table)
        if best <= bound:
            break
    for person, table in enumerate(best_seats):
        seating.put(person, table)


def _bound(room: Room) -> int:
    """Return what no seating can cost less than."""
    organisation, agency, level = fewest(room)
    keys = {person.key for person in room.people}
    together = sum(both <= keys for both in room.together)
    weights = SEARCHING
    pairs = weights.organisation * organisation + weights.agency * agency + weights.level * level
    return pairs - weights.broken * together


def _descend(seating: Seating, loose: list[int]) -> None:
    """Make every swap that is better by what counts, until there is none."""
    better = True
    while better:
        better = False
        for one, other in combinations(loose, 2):
            if seating.table[one] != seating.table[other] and seating.swapped(one, other) < 0:
                seating.swap(one, other)
                better = True
