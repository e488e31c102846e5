"""The day itself: a table for whoever comes in, and a few moves that mend the tables once people sit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from places.mixing.cost import STRICT, UNEVEN, Seating
from places.mixing.people import Person, Room, Seats

# How many more than the emptiest table one may have before it is left alone while people come in.
_AHEAD = 1


def seat_one(room: Room, seats: Seats, person: Person, *, wish: int | None = None) -> int:
    """Return the table for somebody who comes in, given where those sit who are here.

    `room` holds everybody who is expected, so that chairs are kept for whoever must have them: who is locked to a
    table, who is to sit with somebody, who needs a step-free table. Tables fill evenly; of those that are equally
    good, the `wish` (what the plan said) is taken.
    """
    if person.key in room.locked:
        return room.locked[person.key]
    sizes = Counter(table for key, table in seats.items() if key != person.key)
    free = _free(room, seats, sizes, person)
    costs = {table.key: STRICT.broken * (person.step_free and not table.step_free) for table in room.tables}
    for other in room.people:
        if other.key != person.key and seats.get(other.key) in costs:
            costs[seats[other.key]] += STRICT.of(person, other, room)
    fewest = min((sizes[table] for table in costs if free[table] > 0), default=0)

    def order(table: int) -> tuple[bool, int, bool, int]:
        ahead = UNEVEN * (sizes[table] > fewest + _AHEAD)
        return free[table] < 1, costs[table] + ahead, table != wish, sizes[table]

    return min(costs, key=order)


def _free(room: Room, seats: Seats, sizes: Counter[int], person: Person) -> Counter[int]:
    """Return how many chairs at each table somebody may choose among, less those that are kept for others."""
    free = Counter({table.key: table.chairs - sizes[table.key] for table in room.tables})
    to_come = [other for other in room.people if other.key not in seats and other.key != person.key]
    bound = {other.key: table for other in to_come if (table := _bound(room, seats, other.key)) is not None}
    free.subtract(bound.values())
    level = [table.key for table in room.tables if table.step_free]
    loose_level = sum(other.step_free for other in to_come if other.key not in bound)
    if not person.step_free and sum(max(free[table], 0) for table in level) <= loose_level:
        for table in level:
            free[table] = min(free[table], 0)
    partners = sum(person.key in both and any(other.key in both for other in to_come) for both in room.together)
    own = _bound(room, seats, person.key)
    return Counter({table: n - (0 if table == own else partners) for table, n in free.items()})


def _bound(room: Room, seats: Seats, key: int) -> int | None:
    """Return the table at which somebody must sit, if that is settled already."""
    if key in room.locked:
        return room.locked[key]
    partners = (other for both in room.together if key in both for other in both if other != key)
    return next((seats[other] for other in partners if other in seats), None)


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
