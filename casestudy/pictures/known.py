"""What is known of a case so far: the data of every picture, with nothing that was not revealed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from casestudy.schema import CoupleState, MarkKind, Symbol

WEEK = 7
# What a child is called who is not born yet.
EXPECTED = "Expected baby"
# A baby's age is told in weeks, then in months, and in years from the first birthday on.
LAST_WEEKS = 26
DAYS_A_MONTH = 30.44


@dataclass(frozen=True)
class Person:
    """Somebody, as far as they are known. `expected`: not born yet; `dead`: known to have died."""

    key: str
    name: str
    symbol: Symbol
    born: dt.date | None = None
    born_year: int | None = None
    dead: bool = False
    died: dt.date | None = None
    expected: bool = False
    parents: tuple[str, ...] = ()
    new: bool = False


@dataclass(frozen=True)
class Mark:
    """What is special between two people."""

    kind: MarkKind
    new: bool = False


@dataclass(frozen=True)
class Couple:
    """Two people who are or were partners."""

    people: tuple[str, str]
    state: CoupleState
    marks: tuple[Mark, ...] = ()
    new: bool = False


@dataclass(frozen=True)
class Household:
    """People who live together."""

    name: str
    people: tuple[str, ...]
    new: bool = False


@dataclass(frozen=True)
class Agency:
    """An organisation that has met somebody of the family."""

    code: str
    name: str


@dataclass(frozen=True)
class Entry:
    """A dated fact. `number` counts what is known, in the order of dates; `earlier`: before the case begins."""

    number: int
    on: dt.date
    when: str
    fact: str
    people: tuple[str, ...]
    agencies: tuple[str, ...]
    earlier: bool = False
    new: bool = False


@dataclass(frozen=True)
class Known:
    """A case so far. `on`: the date of the newest event known, at which ages are told."""

    people: tuple[Person, ...] = ()
    couples: tuple[Couple, ...] = ()
    households: tuple[Household, ...] = ()
    agencies: tuple[Agency, ...] = ()
    entries: tuple[Entry, ...] = ()
    on: dt.date | None = None

    @property
    def by_key(self) -> dict[str, Person]:
        """Everybody by key."""
        return {person.key: person for person in self.people}


def age(person: Person, on: dt.date | None) -> str:
    """Return the age that stands inside a symbol: "27", "~31" where only the year is known, "15 wk", "8 mo"."""
    at = person.died or on
    if at is None or person.expected or (person.dead and person.died is None):
        return ""
    if person.born is None:
        return f"~{at.year - person.born_year}" if person.born_year and person.born_year <= at.year else ""
    days = (at - person.born).days
    if days < 0:
        return ""
    years = at.year - person.born.year - ((at.month, at.day) < (person.born.month, person.born.day))
    if years:
        return str(years)
    weeks = days // WEEK
    return f"{weeks} wk" if weeks < LAST_WEEKS else f"{int(days / DAYS_A_MONTH)} mo"


def age_in_words(person: Person, on: dt.date | None) -> str:
    """Return an age as one says it: "about 31", "15 weeks"."""
    short = age(person, on)
    return short.replace("~", "about ").replace(" wk", " weeks").replace(" mo", " months")


def day(date: dt.date | None, year: int | None = None) -> str:
    """Return a date as pictures write it: "14 Mar 1998"; only the year where no more is known."""
    if date is not None:
        return f"{date.day} {date:%b} {date.year}"
    return str(year) if year else ""
