from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from live import kinds as live_kinds
from tests.asked import CHOICE, CLOSED, CLOSED_WORDS, KIND, OTHER_TEXT, PREFIX, TEXT, draw, find
from tests.changes import PowerCutError
from tests.factories import first_table, join, make_roadshow
from tests.together import together
from tests.workshops.conftest import Told
from workshops import answering
from workshops.actions.answers import TOGETHER, HeldError, OtherPostError, Outcome, Said, save_answers
from workshops.actions.devices import move_device
from workshops.actions.hold import freeze, pause, resume
from workshops.answering import MOST_CHARACTERS
from workshops.forms.answers import digest_of
from workshops.models import Answer, AnswerChange, Device, KeyedPost, Roadshow
from workshops.topics import CONSOLES, own_table

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(answering._finders, PREFIX, find)
    monkeypatch.setitem(live_kinds._renderers, KIND, draw)


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow(tables=2)


@pytest.fixture
def device(roadshow: Roadshow) -> Device:
    return join(first_table(roadshow)).device


def say(device: Device, *said: Said, key: str = "") -> Outcome:
    """Save what a device says, as a post of its own unless it has a key."""
    key = key or f"key-{KeyedPost.objects.count()}"
    return save_answers(device, said, key=key, digest=digest_of(said))


def standing(device: Device) -> dict[str, str]:
    return dict(device.table.answers.values_list("field", "value"))


def test_what_is_said_stands_for_the_table_with_a_number(device: Device) -> None:
    outcome = say(device, Said(TEXT, "Who has the key?"), Said(CHOICE, "7"))
    assert outcome.refused == {}
    assert outcome.stored == {
        TEXT: {"value": "Who has the key?", "version": 1},
        CHOICE: {"value": "7", "version": 1},
    }
    assert standing(device) == {TEXT: "Who has the key?", CHOICE: "7"}


def test_every_change_is_kept_with_device_event_and_what_was_sent(device: Device) -> None:
    colleague = join(device.table).device
    say(device, Said(CHOICE, "7"))
    say(colleague, Said(CHOICE, "4"))
    say(device, Said(TEXT, "One."))
    say(colleague, Said(TEXT, "Two."))
    changes = AnswerChange.objects.order_by("pk").values_list("version", "sent", "value", "device", "seq")
    assert list(changes) == [
        (1, "7", "7", device.pk, 1),
        (2, "4", "4", colleague.pk, 2),
        (1, "One.", "One.", device.pk, 3),
        (2, "Two.", "One. Two.", colleague.pk, 4),
    ]


def test_of_a_choice_the_last_one_stands_and_it_can_be_taken_back(device: Device) -> None:
    say(device, Said(CHOICE, "7"))
    assert say(device, Said(CHOICE, "")).stored[CHOICE] == {"value": "", "version": 2}


def test_what_stands_already_changes_nothing_and_tells_nobody(device: Device, told: Told) -> None:
    say(device, Said(CHOICE, "7"))
    assert told(lambda: say(device, Said(CHOICE, "7"), Said(TEXT, ""))) == []
    assert AnswerChange.objects.count() == 1
    assert standing(device) == {CHOICE: "7"}


# Two at one box


def test_two_who_type_in_one_box_lose_nothing(device: Device) -> None:
    colleague = join(device.table).device
    say(device, Said(TEXT, "The school knew."))
    say(device, Said(TEXT, "The school knew. So did the GP.", base="The school knew."))
    outcome = say(colleague, Said(TEXT, "Did the school know? The school knew.", base="The school knew."))
    assert outcome.stored[TEXT]["value"] == "Did the school know? The school knew. So did the GP."


def test_a_text_is_woven_by_its_lines_however_a_browser_ends_them(device: Device) -> None:
    say(device, Said(TEXT, "One.\nTwo."))
    outcome = say(device, Said(TEXT, "One.\r\nTwo.\r\nThree.", base="One.\r\nTwo."))
    assert outcome.stored[TEXT]["value"] == "One.\nTwo.\nThree."


