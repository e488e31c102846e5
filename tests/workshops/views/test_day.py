"""The console's buttons that move the day: what each posts, and what whoever comes too late is told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.changes import nth, turn_of
from tests.factories import first_table, make_day, make_facilitator, make_organiser, make_roadshow, signed_in, start
from tests.pages import words
from tests.workshops.conftest import Clock
from workshops.actions import care, hold, talk
from workshops.models import Day, Hiding, Hold, Roadshow, RoadshowState, SignalKind, Turn
from workshops.views.day import HINDSIGHT, SHUT

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
INCOMPLETE = "This button was incomplete, so nothing was changed. Press it again."


@pytest.fixture
def roadshow() -> Roadshow:
    roadshow = make_roadshow(tables=2, slug="leeds", city="Leeds")
    make_day(roadshow)
    return roadshow


@dataclass
class Desk:
    """A facilitator's console, with scripts."""

    roadshow: Roadshow
    client: Client

    def press(self, name: str, /, *arguments: object, **fields: object) -> tuple[int, str]:
        """Press a button; return the status and the words of the answer."""
        answer = self.client.post(reverse(name, args=[self.roadshow.slug, *arguments]), fields, headers=HTMX)
        return answer.status_code, words(answer.text)

    def page(self) -> str:
        """Return the whole console."""
        return self.client.get(reverse("console", args=[self.roadshow.slug])).text


@pytest.fixture
def desk(roadshow: Roadshow) -> Desk:
    return Desk(roadshow, signed_in(make_facilitator(roadshow)))


def buttons(page: str, action: str) -> list[tuple[str, dict[str, str]]]:
    """Return the forms of a kind on a page: where each posts to, and what."""
    forms = re.findall(rf'<form[^>]* action="([^"]+)" data-action="{action}".*?</form>', page, re.DOTALL)
    inside = re.findall(rf'<form[^>]* data-action="{action}".*?</form>', page, re.DOTALL)
    fields = [dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form)) for form in inside]
    return list(zip(forms, fields, strict=True))


def day_of(roadshow: Roadshow) -> Day:
    return Day.objects.select_related("turn__activity").get(pk=roadshow.pk)


# Starting, in the words of the button


def test_the_large_button_starts_what_comes_next(roadshow: Roadshow, desk: Desk) -> None:
    for title in ("Arrival", "The case", "Tea", "Close"):
        address, fields = buttons(desk.page(), "start-activity")[0]
        assert desk.client.post(address, fields).headers["location"] == "/roadshows/leeds/console/"
        assert str(day_of(roadshow).turn).startswith(title)
    assert "The running order is through" in desk.page()


def test_a_press_is_noted_with_who_pressed(roadshow: Roadshow, desk: Desk) -> None:
    assert desk.press("start-activity", activity=nth(roadshow, 1).pk, after=0) == (200, "")
    assert Turn.objects.get().started_by == "facilitator@example.org"
    assert roadshow.log.events.get().actor == "facilitator@example.org"


def test_who_comes_too_late_hears_who_started_what_and_when(roadshow: Roadshow, desk: Desk, clock: Clock) -> None:
    start(nth(roadshow, 1), actor="Ana")
    clock.forward(minutes=3)
    status, said = desk.press("start-activity", activity=nth(roadshow, 2).pk, after=0)
    assert (status, said) == (
        409,
        "Arrival has the room now, started by Ana at 10:00. Your press changed nothing.",
    )
    assert Turn.objects.count() == 1


def test_who_presses_after_the_day_was_taken_back_hears_that(roadshow: Roadshow, desk: Desk) -> None:
    turn = start(nth(roadshow, 1))
    assert desk.press("go-back", turn=turn.pk) == (200, "")
    status, said = desk.press("extend", turn=turn.pk, minutes=5)
    assert (status, said) == (
        409,
        "The day has not begun, or was taken back to before its beginning. Your press changed nothing.",
    )


def test_without_scripts_who_comes_too_late_gets_the_whole_console_with_the_words(
    roadshow: Roadshow, desk: Desk
) -> None:
    start(nth(roadshow, 1), actor="Ana")
    answer = desk.client.post(reverse("start-activity", args=["leeds"]), {"activity": nth(roadshow, 2).pk, "after": 0})
    assert answer.status_code == 409
    assert "Arrival has the room now, started by Ana" in words(answer.text)
    assert 'id="day"' in answer.text


def test_the_same_press_once_more_is_answered_as_the_first_time(roadshow: Roadshow, desk: Desk) -> None:
    fields: dict[str, Any] = {"activity": nth(roadshow, 1).pk, "after": 0, "key": "one-press"}
    assert [desk.press("start-activity", **fields) for _ in range(2)] == [(200, "")] * 2
    assert Turn.objects.count() == 1


@pytest.mark.parametrize("state", [RoadshowState.PLANNED, RoadshowState.CLOSED])
def test_a_roadshow_that_is_shut_starts_nothing_and_says_why(roadshow: Roadshow, desk: Desk, state: str) -> None:
    Roadshow.objects.update(state=state)
    assert desk.press("start-activity", activity=nth(roadshow, 1).pk, after=0) == (409, SHUT)
    assert not Turn.objects.exists()
    assert re.search(r'data-action="start-activity".*?<button[^>]* disabled', desk.page(), re.DOTALL)


