"""Whom rules bind, and whether they all find fitting chairs around those who sit: plans begin so, and scans keep it so.

Otherwise whoever comes first takes, unseen, the chair that somebody still to come must have.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from places.mixing.people import Person, Room, Seats, TableTop

# How often somebody is seated elsewhere before the best that was found is taken. Few rooms need it at all.
_MOST = 100


@dataclass(frozen=True, slots=True)
class _Party:
    """People who need chairs at one table, which of the tables would do, and whom they are kept apart from."""

    people: tuple[int, ...]
    tables: tuple[TableTop, ...]
    apart: frozenset[int]


class Bound:
    """Those in a room whom rules bind: kept together, apart, or from steps."""

    def __init__(self, room: Room) -> None:
        """Find who is kept together, if only by way of others, and who is kept apart."""
        self._tables = room.tables
        self._apart: dict[int, frozenset[int]] = {person.key: frozenset() for person in room.people}
        for both in room.apart:
            for key in both & self._apart.keys():
                self._apart[key] |= both - {key}
        companies = _companies(room)
        self._companies = [each for each in companies if len(each) > 1 or self._apart[each[0].key]]
        kept = {person.key for company in self._companies for person in company}
        self._lone = [person.key for person in room.people if person.step_free and person.key not in kept]

    def seated(self, sitting: Seats) -> tuple[dict[int, int], int]:
        """Return fitting tables for those who do not sit yet, and how many rules cannot be kept for want of one.

        Those who need nothing but a table without steps are counted only: any chair there will do.
        """
        parties: list[_Party] = []
        torn = 0
        for company in self._companies:
            if coming := [person for person in company if person.key not in sitting]:
                at = {sitting[person.key] for person in company if person.key in sitting}
                torn += max(len(at) - 1, 0)
                groups = [[person] for person in coming] if at else [coming]
                parties += [self._party(group, at) for group in groups]
        lone = sum(key not in sitting for key in self._lone)
        search = _Search(sorted(parties, key=_choice), self._tables, sitting, lone)
        return search.found, torn + search.lost

    def _party(self, people: Sequence[Person], at: set[int]) -> _Party:
        """Return who is to sit at one table, which is one of these if some of their company sit already."""
        steps = not any(person.step_free for person in people)
        tables = tuple(table for table in self._tables if (steps or table.step_free) and (not at or table.key in at))
        keys = tuple(person.key for person in people)
        return _Party(keys, tables, frozenset().union(*(self._apart[key] for key in keys)))


def _companies(room: Room) -> list[list[Person]]:
    """Return everybody with those whom they are kept together with; most are alone."""
    company = {person.key: [person] for person in room.people}
    for one, other in sorted(sorted(both) for both in room.together if both <= company.keys()):
        if company[one] is not company[other]:
            company[one] += company[other]
            company.update({person.key: company[one] for person in company[other]})
    return list({id(each): each for each in company.values()}.values())


def _choice(party: _Party) -> tuple[int, int]:
    """Order parties by how little choice they have."""
    return len(party.tables), -len(party.people)


class _Search:
    """Seats one party after the other, and seats some elsewhere where that leaves a later one without chairs."""

    def __init__(self, parties: Sequence[_Party], tables: Sequence[TableTop], sitting: Seats, lone: int) -> None:
        self._parties, self._lone, self._seats = parties, lone, dict(sitting)
        self._sizes = Counter(sitting.values())
        self._level = [table for table in tables if table.step_free]
        self._left = len(parties) + _MOST
        self.found: dict[int, int] = {}
        self.lost = len(parties) + lone + 1
        self._look(0, 0)

    def _look(self, number: int, lost: int) -> None:
        """Seat the parties from this number on; `lost` of those before have no fitting chairs."""
        at_least = lost + max(self._lone - sum(map(self._free, self._level)), 0)
        self._left -= 1
        if at_least >= self.lost or self._left < 0:
            return
        if number == len(self._parties):
            self.found, self.lost = dict(self._seats), at_least
            return
        party = self._parties[number]
        fit = sorted((table for table in party.tables if self._fits(party, table)), key=self._worth)
        for table in fit:
            self._seats.update(dict.fromkeys(party.people, table.key))
            self._sizes[table.key] += len(party.people)
            self._look(number + 1, lost)
            self._sizes[table.key] -= len(party.people)
            for key in party.people:
                del self._seats[key]
        if not fit:
            self._look(number + 1, lost + 1)

    def _free(self, table: TableTop) -> int:
        return max(table.chairs - self._sizes[table.key], 0)

    def _fits(self, party: _Party, table: TableTop) -> bool:
        no_foe = all(self._seats.get(key) != table.key for key in party.apart)
        return no_foe and self._free(table) >= len(party.people)

    def _worth(self, table: TableTop) -> tuple[float, bool]:
        """Order tables by how few will sit there, those included who need no steps; of equal ones, with steps first."""
        lone = self._lone / len(self._level) if table.step_free else 0
        return self._sizes[table.key] + lone, table.step_free
