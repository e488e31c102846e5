from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from live.models import Event
from tests.factories import give_room, make_order, make_roadshow
from workshops.actions import running_order as actions
from workshops.models import Activity, Roadshow
from workshops.queries.running_order import in_hours, is_begun, plan_of, what_was_done, who_reordered, who_reworded

pytestmark = pytest.mark.django_db


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow(starts_at=dt.time(9))


def rest(roadshow: Roadshow, order: int, kind: str = "break") -> None:
    """Turn one activity into a rest of ten minutes."""
    Activity.objects.filter(roadshow=roadshow, order=order).update(kind=kind, minutes=10)


# Planned times


def test_each_activity_starts_when_the_one_before_it_ends(roadshow: Roadshow) -> None:
    make_order(roadshow, "A", "B", minutes=50)
    plan = plan_of(roadshow)
    assert [(line.position, f"{line.starts:%H:%M}", f"{line.ends:%H:%M}") for line in plan.lines] == [
        (1, "09:00", "09:50"),
        (2, "09:50", "10:40"),
    ]
    assert (f"{plan.ends:%H:%M}", plan.length) == ("10:40", "1 h 40 min")


def test_an_empty_order_ends_when_it_starts(roadshow: Roadshow) -> None:
    plan = plan_of(roadshow)
    assert (plan.lines, f"{plan.ends:%H:%M}", plan.length, plan.warnings) == ((), "09:00", "0 min", ())


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "0 min"), (45, "45 min"), (60, "1 h"), (400, "6 h 40 min"), (1500, "25 h")]
)
def test_a_length_is_said_in_hours_and_minutes(minutes: int, words: str) -> None:
    assert in_hours(dt.timedelta(minutes=minutes)) == words


def test_what_had_the_room_is_fixed_and_what_has_it_is_now(roadshow: Roadshow) -> None:
    first, second, *_others = make_order(roadshow, "A", "B", "C", "D")
    give_room(first)
    give_room(second)
    lines = plan_of(roadshow).lines
    assert [(line.fixed, line.now, line.can_rise, line.can_sink) for line in lines] == [
        (True, False, False, False),
        (True, True, False, False),
        (False, False, False, True),
        (False, False, True, False),
    ]
    assert [is_begun(line.activity) for line in lines] == [True, True, False, False]


# What is worth a thought


def test_a_day_that_ends_in_time_and_has_breaks_is_worth_no_thought(roadshow: Roadshow) -> None:
    actions.fill_from_template(roadshow, actor="Ana")
    assert plan_of(roadshow).warnings == ()


def test_a_day_that_runs_late_says_from_where_on(roadshow: Roadshow) -> None:
    make_order(roadshow, "A", "B", "C", "D", "E", minutes=110)
    for order in (2, 4):
        rest(roadshow, order)
    make_order(roadshow, "F", "G", minutes=110)
    Activity.objects.filter(title__in="FG").update(order=9, kind="break")
    [warning] = plan_of(roadshow).warnings
    assert warning == "The day ends at 18:30. From “G” on it runs past 17:00, when people begin to leave."


def test_a_day_that_ends_at_five_is_not_late(roadshow: Roadshow) -> None:
    make_order(roadshow, "A", minutes=480, kind="break")
    assert plan_of(roadshow).warnings == ()


def test_a_day_that_ends_on_the_next_day_says_so(roadshow: Roadshow) -> None:
    make_order(roadshow, "A", "B", minutes=480, kind="break")
    [warning] = plan_of(roadshow).warnings
    assert warning.startswith("The day ends at 01:00 on the next day. From “B” on it runs past 17:00")


def test_more_than_two_hours_without_a_break_are_worth_a_thought(roadshow: Roadshow) -> None:
    make_order(roadshow, "A", "B", "C", "D", minutes=60)
    rest(roadshow, 1, kind="arrival")
    [warning] = plan_of(roadshow).warnings
    assert warning == "There is no break from 09:10 to 12:10, which is more than 2 h."


