from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from tests.changes import nth, turn_of
from tests.factories import make_activity, make_day, make_roadshow, start
from tests.workshops.conftest import Clock
from workshops.actions import day as actions
from workshops.actions import hold
from workshops.models import Activity, ActivityKind, Day, Hold, Roadshow, Turn
from workshops.queries.day import ActivityGlance, DayGlance, Place, day_at_a_glance, day_now

MINUTE = dt.timedelta(minutes=1)
NINE = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def roadshow(db: None, clock: Clock) -> Roadshow:
    """Return an open roadshow with a running order of 30, 60, 10 and 20 minutes. It is 10:00."""
    roadshow = make_roadshow()
    make_day(roadshow)
    return roadshow


def places(roadshow: Roadshow) -> list[Place]:
    return [glance.place for glance in day_at_a_glance(roadshow).activities]


def behind(roadshow: Roadshow, clock: Clock) -> float:
    """Return how many minutes the day is behind its plan."""
    return day_at_a_glance(roadshow).behind(clock.now) / 60


def go_on(roadshow: Roadshow, *orders: int) -> None:
    for order in orders:
        start(nth(roadshow, order))


# What has the room, what comes next


def test_a_day_without_a_running_order(db: None) -> None:
    day = day_at_a_glance(make_roadshow())
    assert (day.turn, day.activity, day.activities, day.after, day.next, day.upcoming) == (None, None, (), (), None, 0)
    assert (day.planned_end, day.planned_end_stamp, day.behind(NINE)) == (None, None, 0)


def test_a_day_that_has_not_begun(roadshow: Roadshow) -> None:
    day = day_at_a_glance(roadshow)
    assert (day.turn, day.next, day.upcoming) == (None, nth(roadshow, 1), 120 * 60)
    assert places(roadshow) == [Place.AHEAD] * 4


def test_planned_times_count_from_when_the_roadshow_starts(roadshow: Roadshow) -> None:
    starts = [glance.starts for glance in day_at_a_glance(roadshow).activities]
    assert starts == [dt.time(9, 30), dt.time(10, 0), dt.time(11, 0), dt.time(11, 10)]


def test_what_comes_before_is_done_and_what_comes_after_is_ahead(roadshow: Roadshow) -> None:
    go_on(roadshow, 1, 2)
    day = day_at_a_glance(roadshow)
    assert places(roadshow) == [Place.DONE, Place.NOW, Place.AHEAD, Place.AHEAD]
    assert (day.activity, day.next, day.upcoming) == (nth(roadshow, 2), nth(roadshow, 3), 30 * 60)


def test_what_was_passed_over_is_behind_us(roadshow: Roadshow) -> None:
    go_on(roadshow, 3)
    assert places(roadshow) == [Place.DONE, Place.DONE, Place.NOW, Place.AHEAD]


def test_what_was_started_out_of_its_order_does_not_come_again(roadshow: Roadshow) -> None:
    go_on(roadshow, 3, 1)
    assert places(roadshow) == [Place.NOW, Place.AHEAD, Place.DONE, Place.AHEAD]
    assert day_at_a_glance(roadshow).next == nth(roadshow, 2)


def test_what_was_left_out_does_not_come(roadshow: Roadshow) -> None:
    actions.skip(roadshow, nth(roadshow, 2), actor="Ana")
    go_on(roadshow, 1)
    assert places(roadshow) == [Place.NOW, Place.SKIPPED, Place.AHEAD, Place.AHEAD]
    assert day_at_a_glance(roadshow).next == nth(roadshow, 3)


def test_what_was_left_out_and_started_all_the_same_is_now_and_done_afterwards(roadshow: Roadshow) -> None:
    actions.skip(roadshow, nth(roadshow, 1), actor="Ana")
    go_on(roadshow, 1)
    now = places(roadshow)
    go_on(roadshow, 2)
    assert (now[0], places(roadshow)[0]) == (Place.NOW, Place.DONE)


def test_and_it_is_left_out_again_when_its_start_is_undone(roadshow: Roadshow) -> None:
    actions.skip(roadshow, nth(roadshow, 1), actor="Ana")
    go_on(roadshow, 1)
    actions.go_back(roadshow, turn=turn_of(roadshow), actor="Ana")
    assert places(roadshow)[0] == Place.SKIPPED


