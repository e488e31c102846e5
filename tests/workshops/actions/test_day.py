from __future__ import annotations

import datetime as dt

import pytest

from live.room import Delivery
from tests.changes import DAY, Change, each, half_way, nth, turn_of
from tests.factories import first_table, make_activity, make_day, make_roadshow, start
from tests.workshops.conftest import Clock, Told
from workshops.actions import day
from workshops.actions.day import DayMovedOnError, NotOpenError
from workshops.actions.room import open_roadshow
from workshops.models import Activity, Day, Roadshow, RoadshowState, Turn

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
    return nth(roadshow, 1)


@pytest.fixture
def case(roadshow: Roadshow) -> Activity:
    return nth(roadshow, 2)


def room_has(roadshow: Roadshow) -> str | None:
    """Return the title of what has the room."""
    turn = Day.objects.select_related("turn__activity").get(pk=roadshow.pk).turn
    return turn.activity.title if turn else None


def read(turn: Turn) -> Turn:
    """Return a turn as it is stored."""
    return Turn.objects.get(pk=turn.pk)


@each(*DAY)
def test_a_move_of_the_day_is_told_to_everybody_once_and_after_the_commit(
    roadshow: Roadshow, told: Told, change: Change
) -> None:
    change.before(roadshow)
    assert told(lambda: change.verb(roadshow)) == [change.told(roadshow)]
    event = roadshow.log.events.latest("seq")
    assert (event.kind, event.actor) == (change.kind, "Ana")


@each(*DAY)
def test_a_move_of_the_day_that_was_rolled_back_is_told_to_nobody(
    roadshow: Roadshow, told: Told, change: Change
) -> None:
    change.before(roadshow)
    before = roadshow.log.events.count()
    assert told(lambda: half_way(change.verb, roadshow)) == []
    assert roadshow.log.events.count() == before