def test_when_both_texts_do_not_fit_the_first_stands_and_the_second_is_refused_in_words(device: Device) -> None:
    first, second = "a " * (MOST_CHARACTERS // 2), "b " * (MOST_CHARACTERS // 2)
    say(device, Said(TEXT, first))
    refused = say(device, Said(TEXT, second)).refused[TEXT]
    assert str(refused["why"]).startswith(TOGETHER + "This is 8,000 characters long")
    assert (refused["value"], standing(device)) == (first, {TEXT: first})


# Refusing


def test_what_is_good_is_stored_beside_what_is_refused(device: Device) -> None:
    bad = [Said(TEXT, "x" * 100_000), Said(CLOSED, "7"), Said("probe.nobody", "?"), Said(CHOICE, "11")]
    outcome = say(device, *bad, Said(OTHER_TEXT, "Good."))
    assert outcome.stored == {OTHER_TEXT: {"value": "Good.", "version": 1}}
    assert outcome.refused[CLOSED] == {"why": CLOSED_WORDS, "value": "", "closed": True}
    assert {name: entry["closed"] for name, entry in outcome.refused.items()} == {
        TEXT: False,
        CLOSED: True,
        "probe.nobody": False,
        CHOICE: False,
    }
    assert standing(device) == {OTHER_TEXT: "Good."}


def test_what_is_refused_comes_with_what_stands(device: Device) -> None:
    say(device, Said(CHOICE, "7"))
    assert say(device, Said(CHOICE, "many")).refused[CHOICE]["value"] == "7"


# Once, however often it is posted


def test_the_same_post_once_more_gets_the_same_answer_and_changes_nothing(device: Device, told: Told) -> None:
    first = say(device, Said(TEXT, "One."), Said(CLOSED, "7"), key="a")
    say(device, Said(TEXT, "Two."), key="b")
    assert told(lambda: say(device, Said(TEXT, "One."), Said(CLOSED, "7"), key="a")) == []
    assert say(device, Said(TEXT, "One."), Said(CLOSED, "7"), key="a") == first
    assert standing(device) == {TEXT: "One. Two."}


@pytest.mark.parametrize(("again", "stands"), [("a", "Zero. One."), ("b", "Zero. One. One.")])
def test_without_its_key_it_would_be_stored_again(device: Device, again: str, stands: str) -> None:
    say(device, Said(TEXT, "Zero."))
    for key in ("a", again):
        say(device, Said(TEXT, "One."), key=key)
    assert standing(device) == {TEXT: stands}


def test_the_same_key_with_another_content_or_from_another_table_is_refused(device: Device) -> None:
    say(device, Said(TEXT, "One."), key="a")
    with pytest.raises(OtherPostError):
        say(device, Said(TEXT, "Two."), key="a")
    elsewhere = join(device.table.roadshow.tables.get(number=2)).device
    with pytest.raises(OtherPostError):
        say(elsewhere, Said(TEXT, "One."), key="a")
    assert (standing(device), standing(elsewhere)) == ({TEXT: "One."}, {})


def test_a_key_of_another_roadshow_is_another_key(device: Device) -> None:
    stranger = join(first_table(make_roadshow())).device
    say(device, Said(TEXT, "One."), key="a")
    say(stranger, Said(TEXT, "Two."), key="a")
    assert standing(stranger) == {TEXT: "Two."}


# While the room is held


@pytest.mark.parametrize("hold", [freeze, pause])
def test_while_the_room_is_held_nothing_is_stored_and_the_same_post_is_taken_afterwards(
    device: Device, hold: Callable[..., bool]
) -> None:
    roadshow = device.table.roadshow
    hold(roadshow, actor="Ana")
    with pytest.raises(HeldError):
        say(device, Said(CHOICE, "7"), key="a")
    assert (standing(device), KeyedPost.objects.count()) == ({}, 0)
    resume(roadshow, actor="Ana")
    assert say(device, Said(CHOICE, "7"), key="a").stored[CHOICE]["value"] == "7"


def test_what_was_stored_before_the_hold_is_answered_during_it(device: Device) -> None:
    first = say(device, Said(CHOICE, "7"), key="a")
    freeze(device.table.roadshow, actor="Ana")
    assert say(device, Said(CHOICE, "7"), key="a") == first


# Telling


def test_a_change_is_told_once_after_the_commit_to_the_table_and_whoever_the_field_names(
    device: Device, told: Told
) -> None:
    table = own_table(device.table_id)
    assert told(lambda: say(device, Said(TEXT, "One."), Said(OTHER_TEXT, "Two."))) == [[table]]
    assert told(lambda: say(device, Said(TEXT, "Three."), Said(CHOICE, "7"))) == [[table, CONSOLES]]
    event = device.table.roadshow.log.events.latest("seq")
    assert (event.kind, event.actor) == (KIND, "Table 1, Device 1")
    assert event.payload == {"table": 1, "fields": [TEXT, CHOICE]}


def test_what_was_rolled_back_is_told_to_nobody(device: Device, told: Told) -> None:
    def half_way() -> None:
        with suppress(PowerCutError), transaction.atomic():
            say(device, Said(TEXT, "One."))
            raise PowerCutError

    assert told(half_way) == []
    assert (standing(device), KeyedPost.objects.count(), AnswerChange.objects.count()) == ({}, 0, 0)


def test_an_answer_belongs_to_the_table_that_the_device_was_at(device: Device) -> None:
    old, new = device.table, device.table.roadshow.tables.get(number=2)
    say(device, Said(TEXT, "Here."))
    move_device(device, new, actor="Ana")
    say(Device.objects.get(), Said(TEXT, "There."))
    assert Answer.objects.get(table=old).value == "Here."
    assert Answer.objects.get(table=new).value == "There."


@pytest.mark.parametrize("said", [[Said(CHOICE, "7")], [Said(CHOICE, "7"), Said(TEXT, "One."), Said(OTHER_TEXT, "T")]])
def test_more_fields_take_no_more_queries(
    device: Device, said: Sequence[Said], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(18):
        say(device, *said, key="a")


@pytest.mark.django_db(transaction=True)
def test_one_post_that_arrives_twice_at_once_is_stored_once(device: Device) -> None:
    def post() -> Outcome:
        return say(Device.objects.select_related("table__roadshow").get(), Said(TEXT, "Once."), key="a")

    first, again = together(post, post)
    assert first == again
    assert (standing(device), AnswerChange.objects.count(), KeyedPost.objects.count()) == ({TEXT: "Once."}, 1, 1)
