"""Dealing people round the tables like cards: quick, near the best for organisation and agency type, blind to the rest.

Sorted by agency type and organisation, people of one organisation are consecutive cards, and so are spread evenly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from places.mixing.binding import Bound
from places.mixing.people import Person, Room, Seats, TableTop


def deal(room: Room) -> dict[int, int]:
    """Return a table for everybody: those whom locks and rules bind, those who need no steps, then all others."""
    if not room.tables:
        return {}
    seats = {person.key: room.locked[person.key] for person in room.people if person.key in room.locked}
    seats |= Bound(room).seated(seats)[0]
    left = chairs_used(room, seats)
    left.subtract(seats.values())
    loose = sorted((person for person in room.people if person.key not in seats), key=_card)
    seats |= _round([person for person in loose if person.step_free], [t.key for t in room.tables if t.step_free], left)
    return seats | _round([p for p in loose if p.key not in seats], [table.key for table in room.tables], left)


def chairs_used(room: Room, seats: Seats) -> Counter[int]:
    """Return how many are to sit at each table: as evenly as these seats, steps and chairs allow.

    Where there are more people than chairs, the tables become too full evenly.
    """
    used = Counter({table.key: 0 for table in room.tables})
    used.update(seats.values())
    loose = [person for person in room.people if person.key not in seats]
    for person in sorted(loose, key=lambda person: not person.step_free):
        used[_emptiest(room.tables, used, step_free=person.step_free)] += 1
    return used


def _emptiest(tables: tuple[TableTop, ...], used: Counter[int], *, step_free: bool) -> int:
    """Return the table with fewest people that has a chair left; a step-free one if need be and there is one."""
    with_chairs = [table for table in tables if used[table.key] < table.chairs] or list(tables)
    fit = [table for table in with_chairs if table.step_free or not step_free] or with_chairs
    return min(fit, key=lambda table: used[table.key]).key


def _card(person: Person) -> tuple[str, str, int]:
    return person.agency, person.organisation, person.key


def _round(people: Iterable[Person], tables: list[int], left: Counter[int]) -> dict[int, int]:
    """Deal people round the tables that have chairs left."""
    seats: dict[int, int] = {}
    turn = 0
    for person in people:
        for _table in tables:
            table, turn = tables[turn % len(tables)], turn + 1
            if left[table] > 0:
                left[table] -= 1
                seats[person.key] = table
                break
    return seats
