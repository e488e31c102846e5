"""The clock of what has the room: moved by steps, stopped, and let run on."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.changes import nth
from tests.factories import make_day, make_roadshow, start
from tests.workshops.conftest import Clock
from workshops.actions import day
from workshops.actions.day import DayMovedOnError
from workshops.models import Activity, Roadshow, Turn

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def roadshow(clock: Clock) -> Roadshow:
    """Return an open roadshow with a running order of which nothing is started. It is 10:00."""
    roadshow = make_roadshow(tables=2)
    make_day(roadshow)
    return roadshow


@pytest.fixture
def arrival(roadshow: Roadshow) -> Activity:
    """Return an activity of 30 minutes."""
    return nth(roadshow, 1)


@pytest.fixture
def case(roadshow: Roadshow) -> Activity:
    return nth(roadshow, 2)


def read(turn: Turn) -> Turn:
    """Return a turn as it is stored."""
    return Turn.objects.get(pk=turn.pk)


LEFT = [
    # minutes gone of 30, the step, what is left then
    (10, 5, 25),
    (10, 1, 21),
    (10, -1, 19),
    (10, -5, 15),
    (28, -5, 0),
    (30, -1, 0),
    (30, 1, 1),
    (40, 1, 1),
    (40, 5, 5),
    (40, -1, -10),
    (40, -5, -10),
]


@pytest.mark.parametrize(("gone", "step", "left"), LEFT)
def test_a_step_moves_the_end_over_time_from_now_and_never_takes_more_than_is_left(
    arrival: Activity, clock: Clock, gone: int, step: int, left: int
) -> None:
    turn = start(arrival)
    now = clock.forward(minutes=gone)
    day.extend(turn.roadshow, turn=turn.pk, minutes=step, actor="Ana")
    assert (read(turn).ends_at, read(turn).remaining) == (now + left * MINUTE, None)


@pytest.mark.parametrize(("gone", "step", "left"), LEFT)
def test_a_step_moves_a_clock_that_stands_likewise(
    arrival: Activity, clock: Clock, gone: int, step: int, left: int
) -> None:
    turn = start(arrival)
    clock.forward(minutes=gone)
    day.stop_clock(turn.roadshow, turn=turn.pk, actor="Ana")
    clock.forward(minutes=7)
    day.extend(turn.roadshow, turn=turn.pk, minutes=step, actor="Ana")
    assert (read(turn).ends_at, read(turn).remaining) == (None, left * MINUTE)


@pytest.mark.parametrize("minutes", [0, 2, -2, 60, -600])
def test_other_steps_are_refused(roadshow: Roadshow, arrival: Activity, clock: Clock, minutes: int) -> None:
    turn = start(arrival)
    with pytest.raises(ValueError, match=f"no step of {minutes} minutes"):
        day.extend(roadshow, turn=turn.pk, minutes=minutes, actor="Ana")
    assert read(turn).ends_at == clock.now + 30 * MINUTE


def test_a_clock_that_was_stopped_holds_what_was_left_and_runs_on_with_it(
    roadshow: Roadshow, arrival: Activity, clock: Clock
) -> None:
    turn = start(arrival)
    clock.forward(minutes=12)
    assert day.stop_clock(roadshow, turn=turn.pk, actor="Ana")
    assert (read(turn).ends_at, read(turn).remaining) == (None, 18 * MINUTE)
    later = clock.forward(minutes=40)
    assert read(turn).left(later) == 18 * MINUTE
    assert day.start_clock(roadshow, turn=turn.pk, actor="Ana")
    assert (read(turn).ends_at, read(turn).remaining) == (later + 18 * MINUTE, None)


def test_a_clock_that_was_stopped_over_its_time_stays_over_it(
    roadshow: Roadshow, arrival: Activity, clock: Clock
) -> None:
    turn = start(arrival)
    clock.forward(minutes=33)
    day.stop_clock(roadshow, turn=turn.pk, actor="Ana")
    assert read(turn).remaining == -3 * MINUTE


def test_a_clock_is_stopped_once_and_started_once(roadshow: Roadshow, arrival: Activity, clock: Clock) -> None:
    turn = start(arrival).pk
    clock.forward(minutes=1)
    assert not day.start_clock(roadshow, turn=turn, actor="Ana")
    assert [day.stop_clock(roadshow, turn=turn, actor="Ana") for _ in range(2)] == [True, False]
    clock.forward(minutes=1)
    assert [day.start_clock(roadshow, turn=turn, actor="Ana") for _ in range(2)] == [True, False]
    assert [event.payload for event in roadshow.log.events.filter(kind="clock-changed").order_by("seq")] == [
        {"turn": turn, "stands": True},
        {"turn": turn, "stands": False},
    ]


def test_the_clock_of_what_has_the_room_no_longer_is_left_alone(
    roadshow: Roadshow, arrival: Activity, case: Activity
) -> None:
    first = start(arrival)
    start(case)
    for press in (
        lambda: day.extend(roadshow, turn=first.pk, minutes=1, actor="Ana"),
        lambda: day.stop_clock(roadshow, turn=first.pk, actor="Ana"),
        lambda: day.start_clock(roadshow, turn=first.pk, actor="Ana"),
    ):
        with pytest.raises(DayMovedOnError):
            press()
    assert read(first).ends_at == first.ends_at
