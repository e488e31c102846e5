"""Who is to be seated, at which tables, and what must hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# Two people, in no order.
Pair = frozenset[int]
# The table of each person who has one, by their keys.
Seats = Mapping[int, int]


def pair(one: int, other: int) -> Pair:
    """Return two people as a pair."""
    return frozenset((one, other))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to be seated. What is not known of them is empty, and shared with nobody."""

    key: int
    organisation: str
    agency: str
    level: str = ""
    step_free: bool = False  # needs a table that is reached without steps


@dataclass(frozen=True, slots=True)
class TableTop:
    """A table: how many can sit at it, and whether it is reached without steps."""

    key: int
    chairs: int
    step_free: bool = False


@dataclass(frozen=True)
class Room:
    """Everybody who is expected, the tables, and the rules. `locked` people stay at their table whatever it costs."""

    people: tuple[Person, ...]
    tables: tuple[TableTop, ...]
    together: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()
    met: frozenset[Pair] = frozenset()
    locked: Seats = field(default_factory=dict)
