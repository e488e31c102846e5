"""The day's verbs on PostgreSQL when many press at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connections

from tests.factories import first_table, make_day, make_observer, make_roadshow, start
from workshops.actions import care, day, hold, screens, talk
from workshops.actions.day import DayMovedOnError
from workshops.models import Activity, Day, Hold, Roadshow, SignalKind, Turn

pytestmark = pytest.mark.django_db(transaction=True)

TOGETHER = 6
MINUTE = dt.timedelta(minutes=1)
Result = TypeVar("Result")


@pytest.fixture
def roadshow() -> Roadshow:
    roadshow = make_roadshow(tables=2)
    make_day(roadshow)
    return roadshow


@pytest.fixture
def turn(roadshow: Roadshow) -> Turn:
    return start(roadshow.activities.get(order=1))


def at_once(*verbs: Callable[[], Result]) -> list[Result | Exception]:
    """Let each verb happen in a thread of its own at the same moment; return what each got or raised."""
    together = Barrier(len(verbs))

    def press(verb: Callable[[], Result]) -> Result | Exception:
        together.wait(20)
        try:
            return verb()
        except Exception as error:  # noqa: BLE001 -- the test says which it may be
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(verbs)) as threads:
        return list(threads.map(press, verbs))


def mistakes(results: list[Result | Exception]) -> list[Exception]:
    return [result for result in results if isinstance(result, Exception) and not isinstance(result, DayMovedOnError)]


def events(roadshow: Roadshow, kind: str) -> int:
    """Return how many events of a kind there are, when their numbers are without gap or repeat."""
    numbers = list(roadshow.log.events.order_by("pk").values_list("seq", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    return roadshow.log.events.filter(kind=kind).count()


def test_of_many_different_activities_one_gets_the_room_and_the_others_hear_which(roadshow: Roadshow) -> None:
    activities = list(roadshow.activities.all())
    for attempt in range(3):
        after = Day.objects.get(pk=roadshow.pk).turn_id or 0

        def press(activity: Activity, seen: int = after) -> Callable[[], Turn]:
            return lambda: day.start_activity(
                Roadshow.objects.get(pk=roadshow.pk), activity, after=seen, actor=activity.title
            )

        results = at_once(*map(press, activities))
        (won,) = [result for result in results if isinstance(result, Turn)]
        late = [result for result in results if isinstance(result, DayMovedOnError)]
        assert [error.day.turn for error in late] == [won] * (len(activities) - 1), results
        assert {error.day.turn.started_by for error in late if error.day.turn} == {won.activity.title}
        assert (roadshow.turns.count(), events(roadshow, "activity-started")) == (attempt + 1, attempt + 1)


def test_one_press_that_arrives_many_times_starts_once(roadshow: Roadshow) -> None:
    activity = roadshow.activities.get(order=1)
    press = lambda: day.start_activity(roadshow, activity, after=0, actor="Ana", key="one press")  # noqa: E731
    results = at_once(*[press] * TOGETHER)
    assert len(set(results)) == 1, results
    assert (roadshow.turns.count(), events(roadshow, "activity-started")) == (1, 1)


def test_a_start_and_going_back_at_once_leave_one_of_both(roadshow: Roadshow, turn: Turn) -> None:
    second = roadshow.activities.get(order=2)
    results = at_once(
        lambda: day.start_activity(roadshow, second, after=turn.pk, actor="Ana"),
        lambda: day.go_back(roadshow, turn=turn.pk, actor="Ben"),
    )
    assert sum(isinstance(result, DayMovedOnError) for result in results) == 1, results
    present = Day.objects.select_related("turn").get(pk=roadshow.pk).turn
    assert present is None or present.undone_at is None


def test_many_steps_at_once_add_up(roadshow: Roadshow, turn: Turn) -> None:
    assert turn.ends_at is not None
    results = at_once(*[lambda: day.extend(roadshow, turn=turn.pk, minutes=1, actor="Ana")] * TOGETHER)
    assert [result for result in results if isinstance(result, Exception)] == []
    assert Turn.objects.get(pk=turn.pk).ends_at == turn.ends_at + TOGETHER * MINUTE


def test_a_pause_and_a_start_at_once_leave_no_clock_running(roadshow: Roadshow, turn: Turn) -> None:
    second = roadshow.activities.get(order=2)
    for _ in range(3):
        after = Day.objects.get(pk=roadshow.pk).turn_id or 0
        results: list[object] = at_once(
            lambda: hold.pause(roadshow, actor="Ana"),
            lambda seen=after: day.start_activity(roadshow, second, after=seen, actor="Ben"),  # type: ignore[misc]
        )
        assert [result for result in results if isinstance(result, Exception)] == []
        state = Day.objects.select_related("turn").get(pk=roadshow.pk)
        assert state.turn is not None
        assert (state.hold, state.turn.activity_id, state.turn.stands) == (Hold.PAUSED, second.pk, True)
        hold.resume(roadshow, actor="Ana")


def test_many_pauses_at_once_are_one(roadshow: Roadshow, turn: Turn) -> None:
    results = at_once(*[lambda: hold.pause(roadshow, actor="Ana")] * TOGETHER)
    assert sorted(map(str, results)) == ["False"] * (TOGETHER - 1) + ["True"]
    assert events(roadshow, "room-held") == 1
    assert not Day.objects.get(pk=roadshow.pk).clock_stood


@pytest.mark.parametrize("kind", SignalKind)
def test_many_devices_of_a_table_that_press_at_once_say_it_once(
    roadshow: Roadshow, turn: Turn, kind: SignalKind
) -> None:
    table = first_table(roadshow)
    results = at_once(*[lambda: care.signal(table, kind, actor="Table 1")] * TOGETHER)
    assert sorted(map(str, results)) == ["False"] * (TOGETHER - 1) + ["True"]
    results = at_once(*[lambda: care.clear_signal(table, kind, actor="Ana")] * TOGETHER)
    assert sorted(map(str, results)) == ["False"] * (TOGETHER - 1) + ["True"]
    assert (table.signals.count(), events(roadshow, "table-signal")) == (1, 2)


def test_one_notice_that_arrives_many_times_stands_once(roadshow: Roadshow) -> None:
    results = at_once(*[lambda: talk.broadcast(roadshow, text="Lunch.", actor="Ana", key="one press")] * TOGETHER)
    assert len(set(results)) == 1, results
    assert (roadshow.broadcasts.count(), events(roadshow, "broadcast")) == (1, 1)


def test_one_question_that_arrives_many_times_is_parked_once(roadshow: Roadshow) -> None:
    table = first_table(roadshow)
    results = at_once(
        *[lambda: talk.park_question(roadshow, text="Who?", actor="T", table=table, key="one press")] * TOGETHER
    )
    assert len(set(results)) == 1, results
    assert (roadshow.questions.count(), events(roadshow, "question-parked")) == (1, 1)


def test_one_note_that_arrives_many_times_is_kept_once(roadshow: Roadshow) -> None:
    author = make_observer(roadshow)
    results = at_once(
        *[lambda: talk.note_observation(roadshow, author=author, text="Silent.", key="one press")] * TOGETHER
    )
    assert len(set(results)) == 1, results


def test_notices_and_signals_and_starts_at_once_do_not_lock_each_other_out(roadshow: Roadshow) -> None:
    activity, table = roadshow.activities.get(order=1), first_table(roadshow)
    results: list[object] = at_once(
        lambda: day.start_activity(roadshow, activity, after=0, actor="Ana"),
        lambda: talk.broadcast(roadshow, text="Lunch.", actor="Ana", key="a"),
        lambda: talk.park_question(roadshow, text="Who?", actor="T", table=table, key="b"),
        lambda: care.signal(table, SignalKind.HELP, actor="T"),
        lambda: care.hide(roadshow, "question:1", actor="Ana"),
        lambda: hold.freeze(roadshow, actor="Ben"),
        lambda: screens.add_screen(roadshow, name="Wall", actor="Ben"),
    )
    assert [result for result in results if isinstance(result, Exception)] == []
    assert events(roadshow, "activity-started") == 1


def test_many_who_hide_one_thing_at_once_hide_it_once_and_so_do_those_who_show_it(roadshow: Roadshow) -> None:
    item = talk.park_question(roadshow, text="Is Mrs Real at home?", actor="T").item
    results = at_once(*[lambda: care.hide(roadshow, item, actor="Ana")] * TOGETHER)
    assert sorted(map(str, results)) == ["False"] * (TOGETHER - 1) + ["True"]
    results = at_once(*[lambda: care.show_again(roadshow, item, actor="Ana")] * TOGETHER)
    assert sorted(map(str, results)) == ["False"] * (TOGETHER - 1) + ["True"]
    assert (roadshow.hidings.count(), events(roadshow, "item-hidden"), events(roadshow, "item-shown")) == (1, 1, 1)


def test_one_screen_that_is_added_many_times_at_once_is_one(roadshow: Roadshow) -> None:
    results = at_once(*[lambda: screens.add_screen(roadshow, name="Wall", actor="Ana")] * TOGETHER)
    assert len(set(results)) == 1, results
    assert roadshow.screens.count() == 2