def test_control_without_waiting_for_the_commit_a_rollback_would_be_told(
    roadshow: Roadshow, arrival: Activity, delivered: list[Delivery], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("live.announce.transaction.on_commit", lambda push, *, robust: push())  # noqa: ARG005
    half_way(lambda _room: start(arrival), roadshow)
    assert len(delivered) == 1


# Starting


def test_an_activity_that_starts_has_the_room_and_a_clock_of_its_planned_time(
    roadshow: Roadshow, arrival: Activity, clock: Clock
) -> None:
    turn = read(day.start_activity(roadshow, arrival, after=0, actor="Ana", key="a press"))
    assert (turn.activity, turn.before, turn.started_by, turn.key) == (arrival, None, "Ana", "a press")
    assert (turn.started_at, turn.ends_at, turn.remaining, turn.ended_at) == (
        clock.now,
        clock.now + 30 * MINUTE,
        None,
        None,
    )
    assert room_has(roadshow) == "Arrival"


def test_what_had_the_room_ends_when_the_next_one_starts(
    roadshow: Roadshow, arrival: Activity, case: Activity, clock: Clock
) -> None:
    first = start(arrival)
    moved = clock.forward(minutes=20)
    second = start(case)
    assert (read(first).ended_at, read(first).undone_at) == (moved, None)
    assert (second.before, second.ends_at) == (first, moved + 60 * MINUTE)
    assert room_has(roadshow) == "The case"


def test_any_activity_can_start_whatever_its_place(roadshow: Roadshow, arrival: Activity) -> None:
    start(nth(roadshow, 4))
    start(arrival)
    assert room_has(roadshow) == "Arrival"


def test_an_event_of_a_start_names_the_activity_and_the_turn(roadshow: Roadshow, arrival: Activity) -> None:
    turn = start(arrival)
    said = roadshow.log.events.get().payload
    assert (said["activity"], said["turn"]) == (arrival.pk, turn.pk)


def test_of_two_consoles_that_start_different_activities_the_first_one_wins(
    roadshow: Roadshow, arrival: Activity, case: Activity
) -> None:
    won = day.start_activity(roadshow, arrival, after=0, actor="Ana")
    with pytest.raises(DayMovedOnError) as late:
        day.start_activity(roadshow, case, after=0, actor="Ben")
    assert late.value.day.turn == won
    assert (room_has(roadshow), Turn.objects.count(), roadshow.log.events.count()) == ("Arrival", 1, 1)


def test_a_day_that_is_started_twice_starts_once(roadshow: Roadshow, arrival: Activity, clock: Clock) -> None:
    first = day.start_activity(roadshow, arrival, after=0, actor="Ana", key="one press")
    clock.forward(minutes=5)
    with pytest.raises(DayMovedOnError) as late:
        day.start_activity(roadshow, arrival, after=0, actor="Ben", key="another press")
    assert late.value.day.turn == first
    assert read(first).ends_at == clock.now + 25 * MINUTE


def test_control_who_has_seen_what_has_the_room_may_start_it_once_more(roadshow: Roadshow, arrival: Activity) -> None:
    first = start(arrival)
    again = day.start_activity(roadshow, arrival, after=first.pk, actor="Ben")
    assert (again != first, turn_of(roadshow)) == (True, again.pk)


def test_the_same_press_once_more_is_answered_as_the_first_time(roadshow: Roadshow, arrival: Activity) -> None:
    first, again = (day.start_activity(roadshow, arrival, after=0, actor="Ana", key="a press") for _ in range(2))
    assert first == again
    assert (Turn.objects.count(), roadshow.log.events.count()) == (1, 1)


def test_the_same_press_once_more_does_not_bring_the_room_back(
    roadshow: Roadshow, arrival: Activity, case: Activity
) -> None:
    first = start(arrival, key="a press")
    start(case)
    assert day.start_activity(roadshow, arrival, after=0, actor="Ana", key="a press") == first
    assert room_has(roadshow) == "The case"


def test_a_press_that_was_undone_meanwhile_does_not_start_again(roadshow: Roadshow, arrival: Activity) -> None:
    turn = start(arrival, key="a press")
    day.go_back(roadshow, turn=turn.pk, actor="Ben")
    with pytest.raises(DayMovedOnError):
        day.start_activity(roadshow, arrival, after=0, actor="Ana", key="a press")
    assert room_has(roadshow) is None


@pytest.mark.parametrize("state", [RoadshowState.PLANNED, RoadshowState.CLOSED])
def test_a_roadshow_that_is_shut_starts_nothing(roadshow: Roadshow, arrival: Activity, state: RoadshowState) -> None:
    Roadshow.objects.update(state=state)
    shut = Roadshow.objects.get(pk=roadshow.pk)
    with pytest.raises(NotOpenError):
        day.start_activity(shut, arrival, after=0, actor="Ana")
    assert (room_has(roadshow), roadshow.log.events.count()) == (None, 0)


def test_control_the_same_roadshow_opened_starts_it(roadshow: Roadshow, arrival: Activity) -> None:
    Roadshow.objects.update(state=RoadshowState.CLOSED)
    shut = Roadshow.objects.get(pk=roadshow.pk)
    open_roadshow(shut, actor="Ana")
    day.start_activity(shut, arrival, after=0, actor="Ana")
    assert room_has(roadshow) == "Arrival"


def test_an_activity_that_was_taken_out_of_the_order_does_not_start(
    roadshow: Roadshow, arrival: Activity, clock: Clock
) -> None:
    Activity.objects.filter(pk=arrival.pk).update(removed_at=clock.now)
    with pytest.raises(DayMovedOnError):
        start(arrival)
    assert room_has(roadshow) is None


# Going back


def test_going_back_gives_the_clock_back_as_though_it_had_run_on(
    roadshow: Roadshow, arrival: Activity, case: Activity, clock: Clock
) -> None:
    first = start(arrival)
    clock.forward(minutes=10)
    second = start(case)
    clock.forward(minutes=5)
    assert day.go_back(roadshow, turn=second.pk, actor="Ben") == first
    stored = read(first)
    assert (stored.left(clock.now), stored.ended_at) == (15 * MINUTE, None)
    assert room_has(roadshow) == "Arrival"


def test_a_clock_that_stood_stands_after_going_back(
    roadshow: Roadshow, arrival: Activity, case: Activity, clock: Clock
) -> None:
    first = start(arrival)
    clock.forward(minutes=10)
    day.stop_clock(roadshow, turn=first.pk, actor="Ana")
    second = start(case)
    clock.forward(minutes=5)
    day.go_back(roadshow, turn=second.pk, actor="Ana")
    assert (read(first).stands, read(first).remaining) == (True, 20 * MINUTE)


def test_going_back_deletes_nothing_and_says_who_went_back_and_when(
    roadshow: Roadshow, arrival: Activity, case: Activity, clock: Clock
) -> None:
    start(arrival)
    undone = start(case)
    when = clock.forward(minutes=1)
    day.go_back(roadshow, turn=undone.pk, actor="Ben")
    stored = read(undone)
    assert (stored.undone_at, stored.undone_by, stored.started_by) == (when, "Ben", "Ana")
    assert Turn.objects.count() == 2
    assert [event.kind for event in roadshow.log.events.order_by("seq")] == [
        "activity-started",
        "activity-started",
        "activity-undone",
    ]


def test_one_can_go_back_to_before_the_day_began_and_begin_again(roadshow: Roadshow, arrival: Activity) -> None:
    turn = start(arrival)
    assert day.go_back(roadshow, turn=turn.pk, actor="Ana") is None
    assert room_has(roadshow) is None
    assert start(arrival).before is None


def test_one_can_go_back_step_by_step_past_what_was_undone(
    roadshow: Roadshow, arrival: Activity, case: Activity
) -> None:
    first = start(arrival)
    day.go_back(roadshow, turn=start(case).pk, actor="Ana")
    third = start(nth(roadshow, 3))
    assert third.before == first
    assert day.go_back(roadshow, turn=third.pk, actor="Ana") == first


def test_going_back_from_where_the_room_is_no_longer_changes_nothing(
    roadshow: Roadshow, arrival: Activity, case: Activity
) -> None:
    first, second = start(arrival), start(case)
    with pytest.raises(DayMovedOnError) as late:
        day.go_back(roadshow, turn=first.pk, actor="Ben")
    assert late.value.day.turn == second
    assert room_has(roadshow) == "The case"


def test_a_press_of_going_back_that_arrives_twice_goes_back_once(
    roadshow: Roadshow, arrival: Activity, case: Activity
) -> None:
    start(arrival)
    second = start(case)
    day.go_back(roadshow, turn=second.pk, actor="Ana")
    with pytest.raises(DayMovedOnError):
        day.go_back(roadshow, turn=second.pk, actor="Ana")
    assert room_has(roadshow) == "Arrival"


def test_before_the_beginning_there_is_no_going_back(roadshow: Roadshow) -> None:
    with pytest.raises(DayMovedOnError) as late:
        day.go_back(roadshow, turn=1, actor="Ana")
    assert late.value.day.turn is None


# Leaving out


def test_an_activity_is_left_out_once_with_who_and_when_and_taken_in_again(
    roadshow: Roadshow, case: Activity, clock: Clock
) -> None:
    assert [day.skip(roadshow, case, actor=actor) for actor in ("Ana", "Ben")] == [True, False]
    case.refresh_from_db()
    assert (case.skipped_at, case.skipped_by) == (clock.now, "Ana")
    assert [day.unskip(roadshow, case, actor=actor) for actor in ("Ana", "Ben")] == [True, False]
    case.refresh_from_db()
    assert (case.skipped_at, case.skipped_by) == (None, "")
    assert roadshow.log.events.count() == 2


def test_starting_what_was_left_out_and_going_back_leaves_it_out_as_before(
    roadshow: Roadshow, case: Activity, clock: Clock
) -> None:
    when = clock.now
    day.skip(roadshow, case, actor="Ana")
    clock.forward(minutes=1)
    turn = start(case)
    day.go_back(roadshow, turn=turn.pk, actor="Ben")
    case.refresh_from_db()
    assert (case.skipped_at, case.skipped_by) == (when, "Ana")


def test_what_is_not_in_this_running_order_is_not_left_out(roadshow: Roadshow, case: Activity, clock: Clock) -> None:
    theirs = make_activity(make_roadshow())
    Activity.objects.filter(pk=case.pk).update(removed_at=clock.now)
    assert [day.skip(roadshow, activity, actor="Ana") for activity in (theirs, case)] == [False, False]
    assert not Activity.objects.exclude(skipped_at=None).exists()


def test_days_of_two_roadshows_do_not_touch_each_other(roadshow: Roadshow, arrival: Activity) -> None:
    other = make_roadshow()
    make_day(other)
    start(arrival)
    assert first_table(other).roadshow.log.events.count() == 0
    assert room_has(other) is None
    start(nth(other, 2))
    assert (room_has(roadshow), room_has(other)) == ("Arrival", "The case")
