"""The day itself: a table for whoever comes in, and a few moves that mend the tables once people sit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import combinations

from places.mixing.binding import Bound
from places.mixing.cost import STRICT, UNEVEN, Seating
from places.mixing.people import Person, Room, Seats, TableTop

# How many more than the emptiest table one may have before it is left alone while people come in.
_AHEAD = 1


def seat_one(room: Room, seats: Seats, person: Person, *, wish: int | None = None) -> int:
    """Return the table for somebody who comes in, given where those sit who are here.

    `room` holds everybody who is expected, so that chairs are kept for whoever must have them: who is locked to a
    table, who is to sit with or apart from somebody, who needs a step-free table. Tables fill evenly; of those that
    are equally good, the `wish` (what the plan said) is taken.
    """
    if person.key in room.locked:
        return room.locked[person.key]
    others = {key: table for key, table in {**room.locked, **seats}.items() if key != person.key}
    taken, sizes = Counter(others.values()), Counter(table for key, table in seats.items() if key != person.key)
    free = [table for table in room.tables if taken[table.key] < table.chairs] or room.tables
    costs = _costs(room, free, others, person)
    bound = Bound(room)

    @cache
    def broken(table: int) -> int:
        return costs[table] // STRICT.broken + bound.seated({**others, person.key: table})[1]

    least = min(costs.values()) // STRICT.broken
    by_size = sorted(costs, key=lambda table: (costs[table] // STRICT.broken, sizes[table]))
    fewest = sizes[_first(by_size, broken, least)]

    def order(table: int) -> tuple[int, bool, int]:
        ahead = UNEVEN * (sizes[table] > fewest + _AHEAD)
        return costs[table] + ahead, table != wish, sizes[table]

    return _first(sorted(costs, key=order), broken, least)


def _costs(room: Room, tables: Iterable[TableTop], others: Seats, person: Person) -> dict[int, int]:
    """Return what it costs that somebody sits at each of these tables, where the others sit or are locked."""
    costs = {table.key: STRICT.broken * (person.step_free and not table.step_free) for table in tables}
    for other in room.people:
        if others.get(other.key) in costs:
            costs[others[other.key]] += STRICT.of(person, other, room)
    return costs


def _first(tables: Iterable[int], broken: Callable[[int], int], least: int) -> int:
    """Return the first table at which no more than the least number of rules, or else the fewest, are broken."""
    for table in tables:
        if broken(table) <= least:
            return table
    return min(tables, key=broken)


def repair(room: Room, seats: Seats, most: int) -> dict[int, int]:
    """Return the new table of whoever should move, in at most `most` moves; and of everybody who has none yet.

    Nobody is asked to move for less than a broken rule, a table that is far too small or too full, or a pair from one
    organisation or of one agency type.
    """
    here = dict(seats)
    for person in room.people:
        if person.key not in here:
            here[person.key] = seat_one(room, here, person)
    seating = Seating(room, here)
    while most > 0 and (step := min(_steps(seating, most), default=None)):
        worse, moves = step
        if worse > -STRICT.agency // 2:
            break
        for number, table in moves:
            seating.put(number, table)
        most -= len(moves)
    return {key: table for key, table in seating.seats.items() if seats.get(key) != table}


# What a step changes by the move, and who goes where.
_Step = tuple[int, tuple[tuple[int, int], ...]]


def _steps(seating: Seating, most: int) -> Iterator[_Step]:
    """Yield every single move that chairs allow, and every swap if there are moves enough."""
    table, room = seating.table, seating.room
    loose = [n for n, person in enumerate(room.people) if person.key not in room.locked]
    uneven = _uneven(seating)
    for one in loose:
        for there, top in enumerate(room.tables):
            if there != table[one] and seating.sizes[there] < top.chairs:
                worse = seating.moved(one, there) + uneven[table[one]][0] + uneven[there][1]
                yield 2 * worse, ((one, there),)
    if most > 1:
        for one, other in combinations(loose, 2):
            if table[one] != table[other]:
                yield seating.swapped(one, other), ((one, table[other]), (other, table[one]))


def _uneven(seating: Seating) -> list[tuple[int, int]]:
    """Return what it costs of evenness that each table has one fewer, and one more."""
    people, tables = sum(seating.sizes), len(seating.sizes)
    fewest, most = people // tables - 1, -(-people // tables) + 1

    def off(size: int) -> int:
        return UNEVEN * (max(fewest - size, 0) + max(size - most, 0))

    return [(off(size - 1) - off(size), off(size + 1) - off(size)) for size in seating.sizes]
