from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from live.room import Delivery
from tests.factories import make_roadshow
from tests.together import together
from workshops import kinds
from workshops.actions import care_plan as actions
from workshops.helplines import HELPLINES
from workshops.models import Roadshow, RoadshowState, SupportContact
from workshops.topics import EVERYBODY

pytestmark = pytest.mark.django_db


@pytest.fixture
def roadshow() -> Roadshow:
    """Return a planned roadshow with A, B and C on its support card."""
    roadshow = make_roadshow(state=RoadshowState.PLANNED, safeguarding_lead="")
    for order, name in enumerate("ABC", start=1):
        SupportContact.objects.create(roadshow=roadshow, order=order, name=name, reach="123")
    return roadshow


def card(roadshow: Roadshow) -> str:
    """Return the names on the card in order; fail unless the numbers are dense."""
    contacts = list(roadshow.contacts.all())
    assert [contact.order for contact in contacts] == list(range(1, len(contacts) + 1))
    return "".join(contact.name for contact in contacts)


def name(roadshow: Roadshow, lead: str, **fields: str) -> bool:
    seen = Roadshow.objects.get(pk=roadshow.pk).care_mark
    return actions.name_lead(roadshow, seen=seen, actor="Ana", safeguarding_lead=lead, **fields)


# The safeguarding lead


def test_a_lead_is_named_with_how_to_reach_them_and_a_quiet_room(roadshow: Roadshow) -> None:
    assert name(roadshow, "Sam Lead", safeguarding_reach="By the door", quiet_room="Room 2")
    roadshow.refresh_from_db()
    assert (roadshow.safeguarding_lead, roadshow.safeguarding_reach) == ("Sam Lead", "By the door")
    assert (roadshow.quiet_room, roadshow.may_open) == ("Room 2", True)


def test_the_same_once_more_changes_nothing(roadshow: Roadshow) -> None:
    assert name(roadshow, "Sam Lead")
    assert not actions.name_lead(roadshow, seen="whatever", actor="Ben", safeguarding_lead="Sam Lead")
    assert roadshow.log.events.count() == 1


def test_who_did_not_see_whom_somebody_else_named_replaces_nobody(roadshow: Roadshow) -> None:
    seen = roadshow.care_mark
    name(roadshow, "Sam Lead")
    with pytest.raises(actions.CareChangedMeanwhileError):
        actions.name_lead(roadshow, seen=seen, actor="Ben", safeguarding_lead="Ben's Lead")
    roadshow.refresh_from_db()
    assert roadshow.safeguarding_lead == "Sam Lead"


def test_control_who_saw_it_replaces_it(roadshow: Roadshow) -> None:
    name(roadshow, "Sam Lead")
    assert name(roadshow, "Ben's Lead")


def test_an_open_roadshow_keeps_a_lead() -> None:
    roadshow = make_roadshow(state=RoadshowState.OPEN)
    with pytest.raises(actions.OpenNeedsLeadError):
        name(roadshow, "")
    roadshow.refresh_from_db()
    assert roadshow.safeguarding_lead == "Sam Lead"
    assert name(roadshow, "Somebody else"), "and may change it"


def test_control_while_it_is_shut_there_may_be_none() -> None:
    assert name(make_roadshow(state=RoadshowState.CLOSED), "")


# The support card


def test_a_new_card_begins_with_the_helplines_once() -> None:
    roadshow = make_roadshow()
    assert actions.begin_support_card(roadshow, actor="Ana")
    assert not actions.begin_support_card(roadshow, actor="Ana")
    assert [(contact.name, contact.reach) for contact in roadshow.contacts.all()] == list(HELPLINES)
    assert [contact.order for contact in roadshow.contacts.all()] == [1, 2, 3, 4, 5]


def test_a_card_that_names_somebody_stays(roadshow: Roadshow) -> None:
    assert not actions.begin_support_card(roadshow, actor="Ana")
    assert card(roadshow) == "ABC"


def test_one_more_is_named_at_the_end_and_once(roadshow: Roadshow) -> None:
    first, again = (actions.add_contact(roadshow, name="D", reach="9", hint="At night", actor="Ana") for _ in range(2))
    assert first == again
    assert (card(roadshow), first.hint) == ("ABCD", "At night")


