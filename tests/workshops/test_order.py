from __future__ import annotations

import pytest

from workshops.order import Standing

BEFORE = Standing((1, 2, 3, 4, 5))
# Activities 1 and 3 had the room, 2 was passed over, 3 has it.
DURING = Standing((1, 2, 3, 4, 5), had=frozenset({1, 3}), now=3)


def test_before_the_day_everything_is_ahead() -> None:
    assert BEFORE.ahead == (1, 2, 3, 4, 5)
    assert BEFORE.first_free == 1
    assert not any(BEFORE.is_fixed(key) for key in BEFORE.keys)


def test_on_the_day_only_what_comes_after_the_present_activity_is_ahead() -> None:
    assert DURING.ahead == (4, 5)
    assert DURING.first_free == 4
    assert [DURING.is_fixed(key) for key in DURING.keys] == [True, False, True, False, False]


def test_what_had_the_room_out_of_turn_is_not_ahead() -> None:
    assert Standing((1, 2, 3), had=frozenset({1, 3}), now=1).ahead == (2,)


@pytest.mark.parametrize(
    ("key", "to", "order"),
    [
        (4, 1, (4, 1, 2, 3, 5)),
        (1, 5, (2, 3, 4, 5, 1)),
        (2, 3, (1, 3, 2, 4, 5)),
        (2, 2, (1, 2, 3, 4, 5)),
        (2, 0, (2, 1, 3, 4, 5)),
        (2, 99, (1, 3, 4, 5, 2)),
    ],
)
def test_an_activity_moves_to_a_position_or_to_the_nearest_there_is(key: int, to: int, order: tuple[int, ...]) -> None:
    assert BEFORE.moved(key, to) == order


@pytest.mark.parametrize(
    ("key", "to", "order"),
    [
        (5, 4, (1, 2, 3, 5, 4)),
        (5, 1, (1, 2, 3, 5, 4)),
        (4, 5, (1, 2, 3, 5, 4)),
        (2, 3, (1, 3, 2, 4, 5)),
        (2, 5, (1, 3, 4, 5, 2)),
    ],
)
def test_on_the_day_nothing_moves_before_the_present_activity(key: int, to: int, order: tuple[int, ...]) -> None:
    assert DURING.moved(key, to) == order


def test_what_is_added_stands_at_the_end_or_where_it_is_open() -> None:
    assert BEFORE.added(9) == (1, 2, 3, 4, 5, 9)
    assert BEFORE.added(8, 9, at=2) == (1, 8, 9, 2, 3, 4, 5)
    assert DURING.added(9, at=1) == (1, 2, 3, 9, 4, 5)
    assert Standing(()).added(9, at=3) == (9,)


def test_the_first_cannot_rise_and_the_last_cannot_sink() -> None:
    assert [key for key in BEFORE.keys if BEFORE.can_rise(key)] == [2, 3, 4, 5]
    assert [key for key in BEFORE.keys if BEFORE.can_sink(key)] == [1, 2, 3, 4]


def test_on_the_day_what_was_passed_over_can_only_sink() -> None:
    assert [key for key in DURING.keys if DURING.can_rise(key)] == [5]
    assert [key for key in DURING.keys if DURING.can_sink(key)] == [2, 4]