def test_looking_ahead_moves_nothing(roadshow: Roadshow, desk: Desk) -> None:
    for _ in range(3):
        desk.page()
    assert (day_of(roadshow).turn, roadshow.log.events.count()) == (None, 0)


# Every other button


def test_going_back_from_the_page(roadshow: Roadshow, desk: Desk) -> None:
    start(nth(roadshow, 1))
    start(nth(roadshow, 2))
    assert "Go back to Arrival" in desk.page()
    ((address, fields),) = buttons(desk.page(), "go-back")
    desk.client.post(address, fields)
    assert str(day_of(roadshow).turn).startswith("Arrival")
    assert "Go back: not begun" in desk.page()


def test_the_steps_and_the_clock_from_the_page(roadshow: Roadshow, desk: Desk, clock: Clock) -> None:
    turn = start(nth(roadshow, 1))
    steps = buttons(desk.page(), "extend")
    assert [fields["minutes"] for _address, fields in steps] == ["-5", "-1", "1", "5"]
    address, fields = steps[3]
    desk.client.post(address, fields)
    turn.refresh_from_db()
    assert turn.left(clock.now).total_seconds() == 35 * 60
    for action, stands in (("stop-clock", True), ("start-clock", False)):
        ((address, fields),) = buttons(desk.page(), action)
        desk.client.post(address, fields)
        turn.refresh_from_db()
        assert turn.stands == stands


def test_leaving_out_and_taking_in_again_from_the_page(roadshow: Roadshow, desk: Desk) -> None:
    address, fields = buttons(desk.page(), "skip")[1]
    desk.client.post(address, fields)
    assert nth(roadshow, 2).skipped_by == "facilitator@example.org"
    ((address, fields),) = buttons(desk.page(), "unskip")
    desk.client.post(address, fields)
    assert nth(roadshow, 2).skipped_at is None


def test_holding_the_room_from_the_page(roadshow: Roadshow, desk: Desk) -> None:
    held = []
    for action in ("freeze", "unfreeze", "pause", "resume"):
        ((address, fields),) = buttons(desk.page(), action)
        desk.client.post(address, fields)
        held.append(day_of(roadshow).hold)
    assert held == [Hold.FROZEN, Hold.NONE, Hold.PAUSED, Hold.NONE]


def test_a_hold_that_somebody_else_made_already_is_no_mistake(roadshow: Roadshow, desk: Desk) -> None:
    hold.pause(roadshow, actor="Ana")
    assert desk.press("pause") == (200, "")
    assert day_of(roadshow).held_by == "Ana"


def test_a_notice_is_put_up_once_and_taken_down(roadshow: Roadshow, desk: Desk) -> None:
    assert [desk.press("broadcast", text="Lunch is ready.", key="one") for _ in range(2)] == [(200, "")] * 2
    notice = roadshow.broadcasts.get()
    assert (notice.text, notice.made_by) == ("Lunch is ready.", "facilitator@example.org")
    ((address, fields),) = buttons(desk.page(), "take-down")
    desk.client.post(address, fields)
    notice.refresh_from_db()
    assert notice.withdrawn_by == "facilitator@example.org"


def test_the_hindsight_prompt_has_words_of_its_own_and_is_put_up_once(roadshow: Roadshow, desk: Desk) -> None:
    for _ in range(2):
        desk.press("hindsight", key="one", text="something else")
    prompt = roadshow.broadcasts.get()
    assert (prompt.kind, prompt.text) == ("hindsight", HINDSIGHT)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("broadcast", "  ", "The notice is empty, so nothing was sent. Type it, then press once more."),
        ("broadcast", "x" * 281, "The notice is longer than 280 signs, so it was not sent. Shorten it."),
        ("park", "", "The question is empty, so nothing was parked. Type it, then press once more."),
        ("park", "x" * 501, "The question is longer than 500 signs, so it was not parked. Shorten it."),
    ],
)
def test_a_text_that_cannot_be_taken_is_refused_in_words(
    roadshow: Roadshow, desk: Desk, name: str, text: str, said: str
) -> None:
    assert desk.press(name, text=text) == (400, said)
    assert roadshow.log.events.count() == 0


def test_a_facilitators_question_is_parked_settled_and_opened_again(roadshow: Roadshow, desk: Desk) -> None:
    assert desk.press("park", text="Who holds the file?", key="one") == (200, "")
    question = roadshow.questions.get()
    settled = []
    for _ in range(2):
        ((address, fields),) = buttons(desk.page(), "settle")
        desk.client.post(address, fields)
        question.refresh_from_db()
        settled.append(question.settled_by)
    assert (question.table, settled) == (None, ["facilitator@example.org", ""])