def test_a_line_is_changed(roadshow: Roadshow) -> None:
    contact = roadshow.contacts.get(name="B")
    assert actions.change_contact(contact, seen=contact.mark, name="E", reach="9", actor="Ana")
    contact.refresh_from_db()
    assert not actions.change_contact(contact, seen="whatever", name="E", reach="9", actor="Ana")
    assert card(roadshow) == "AEC"


def test_who_did_not_see_what_the_line_says_now_changes_nothing(roadshow: Roadshow) -> None:
    contact = roadshow.contacts.get(name="B")
    seen = contact.mark
    actions.change_contact(contact, seen=seen, name="E", reach="9", actor="Ana")
    with pytest.raises(actions.CareChangedMeanwhileError):
        actions.change_contact(contact, seen=seen, name="F", reach="9", actor="Ben")
    assert card(roadshow) == "AEC"


def test_a_line_that_was_taken_off_is_not_changed_or_moved(roadshow: Roadshow) -> None:
    contact = roadshow.contacts.get(name="B")
    SupportContact.objects.filter(pk=contact.pk).delete()
    with pytest.raises(actions.CareChangedMeanwhileError):
        actions.change_contact(contact, seen=contact.mark, name="F", reach="9", actor="Ben")
    with pytest.raises(actions.CareChangedMeanwhileError):
        actions.move_contact(contact, to=1, actor="Ben")


@pytest.mark.parametrize(
    ("line", "to", "order", "stands"),
    [("C", 1, "CAB", 1), ("A", 3, "BCA", 3), ("B", 0, "BAC", 1), ("B", 9, "ACB", 3), ("B", 2, "ABC", 2)],
)
def test_a_line_moves(roadshow: Roadshow, line: str, to: int, order: str, stands: int) -> None:
    assert actions.move_contact(roadshow.contacts.get(name=line), to=to, actor="Ana") == stands
    assert card(roadshow) == order
    assert roadshow.log.events.count() == (order != "ABC")


def test_a_line_is_taken_off_once(roadshow: Roadshow) -> None:
    contact = roadshow.contacts.get(name="B")
    gone = SupportContact.objects.get(pk=contact.pk)
    assert actions.remove_contact(contact, actor="Ana")
    assert not actions.remove_contact(gone, actor="Ana")
    assert card(roadshow) == "AC"
    assert roadshow.log.events.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_name_the_same_at_once_name_it_once(roadshow: Roadshow) -> None:
    together(*[lambda: actions.add_contact(roadshow, name="D", reach="9", actor="Ana")] * 3)
    assert card(roadshow) == "ABCD"


# What is announced


VERBS: dict[str, Callable[[Roadshow], object]] = {
    "named": lambda roadshow: name(roadshow, "Sam Lead"),
    "begun": lambda roadshow: roadshow.contacts.all().delete() and actions.begin_support_card(roadshow, actor="Ana"),
    "added": lambda roadshow: actions.add_contact(roadshow, name="D", reach="9", actor="Ana"),
    "changed": lambda roadshow: actions.change_contact(
        roadshow.contacts.get(name="B"), seen=roadshow.contacts.get(name="B").mark, name="E", reach="9", actor="Ana"
    ),
    "moved": lambda roadshow: actions.move_contact(roadshow.contacts.get(name="B"), to=1, actor="Ana"),
    "removed": lambda roadshow: actions.remove_contact(roadshow.contacts.get(name="B"), actor="Ana"),
}
every_verb = pytest.mark.parametrize("did", VERBS)


@every_verb
def test_everybody_hears_of_a_change_once_and_after_commit(
    did: str,
    roadshow: Roadshow,
    delivered: list[Delivery],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        VERBS[did](roadshow)
        before_commit = list(delivered)
    assert before_commit == []
    assert [tuple(topic for topic, _after, _text in push.texts) for push in delivered] == [EVERYBODY]
    event = roadshow.log.events.get()
    assert (event.kind, event.actor, event.payload) == (kinds.CARE, "Ana", {"did": did})


class PowerCutError(Exception):
    """What stops a transaction half way."""


@every_verb
def test_a_change_that_was_rolled_back_is_announced_to_nobody(
    did: str,
    roadshow: Roadshow,
    delivered: list[Delivery],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    before = list(SupportContact.objects.values())
    with django_capture_on_commit_callbacks(execute=True), suppress(PowerCutError), transaction.atomic():
        VERBS[did](roadshow)
        raise PowerCutError
    assert delivered == []
    assert not roadshow.log.events.exists()
    assert list(SupportContact.objects.values()) == before
