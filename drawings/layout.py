"""How drawings stand on a wall: in how many columns and rows, and how groups of them share it. Pure.

Everything is measured in rem of the projector's page (static/css/screen.css), where a wall is as wide in every hall
and only its height differs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

# A drawing is as wide as a tablet held sideways, and its title reads better when there is a little more.
SHAPE = 1.45
GAP = 0.5
# What the head of a group takes of its place: its name above, its edge around.
HEAD, EDGE = 1.5, 0.8
# A last row with holes looks unfinished: so much smaller may drawings be for it to be full.
TIDY = 0.12


@dataclass(frozen=True)
class Space:
    """A place on the wall."""

    width: float
    height: float


# What the wall has on a wide screen and on a square one.
WIDE, SQUARE = Space(62.0, 28.0), Space(62.0, 40.8)


@dataclass(frozen=True)
class Grid:
    """Columns and rows, filled row by row; the last row may hold fewer."""

    columns: int
    rows: int

    def cell(self, space: Space, gap: float = GAP) -> Space:
        """Return what each one has."""
        width = (space.width - gap * (self.columns - 1)) / self.columns
        return Space(width, (space.height - gap * (self.rows - 1)) / self.rows)


def arrange(count: int, space: Space, *, label: float = 0.0, shape: float = SHAPE, gap: float = GAP) -> Grid:
    """Return the grid in which `count` things of a shape, each with a label below it, are largest."""
    grids = [Grid(ceil(count / rows), rows) for rows in range(1, count + 1) if _fills(count, rows)]
    return max(
        grids, key=lambda grid: _size(grid, space, label, shape, gap) * _tidiness(count, grid), default=Grid(1, 1)
    )


def _fills(count: int, rows: int) -> bool:
    """Whether that many rows are needed once the drawings stand in them."""
    return ceil(count / ceil(count / rows)) == rows


def _size(grid: Grid, space: Space, label: float, shape: float, gap: float) -> float:
    cell = grid.cell(space, gap)
    return max(min(cell.width, (cell.height - label) * shape), 0.0)


def _tidiness(count: int, grid: Grid) -> float:
    holes = grid.columns * grid.rows - count
    return 1 - TIDY * holes / grid.columns


@dataclass(frozen=True)
class Group:
    """Where a group stands: its place among those given, its share of its row, and the grids of what is in it."""

    index: int
    span: int
    wide: Grid
    square: Grid


# Into so many parts a row is divided.
PARTS = 24
MOST_STRIPS = 3


def strips(counts: Sequence[int]) -> list[list[Group]]:
    """Return groups in rows of one height, each as wide as what it holds, so that drawings are as large as may be."""
    ways = [_strips(counts, rows) for rows in range(1, min(MOST_STRIPS, len(counts)) + 1)]
    return max(ways, key=_smallest, default=[])


def _strips(counts: Sequence[int], rows: int) -> list[list[Group]]:
    height = {space: Grid(1, rows).cell(space).height for space in (WIDE, SQUARE)}
    return [
        [
            Group(index, span, *(_inside(counts[index], span, len(row), space, height[space]) for space in height))
            for index, span in zip(row, _spans([counts[index] for index in row]), strict=True)
        ]
        for row in _divided(counts, rows)
    ]


def _divided(counts: Sequence[int], rows: int) -> list[list[int]]:
    """Divide the groups into rows that hold about as much, in their order; every row has at least one."""
    weights = [_weight(count) for count in counts]
    divided: list[list[int]] = [[]]
    left = sum(weights)
    for index, weight in enumerate(weights):
        row = divided[-1]
        share = (left + sum(weights[each] for each in row)) / (rows - len(divided) + 1)
        full = bool(row) and sum(weights[each] for each in row) + weight / 2 > share
        needed = len(counts) - index <= rows - len(divided)
        if len(divided) < rows and row and (full or needed):
            divided.append([])
        divided[-1].append(index)
        left -= weight
    return divided


def _weight(count: int) -> float:
    """Return how wide a group is to be: its head takes room as well, so small ones are wider than their share."""
    return count + 1.0


def _spans(counts: Sequence[int]) -> list[int]:
    """Divide a row into whole parts; what is over goes to those that were cut short most."""
    weights = [_weight(count) for count in counts]
    exact = [weight * PARTS / sum(weights) for weight in weights]
    spans = [max(2, int(each)) for each in exact]
    while (over := PARTS - sum(spans)) != 0:
        step = 1 if over > 0 else -1
        spans[max(range(len(spans)), key=lambda each: step * (exact[each] - spans[each]))] += step
    return spans


def _inside(count: int, span: int, groups: int, space: Space, height: float) -> Grid:
    return arrange(max(count, 1), _room(span, groups, space, height))


def _room(span: int, groups: int, space: Space, height: float) -> Space:
    """Return what a group's drawings have of its place."""
    width = (space.width - GAP * (groups - 1)) * span / PARTS
    return Space(width - EDGE, height - HEAD - EDGE)


def _smallest(way: list[list[Group]]) -> float:
    """Return the size of the smallest drawing on a wide screen."""
    height = Grid(1, len(way)).cell(WIDE).height
    return min(
        _size(group.wide, _room(group.span, len(row), WIDE, height), 0.0, SHAPE, GAP) for row in way for group in row
    )
