"""The same as the pictures, in words: whoever does not see them misses nothing."""

from __future__ import annotations

from dataclasses import dataclass

from casestudy.pictures.chronology import NOBODY, about, held_by
from casestudy.pictures.kinship import MOST_PARENTS, Union, unions_of
from casestudy.pictures.known import EXPECTED, Known, Person, age_in_words, day
from casestudy.pictures.network import contacts
from casestudy.pictures.signs import COUPLES, MARKS, PARENTS_WORDS, SYMBOLS

NEW = " (new)"


@dataclass(frozen=True)
class Row:
    """Somebody, as a line of a table tells it."""

    name: str
    what: str
    age: str
    born: str
    died: str
    parents: str


@dataclass(frozen=True)
class Told:
    """An entry of the chronology in words."""

    number: int
    when: str
    held: str
    fact: str
    about: str
    new: bool


def people_in_words(known: Known) -> list[Row]:
    """Return everybody with what the genogram says of them."""
    return [_row(known, person) for person in known.people]


def relations_in_words(known: Known) -> list[str]:
    """Return what couples are to each other, what is special between them, and their children, the eldest first."""
    return [_relation(known, union) for union in unions_of(known) if len(union.parents) == MOST_PARENTS]


def homes_in_words(known: Known) -> list[str]:
    """Return who lives together."""
    return [f"{home.name}: {_names(known, home.people)}{NEW if home.new else ''}" for home in known.households]


def contacts_in_words(known: Known) -> list[tuple[str, str]]:
    """Return each agency's code with whom it has met, and how often."""
    counts, fresh = contacts(known)
    lines = []
    for agency in known.agencies:
        met = [
            f"{_name(person)} {_times(counts[agency.code, person.key], fresh.get((agency.code, person.key), 0))}"
            for person in known.people
            if (agency.code, person.key) in counts
        ]
        lines.append((agency.code, f"{agency.name}: {', '.join(met) or NOBODY}"))
    return lines


def unmet(known: Known) -> list[str]:
    """Return the people with whom no agency has had anything to do, as far as is known."""
    met = {key for _code, key in contacts(known)[0]}
    return [_name(person) for person in known.people if person.key not in met]


def entries_in_words(known: Known) -> list[Told]:
    """Return what happened, by date."""
    return [
        Told(entry.number, entry.when, held_by(known, entry), entry.fact, about(known, entry), entry.new)
        for entry in known.entries
    ]


def summary(known: Known) -> str:
    """Return in one sentence who is in the picture, for its description."""
    people = [f"{_name(p)}{', ' + told if (told := age_in_words(p, known.on)) else ''}" for p in known.people]
    return f"{len(people)} {'person' if len(people) == 1 else 'people'}: {'; '.join(people)}." if people else ""


def _row(known: Known, person: Person) -> Row:
    what = "pregnancy" if person.expected else SYMBOLS[person.symbol]
    return Row(
        name=_name(person) + (NEW if person.new else ""),
        what=what,
        age=age_in_words(person, known.on),
        born="" if person.expected else day(person.born, person.born_year),
        died=day(person.died) or ("yes" if person.dead else ""),
        parents=_names(known, person.parents),
    )


def _relation(known: Known, union: Union) -> str:
    said = COUPLES[union.couple.state] if union.couple else PARENTS_WORDS
    words = f"{_names(known, union.parents)}: {said}{NEW if union.couple and union.couple.new else ''}"
    for mark in union.couple.marks if union.couple else ():
        words += f", {MARKS[mark.kind]}{NEW if mark.new else ''}"
    children = _names(known, union.children)
    return f"{words}. {'Child' if len(union.children) == 1 else 'Children'}: {children}" if children else words


def _name(person: Person) -> str:
    return EXPECTED if person.expected else person.name


def _names(known: Known, keys: tuple[str, ...]) -> str:
    people = known.by_key
    names = [_name(people[key]) for key in keys if key in people]
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _times(count: int, fresh: int) -> str:
    times = "once" if count == 1 else f"{count} times"
    if not fresh:
        return times
    return f"{times} (new)" if fresh == count else f"{times} ({fresh} of them new)"
