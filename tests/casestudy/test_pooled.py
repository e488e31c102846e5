from __future__ import annotations

import pytest

from casestudy.pooled import BOTTOM, LEFT, RIGHT, TOP, Change, chart


def change(table: int, *before: int, together: int | None = None) -> Change:
    return Change(table, tuple(("Somebody", score) for score in before), together)


@pytest.mark.parametrize(
    ("scores", "together", "difference"),
    [((3, 5, 4), 7, 3.0), ((1, 2), 9, 7.5), ((5,), 5, 0.0), ((8,), 3, -5.0), ((), 7, None), ((3,), None, None)],
)
def test_the_change_is_from_the_average_alone_to_what_all_think_together(
    scores: tuple[int, ...], together: int | None, difference: float | None
) -> None:
    assert change(1, *scores, together=together).difference == difference


def test_every_rating_is_a_dot_and_every_table_with_both_a_line() -> None:
    drawn = chart([change(1, 0, 10, together=10), change(2, 4), change(3, together=0)])
    assert [(dot.x, dot.y) for dot in drawn.before] == [
        (LEFT, BOTTOM),
        (LEFT, round((BOTTOM * 6 + TOP * 4) / 10)),
        (LEFT, TOP),
    ]
    assert [(dot.x, dot.y) for dot in drawn.together] == [(RIGHT, BOTTOM), (RIGHT, TOP)]
    assert [(slope.table, slope.begins, slope.ends) for slope in drawn.slopes] == [(1, (TOP + BOTTOM) // 2, TOP)]
    assert (drawn.middle_before, drawn.middle_together) == (4.0, 5.0)


def test_equal_ratings_stand_beside_each_other_and_stay_on_the_picture() -> None:
    drawn = chart([change(n, 3, 3, 3, together=8) for n in range(40)])
    assert len({dot.x for dot in drawn.before}) > 100
    assert min(dot.x for dot in drawn.before) > 60
    assert max(dot.x for dot in drawn.together) < 960


def test_a_room_that_rated_nothing_has_no_middle() -> None:
    drawn = chart([])
    assert (drawn.before, drawn.slopes, drawn.middle_before, drawn.middle_together) == ((), (), None, None)