def test_one_press_hides_a_question_and_another_shows_it_again(roadshow: Roadshow, desk: Desk) -> None:
    talk.park_question(roadshow, text="Is Mrs Real at home?", actor="Table 1")
    ((address, fields),) = buttons(desk.page(), "attention")
    desk.client.post(address, fields)
    assert Hiding.objects.get().hidden_by == "facilitator@example.org"
    assert "hidden" in words(desk.page())
    ((address, fields),) = buttons(desk.page(), "show-again")
    desk.client.post(address, fields)
    assert Hiding.objects.get().shown_by == "facilitator@example.org"


def test_who_was_at_a_table_that_asks_says_so_inside_its_card(roadshow: Roadshow, desk: Desk) -> None:
    table = first_table(roadshow)
    care.signal(table, SignalKind.HELP, actor="Table 1")
    inside = desk.client.get(reverse("console-table", args=["leeds", 1])).text
    ((address, fields),) = buttons(inside, "clear-help")
    desk.client.post(address, fields)
    assert table.signals.get().cleared_by == "facilitator@example.org"


def test_sending_again_is_noted_and_goes_to_one_table(roadshow: Roadshow, desk: Desk) -> None:
    assert desk.press("send-again", 2) == (200, "")
    event = roadshow.log.events.get()
    assert (event.kind, event.payload, event.actor) == ("sent-again", {"table": 2}, "facilitator@example.org")


@pytest.mark.parametrize("name", ["clear-signal", "send-again"])
def test_a_table_that_is_not_there(desk: Desk, name: str) -> None:
    assert desk.press(name, 3, kind="help")[0] == 404


# What no button posts


@dataclass(frozen=True)
class Broken:
    """A press that a button of ours never makes."""

    name: str
    fields: dict[str, object] = field(default_factory=dict)
    arguments: tuple[int, ...] = ()


HUGE = 10**30
BROKEN = [
    Broken("start-activity"),
    Broken("start-activity", {"activity": "tea", "after": 0}),
    Broken("start-activity", {"activity": 1, "after": -1}),
    Broken("start-activity", {"activity": 1, "after": 0, "key": "k" * 65}),
    Broken("start-activity", {"activity": 1, "after": 0, "key": "\x00"}),
    Broken("go-back"),
    Broken("go-back", {"turn": "🦊"}),
    Broken("extend", {"turn": 1}),
    Broken("extend", {"turn": 1, "minutes": 60}),
    Broken("clock", {"stand": "yes"}),
    Broken("skip", {"skip": "yes"}),
    Broken("hindsight", {"key": "\x00"}),
    Broken("attention", {"hide": "yes"}),
    Broken("attention", {"hide": "yes", "item": "everything"}),
    Broken("attention", {"hide": "yes", "item": "question:1;drop"}),
    Broken("clear-signal", {"kind": "bored"}, (1,)),
]


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: f"{broken.name} {broken.fields}"[:60])
def test_a_press_that_is_not_whole_changes_nothing(roadshow: Roadshow, desk: Desk, broken: Broken) -> None:
    assert desk.press(broken.name, *broken.arguments, **broken.fields) == (400, INCOMPLETE)
    assert roadshow.log.events.count() == 0


@pytest.mark.parametrize(
    ("broken", "status"),
    [
        (Broken("start-activity", {"activity": HUGE, "after": 0}), 404),
        (Broken("skip", {"activity": HUGE, "skip": "yes"}), 404),
        (Broken("go-back", {"turn": HUGE}), 409),
        (Broken("extend", {"turn": HUGE, "minutes": 1}), 409),
    ],
    ids=lambda value: value.name if isinstance(value, Broken) else str(value),
)
def test_a_number_that_names_nothing_changes_nothing(
    roadshow: Roadshow, desk: Desk, broken: Broken, status: int
) -> None:
    assert desk.press(broken.name, **broken.fields)[0] == status
    assert roadshow.log.events.count() == 0


def test_what_belongs_to_another_roadshow_is_as_if_absent(desk: Desk) -> None:
    other = make_roadshow()
    (activity, *_) = make_day(other)
    notice = talk.broadcast(other, text="Lunch is ready.", actor="Ana")
    question = talk.park_question(other, text="Who knew?", actor="Ana")
    before = other.log.events.count()
    assert [
        desk.press("start-activity", activity=activity.pk, after=0)[0],
        desk.press("skip", activity=activity.pk, skip="yes")[0],
        desk.press("take-down", notice.pk)[0],
        desk.press("settle-question", question.pk, settled="yes")[0],
    ] == [404] * 4
    assert (other.log.events.count(), turn_of(other)) == (before, 0)


def test_control_an_organiser_reaches_it_by_its_own_address(desk: Desk) -> None:
    other = make_roadshow()
    (activity, *_) = make_day(other)
    theirs = Desk(other, signed_in(make_organiser()))
    assert theirs.press("start-activity", activity=activity.pk, after=0) == (200, "")


def test_a_facilitator_whose_rights_end_on_the_console_changes_nothing_more(roadshow: Roadshow, desk: Desk) -> None:
    desk.press("freeze")
    roadshow.staff_roles.all().delete()
    assert desk.press("resume")[0] == 404
    assert day_of(roadshow).hold == Hold.FROZEN
