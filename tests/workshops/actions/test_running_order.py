from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from live.room import Delivery
from tests.factories import give_room, make_order, make_roadshow
from tests.together import together
from workshops import kinds
from workshops.actions import running_order as actions
from workshops.actions.day import go_back
from workshops.models import Activity, Roadshow, Turn
from workshops.template_day import DAY
from workshops.topics import CONSOLES, EVERYBODY

pytestmark = pytest.mark.django_db

PLAIN: dict[str, Any] = {"kind": "plain", "minutes": 20, "prompts": "", "notes": "", "wellbeing": ""}


@pytest.fixture
def roadshow() -> Roadshow:
    """Return a roadshow with A, B, C and D in its running order."""
    roadshow = make_roadshow()
    make_order(roadshow, "A", "B", "C", "D")
    return roadshow


def titles(roadshow: Roadshow) -> str:
    """Return the titles in order; fail unless the numbers are dense."""
    present = list(roadshow.activities.filter(removed_at=None))
    assert [activity.order for activity in present] == list(range(1, len(present) + 1))
    return "".join(activity.title for activity in present)


def one(roadshow: Roadshow, title: str) -> Activity:
    return roadshow.activities.get(title=title)


def move(roadshow: Roadshow, title: str, to: int) -> int:
    activity = one(roadshow, title)
    return actions.move_activity(activity, to=to, seen=activity.order, actor="Ana")


# Adding


def test_an_activity_is_added_at_the_end_or_where_one_wishes(roadshow: Roadshow) -> None:
    actions.add_activity(roadshow, actor="Ana", title="E", **PLAIN)
    actions.add_activity(roadshow, actor="Ana", at=2, title="F", **PLAIN)
    assert titles(roadshow) == "AFBCDE"
    assert one(roadshow, "F").words == PLAIN | {"title": "F"}


def test_a_second_press_adds_nothing(roadshow: Roadshow) -> None:
    for at in (None, 2):
        first, again = (actions.add_activity(roadshow, actor="Ana", at=at, title=f"E{at}", **PLAIN) for _ in range(2))
        assert first == again
    assert titles(roadshow) == "AE2BCDENone"
    assert roadshow.log.events.count() == 2


def test_the_same_words_elsewhere_are_another_activity(roadshow: Roadshow) -> None:
    for at in (2, 5):
        actions.add_activity(roadshow, actor="Ana", at=at, title="P", **PLAIN)
    assert titles(roadshow) == "APBCPD"


def test_on_the_day_nothing_is_added_before_the_present_activity(roadshow: Roadshow) -> None:
    give_room(one(roadshow, "B"))
    actions.add_activity(roadshow, actor="Ana", at=1, title="E", **PLAIN)
    assert titles(roadshow) == "ABECD"


# Changing


def test_what_an_activity_says_is_changed(roadshow: Roadshow) -> None:
    activity = one(roadshow, "B")
    assert actions.change_activity(activity, seen=activity.mark, actor="Ana", title="Break", **PLAIN)
    activity.refresh_from_db()
    assert activity.words == PLAIN | {"title": "Break"}
    assert activity.order == 2


def test_the_same_words_again_change_nothing(roadshow: Roadshow) -> None:
    activity = one(roadshow, "B")
    assert not actions.change_activity(activity, seen="whatever", actor="Ana", **activity.words)
    assert roadshow.log.events.count() == 0


def test_who_did_not_see_what_somebody_else_said_replaces_nothing(roadshow: Roadshow) -> None:
    activity = one(roadshow, "B")
    seen = activity.mark
    actions.change_activity(activity, seen=seen, actor="Ana", title="Ana's", **PLAIN)
    with pytest.raises(actions.ChangedMeanwhileError) as late:
        actions.change_activity(one(roadshow, "Ana's"), seen=seen, actor="Ben", title="Ben's", **PLAIN)
    assert late.value.activity.title == "Ana's"
    assert one(roadshow, "Ana's").words == PLAIN | {"title": "Ana's"}


