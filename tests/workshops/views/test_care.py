"""The page where care is planned, and that a roadshow cannot open without a safeguarding lead."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import pages
from tests.factories import make_facilitator, make_organiser, make_roadshow, signed_in
from workshops.actions import care_plan as actions
from workshops.models import Roadshow, RoadshowState, SupportContact

pytestmark = pytest.mark.django_db


@pytest.fixture
def roadshow() -> Roadshow:
    """Return a planned roadshow without a safeguarding lead, with A, B and C on its support card."""
    roadshow = make_roadshow(slug="leeds", city="Leeds", state=RoadshowState.PLANNED, safeguarding_lead="")
    for order, name in enumerate("ABC", start=1):
        SupportContact.objects.create(roadshow=roadshow, order=order, name=name, reach="123")
    return roadshow


@pytest.fixture
def client(roadshow: Roadshow) -> Client:
    """Return the browser of the roadshow's own facilitator."""
    return signed_in(make_facilitator(roadshow))


def words(response: Any) -> str:
    return pages.words(response.content.decode())


def at(name: str, roadshow: Roadshow, contact: str = "") -> str:
    keys = [roadshow.contacts.get(name=contact).pk] if contact else []
    return reverse(name, args=[roadshow.slug, *keys])


def card(roadshow: Roadshow) -> str:
    return "".join(contact.name for contact in roadshow.contacts.all())


def lead(roadshow: Roadshow, **typed: str) -> dict[str, str]:
    """Return what the form of the lead holds when somebody has typed something into it."""
    return {"safeguarding_lead": "", "safeguarding_reach": "", "quiet_room": "", "seen": roadshow.care_mark} | typed


# The lead


def test_a_facilitator_names_the_lead(client: Client, roadshow: Roadshow) -> None:
    assert "Without one, Leeds cannot open." in words(client.get(at("care", roadshow)))
    typed = lead(roadshow, safeguarding_lead=" Sam Lead ", safeguarding_reach="By the door", quiet_room="Room 2")
    page = client.post(at("care", roadshow), typed, follow=True)
    assert "Saved." in words(page)
    assert "cannot open" not in words(page)
    roadshow.refresh_from_db()
    assert (roadshow.safeguarding_lead, roadshow.safeguarding_reach) == ("Sam Lead", "By the door")
    assert roadshow.quiet_room == "Room 2"


def test_of_two_who_name_one_the_slower_sees_both(client: Client, roadshow: Roadshow) -> None:
    typed = lead(roadshow, safeguarding_lead="Mine")
    actions.name_lead(roadshow, seen=roadshow.care_mark, actor="Ana", safeguarding_lead="Ana's")
    page = client.post(at("care", roadshow), typed)
    assert page.status_code == 409
    assert "Somebody else changed this meanwhile. Nothing of yours was stored yet" in words(page)
    assert "Safeguarding leadAna's" in words(page)
    assert 'value="Mine"' in page.content.decode()
    [seen] = re.findall(r'name="seen" value="(\w{16})"', page.content.decode())
    client.post(at("care", roadshow), typed | {"seen": seen})
    roadshow.refresh_from_db()
    assert roadshow.safeguarding_lead == "Mine"


def test_an_open_roadshow_is_not_left_without_one(client: Client, roadshow: Roadshow) -> None:
    Roadshow.objects.update(state=RoadshowState.OPEN, safeguarding_lead="Sam Lead")
    roadshow.refresh_from_db()
    page = client.post(at("care", roadshow), lead(roadshow))
    assert page.status_code == 400
    assert "Leeds is open, so it needs somebody. Name who takes over. Nothing was changed." in words(page)
    roadshow.refresh_from_db()
    assert roadshow.safeguarding_lead == "Sam Lead"


# A roadshow that has none stays shut


def test_without_a_lead_it_stays_shut_and_the_console_says_what_to_do(client: Client, roadshow: Roadshow) -> None:
    console = client.get(reverse("console", args=["leeds"]))
    assert "No safeguarding lead is named yet." in words(console)
    assert at("care", roadshow) in console.content.decode()
    assert reverse("open-roadshow", args=["leeds"]) not in console.content.decode()
    page = client.post(reverse("open-roadshow", args=["leeds"]))
    assert page.status_code == 409
    assert "Leeds has no safeguarding lead, so it stays shut. Name one under Care, then open it." in words(page)
    roadshow.refresh_from_db()
    assert roadshow.state == RoadshowState.PLANNED
    assert roadshow.log.events.count() == 0


def test_control_with_a_lead_it_opens(client: Client, roadshow: Roadshow) -> None:
    client.post(at("care", roadshow), lead(roadshow, safeguarding_lead="Sam Lead"))
    assert reverse("open-roadshow", args=["leeds"]) in client.get(reverse("console", args=["leeds"])).content.decode()
    client.post(reverse("open-roadshow", args=["leeds"]))
    roadshow.refresh_from_db()
    assert roadshow.is_open


# The support card


def test_the_card_says_to_check_before_each_event(client: Client, roadshow: Roadshow) -> None:
    page = client.get(at("care", roadshow))
    assert "Check every number before each event." in words(page)
    assert re.findall(r'<div class="contact__what">\s*<h3>(\w)</h3>', page.text) == ["A", "B", "C"]


