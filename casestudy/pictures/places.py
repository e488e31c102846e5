"""Where the rows of a genogram stand from left to right: parents over their children, nobody over anybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from casestudy.pictures.kinship import Block, Union, birth
from casestudy.pictures.known import Known, Person

# The order of each row is looked at anew this often; between that, places are evened out in so many steps.
ROUNDS, STEPS = 3, 12
# Of two neighbours in a row, as a part of the distance from symbol to symbol.
BESIDE = 1.5


@dataclass
class _Standing:
    """A block that has a place: where its middle is. `came` and `bore`: its people as children, as parents."""

    block: Block
    came: tuple[tuple[Union, str], ...]
    bore: tuple[Union, ...]
    middle: float = 0.0


Wish = Callable[[_Standing], float]


def places(known: Known, rows: Sequence[Sequence[Block]], unions: Sequence[Union], pitch: float) -> dict[str, float]:
    """Return how far right the middle of everybody's symbol is; symbols of a row are at least `pitch` apart."""
    people = known.by_key
    standing = [[_standing(block, unions) for block in row] for row in rows]
    where: dict[str, float] = {}

    def both(each: _Standing) -> float:
        return _mean(each, [*_under_parents(each, where, pitch), *_over_children(each, where, pitch)])

    def under(each: _Standing) -> float:
        return _mean(each, _under_parents(each, where, pitch))

    for row in standing:
        _spread(row, lambda _each: 0.0, pitch, where)
    for turn in range(ROUNDS):
        for _ in range(STEPS):
            for row in (*standing, *reversed(standing)):
                _spread(row, both, pitch, where)
        if turn < ROUNDS - 1:
            for row in standing:
                row.sort(key=lambda each: _rank(each, both, where, people, pitch))
                _spread(row, lambda each: each.middle, pitch, where)
    for row in standing:  # What is left over goes to the parents, so that lines to single children are straight.
        _spread(row, under, pitch, where)
    leftmost = min(where.values(), default=0.0)
    return {key: x - leftmost for key, x in where.items()}


def drop(union: Union, where: dict[str, float], pitch: float) -> float:
    """Return where the line to a union's children leaves it: in the gap beside the outer one of two parents."""
    if len(union.parents) == 1:
        return where[union.parents[0]]
    left, right = sorted(union.parents, key=where.__getitem__)
    if where[right] - where[left] < pitch * BESIDE:
        return (where[left] + where[right]) / 2
    return where[left] + pitch / 2 if left == union.outer else where[right] - pitch / 2


def _standing(block: Block, unions: Sequence[Union]) -> _Standing:
    came = tuple((union, child) for union in unions for child in union.children if child in block.people)
    return _Standing(block, came, tuple(u for u in unions if u.children and u.parents[0] in block.people))


def _spread(row: Sequence[_Standing], wish: Wish, pitch: float, where: dict[str, float]) -> None:
    """Put a row's blocks where they wish to be, as near as their order and size allow (least squares)."""
    before, starts = 0.0, []
    for n, each in enumerate(row):
        if n:
            before += (len(row[n - 1].block.people) + len(each.block.people)) / 2 * pitch
        starts.append(before)
    pools: list[tuple[float, int]] = []  # each: the sum of wishes, and of how many
    for each, start in zip(row, starts, strict=True):
        pools.append((wish(each) - start, 1))
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] > pools[-1][0] / pools[-1][1]:
            (total, many), (others, more) = pools.pop(), pools.pop()
            pools.append((total + others, many + more))
    settled = [total / many for total, many in pools for _ in range(many)]
    for each, start, place in zip(row, starts, settled, strict=True):
        each.middle = start + place
        first = each.middle - (len(each.block.people) - 1) / 2 * pitch
        where.update({key: first + n * pitch for n, key in enumerate(each.block.people)})


def _under_parents(each: _Standing, where: dict[str, float], pitch: float) -> list[float]:
    """Return how far a block's people are from being right under their parents."""
    return [drop(union, where, pitch) - where[child] for union, child in each.came]


def _over_children(each: _Standing, where: dict[str, float], pitch: float) -> list[float]:
    """Return how far a block's couples are from the middle over their children."""
    ends = [(union, where[union.children[0]], where[union.children[-1]]) for union in each.bore]
    return [(first + last) / 2 - drop(union, where, pitch) for union, first, last in ends]


def _mean(each: _Standing, wishes: list[float]) -> float:
    return each.middle + (sum(wishes) / len(wishes) if wishes else 0.0)


def _rank(
    each: _Standing, wish: Wish, where: dict[str, float], people: dict[str, Person], pitch: float
) -> tuple[float, tuple[int, int]]:
    """Sort blocks of a row by where their parents are, brothers and sisters by age."""
    if not each.came:
        return (wish(each), (0, 0))
    union, child = max(each.came, key=lambda pair: len(pair[0].children))
    return (round(drop(union, where, pitch), 3), birth(people[child]))
