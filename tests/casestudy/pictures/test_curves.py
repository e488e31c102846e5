from __future__ import annotations

import re
import time
from itertools import pairwise
from random import Random

import pytest

from casestudy.pictures.curves import MARKERS, Ground, number, own_curve, room_curve, strip
from casestudy.spread import spread

GROUND = Ground(100, 100, 4, left=20, right=0, top=0, bottom=0)


def points(path: str) -> list[tuple[str, float, float]]:
    """Return the steps of a path of straight lines: M or L, and where to."""
    return [(step, float(x), float(y)) for step, x, y in re.findall(r"([ML])(-?[\d.]+) (-?[\d.]+)", path)]


def test_a_stage_has_the_middle_of_its_share_and_ten_lies_on_top() -> None:
    assert [GROUND.x(stage) for stage in (1, 2, 3, 4)] == [30, 50, 70, 90]
    assert [GROUND.y(score) for score in (0, 5, 10)] == [100, 50, 0]


@pytest.mark.parametrize(("total", "written"), [(4, [1, 2, 3, 4]), (8, [1, 3, 5, 7]), (99, [1])])
def test_of_many_stages_as_many_are_written_as_have_room(total: int, written: list[int]) -> None:
    ground = Ground(100, 100, total, left=20, right=0, top=0, bottom=0)
    stages = [stage for stage, _x in ground.stages(20)]
    assert stages[: len(written)] == written
    assert len(stages) * 20 <= 100


def test_a_stage_that_was_left_out_leaves_a_gap() -> None:
    (line,) = own_curve([("Family", {1: 2, 2: 3, 4: 5})], 4).lines
    assert [step for step, _x, _y in points(line.path)] == ["M", "L", "M"]


def test_who_has_no_number_has_no_line() -> None:
    assert [line.name for line in own_curve([("Family", {1: 2}), ("Anna", {})], 3).lines] == ["Family"]
    assert own_curve([("Family", {})], 3).lines == ()


def test_no_two_of_five_lines_have_the_same_mark_and_their_names_do_not_lie_on_each_other() -> None:
    lines = own_curve([(f"Child {n}", {1: 4, 2: 4}) for n in range(MARKERS)], 8).lines
    assert len({line.style for line in lines}) == MARKERS
    assert len({re.sub(r"-?[\d.]+", "", line.marks) for line in lines}) == MARKERS
    heights = sorted(line.label_y for line in lines)
    assert all(below - above >= 19 for above, below in pairwise(heights))


@pytest.mark.parametrize("score", [0, 10])
def test_names_stay_in_the_picture(score: int) -> None:
    drawn = own_curve([(name, {1: score}) for name in "ABCD"], 8)
    assert all(0 <= line.label_y <= drawn.ground.base for line in drawn.lines)


def test_lines_that_say_the_same_stand_beside_each_other() -> None:
    one, other = own_curve([("A", {1: 4}), ("B", {1: 4})], 8).lines
    assert points(one.path) != points(other.path)


def test_every_table_is_one_dot_a_stage() -> None:
    tables = {n: {1: n % 11, 2: 5} for n in range(40)}
    spreads = {stage: spread([scores[stage] for scores in tables.values()]) for stage in (1, 2)}
    drawn = room_curve(tables, spreads, 8, width=1000, height=700)
    dots = re.findall(r"M(-?[\d.]+) (-?[\d.]+)h0", drawn.dots)
    assert len(dots) == 80
    assert len(set(dots)) == 80  # none hides another
    assert drawn.lines.count("M") == 40


@pytest.mark.parametrize(("count", "boxes", "halves"), [(2, 0, 0), (3, 1, 0), (4, 1, 0), (5, 1, 1)])
def test_of_few_tables_no_half_is_drawn(count: int, boxes: int, halves: int) -> None:
    tables = {n: {1: n} for n in range(count)}
    drawn = room_curve(tables, {1: spread(range(count))}, 8, width=1000, height=700)
    assert len(drawn.boxes) == boxes
    assert sum(box.height is not None for box in drawn.boxes) == halves


def test_a_strip_has_a_dot_for_every_table_however_many_agree() -> None:
    drawn = strip(spread([7] * 40))
    dots = re.findall(r"M(-?[\d.]+) (-?[\d.]+)h0", drawn.dots)
    assert len(set(dots)) == 40
    assert all(0 < float(y) < drawn.height for _x, y in dots)


@pytest.mark.parametrize(("value", "words"), [(6.0, "6"), (6.5, "6.5"), (6.25, "6.25"), (10.0, "10"), (0.0, "0")])
def test_a_number_is_read_without_zeros_behind(value: float, words: str) -> None:
    assert number(value) == words


def test_a_full_room_is_laid_out_in_a_moment() -> None:
    random = Random(1)
    tables = {n: {stage: random.randrange(11) for stage in range(1, 9)} for n in range(40)}
    spreads = {stage: spread([scores[stage] for scores in tables.values()]) for stage in range(1, 9)}
    began = time.process_time()
    room_curve(tables, spreads, 8, width=1000, height=700)
    assert time.process_time() - began < 0.05
