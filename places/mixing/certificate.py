"""How good a seating is, and how good any could be: pairs that could have been avoided, and rules that are broken.

n people of one kind at T tables make at least r*C(q+1,2) + (T-r)*C(q,2) pairs, with q, r = divmod(n, T): evenly spread,
none can be better. So a seating at that number is proven to be the best, and not only said to be good.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from math import comb
from operator import attrgetter

from places.mixing.people import Pair, Person, Room, Seats, pair

Kind = Callable[[Person], str]
_organisation, _agency, _level = attrgetter("organisation"), attrgetter("agency"), attrgetter("level")


@dataclass(frozen=True, slots=True)
class Count:
    """How many pairs at one table share something, and how few any seating must have."""

    actual: int
    minimum: int

    @property
    def avoidable(self) -> int:
        """How many pairs more than any seating must have; 0 is proven to be the best."""
        return self.actual - self.minimum


class Trouble(StrEnum):
    """Which rule a seating breaks."""

    TOO_FULL = "too-full"
    STEPS = "steps"
    NOT_TOGETHER = "not-together"
    NOT_APART = "not-apart"


@dataclass(frozen=True, slots=True)
class Broken:
    """One rule that is broken: at which table (0: at none in particular), and by whom."""

    trouble: Trouble
    table: int
    people: tuple[int, ...] = ()


@dataclass(frozen=True)
class Certificate:
    """What is known of a seating. Only people who have a table count."""

    people: int
    unseated: int
    organisation: Count
    agency: Count
    level: Count
    # Pairs of one organisation at one table, those who have met, and what is broken.
    colleagues: tuple[Pair, ...]
    repeats: tuple[Pair, ...]
    broken: tuple[Broken, ...]
    # How many sit with nobody from their own organisation.
    among_others: int
    organisations_at_a_table: tuple[int, float]
    agencies_at_a_table: tuple[int, float]

    @property
    def is_best(self) -> bool:
        """Whether nobody could seat them better: no rule broken, no pair avoidable, nobody met again."""
        counts = (self.organisation, self.agency, self.level)
        return not (self.broken or self.repeats or self.unseated or any(count.avoidable for count in counts))


def certificate(room: Room, seats: Seats) -> Certificate:
    """Judge a seating."""
    at: dict[int, list[Person]] = {table.key: [] for table in room.tables}
    for person in room.people:
        if seats.get(person.key) in at:
            at[seats[person.key]].append(person)
    tables = list(at.values())
    seated = [person for people in tables for person in people]
    pairs = {pair(one.key, other.key) for people in tables for one, other in combinations(people, 2)}
    colleagues = _colleagues(tables)
    with_colleagues = {key for both in colleagues for key in both}
    organisation, agency, level = (
        Count(_pairs(tables, kind), fewest_of(room, seated, kind)) for kind in (_organisation, _agency, _level)
    )
    return Certificate(
        people=len(seated),
        unseated=len(room.people) - len(seated),
        organisation=organisation,
        agency=agency,
        level=level,
        colleagues=colleagues,
        repeats=tuple(sorted(pairs & room.met, key=sorted)),
        broken=tuple(_broken(room, at, pairs)),
        among_others=len(seated) - len(with_colleagues),
        organisations_at_a_table=_variety(tables, _organisation),
        agencies_at_a_table=_variety(tables, _agency),
    )


def fewest_pairs(people: int, tables: int) -> int:
    """Return how few pairs can share a table when so many people are spread over so many tables."""
    if not tables:
        return 0
    each, over = divmod(people, tables)
    return over * comb(each + 1, 2) + (tables - over) * comb(each, 2)


def fewest(room: Room) -> tuple[int, int, int]:
    """Return how few pairs of one organisation, agency type and level any seating of everybody must have."""
    organisation, agency, level = (fewest_of(room, room.people, kind) for kind in (_organisation, _agency, _level))
    return organisation, agency, level


def fewest_of(room: Room, people: Iterable[Person], kind: Kind) -> int:
    """Return how few pairs of one kind any seating of these people must have."""
    groups: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        groups[kind(person)].append(person)
    return sum(_fewest(room, group) for name, group in groups.items() if name)


def _pairs(tables: list[list[Person]], kind: Kind) -> int:
    return sum(comb(n, 2) for people in tables for n in Counter(filter(None, map(kind, people))).values())


def _fewest(room: Room, people: list[Person]) -> int:
    """Return how few pairs these people must make, knowing also who must sit together, and who needs which tables.

    Each of these is true of every seating that breaks no rule, so the greatest is.
    """
    keys = {person.key for person in people}
    level = [table for table in room.tables if table.step_free]
    held = Counter(room.locked[key] for key in keys if key in room.locked)
    return max(
        fewest_pairs(len(people), len(room.tables)),
        fewest_pairs(sum(person.step_free for person in people), len(level)),
        sum(both <= keys for both in room.together),
        sum(comb(n, 2) for n in held.values()),
    )


def _colleagues(tables: list[list[Person]]) -> tuple[Pair, ...]:
    return tuple(
        pair(one.key, other.key)
        for people in tables
        for one, other in combinations(people, 2)
        if one.organisation and one.organisation == other.organisation
    )


def _variety(tables: list[list[Person]], kind: Kind) -> tuple[int, float]:
    """Return of how many kinds people at one table are: the fewest, and on average. Empty tables do not count."""
    kinds = [len({kind(person) for person in people}) for people in tables if people]
    return (min(kinds), sum(kinds) / len(kinds)) if kinds else (0, 0.0)


def _broken(room: Room, at: dict[int, list[Person]], pairs: set[Pair]) -> Iterable[Broken]:
    seated = {person.key for people in at.values() for person in people}
    for table in room.tables:
        people = at[table.key]
        if len(people) > table.chairs:
            yield Broken(Trouble.TOO_FULL, table.key)
        if not table.step_free:
            for person in people:
                if person.step_free:
                    yield Broken(Trouble.STEPS, table.key, (person.key,))
    for both in sorted(room.together - pairs, key=sorted):
        if both <= seated:
            yield Broken(Trouble.NOT_TOGETHER, 0, tuple(sorted(both)))
    for both in sorted(room.apart & pairs, key=sorted):
        yield Broken(Trouble.NOT_APART, 0, tuple(sorted(both)))
