from __future__ import annotations

import datetime as dt

import pytest

from tests.changes import HOLD, Change, each, half_way, nth, turn_of
from tests.factories import make_day, make_roadshow, start
from tests.workshops.conftest import Clock, Told
from workshops.actions import day, hold
from workshops.models import Day, Hold, Roadshow, Turn

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def roadshow(clock: Clock) -> Roadshow:
    """Return an open roadshow with a running order of which nothing is started. It is 10:00."""
    roadshow = make_roadshow(tables=2)
    make_day(roadshow)
    return roadshow


@pytest.fixture
def turn(roadshow: Roadshow) -> Turn:
    """Let an activity of 30 minutes have the room."""
    return start(nth(roadshow, 1))


def read(turn: Turn) -> Turn:
    return Turn.objects.get(pk=turn.pk)


def held(roadshow: Roadshow) -> tuple[str, str, dt.datetime | None]:
    day = Day.objects.get(pk=roadshow.pk)
    return day.hold, day.held_by, day.held_at


@each(*HOLD)
def test_a_hold_is_told_to_everybody_once_and_after_the_commit(roadshow: Roadshow, told: Told, change: Change) -> None:
    change.before(roadshow)
    assert told(lambda: change.verb(roadshow)) == [change.told(roadshow)]
    event = roadshow.log.events.latest("seq")
    assert (event.kind, event.actor) == (change.kind, "Ana")


@each(*HOLD)
def test_a_hold_that_was_rolled_back_is_told_to_nobody(roadshow: Roadshow, told: Told, change: Change) -> None:
    change.before(roadshow)
    before = held(roadshow), roadshow.log.events.count()
    assert told(lambda: half_way(change.verb, roadshow)) == []
    assert (held(roadshow), roadshow.log.events.count()) == before


def test_a_hold_says_who_held_the_room_and_since_when(roadshow: Roadshow, clock: Clock) -> None:
    assert hold.freeze(roadshow, actor="Ana")
    assert held(roadshow) == (Hold.FROZEN, "Ana", clock.now)
    assert hold.resume(roadshow, actor="Ben")
    assert held(roadshow) == (Hold.NONE, "", None)


def test_holding_the_room_as_it_is_held_changes_nothing_and_tells_nobody(roadshow: Roadshow, clock: Clock) -> None:
    when = clock.now
    assert not hold.resume(roadshow, actor="Ana")
    assert hold.pause(roadshow, actor="Ana")
    clock.forward(minutes=1)
    assert not hold.pause(roadshow, actor="Ben")
    assert held(roadshow) == (Hold.PAUSED, "Ana", when)
    assert roadshow.log.events.count() == 1


def test_a_freeze_leaves_the_clock_running(roadshow: Roadshow, turn: Turn, clock: Clock) -> None:
    hold.freeze(roadshow, actor="Ana")
    clock.forward(minutes=5)
    hold.resume(roadshow, actor="Ana")
    assert read(turn).ends_at == turn.ends_at


def test_a_pause_stops_the_clock_and_it_runs_on_afterwards(roadshow: Roadshow, turn: Turn, clock: Clock) -> None:
    clock.forward(minutes=10)
    hold.pause(roadshow, actor="Ana")
    assert (read(turn).ends_at, read(turn).remaining) == (None, 20 * MINUTE)
    later = clock.forward(minutes=45)
    hold.resume(roadshow, actor="Ana")
    assert (read(turn).ends_at, read(turn).remaining) == (later + 20 * MINUTE, None)


def test_a_clock_that_stood_before_the_pause_stands_afterwards(roadshow: Roadshow, turn: Turn, clock: Clock) -> None:
    clock.forward(minutes=10)
    day.stop_clock(roadshow, turn=turn.pk, actor="Ana")
    hold.pause(roadshow, actor="Ana")
    clock.forward(minutes=5)
    hold.resume(roadshow, actor="Ana")
    assert (read(turn).ends_at, read(turn).remaining) == (None, 20 * MINUTE)


