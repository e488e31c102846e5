"""Families to draw: the ones that tests name, and any number of made-up ones."""

from __future__ import annotations

import datetime as dt
import random

from casestudy.pictures.known import Agency, Couple, Entry, Household, Known, Mark, Person
from casestudy.schema import CoupleState, MarkKind, Symbol

DAY = dt.date(2026, 2, 11)


def person(key: str, symbol: str = "female", **fields: object) -> Person:
    """Return somebody called by their key."""
    return Person(key=key, name=fields.pop("name", f"{key.title()} Made"), symbol=Symbol(symbol), **fields)  # type: ignore[arg-type]


def couple(one: str, other: str, state: str = "together", *marks: str) -> Couple:
    return Couple((one, other), CoupleState(state), tuple(Mark(MarkKind(mark)) for mark in marks))


# One woman, three partners, a child with each: three generations, one who died.
THREE_PARTNERS = Known(
    people=(
        person("kit", born=dt.date(1998, 3, 14), parents=("gran",)),
        person("eve", born=dt.date(2017, 5, 9), parents=("kit", "ron")),
        person("tom", "male", born=dt.date(2020, 11, 20), parents=("kit", "leo")),
        person("bo", "male", born=dt.date(2025, 9, 22), dead=True, died=DAY, parents=("kit", "cal"), new=True),
        person("leo", "male", born_year=1993),
        person("cal", "male", born_year=1991),
        person("ron", "male", born_year=1996),
        person("gran", born_year=1969),
    ),
    couples=(
        couple("ron", "kit", "ended"),
        couple("leo", "kit", "separated", "abuse"),
        couple("cal", "kit", "living-together", "abuse", "hostile"),
    ),
    households=(Household("Their home", ("kit", "eve", "tom", "bo", "cal")),),
    on=DAY,
)
ALONE_WITH_CARERS = Known(
    people=(person("gil", "male", born_year=1941), person("may"), person("ash", "other"), person("cat", "pet")),
    households=(Household("Flat 4", ("gil", "cat")),),
    on=DAY,
)
# Everybody is everybody's parent: the pack checks refuse it, and drawing it must end all the same.
CYCLE = Known(
    people=tuple(person(key, parents=parents) for key, parents in (("a", ("b",)), ("b", ("c",)), ("c", ("a", "c")))),
    couples=(couple("a", "c"), couple("a", "a")),
    on=DAY,
)
EXPECTED = Known(
    people=(person("mum", born_year=1990), Person("baby", "", Symbol.UNKNOWN, expected=True, parents=("mum",))), on=DAY
)
NOBODY = Known()
NAMED = {
    "three partners": THREE_PARTNERS,
    "alone with carers": ALONE_WITH_CARERS,
    "a cycle": CYCLE,
    "expected": EXPECTED,
    "nobody": NOBODY,
}


def made_up(seed: int) -> Known:
    """Return a family of up to four generations with half-siblings, strangers and odd gaps, always the same one."""
    chance = random.Random(seed)
    people: list[Person] = []
    couples: list[Couple] = []
    parents: list[str] = []
    for generation in range(chance.randint(1, 4)):
        born = [_child(chance, generation, n, parents) for n in range(chance.randint(1, 4))]
        people += born
        parents = [each.key for each in born]
        for each in born:
            if chance.random() < 0.6:
                for n in range(chance.randint(1, 3)):
                    partner = person(
                        f"{each.key}-{n}", chance.choice(list(Symbol)[:4]), born_year=_year(chance, generation)
                    )
                    people.append(partner)
                    couples.append(couple(each.key, partner.key, chance.choice(list(CoupleState)), *_marks(chance)))
                    parents.append(f"{each.key} {partner.key}")
    people += [person(f"stranger{n}") for n in range(chance.randint(0, 2))]
    home = tuple(each.key for each in people if chance.random() < 0.4)
    return Known(tuple(people), tuple(couples), (Household("A home", home),) if home else (), on=dt.date(2030, 1, 1))


def contacts(seed: int, people: tuple[Person, ...], agencies: int) -> Known:
    """Return people with contacts between them and agencies, of which some are new."""
    chance = random.Random(seed)
    codes = [f"A{n}" for n in range(agencies)]
    entries = [
        Entry(
            number=n,
            on=dt.date(2024, 9, 1) + dt.timedelta(days=n * 9),
            when=f"Day {n}",
            fact=" ".join(chance.choices(["seen", "told", "an appointment", "visits", "unexplainable"], k=24)),
            people=tuple(chance.sample([p.key for p in people], k=min(len(people), chance.randint(1, 3)))),
            agencies=(code,),
            earlier=n == 1,
            new=n > agencies,
        )
        for n, code in enumerate((*codes, *codes), start=1)
    ]
    names = ("Housing", "Speech and language therapy", "Local authority Prevent and Channel panel")
    known = tuple(Agency(code, names[n % 3]) for n, code in enumerate(codes))
    return Known(people, agencies=known, entries=tuple(entries), on=entries[-1].on if entries else None)


def _child(chance: random.Random, generation: int, n: int, parents: list[str]) -> Person:
    mine = tuple(chance.choice(parents).split()) if parents and chance.random() < 0.9 else ()
    year = _year(chance, generation)
    return person(
        f"p{generation}{n}",
        chance.choice(list(Symbol)),
        born_year=year if chance.random() < 0.8 else None,
        parents=mine,
    )


def _year(chance: random.Random, generation: int) -> int:
    return 1930 + 25 * generation + chance.randint(0, 10)


def _marks(chance: random.Random) -> list[str]:
    return [mark for mark in MarkKind if chance.random() < 0.2]
