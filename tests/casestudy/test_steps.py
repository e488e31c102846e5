from __future__ import annotations

import datetime as dt
import re

import pytest

from casestudy.knowing import Known, weigh
from casestudy.steps import BOTTOM, LEFT, RIGHT, TOP, chart

FIRST = dt.date(2026, 1, 1)


def known(*weights: int, apart: int = 10) -> list[Known]:
    return [
        Known(f"E{n}", FIRST + dt.timedelta(days=n * apart), weight, ("SCH" if n % 2 else "GP",))
        for n, weight in enumerate(weights)
    ]


def corners(path: str) -> list[tuple[int, int]]:
    """Return where a path of steps turns up: the day's place, and the height from there on."""
    return [(int(x), int(y)) for x, y in re.findall(r"H(\d+)V(\d+)", path)]


def test_the_lines_rise_on_the_days_on_which_somebody_learned_something() -> None:
    drawn = chart(weigh([*known(2, 2), Known("END", FIRST + dt.timedelta(days=20), 0, ("GP",))], outcome="END"), FIRST)
    assert drawn
    middle = (LEFT + RIGHT) // 2
    assert corners(drawn.together) == [(LEFT, (TOP + BOTTOM) // 2), (middle, TOP)]
    assert corners(drawn.alone) == [(LEFT, (TOP + BOTTOM) // 2), (middle, (TOP + BOTTOM) // 2)]


def test_what_was_known_before_stands_as_a_level_at_the_left() -> None:
    drawn = chart(weigh(known(1, 1, 1)), FIRST + dt.timedelta(days=15))
    assert drawn
    assert [x for x, _y in corners(drawn.together)] == [LEFT, LEFT, RIGHT]


def test_the_days_that_matter_stand_where_the_lines_cross_the_threshold() -> None:
    case = [*known(2, 2, 2), Known("END", FIRST + dt.timedelta(days=40), 0, ("GP",))]
    drawn = chart(weigh(case, enough=4, outcome="END"), FIRST)
    assert drawn
    quarter = (RIGHT - LEFT) / 4
    assert (drawn.together_at, drawn.alone_at) == (round(LEFT + quarter), round(LEFT + 2 * quarter))
    assert drawn.outcome_at == RIGHT
    assert drawn.enough == round(BOTTOM - 4 / 6 * (BOTTOM - TOP))


def test_a_threshold_that_nobody_reaches_is_on_the_chart_too() -> None:
    drawn = chart(weigh(known(1), enough=9), FIRST)
    assert drawn
    assert (drawn.enough, drawn.together_at, drawn.alone_at) == (TOP, None, None)


@pytest.mark.parametrize("events", [[], known(0, 0)])
def test_where_nothing_weighs_anything_there_is_no_chart(events: list[Known]) -> None:
    assert chart(weigh(events), FIRST) is None


@pytest.mark.parametrize("points", [1, 6, 7, 12, 13, 30, 99, 400])
def test_there_are_few_labels_however_high_it_goes(points: int) -> None:
    drawn = chart(weigh(known(*[min(9, points)] * max(1, points // 9))), FIRST)
    assert drawn
    assert 2 <= len(drawn.points) <= 8
    assert drawn.points[0].label == "0"


@pytest.mark.parametrize("days", [1, 20, 100, 530, 4000, 40000])
def test_there_are_few_months_however_long_it_is(days: int) -> None:
    end = Known("END", FIRST + dt.timedelta(days=days), 0, ("GP",))
    drawn = chart(weigh([*known(1), end], outcome="END"), FIRST)
    assert drawn
    assert 1 <= len(drawn.months) <= 8
    assert all(LEFT <= month.at <= RIGHT for month in drawn.months)


def test_a_case_of_one_day_has_a_chart() -> None:
    assert chart(weigh(known(3)), FIRST) is not None