def test_control_who_saw_it_replaces_it(roadshow: Roadshow) -> None:
    activity = one(roadshow, "B")
    actions.change_activity(activity, seen=activity.mark, actor="Ana", title="Ana's", **PLAIN)
    seen = one(roadshow, "Ana's").mark
    assert actions.change_activity(activity, seen=seen, actor="Ben", title="Ben's", **PLAIN)


def test_a_move_does_not_stand_in_the_way_of_a_change_of_words(roadshow: Roadshow) -> None:
    activity = one(roadshow, "B")
    seen = activity.mark
    move(roadshow, "B", 4)
    assert actions.change_activity(activity, seen=seen, actor="Ben", title="Ben's", **PLAIN)
    assert titles(roadshow) == "ACDBen's"


def test_once_it_had_the_room_its_minutes_stay_and_its_words_can_change(roadshow: Roadshow) -> None:
    activity = one(roadshow, "B")
    give_room(activity)
    actions.change_activity(activity, seen=activity.mark, actor="Ana", title="Break", **PLAIN)
    changed = one(roadshow, "Break")
    assert (changed.minutes, changed.kind) == (30, "plain")


def test_everybody_hears_of_new_words_for_what_the_room_is_at_and_only_consoles_of_others(
    roadshow: Roadshow, delivered: list[Delivery], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    present, other = one(roadshow, "B"), one(roadshow, "C")
    give_room(present)
    with django_capture_on_commit_callbacks(execute=True):
        for activity in (present, other):
            actions.change_activity(activity, seen=activity.mark, actor="Ana", title="New", **PLAIN)
    told = [tuple(topic for topic, _after, _text in push.texts) for push in delivered]
    assert told == [EVERYBODY, (CONSOLES,)]


# Moving


@pytest.mark.parametrize(
    ("title", "to", "order", "stands"),
    [("D", 1, "DABC", 1), ("A", 4, "BCDA", 4), ("B", 3, "ACBD", 3), ("B", 0, "BACD", 1), ("B", 99, "ACDB", 4)],
)
def test_an_activity_moves(roadshow: Roadshow, title: str, to: int, order: str, stands: int) -> None:
    assert move(roadshow, title, to) == stands
    assert titles(roadshow) == order


def test_moving_it_to_where_it_stands_tells_nobody(roadshow: Roadshow) -> None:
    assert move(roadshow, "A", 0) == 1
    assert roadshow.log.events.count() == 0


def test_who_did_not_see_the_present_order_moves_nothing(roadshow: Roadshow) -> None:
    seen = one(roadshow, "C").order
    move(roadshow, "D", 1)
    with pytest.raises(actions.ChangedMeanwhileError):
        actions.move_activity(one(roadshow, "C"), to=2, seen=seen, actor="Ben")
    assert titles(roadshow) == "DABC"


def test_control_a_move_elsewhere_does_not_stand_in_the_way(roadshow: Roadshow) -> None:
    seen = one(roadshow, "B").order
    move(roadshow, "D", 3)
    assert actions.move_activity(one(roadshow, "B"), to=1, seen=seen, actor="Ben") == 1
    assert titles(roadshow) == "BADC"


def test_what_was_taken_out_does_not_move(roadshow: Roadshow) -> None:
    activity = one(roadshow, "B")
    actions.remove_activity(activity, actor="Ana")
    with pytest.raises(actions.ChangedMeanwhileError):
        actions.move_activity(activity, to=1, seen=2, actor="Ben")


def test_what_had_the_room_does_not_move_and_nothing_moves_before_it(roadshow: Roadshow) -> None:
    give_room(one(roadshow, "A"))
    give_room(one(roadshow, "B"))
    with pytest.raises(actions.HadTheRoomError):
        move(roadshow, "A", 3)
    assert move(roadshow, "D", 1) == 3
    assert titles(roadshow) == "ABDC"


def test_control_before_the_day_it_moves(roadshow: Roadshow) -> None:
    turn = give_room(one(roadshow, "A"))
    go_back(roadshow, turn=turn.pk, actor="Ana")
    assert move(roadshow, "A", 3) == 3


@pytest.mark.django_db(transaction=True)
def test_two_who_move_the_same_activity_at_once_move_it_once(roadshow: Roadshow) -> None:
    activity = one(roadshow, "B")

    def press(to: int) -> Callable[[], bool]:
        def pressed() -> bool:
            with suppress(actions.ChangedMeanwhileError):
                actions.move_activity(Activity.objects.get(pk=activity.pk), to=to, seen=2, actor="Ana")
                return True
            return False

        return pressed

    assert sorted(together(press(1), press(4))) == [False, True]
    assert titles(roadshow) in {"BACD", "ACDB"}


@pytest.mark.django_db(transaction=True)
def test_several_who_move_different_activities_at_once_leave_a_whole_order(roadshow: Roadshow) -> None:
    def press(title: str) -> Callable[[], None]:
        def pressed() -> None:
            with suppress(actions.ChangedMeanwhileError):
                move(roadshow, title, 1)

        return pressed

    together(*[press(title) for title in "ABCD"])
    assert sorted(titles(roadshow)) == list("ABCD")


# Taking out and putting back


def test_what_is_taken_out_is_set_aside_and_can_be_put_back_where_it_was(roadshow: Roadshow) -> None:
    activity = one(roadshow, "B")
    assert actions.remove_activity(activity, actor="Ana")
    assert not actions.remove_activity(activity, actor="Ben")
    assert titles(roadshow) == "ACD"
    assert actions.put_back(activity, actor="Ana")
    assert not actions.put_back(activity, actor="Ben")
    assert titles(roadshow) == "ABCD"
    assert [event.payload["did"] for event in roadshow.log.events.all()] == ["removed", "put-back"]


def test_what_had_the_room_is_not_taken_out(roadshow: Roadshow) -> None:
    give_room(one(roadshow, "A"))
    with pytest.raises(actions.HadTheRoomError):
        actions.remove_activity(one(roadshow, "A"), actor="Ana")
    assert titles(roadshow) == "ABCD"


def test_an_activity_whose_start_was_undone_can_go_and_its_turn_is_kept(roadshow: Roadshow) -> None:
    turn = give_room(one(roadshow, "A"))
    go_back(roadshow, turn=turn.pk, actor="Ana")
    assert actions.remove_activity(one(roadshow, "A"), actor="Ana")
    assert Turn.objects.get().activity.title == "A"


def test_on_the_day_it_is_put_back_after_the_present_activity(roadshow: Roadshow) -> None:
    activity = one(roadshow, "A")
    actions.remove_activity(activity, actor="Ana")
    give_room(one(roadshow, "C"))
    actions.put_back(activity, actor="Ana")
    assert titles(roadshow) == "BCAD"


# Whole orders


def test_the_templates_day_fills_an_empty_order_once() -> None:
    roadshow = make_roadshow()
    assert actions.fill_from_template(roadshow, actor="Ana") == actions.Replaced(len(DAY), ())
    assert not actions.fill_from_template(roadshow, actor="Ana")
    assert [activity.words for activity in roadshow.activities.all()] == [activity.words for activity in DAY]
    assert roadshow.log.events.count() == 1


def test_what_a_template_replaces_is_set_aside_and_comes_back_in_one_press(roadshow: Roadshow) -> None:
    before = [activity.pk for activity in roadshow.activities.all()]
    done = actions.fill_from_template(roadshow, actor="Ana")
    assert done == actions.Replaced(len(DAY), tuple(before))
    assert actions.bring_back(one(roadshow, "C"), actor="Ana")
    assert titles(roadshow) == "ABCD"
    assert [activity.pk for activity in roadshow.activities.filter(removed_at=None)] == before
    assert roadshow.activities.count() == len(DAY) + 4, "and the template's activities are kept as well"


def test_bringing_back_twice_changes_nothing(roadshow: Roadshow) -> None:
    actions.fill_from_template(roadshow, actor="Ana")
    assert actions.bring_back(one(roadshow, "C"), actor="Ana")
    assert not actions.bring_back(one(roadshow, "C"), actor="Ana")


def test_only_what_went_together_comes_back_together(roadshow: Roadshow) -> None:
    actions.remove_activity(one(roadshow, "B"), actor="Ana")
    actions.fill_from_template(roadshow, actor="Ana")
    actions.bring_back(one(roadshow, "D"), actor="Ana")
    assert titles(roadshow) == "ACD"


def test_another_roadshows_order_is_copied_and_that_one_stays(roadshow: Roadshow) -> None:
    other = make_roadshow()
    make_order(other, "X", "Y", minutes=50)
    actions.remove_activity(one(roadshow, "B"), actor="Ana")
    done = actions.copy_order(other, roadshow, actor="Ana")
    assert (titles(other), done.came, len(done.set_aside)) == ("ACD", 3, 2)
    assert titles(roadshow) == "ACD"
    assert not actions.copy_order(other, roadshow, actor="Ana")


def test_on_the_day_only_what_is_to_come_is_replaced(roadshow: Roadshow) -> None:
    give_room(one(roadshow, "A"))
    give_room(one(roadshow, "B"))
    other = make_roadshow()
    make_order(other, "X", "Y")
    actions.copy_order(roadshow, other, actor="Ana")
    assert titles(roadshow) == "ABXY"


@pytest.mark.django_db(transaction=True)
def test_two_who_take_the_template_at_once_take_it_once() -> None:
    roadshow = make_roadshow()
    together(*[lambda: actions.fill_from_template(roadshow, actor="Ana")] * 2)
    assert roadshow.activities.count() == len(DAY)


# The beginning, and what is announced


def test_the_day_begins_when_it_is_planned_to(roadshow: Roadshow) -> None:
    assert actions.begin_at(roadshow, dt.time(10, 15), actor="Ana")
    assert not actions.begin_at(roadshow, dt.time(10, 15), actor="Ana")
    assert roadshow.starts_at == dt.time(10, 15)
    assert [event.payload for event in roadshow.log.events.all()] == [{"did": "starts"}]


VERBS: dict[str, Callable[[Roadshow], object]] = {
    "added": lambda roadshow: actions.add_activity(roadshow, actor="Ana", title="E", **PLAIN),
    "changed": lambda roadshow: actions.change_activity(
        one(roadshow, "B"), seen=one(roadshow, "B").mark, actor="Ana", title="E", **PLAIN
    ),
    "moved": lambda roadshow: move(roadshow, "B", 1),
    "removed": lambda roadshow: actions.remove_activity(one(roadshow, "B"), actor="Ana"),
    "put-back": lambda roadshow: actions.put_back(one(roadshow, "Z"), actor="Ana"),
    "filled": lambda roadshow: actions.fill_from_template(roadshow, actor="Ana"),
    "copied": lambda roadshow: actions.copy_order(roadshow, make_roadshow(), actor="Ana"),
    "brought-back": lambda roadshow: actions.bring_back(one(roadshow, "Z"), actor="Ana"),
    "starts": lambda roadshow: actions.begin_at(roadshow, dt.time(8), actor="Ana"),
}
every_verb = pytest.mark.parametrize("did", VERBS)


@pytest.fixture
def planned(roadshow: Roadshow) -> Roadshow:
    """Return a roadshow in which every verb has something to change."""
    make_order(roadshow, "Z", removed_at=dt.datetime(2026, 3, 2, tzinfo=dt.UTC))
    return roadshow


@every_verb
def test_a_change_is_announced_once_and_after_commit(
    did: str,
    planned: Roadshow,
    delivered: list[Delivery],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        VERBS[did](planned)
        before_commit = list(delivered)
    assert before_commit == []
    assert [(push.seq, [topic for topic, _after, _text in push.texts]) for push in delivered] == [(1, [CONSOLES])]
    event = planned.log.events.get()
    assert (event.kind, event.actor, event.payload["did"]) == (kinds.ORDER, "Ana", did)


class PowerCutError(Exception):
    """What stops a transaction half way."""


@every_verb
def test_a_change_that_was_rolled_back_is_announced_to_nobody(
    did: str,
    planned: Roadshow,
    delivered: list[Delivery],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    before = list(Activity.objects.values())
    with django_capture_on_commit_callbacks(execute=True), suppress(PowerCutError), transaction.atomic():
        VERBS[did](planned)
        raise PowerCutError
    assert delivered == []
    assert not planned.log.events.exists()
    assert list(Activity.objects.values()) == before