def test_the_second_pause_remembers_nothing_of_the_first(roadshow: Roadshow, turn: Turn, clock: Clock) -> None:
    day.stop_clock(roadshow, turn=turn.pk, actor="Ana")
    hold.pause(roadshow, actor="Ana")
    hold.resume(roadshow, actor="Ana")
    day.start_clock(roadshow, turn=turn.pk, actor="Ana")
    hold.pause(roadshow, actor="Ana")
    hold.resume(roadshow, actor="Ana")
    assert not read(turn).stands


def test_a_frozen_room_that_pauses_stops_the_clock_and_frozen_again_lets_it_run(
    roadshow: Roadshow, turn: Turn, clock: Clock
) -> None:
    hold.freeze(roadshow, actor="Ana")
    hold.pause(roadshow, actor="Ana")
    assert read(turn).stands
    later = clock.forward(minutes=3)
    hold.freeze(roadshow, actor="Ana")
    assert (held(roadshow)[0], read(turn).ends_at) == (Hold.FROZEN, later + 30 * MINUTE)


def test_a_room_where_nothing_has_begun_can_pause(roadshow: Roadshow) -> None:
    assert [verb(roadshow, actor="Ana") for verb in (hold.pause, hold.resume)] == [True, True]


def test_what_starts_in_a_pause_has_a_clock_that_waits_for_its_end(
    roadshow: Roadshow, turn: Turn, clock: Clock
) -> None:
    hold.pause(roadshow, actor="Ana")
    clock.forward(minutes=5)
    started = start(nth(roadshow, 2))
    assert (started.ends_at, read(started).remaining) == (None, 60 * MINUTE)
    later = clock.forward(minutes=5)
    hold.resume(roadshow, actor="Ana")
    assert read(started).ends_at == later + 60 * MINUTE


def test_going_back_after_a_pause_in_which_the_next_one_started_finds_a_clock_that_ran(
    roadshow: Roadshow, turn: Turn, clock: Clock
) -> None:
    hold.pause(roadshow, actor="Ana")
    clock.forward(minutes=5)
    left = clock.now
    started = start(nth(roadshow, 2))
    hold.resume(roadshow, actor="Ana")
    day.go_back(roadshow, turn=started.pk, actor="Ana")
    assert (read(turn).ends_at, read(turn).remaining) == (left + 30 * MINUTE, None)


def test_going_back_in_a_pause_finds_a_clock_that_waits_for_its_end(
    roadshow: Roadshow, turn: Turn, clock: Clock
) -> None:
    clock.forward(minutes=10)
    started = start(nth(roadshow, 2))
    hold.pause(roadshow, actor="Ana")
    day.go_back(roadshow, turn=started.pk, actor="Ana")
    assert (read(turn).ends_at, read(turn).remaining) == (None, 20 * MINUTE)
    later = clock.forward(minutes=5)
    hold.resume(roadshow, actor="Ana")
    assert read(turn).ends_at == later + 20 * MINUTE


def test_going_back_in_a_pause_to_what_stood_before_it_leaves_that_standing(
    roadshow: Roadshow, turn: Turn, clock: Clock
) -> None:
    day.stop_clock(roadshow, turn=turn.pk, actor="Ana")
    hold.pause(roadshow, actor="Ana")
    start(nth(roadshow, 2))
    day.go_back(roadshow, turn=turn_of(roadshow), actor="Ana")
    hold.resume(roadshow, actor="Ana")
    assert read(turn).remaining == 30 * MINUTE


def test_going_back_in_a_pause_to_before_the_beginning_leaves_no_clock_behind(roadshow: Roadshow, turn: Turn) -> None:
    hold.pause(roadshow, actor="Ana")
    day.go_back(roadshow, turn=turn.pk, actor="Ana")
    assert hold.resume(roadshow, actor="Ana")
    assert turn_of(roadshow) == 0
