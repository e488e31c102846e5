"""Mixed tables: the plan beside dealing and chance, then a day on which some stay away and others walk in."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from benchmarks.options import Options
from benchmarks.report import Goal, heading, say, table
from places.mixing import Certificate, Person, Room, TableTop, certificate, deal, pair, plan, repair, seat_one

ROADSHOWS, PEOPLE, TABLES = 12, 120, 15
LIMIT_SECONDS = 1.0
# The day: how many of those who are expected stay away, how many walk in, and how many may be asked to move.
AWAY, WALK_INS, MOVES = 0.2, 6, 6

Seats = dict[int, int]


def run(_options: Options) -> list[Goal]:
    """Plan and seat made-up roadshows; the slowest and the worst count."""
    rooms = [made_up(seed) for seed in range(ROADSHOWS)]
    heading(f"mixing: {PEOPLE} people at {TABLES} tables, {ROADSHOWS} made-up roadshows, hard rules on")
    plans = {"plan": plan, "dealing": deal, "chance": by_chance}
    found = {name: [_judged(make, room) for room in rooms] for name, make in plans.items()}
    say(table(_HEAD, [_row(name, each, found["plan"]) for name, each in found.items()]))
    _say_the_day(rooms)
    slowest = max(each.seconds for each in found["plan"])
    over = max(each.certificate.organisation.avoidable for each in found["plan"])
    broken = max(len(each.certificate.broken) for each in found["plan"])
    scan = max(_seconds_of_a_scan(room) for room in rooms)
    return [
        Goal("mixing: slowest plan", slowest, LIMIT_SECONDS, " s"),
        Goal("mixing: same-organisation pairs over the proven minimum", over, 0),
        Goal("mixing: hard rules broken", broken, 0),
        Goal("mixing: a table at the scan", scan * 1000, 10, " ms"),
    ]


def made_up(seed: int) -> Room:
    """Return a roadshow: five agency types, organisations of very different size, four levels, a third have met."""
    rng = random.Random(seed)
    people = tuple(somebody(rng, key, step_free=key in (3, 12, 21, 30)) for key in range(1, PEOPLE + 1))
    past = [person.key for person in people if rng.random() < 1 / 3]
    rng.shuffle(past)
    met = {pair(one, other) for n, one in enumerate(past) for m, other in enumerate(past) if n < m and n // 6 == m // 6}
    some = rng.sample(range(1, PEOPLE + 1), 10)
    together = frozenset(pair(some[n], some[n + 1]) for n in (0, 2))
    apart = frozenset(pair(some[n], some[n + 1]) for n in (4, 6, 8))
    tops = tuple(TableTop(n, -(-PEOPLE // TABLES) + 1, n < 3) for n in range(1, TABLES + 1))  # noqa: PLR2004
    return Room(people, tops, together, apart, frozenset(met))


def somebody(rng: random.Random, key: int, *, step_free: bool = False) -> Person:
    """Return a made-up delegate."""
    agency = rng.choices(range(5), [5, 4, 3, 2, 2])[0]
    organisation = min(int(rng.expovariate(0.7)), 5)
    level = rng.choices(range(4), [5, 3, 2, 1])[0]
    return Person(key, f"{agency}.{organisation}", f"agency {agency}", f"level {level}", step_free)


def by_chance(room: Room) -> Seats:
    """Seat everybody as chance will have it, as many at each table as dealing does."""
    keys = [person.key for person in room.people]
    chairs = list(deal(room).values())
    random.Random(len(keys)).shuffle(chairs)
    return dict(zip(keys, chairs, strict=True))


@dataclass(frozen=True)
class Judged:
    """What a way of seating made of a room, and how long it took."""

    seconds: float
    cpu: float
    certificate: Certificate


def _judged(make: Callable[[Room], Mapping[int, int]], room: Room) -> Judged:
    began, used = time.perf_counter(), time.process_time()
    seats = make(room)
    return Judged(time.perf_counter() - began, time.process_time() - used, certificate(room, seats))


_HEAD = [
    "mean of all",
    "organisation",
    "minimum",
    "agency",
    "level",
    "met again",
    "broken",
    "slowest s",
    "of CPU",
    "x plan",
]


def _row(name: str, judged: list[Judged], best: list[Judged]) -> list[object]:
    found = [each.certificate for each in judged]
    pairs = _mean(each.organisation.actual for each in found)
    ours = _mean(each.certificate.organisation.actual for each in best)
    return [
        name,
        pairs,
        _mean(each.organisation.minimum for each in found),
        _mean(each.agency.actual for each in found),
        _mean(each.level.actual for each in found),
        _mean(len(each.repeats) for each in found),
        _mean(len(each.broken) for each in found),
        max(each.seconds for each in judged),
        max(each.cpu for each in judged),
        pairs / ours if ours else float("nan"),
    ]


def _say_the_day(rooms: list[Room]) -> None:
    """Say what becomes of the tables when a fifth stays away and some walk in."""
    heading(f"mixing: the day itself, {AWAY:.0%} stay away, {WALK_INS} walk in")
    ways: dict[str, Callable[[Room, Room, list[Person]], Seats]] = {
        "as printed, walk-ins where there is room": _printed,
        f"the same, mended in {MOVES} moves": _mended,
        "seated at the scan": lambda full, _here, come: _scanned(full, come),
        "all planned anew": lambda _full, here, _come: plan(here),
    }
    rows = []
    for name, seat in ways.items():
        found, smallest = [], []
        for seed, room in enumerate(rooms):
            full, here, come = _who_comes(room, seed)
            seats = seat(full, here, come)
            found.append(certificate(here, seats))
            smallest.append(min(Counter(seats.values()).values()))
        counts = [_mean(each.organisation.actual for each in found), _mean(each.organisation.minimum for each in found)]
        rows.append([name, *counts, _mean(each.agency.actual for each in found), _mean(smallest), _broken(found)])
    say(table(["mean of all", "organisation", "minimum", "agency", "smallest table", "broken"], rows))


def _who_comes(room: Room, seed: int) -> tuple[Room, Room, list[Person]]:
    """Return everybody who is expected or walks in, those who are there in the end, and in which order they come."""
    rng = random.Random(seed)
    more = [somebody(rng, PEOPLE + n) for n in range(1, WALK_INS + 1)]
    come = [person for person in room.people if rng.random() > AWAY] + more
    rng.shuffle(come)
    full = replace(room, people=(*room.people, *more))
    return full, replace(room, people=tuple(come)), come


def _printed(full: Room, here: Room, come: list[Person]) -> Seats:
    planned = plan(replace(full, people=full.people[:PEOPLE]))
    seats = {person.key: planned[person.key] for person in come if person.key in planned}
    for person in here.people:
        if person.key not in seats:
            seats[person.key] = seat_one(here, seats, person)
    return seats


def _mended(full: Room, here: Room, come: list[Person]) -> Seats:
    seats = _printed(full, here, come)
    return seats | repair(here, seats, MOVES)


def _scanned(full: Room, come: list[Person]) -> Seats:
    seats: Seats = {}
    for person in come:
        seats[person.key] = seat_one(full, seats, person)
    return seats


def _seconds_of_a_scan(room: Room) -> float:
    """Return how long the last of all takes, who is weighed against everybody."""
    seats = plan(room)
    last = room.people[-1]
    del seats[last.key]
    began = time.perf_counter()
    seat_one(room, seats, last)
    return time.perf_counter() - began


def _broken(found: list[Certificate]) -> float:
    return _mean(len(each.broken) for each in found)


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed)