def test_what_was_undone_is_ahead_again(roadshow: Roadshow) -> None:
    go_on(roadshow, 1, 2)
    actions.go_back(roadshow, turn=turn_of(roadshow), actor="Ana")
    assert places(roadshow) == [Place.NOW, Place.AHEAD, Place.AHEAD, Place.AHEAD]


def test_a_running_order_that_is_through_has_nothing_next(roadshow: Roadshow) -> None:
    go_on(roadshow, 4)
    day = day_at_a_glance(roadshow)
    assert (day.next, day.upcoming) == (None, 0)


def test_a_line_shows_its_last_turn_and_none_that_was_undone(roadshow: Roadshow) -> None:
    go_on(roadshow, 1)
    start(nth(roadshow, 1), actor="Ben")
    again = turn_of(roadshow)
    start(nth(roadshow, 1), actor="Cem")
    actions.go_back(roadshow, turn=turn_of(roadshow), actor="Cem")
    first, second, *_ = day_at_a_glance(roadshow).activities
    assert (first.turn, second.turn) == (Turn.objects.get(pk=again), None)


def test_what_was_taken_out_of_the_order_is_not_in_it(roadshow: Roadshow, clock: Clock) -> None:
    Activity.objects.filter(order=2).update(removed_at=clock.now)
    assert [glance.activity.order for glance in day_at_a_glance(roadshow).activities] == [1, 3, 4]


def test_tables_need_one_query_for_the_day(
    roadshow: Roadshow, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    go_on(roadshow, 2)
    hold.freeze(roadshow, actor="Ana")
    with django_assert_num_queries(1):
        day = day_now(roadshow)
        assert (str(day.activity), day.hold) == ("The case", Hold.FROZEN)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 6])
