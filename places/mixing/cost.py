"""What a seating costs, as one number that is kept up to date move by move.

Every rule and every wish concerns one person at a table or two people at one table. So each two people have a weight,
and all that a table holds for somebody is the sum of their weights with those who sit there: a swap is judged by six
look-ups.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from places.mixing.people import Pair, Person, Room, Seats, pair

# More than a move can change any one count by, so that no number of lesser pairs outweighs a greater one.
_MORE = 4096


@dataclass(frozen=True, slots=True)
class Weights:
    """What it costs to break a rule, and that two people share an organisation, agency type, level or past table."""

    broken: int
    organisation: int
    agency: int
    level: int
    met: int

    def of(self, one: Person, other: Person, room: Room) -> int:
        """Return what it costs that two people sit at one table; less than nothing where they should."""
        both: Pair = pair(one.key, other.key)
        return (
            self.broken * ((both in room.apart) - (both in room.together))
            + self.organisation * _same(one.organisation, other.organisation)
            + self.agency * _same(one.agency, other.agency)
            + self.level * _same(one.level, other.level)
            + self.met * (both in room.met)
        )


def _same(one: str, other: str) -> bool:
    return one != "" and one == other


# What counts: each before everything that follows it.
STRICT = Weights(_MORE**5, _MORE**3, _MORE**2, _MORE, 1)
# A table that is one too small or too large: less than a broken rule, more than any pair.
UNEVEN = _MORE**4
# To search with: in the same order, but near enough that a worse step can lead to a better seating.
SEARCHING = Weights(900, 240, 40, 6, 2)


class Seating:
    """Who sits where, by their numbers in the room's order, and what each table would cost each person."""

    def __init__(self, room: Room, seats: Seats, weights: Weights = STRICT) -> None:
        """Weigh everybody against everybody, and seat those who have a table."""
        self.room = room
        people, tables = room.people, room.tables
        self.weight = [[0] * len(people) for _person in people]
        for (n, one), (m, other) in combinations(enumerate(people), 2):
            self.weight[n][m] = self.weight[m][n] = weights.of(one, other, room)
        # What each table costs each person, now.
        self.cost = [
            [weights.broken if person.step_free and not table.step_free else 0 for table in tables] for person in people
        ]
        self.table: list[int] = [-1] * len(people)
        self.sizes = [0] * len(tables)
        # What the whole costs. Only differences mean anything: what is kept together lowers it.
        self.total = 0
        self._keys = [person.key for person in people]
        self._number = {table.key: n for n, table in enumerate(tables)}
        for n, key in enumerate(self._keys):
            if key in seats and seats[key] in self._number:
                self.put(n, self._number[seats[key]])

    @property
    def seats(self) -> dict[int, int]:
        """The table of each person who has one, by their keys."""
        tables = self.room.tables
        return {key: tables[t].key for key, t in zip(self._keys, self.table, strict=True) if t >= 0}

    def put(self, person: int, table: int) -> None:
        """Let somebody sit at a table, or at none (-1)."""
        here = self.table[person]
        if here >= 0:
            self.total -= self.cost[person][here]
            self._count(person, here, -1)
        if table >= 0:
            self.total += self.cost[person][table]
            self._count(person, table, 1)
        self.table[person] = table

    def swap(self, one: int, other: int) -> None:
        """Let two people change places."""
        here, there = self.table[one], self.table[other]
        self.put(one, there)
        self.put(other, here)

    def moved(self, person: int, table: int) -> int:
        """Return how much more the whole costs once somebody has moved to another table."""
        costs = self.cost[person]
        return costs[table] - costs[self.table[person]]

    def swapped(self, one: int, other: int) -> int:
        """Return how much more the whole costs once two people have changed places."""
        here, there = self.table[one], self.table[other]
        mine, theirs = self.cost[one], self.cost[other]
        return mine[there] - mine[here] + theirs[here] - theirs[there] - 2 * self.weight[one][other]

    def _count(self, person: int, table: int, sign: int) -> None:
        self.sizes[table] += sign
        for costs, weight in zip(self.cost, self.weight[person], strict=True):
            if weight:
                costs[table] += sign * weight
