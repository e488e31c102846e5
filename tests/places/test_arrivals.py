"""The curve of arrivals goes up by one for everybody who comes, and says the same in numbers."""

from __future__ import annotations

import pytest

from places.arrivals import BOTTOM, LEFT, RIGHT, TOP, clock, curve, minute_of, quarters

NINE = 9 * 60


def test_nobody_makes_no_curve() -> None:
    assert curve([], begins=NINE) is None


def test_the_curve_begins_at_nothing_and_ends_at_everybody() -> None:
    drawn = curve([NINE + 2, NINE + 2, NINE + 20], begins=NINE + 30)
    assert drawn
    assert drawn.path.startswith(f"M{drawn.path[1:].split()[0]} {float(BOTTOM)}H")
    assert drawn.path.endswith(f"V{float(TOP)}")
    assert drawn.path.count("V") == 2


def test_everything_stands_inside_the_picture() -> None:
    drawn = curve([0, NINE, 24 * 60 - 1], begins=NINE, expected=130)
    assert drawn
    assert all(LEFT <= x <= RIGHT for _words, x in drawn.hours)
    assert all(TOP <= y <= BOTTOM for _people, y in drawn.levels)
    assert drawn.expected == TOP
    assert LEFT <= drawn.begins <= RIGHT


@pytest.mark.parametrize("came", [NINE + 2, NINE - 20, NINE - 400])
def test_the_words_of_the_picture_stand_apart(came: int) -> None:
    drawn = curve([came, NINE + 30], begins=NINE, expected=2)
    assert drawn
    assert drawn.expected_word
    assert abs(drawn.expected_word[0] - drawn.begins) > 150


@pytest.mark.parametrize("people", [1, 7, 43, 120, 900])
def test_there_are_few_lines_behind_however_many_come(people: int) -> None:
    drawn = curve([NINE] * people, begins=NINE)
    assert drawn
    assert 2 <= len(drawn.levels) <= 7
    assert len({y for _n, y in drawn.levels}) == len(drawn.levels)


def test_quarters_count_each_arrival_once_and_leave_no_gap() -> None:
    found = quarters([NINE, NINE + 14, NINE + 44])
    assert [(each.clock, each.came, each.total) for each in found] == [
        ("09:00", 2, 2),
        ("09:15", 0, 2),
        ("09:30", 1, 3),
    ]


def test_a_clock_is_read_as_it_is_written() -> None:
    assert minute_of(clock(NINE + 5)) == NINE + 5