def test_a_day_costs_the_same_however_many_activities_it_has(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    roadshow = make_roadshow()
    for _ in range(count):
        make_activity(roadshow)
    go_on(roadshow, *range(1, count + 1))
    with django_assert_num_queries(4):
        day = day_at_a_glance(roadshow)
        assert [glance.turn and glance.turn.started_by for glance in day.activities] == ["Ana"] * count
        assert day.behind(NINE) <= 0


# Ahead or behind, by the verbs


def test_the_plan_ends_as_long_after_the_real_beginning_as_it_is_long(roadshow: Roadshow, clock: Clock) -> None:
    began = clock.now
    go_on(roadshow, 1)
    clock.forward(minutes=40)
    go_on(roadshow, 2)
    day = day_at_a_glance(roadshow)
    assert day.planned_end == began + 120 * MINUTE
    assert day.planned_end_stamp == int((began + 120 * MINUTE).timestamp() * 1000)


def test_a_beginning_that_was_undone_does_not_count(roadshow: Roadshow, clock: Clock) -> None:
    go_on(roadshow, 1)
    actions.go_back(roadshow, turn=turn_of(roadshow), actor="Ana")
    assert day_at_a_glance(roadshow).planned_end is None
    began = clock.forward(minutes=15)
    go_on(roadshow, 1)
    assert (day_at_a_glance(roadshow).planned_end, behind(roadshow, clock)) == (began + 120 * MINUTE, 0)


@pytest.mark.parametrize("minutes", actions.STEPS)
def test_a_step_in_time_moves_the_day_by_as_much(roadshow: Roadshow, clock: Clock, minutes: int) -> None:
    go_on(roadshow, 1)
    clock.forward(minutes=10)
    actions.extend(roadshow, turn=turn_of(roadshow), minutes=minutes, actor="Ana")
    assert behind(roadshow, clock) == minutes


@pytest.mark.parametrize("order", [2, 3, 4])
def test_leaving_something_out_moves_the_day_by_its_length(roadshow: Roadshow, clock: Clock, order: int) -> None:
    go_on(roadshow, 1)
    actions.skip(roadshow, nth(roadshow, order), actor="Ana")
    assert behind(roadshow, clock) == -nth(roadshow, order).minutes
    actions.unskip(roadshow, nth(roadshow, order), actor="Ana")
    assert behind(roadshow, clock) == 0


def test_starting_early_moves_the_day_ahead_and_going_back_moves_it_back(roadshow: Roadshow, clock: Clock) -> None:
    go_on(roadshow, 1)
    clock.forward(minutes=10)
    go_on(roadshow, 2)
    early = behind(roadshow, clock)
    actions.go_back(roadshow, turn=turn_of(roadshow), actor="Ana")
    assert (early, behind(roadshow, clock)) == (-20, 0)


def test_a_pause_moves_the_day_by_as_much(roadshow: Roadshow, clock: Clock) -> None:
    go_on(roadshow, 1)
    hold.pause(roadshow, actor="Ana")
    clock.forward(minutes=12)
    paused = behind(roadshow, clock)
    hold.resume(roadshow, actor="Ana")
    clock.forward(minutes=12)
    assert (paused, behind(roadshow, clock)) == (12, 12)


# Ahead or behind, for every day that there can be

lengths = st.lists(st.integers(1, 600), min_size=1, max_size=12)
seconds = st.integers(0, 36_000)


class Planned:
    """A day in memory that goes as planned: from 9:00, at the beginning of one of its activities."""

    def __init__(self, minutes: list[int], at: int) -> None:
        self.activities = [Activity(pk=n, order=n, minutes=length) for n, length in enumerate(minutes, start=1)]
        self.at = at % len(minutes)
        self.now = NINE + sum(minutes[: self.at]) * MINUTE
        self.end = NINE + sum(minutes) * MINUTE
        present = self.activities[self.at]
        self.turn = Turn(activity=present, started_at=self.now, ends_at=self.now + present.planned)
        self.left_out: set[int] = set()

    def behind(self, later: dt.timedelta = dt.timedelta()) -> int:
        """Return how many seconds it is behind, some time after the beginning of the present activity."""
        lines = tuple(
            ActivityGlance(activity, dt.time(9), None, self._place(n)) for n, activity in enumerate(self.activities)
        )
        return DayGlance(Day(turn=self.turn), lines, self.end).behind(self.now + later)

    def _place(self, n: int) -> Place:
        if n == self.at:
            return Place.NOW
        if n in self.left_out:
            return Place.SKIPPED
        return Place.DONE if n < self.at else Place.AHEAD


@given(lengths, st.integers(0, 11), st.floats(0, 1))
def test_a_day_that_goes_as_planned_is_on_time_all_the_time(minutes: list[int], at: int, part: float) -> None:
    day = Planned(minutes, at)
    assert day.behind(part * day.activities[day.at].planned) == 0


@given(lengths, st.integers(0, 11), st.integers(0, 600))
def test_extending_in_time_moves_any_day_by_as_much(minutes: list[int], at: int, by: int) -> None:
    day = Planned(minutes, at)
    assert day.turn.ends_at is not None
    day.turn.ends_at += by * MINUTE
    assert day.behind() == by * 60


@given(lengths, st.integers(0, 11), st.sets(st.integers(0, 11)))
def test_leaving_out_what_is_ahead_moves_any_day_by_its_length(minutes: list[int], at: int, out: set[int]) -> None:
    day = Planned(minutes, at)
    day.left_out = {n for n in out if day.at < n < len(minutes)}
    assert day.behind() == -sum(minutes[n] for n in day.left_out) * 60


@given(lengths, st.integers(0, 11), seconds)
def test_over_its_time_any_day_falls_behind_by_every_second(minutes: list[int], at: int, over: int) -> None:
    day = Planned(minutes, at)
    assert day.behind(day.activities[day.at].planned + dt.timedelta(seconds=over)) == over


@given(lengths, st.integers(0, 11), seconds)
def test_while_the_clock_stands_any_day_falls_behind_by_every_second(minutes: list[int], at: int, stood: int) -> None:
    day = Planned(minutes, at)
    day.turn.ends_at, day.turn.remaining = None, day.activities[day.at].planned
    assert day.behind(dt.timedelta(seconds=stood)) == stood


def test_every_kind_of_activity_can_have_the_room(roadshow: Roadshow) -> None:
    for kind in ActivityKind:
        start(make_activity(roadshow, kind=kind))
        assert day_now(roadshow).activity is not None
    assert roadshow.turns.count() == len(ActivityKind)
