"""Rooms full of invented people, for tests and benchmarks of mixed tables."""

from __future__ import annotations

import random
from collections.abc import Collection

from places.mixing import Pair, Person, Room, TableTop, pair


def people(*kinds: str, step_free: Collection[int] = ()) -> tuple[Person, ...]:
    """Return people numbered from 1, each "organisation agency level" (what is left out is not known)."""
    said = [[*kind.split(), "", ""] for kind in kinds]
    return tuple(
        Person(n, organisation, agency, level, n in step_free)
        for n, (organisation, agency, level, *_rest) in enumerate(said, 1)
    )


def tables(*chairs: int, step_free: Collection[int] = ()) -> tuple[TableTop, ...]:
    """Return tables numbered from 1 with so many chairs."""
    return tuple(TableTop(n, each, n in step_free) for n, each in enumerate(chairs, 1))


def pairs(*both: tuple[int, int]) -> frozenset[Pair]:
    """Return pairs of people."""
    return frozenset(pair(one, other) for one, other in both)


def crowd(size: int, at: int, *, seed: int, rules: bool = True) -> Room:
    """Return a made-up roadshow: five agency types with organisations of very different size, four levels.

    A third have met at an earlier date. With `rules`, four need a step-free table (there are two), two pairs stay
    together and three apart.
    """
    rng = random.Random(seed)
    everybody = tuple(_somebody(rng, key, step_free=rules and key % 9 == 3 and key < 36) for key in range(1, size + 1))
    past = [person.key for person in everybody if rng.random() < 1 / 3]
    rng.shuffle(past)
    met = {pair(one, other) for n, one in enumerate(past) for m, other in enumerate(past) if n < m and n // 6 == m // 6}
    some = rng.sample(range(1, size + 1), 10)
    together, apart = [(some[0], some[1]), (some[2], some[3])], [(some[n], some[n + 1]) for n in (4, 6, 8)]
    tops = tuple(TableTop(n, -(-size // at) + 1, n < 3) for n in range(1, at + 1))
    kept = (pairs(*together), pairs(*apart)) if rules else (frozenset(), frozenset())
    return Room(everybody, tops, *kept, met=frozenset(met))


def _somebody(rng: random.Random, key: int, *, step_free: bool) -> Person:
    agency = rng.choices(range(5), [5, 4, 3, 2, 2])[0]
    organisation = min(int(rng.expovariate(0.7)), 5)
    level = rng.choices(range(4), [5, 3, 2, 1])[0]
    return Person(key, f"{agency}.{organisation}", f"agency {agency}", f"level {level}", step_free)


def bound_crowd(seed: int) -> Room:
    """Return a room, mostly with hardly a chair to spare, whose many rules some seating keeps; who is not said."""
    rng = random.Random(seed)
    chairs = [rng.randint(2, 8) for _table in range(rng.randint(2, 8))]
    tops = tables(*chairs, step_free=set(range(1, rng.randint(1, len(chairs)) + 1)))
    spots = [top for top in tops for _chair in range(top.chairs)]
    rng.shuffle(spots)
    seats = dict(enumerate(spots[: len(spots) - rng.choice((0, 0, 1, len(spots) // 3))], 1))
    share = rng.random()
    kinds = {key: (f"o{rng.randint(0, len(seats) // 4)}", rng.choice("abc")) for key in seats}
    everybody = (Person(key, *kinds[key], step_free=seats[key].step_free and rng.random() < share) for key in seats)
    some = [rng.sample(sorted(seats), 2) for _rule in range(rng.randrange(len(seats)))]
    together = pairs(*((one, other) for one, other in some if seats[one] == seats[other]))
    apart = pairs(*((one, other) for one, other in some if seats[one] != seats[other] and rng.random() < 2 / 3))
    locked = {key: seats[key].key for key in seats if rng.random() < rng.choice((0, 0, 0.1))}
    return Room(tuple(everybody), tops, together, apart, locked=locked)