def test_two_hours_without_a_break_are_not(roadshow: Roadshow) -> None:
    make_order(roadshow, "A", "B", "C", "D", "E", minutes=60)
    rest(roadshow, 3)
    assert plan_of(roadshow).warnings == ()


# What is set aside


def test_what_went_together_is_shown_together_the_last_first(roadshow: Roadshow) -> None:
    make_order(roadshow, "A", "B", "C", removed_at=dt.datetime(2026, 3, 1, tzinfo=dt.UTC))
    make_order(roadshow, "D", removed_at=dt.datetime(2026, 3, 2, tzinfo=dt.UTC))
    make_order(roadshow, "E")
    plan = plan_of(roadshow)
    assert [[activity.title for activity in group.activities] for group in plan.set_aside] == [["D"], ["A", "B", "C"]]
    assert [line.activity.title for line in plan.lines] == ["E"]
    assert plan.set_aside[1].at == dt.datetime(2026, 3, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize("count", [1, 3])
def test_a_plan_takes_four_queries_however_long_it_is(
    count: int, roadshow: Roadshow, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for activity in make_order(roadshow, *"ABC"[:count]):
        give_room(activity)
    make_order(roadshow, *"XYZ"[:count], removed_at=timezone.now())
    with django_assert_num_queries(4):
        plan = plan_of(roadshow)
        assert [line.activity.title for line in plan.lines] == list("ABC"[:count])
        assert plan.warnings == ()


# Who did what


def reordered(activity: Activity) -> str:
    activity.refresh_from_db()
    return who_reordered(activity)


def test_who_changed_the_order_is_said_with_what_it_means_here(roadshow: Roadshow) -> None:
    _first, second, third = make_order(roadshow, "A", "B", "C")
    actions.move_activity(third, to=1, seen=3, actor="Ana")
    clock = f"{timezone.localtime(Event.objects.get().at):%H:%M}"
    assert reordered(second) == f"Ana moved “C” at {clock}. “B” is number 3 now."
    actions.remove_activity(second, actor="Ben")
    assert reordered(second) == f"Ben took “B” out at {clock}. “B” is set aside now."
    actions.put_back(second, actor="Cid")
    assert reordered(second) == f"Cid put “B” back at {clock}. “B” is number 3 now."
    actions.fill_from_template(roadshow, actor="Dee")
    assert reordered(second) == f"Dee took the template's day at {clock}. “B” is set aside now."


def test_every_change_of_the_order_can_be_told(roadshow: Roadshow) -> None:
    first, _second = make_order(roadshow, "A {title}", "B")
    actions.change_activity(first, seen=first.mark, actor="Ana", **first.words | {"minutes": 5})
    actions.begin_at(roadshow, dt.time(8), actor="Ana")
    same: dict[str, Any] = first.words
    actions.add_activity(roadshow, actor="Ana", **same)
    told = [what_was_done(event.payload) for event in roadshow.log.events.order_by("seq")]
    assert told == ["changed “A {title}”", "changed when the day starts", "added “A {title}”"]


def test_other_changes_are_not_blamed_for_the_order(roadshow: Roadshow) -> None:
    first, _second = make_order(roadshow, "A", "B")
    actions.change_activity(first, seen=first.mark, actor="Ana", **first.words | {"title": "New"})
    actions.begin_at(roadshow, dt.time(8), actor="Ana")
    assert reordered(first) == "“New” is number 1 now."


def test_who_changed_the_words_is_said(roadshow: Roadshow) -> None:
    first, second = make_order(roadshow, "A", "B")
    assert who_reworded(first) == "It was changed meanwhile."
    actions.change_activity(first, seen=first.mark, actor="Ana", **first.words | {"title": "New"})
    actions.move_activity(second, to=1, seen=2, actor="Ben")
    clock = f"{timezone.localtime(roadshow.log.events.earliest('seq').at):%H:%M}"
    assert who_reworded(first) == f"Ana changed it at {clock}."
    assert who_reworded(second) == "It was changed meanwhile."
