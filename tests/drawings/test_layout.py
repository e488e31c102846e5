from __future__ import annotations

import re
from pathlib import Path

import pytest

from drawings.layout import GAP, PARTS, SQUARE, WIDE, Grid, Space, arrange, strips

COUNTS = range(1, 61)
SPACES = pytest.mark.parametrize("space", [WIDE, SQUARE], ids=["wide", "square"])
STYLES = Path(__file__).parents[2] / "static" / "css" / "wall.css"


def used(count: int, space: Space) -> float:
    """Return how much of a space the cells of so many drawings cover."""
    cell = arrange(count, space).cell(space)
    return count * cell.width * cell.height / (space.width * space.height)


def picture(grid: Grid, space: Space, label: float = 0.0) -> float:
    """Return how wide a picture of 4 to 3 is in a cell."""
    cell = grid.cell(space)
    return min(cell.width, (cell.height - label) * 4 / 3)


@SPACES
@pytest.mark.parametrize("count", COUNTS)
def test_from_1_to_60_the_wall_is_filled_and_nothing_overflows(count: int, space: Space) -> None:
    grid = arrange(count, space)
    cell = grid.cell(space)
    assert (grid.rows - 1) * grid.columns < count <= grid.rows * grid.columns, "every row is needed, and enough"
    assert grid.columns * cell.width + (grid.columns - 1) * GAP == pytest.approx(space.width)
    assert grid.rows * cell.height + (grid.rows - 1) * GAP == pytest.approx(space.height)
    assert used(count, space) >= 0.72


@SPACES
@pytest.mark.parametrize("count", COUNTS)
def test_no_other_grid_makes_drawings_much_larger(count: int, space: Space) -> None:
    best = max(picture(Grid(-(-count // rows), rows), space) for rows in range(1, count + 1))
    assert picture(arrange(count, space), space) >= 0.82 * best


@SPACES
def test_drawings_become_smaller_as_they_become_more(space: Space) -> None:
    sizes = [picture(arrange(count, space), space) for count in COUNTS]
    assert all(later <= earlier for earlier, later in zip(sizes, sizes[12:], strict=False))
    assert (sizes[0] > 30, sizes[-1] > 5) == (True, True)


@pytest.mark.parametrize(
    ("count", "wide", "square"),
    [(1, (1, 1), (1, 1)), (2, (2, 1), (2, 1)), (4, (2, 2), (2, 2)), (12, (4, 3), (4, 3)), (60, (10, 6), (8, 8))],
)
def test_a_few_that_one_knows_by_heart(count: int, wide: tuple[int, int], square: tuple[int, int]) -> None:
    grids = [arrange(count, space) for space in (WIDE, SQUARE)]
    assert [(grid.columns, grid.rows) for grid in grids] == [wide, square]


def test_a_label_takes_its_room_from_every_row() -> None:
    assert arrange(12, WIDE, label=3.5).rows < arrange(12, WIDE).rows


GROUPS = [[1], [5, 3], [40, 3, 2], [1] * 9, [5, 3, 8, 1, 2, 9, 1, 4], [30, 25, 20, 18, 15, 10, 4, 6, 2], [0, 7]]


@pytest.mark.parametrize("counts", GROUPS, ids=str)
def test_groups_stand_in_their_order_each_row_full(counts: list[int]) -> None:
    rows = strips(counts)
    assert [group.index for row in rows for group in row] == list(range(len(counts)))
    for row in rows:
        assert sum(group.span for group in row) == PARTS
        assert min(group.span for group in row) >= 2


@pytest.mark.parametrize("counts", GROUPS, ids=str)
def test_every_group_has_room_for_what_is_in_it(counts: list[int]) -> None:
    for group in (each for row in strips(counts) for each in row):
        for grid in (group.wide, group.square):
            assert grid.columns * grid.rows >= counts[group.index]


def test_what_holds_more_is_wider() -> None:
    ((few, many),) = strips([2, 20])
    assert few.span < many.span


def test_no_groups_need_no_room() -> None:
    assert strips([]) == []


def named(attribute: str, styles: str) -> set[int]:
    return {int(number) for number in re.findall(rf'\[{attribute}="(\d+)"\]', styles)}


def test_the_stylesheet_knows_every_grid_that_a_wall_of_60_can_have() -> None:
    styles = STYLES.read_text()
    groups = [[60, 1], [1, 60, 1], [60] * 8, *([n, 60 - n] for n in range(1, 60))]
    inside = [group for counts in groups for row in strips(counts) for group in row]
    wide = [arrange(count, WIDE, label=label) for count in COUNTS for label in (0, 1.5, 2.8)]
    square = [arrange(count, SQUARE, label=label) for count in COUNTS for label in (0, 1.5, 2.8)]
    for prefix, grids in (
        ("data", [*wide, *(group.wide for group in inside)]),
        ("data-square", [*square, *(group.square for group in inside)]),
    ):
        assert {grid.columns for grid in grids} <= named(f"{prefix}-columns", styles)
        assert {grid.rows for grid in grids} <= named(f"{prefix}-rows", styles)
    assert named("data-span", styles) == set(range(1, PARTS + 1))