def test_one_more_is_named_once(client: Client, roadshow: Roadshow) -> None:
    for _ in range(2):
        response = client.post(at("add-contact", roadshow), {"name": "D", "reach": "999", "hint": "At night"})
    added = roadshow.contacts.get(name="D")
    assert response["Location"] == f"{at('care', roadshow)}#contact-{added.pk}"
    assert (card(roadshow), added.reach, added.hint) == ("ABCD", "999", "At night")


@pytest.mark.parametrize(("field", "says"), [("name", "Say who it is."), ("reach", "Say how to reach them.")])
def test_what_is_missing_is_said_and_nothing_is_stored(
    client: Client, roadshow: Roadshow, field: str, says: str
) -> None:
    for address in (at("add-contact", roadshow), at("change-contact", roadshow, "A")):
        page = client.post(address, {"name": "D", "reach": "999"} | {field: ""})
        assert page.status_code == 400
        assert says in words(page)
    assert card(roadshow) == "ABC"


def test_a_line_is_changed(client: Client, roadshow: Roadshow) -> None:
    contact, address = roadshow.contacts.get(name="B"), at("change-contact", roadshow, "B")
    assert f'name="seen" value="{contact.mark}"' in client.get(address).content.decode()
    client.post(address, {"name": "E", "reach": "999", "hint": "", "seen": contact.mark})
    assert card(roadshow) == "AEC"


def test_of_two_who_change_a_line_the_slower_sees_both(client: Client, roadshow: Roadshow) -> None:
    contact, address = roadshow.contacts.get(name="B"), at("change-contact", roadshow, "B")
    typed = {"name": "Mine", "reach": "999", "hint": "", "seen": contact.mark}
    actions.change_contact(contact, seen=contact.mark, name="Ana's", reach="9", actor="Ana")
    page = client.post(address, typed)
    assert page.status_code == 409
    assert "NameAna's" in words(page)
    [seen] = re.findall(r'name="seen" value="(\w{16})"', page.content.decode())
    client.post(address, typed | {"seen": seen})
    assert card(roadshow) == "AMineC"


def test_what_was_typed_for_a_line_that_is_gone_can_be_added_again(client: Client, roadshow: Roadshow) -> None:
    address = at("change-contact", roadshow, "B")
    actions.remove_contact(roadshow.contacts.get(name="B"), actor="Ana")
    page = client.post(address, {"name": "Mine", "reach": "999", "hint": "", "seen": "x"})
    assert page.status_code == 400
    assert "This line was taken off the card meanwhile." in words(page)
    assert 'value="Mine"' in page.content.decode()
    assert card(roadshow) == "AC"


def test_a_line_moves_up_and_down(client: Client, roadshow: Roadshow) -> None:
    page = client.post(at("move-contact", roadshow, "C"), {"seen": 3, "to": 2}, follow=True)
    assert "C is number 2 on the support card." in words(page)
    client.post(at("move-contact", roadshow, "A"), {"seen": 1, "to": 2})
    assert card(roadshow) == "CAB"


def test_an_incomplete_button_moves_nothing(client: Client, roadshow: Roadshow) -> None:
    page = client.post(at("move-contact", roadshow, "C"), {"to": "up"})
    assert page.status_code == 400
    assert "This button was incomplete, so nothing was changed." in words(page)


def test_a_line_that_was_taken_off_can_be_put_back(client: Client, roadshow: Roadshow) -> None:
    address = at("remove-contact", roadshow, "B")
    page = client.post(address)
    assert "B is off the support card." in words(page)
    assert card(roadshow) == "AC"
    form = dict(re.findall(r'<input type="hidden" name="(name|reach|hint)" value="([^"]*)">', page.text))
    client.post(at("add-contact", roadshow), form)
    assert card(roadshow) == "ACB"
    assert "It is off the support card already." in words(client.post(address, follow=True))


@pytest.mark.parametrize("name", ["change-contact", "move-contact"])
def test_another_roadshows_line_is_as_if_absent(client: Client, roadshow: Roadshow, name: str) -> None:
    theirs = SupportContact.objects.create(roadshow=make_roadshow(), name="X", reach="1", order=1)
    address = reverse(name, args=["leeds", theirs.pk])
    assert (client.get if name == "change-contact" else client.post)(address, {"seen": 1, "to": 1}).status_code == 404


def test_another_roadshows_line_is_not_taken_off_or_changed(client: Client, roadshow: Roadshow) -> None:
    theirs = SupportContact.objects.create(roadshow=make_roadshow(), name="X", reach="1", order=1)
    for name in ("remove-contact", "change-contact"):
        client.post(reverse(name, args=["leeds", theirs.pk]), {"name": "Y", "reach": "2", "seen": theirs.mark})
    theirs.refresh_from_db()
    assert theirs.name == "X"


# The organisers' page


def test_organisers_see_what_is_planned_and_what_is_missing(roadshow: Roadshow) -> None:
    page = signed_in(make_organiser()).get(reverse("edit-roadshow", args=["leeds"]))
    assert "Safeguarding leadNobody yet. Without one it cannot open. Name one" in words(page)
    assert "Support card3 contacts." in words(page)
    assert "Running orderNothing planned yet." in words(page)
    actions.name_lead(roadshow, seen=roadshow.care_mark, actor="Ana", safeguarding_lead="Sam Lead", quiet_room="Room 2")
    page = signed_in(make_organiser("other@example.org")).get(reverse("edit-roadshow", args=["leeds"]))
    assert "Safeguarding leadSam Lead. Change" in words(page)
    assert "Quiet roomRoom 2." in words(page)
