"""Who stands in which row of a genogram, and in what order. Pure order: nothing here has a place yet."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import count

from casestudy.pictures.known import Couple, Known, Person
from casestudy.schema import Symbol

MOST_PARENTS = 2


@dataclass(frozen=True)
class Union:
    """One or two people, what they are to each other if that is known, and their children, the eldest first.

    `outer` is the one who has fewer partners, and so stands further out in a row of them.
    """

    parents: tuple[str, ...]
    children: tuple[str, ...]
    couple: Couple | None = None
    outer: str = ""


@dataclass(frozen=True)
class Block:
    """People of a row who stand beside each other because they are or were partners, in their order."""

    people: tuple[str, ...]


def unions_of(known: Known) -> list[Union]:
    """Return every couple and every set of parents, each once, those with the eldest first child in front."""
    people = known.by_key
    children: dict[tuple[str, ...], list[Person]] = {}
    for person in known.people:
        parents = tuple(sorted({key for key in person.parents if key in people and key != person.key}))[:MOST_PARENTS]
        if parents:
            children.setdefault(parents, []).append(person)
    couples = {tuple(sorted(couple.people)): couple for couple in known.couples if set(couple.people) <= people.keys()}
    numbered = count()
    found = [
        (_first(children.get(pair, []), next(numbered)), Union(pair, _eldest_first(children.get(pair, [])), couple))
        for pair, couple in couples.items()
    ]
    found += [
        (_first(born, next(numbered)), Union(pair, _eldest_first(born)))
        for pair, born in children.items()
        if pair not in couples
    ]
    times = Counter(key for _since, union in found for key in union.parents)
    ordered = [union for _since, union in sorted(found, key=lambda pair: pair[0])]
    return [replace(union, outer=min(union.parents, key=times.__getitem__)) for union in ordered]


def rows_of(known: Known, unions: Sequence[Union]) -> list[list[Block]]:
    """Return the generations, the oldest first, each in blocks of partners. Odd data (a cycle) still gives rows."""
    order = {person.key: n for n, person in enumerate(known.people)}
    blocks = _blocks(order, unions)
    level = _levels(blocks, unions)
    _settle_the_unrelated(known, unions, level)
    homes = {key: n for n, home in reversed(list(enumerate(known.households))) for key in home.people}
    # Whoever lives together stands together, where nothing else says where.
    blocks.sort(key=lambda block: min(homes.get(key, len(homes)) for key in block))
    return [
        [_in_order(block, known, unions) for block in blocks if level[block[0]] == row]
        for row in sorted(set(level.values()))
    ]


def birth(person: Person) -> tuple[int, int]:
    """Sorts people by age, the eldest first; an expected child is the youngest, and unknown births come before it."""
    if person.expected:
        return (2, 0)
    born = person.born or (dt.date(person.born_year, 7, 1) if person.born_year else None)
    return (0, born.toordinal()) if born else (1, 0)


def _first(children: list[Person], number: int) -> tuple[tuple[int, int], int]:
    return (min(map(birth, children), default=(3, 0)), number)


def _eldest_first(children: Iterable[Person]) -> tuple[str, ...]:
    return tuple(child.key for child in sorted(children, key=birth))


def _blocks(order: dict[str, int], unions: Iterable[Union]) -> list[list[str]]:
    """Return people grouped with everybody to whom partners lead."""
    block_of = {key: [key] for key in order}
    for union in unions:
        one, *others = union.parents
        for other in others:
            if block_of[one] is not block_of[other]:
                block_of[one] += block_of[other]
                block_of.update(dict.fromkeys(block_of[other], block_of[one]))
    distinct = {id(block): block for block in block_of.values()}
    return [sorted(block, key=order.__getitem__) for block in distinct.values()]


def _levels(blocks: list[list[str]], unions: Sequence[Union]) -> dict[str, int]:
    """Return everybody's generation, counted from the top, so that children stand below all their parents."""
    block_of = {key: n for n, block in enumerate(blocks) for key in block}
    steps = {(block_of[u.parents[0]], block_of[child]) for u in unions for child in u.children}
    level = dict.fromkeys(range(len(blocks)), 0)
    for _ in blocks:  # As often as there can be generations: what still grows then runs in a circle.
        for above, below in steps:
            level[below] = max(level[below], min(level[above] + 1, len(blocks)))
    for _ in blocks:  # Parents without parents stand right above their children.
        for block in level:
            children = [level[below] for above, below in steps if above == block]
            if children and not any(below == block for _above, below in steps):
                level[block] = max(level[block], min(children) - 1)
    return {key: level[n] for key, n in block_of.items()}


def _settle_the_unrelated(known: Known, unions: Sequence[Union], level: dict[str, int]) -> None:
    """Put whoever is nobody's parent, child or partner beside those of about their age; pets to the youngest."""
    related = {key for union in unions for key in (*union.parents, *union.children)}
    people = known.by_key
    for person in known.people:
        if person.key in related or not related:
            continue
        if person.symbol == Symbol.PET:
            level[person.key] = max(level[key] for key in related)
        elif _year(person):
            near = [key for key in related if _year(people[key])]
            nearest = min(near, key=lambda key: abs(_year(people[key]) - _year(person)), default="")
            level[person.key] = level.get(nearest, level[person.key])


def _year(person: Person) -> int:
    return person.born.year if person.born else person.born_year or 0


def _in_order(block: list[str], known: Known, unions: Sequence[Union]) -> Block:
    """Return partners in their order: the earlier ones left, the later ones right of who has most of them."""
    partners: dict[str, list[str]] = {key: [] for key in block}
    for union in unions:
        if len(union.parents) == MOST_PARENTS and union.parents[0] in partners:
            one, other = union.parents
            partners[one].append(other)
            partners[other].append(one)
    hub = max(block, key=lambda key: len(partners[key]))
    if len(block) == MOST_PARENTS:
        return Block(tuple(sorted(block, key=lambda key: known.by_key[key].symbol != Symbol.MALE)))
    seen = {hub}
    half = (len(partners[hub]) + 1) // 2
    left = [key for partner in partners[hub][:half] for key in reversed(_outwards(partner, partners, seen))]
    right = [key for partner in partners[hub][half:] for key in _outwards(partner, partners, seen)]
    return Block((*left, hub, *right))


def _outwards(start: str, partners: dict[str, list[str]], seen: set[str]) -> list[str]:
    """Return somebody and, behind them, everybody to whom their other partners lead."""
    if start in seen:
        return []
    seen.add(start)
    return [start, *(key for partner in partners[start] for key in _outwards(partner, partners, seen))]
