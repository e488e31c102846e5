"""The organisers' pages: programmes, roadshows, facilitators and staff."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casestudy.models import CaseRun
from live import gate
from live.models import Event
from live.room import Delivery
from tests.factories import (
    make_coder,
    make_facilitator,
    make_observer,
    make_organiser,
    make_programme,
    make_roadshow,
    make_run,
    signed_in,
)
from workshops.access import SIGN_IN_KEY
from workshops.models import Programme, Roadshow, RoadshowState, Role, SignInLink, Staff, StaffRole
from workshops.topics import CONSOLES

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    """A browser in which an organiser is signed in."""
    return signed_in(make_organiser())


def words(response: Any) -> str:
    """Return what the page says, without its tags."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.split())


def plan(programme: Programme, **changes: object) -> dict[str, object]:
    """Return what somebody typed to plan a roadshow."""
    typed = {"programme": programme.pk, "city": "Leeds", "venue": "The Invented Mill", "address": "1 Nowhere Street"}
    return typed | {"held_on": "2027-03-09", "tables": 3} | changes


# Programmes


def test_a_programme_is_begun_once_however_often_one_presses(client: Client) -> None:
    for _ in range(2):
        response = client.post(reverse("new-programme"), {"name": "Sharing well", "summary": "A day."})
        assert response["Location"] == reverse("new-roadshow")
    [programme] = Programme.objects.all()
    assert (programme.slug, programme.name, programme.summary) == ("sharing-well", "Sharing well", "A day.")


def test_a_programme_without_a_name_is_refused_in_words(client: Client) -> None:
    response = client.post(reverse("new-programme"), {"name": " "})
    assert response.status_code == 400
    assert "Give the programme a name." in words(response)
    assert Programme.objects.count() == 0


def test_without_a_programme_one_is_led_to_begin_one(client: Client) -> None:
    assert reverse("new-programme") in client.get(reverse("new-roadshow")).content.decode()
    assert "There is no programme yet." in words(client.get(reverse("organising")))


# Roadshows


def test_a_roadshow_is_planned_with_its_tables_codes_and_screen(client: Client) -> None:
    response = client.post(reverse("new-roadshow"), plan(make_programme()))
    roadshow = Roadshow.objects.get()
    assert response["Location"] == reverse("edit-roadshow", args=["leeds"])
    assert (roadshow.city, roadshow.venue, roadshow.address) == ("Leeds", "The Invented Mill", "1 Nowhere Street")
    assert (roadshow.held_on, roadshow.state) == (dt.date(2027, 3, 9), RoadshowState.PLANNED)
    assert [len(table.code) for table in roadshow.tables.prefetch_related("codes")] == [6, 6, 6]
    assert roadshow.screens.count() == 1


def test_a_double_press_plans_one_roadshow(client: Client) -> None:
    typed = plan(make_programme())
    addresses = [client.post(reverse("new-roadshow"), typed)["Location"] for _ in range(2)]
    assert addresses[0] == addresses[1]
    assert Roadshow.objects.count() == 1


def test_a_second_roadshow_in_a_city_gets_an_address_of_its_own(client: Client) -> None:
    programme = make_programme()
    for day in ("2027-03-09", "2027-03-10", "2027-03-11"):
        client.post(reverse("new-roadshow"), plan(programme, held_on=day))
    assert [roadshow.slug for roadshow in Roadshow.objects.all()] == ["leeds", "leeds-2", "leeds-3"]


def test_a_city_that_makes_no_address_still_gets_one(client: Client) -> None:
    client.post(reverse("new-roadshow"), plan(make_programme(), city="東京"))
    assert Roadshow.objects.get().slug == "roadshow"


def test_a_long_city_gets_an_address_that_fits(client: Client) -> None:
    client.post(reverse("new-roadshow"), plan(make_programme(), city="Llanfair" * 12))
    roadshow = Roadshow.objects.get()
    roadshow.full_clean()
    assert client.get(reverse("roadshow", args=[roadshow.slug])).status_code == 200


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("city", "", "Say in which city it is."),
        ("venue", "", "Say at which venue it is."),
        ("held_on", "", "Say on which day it is."),
        ("held_on", "next Tuesday", "This is no date. Write it as year, month, day: 2027-03-09."),
        ("tables", "", "Say for how many tables it is."),
        ("tables", "0", "A roadshow has at least one table."),
        ("tables", "61", "One roadshow has at most 60 tables."),
        ("tables", "many", "Write the number of tables in digits."),
        ("programme", "999", "Choose a programme from the list."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_stored(
    field: str, typed: str, says: str, client: Client
) -> None:
    response = client.post(reverse("new-roadshow"), plan(make_programme()) | {field: typed})
    assert response.status_code == 400
    assert says in words(response)
    assert f'aria-describedby="id_{field}_error"' in response.content.decode()
    assert Roadshow.objects.count() == 0


def test_what_was_typed_is_still_there_after_a_mistake(client: Client) -> None:
    page = client.post(reverse("new-roadshow"), plan(make_programme(), city="")).content.decode()
    assert 'value="The Invented Mill"' in page
    assert 'value="2027-03-09"' in page


def test_a_roadshow_starts_when_it_is_planned_to(client: Client) -> None:
    client.post(reverse("new-roadshow"), plan(make_programme(), starts_at="08:45"))
    assert Roadshow.objects.get().starts_at == dt.time(8, 45)
    typed = {"city": "Leeds", "venue": "Elsewhere", "held_on": "2027-04-01", "tables": 3}
    for starts_at, expected in (("10:00", dt.time(10)), ("", dt.time(10))):
        client.post(reverse("edit-roadshow", args=["leeds"]), typed | {"starts_at": starts_at})
        assert Roadshow.objects.get().starts_at == expected


def test_a_start_that_is_no_time_is_refused_in_words(client: Client) -> None:
    response = client.post(reverse("new-roadshow"), plan(make_programme(), starts_at="early"))
    assert "This is no time of day. Write it as hours and minutes: 09:30." in words(response)
    assert Roadshow.objects.count() == 0


def test_a_planned_roadshow_has_a_running_order_and_says_what_it_still_needs(client: Client) -> None:
    page = client.post(reverse("new-roadshow"), plan(make_programme()), follow=True)
    assert "Before it can open, name a safeguarding lead under Care." in words(page)
    assert "12 activities, from 09:30 to 16:10" in words(page)


def test_a_roadshow_is_changed_and_keeps_its_address(client: Client) -> None:
    roadshow = make_roadshow(slug="leeds", city="Leeds", tables=3)
    typed = {"city": "York", "venue": "Elsewhere", "address": "", "held_on": "2027-04-01", "tables": 3}
    client.post(reverse("edit-roadshow", args=["leeds"]), typed)
    roadshow.refresh_from_db()
    assert (roadshow.slug, roadshow.city, roadshow.venue) == ("leeds", "York", "Elsewhere")
    assert roadshow.held_on == dt.date(2027, 4, 1)
    assert roadshow.tables.count() == 3
    assert Event.objects.count() == 0


def test_tables_are_added_once_however_often_one_presses(client: Client) -> None:
    roadshow = make_roadshow(tables=3)
    typed = {"city": "York", "venue": "Elsewhere", "held_on": "2027-04-01", "tables": 5}
    for _ in range(2):
        page = client.post(reverse("edit-roadshow", args=[roadshow.slug]), typed, follow=True)
    assert [table.number for table in roadshow.tables.all()] == [1, 2, 3, 4, 5]
    assert "2 tables were added." not in words(page), "the second press added none"


@pytest.mark.django_db(transaction=True)
def test_consoles_hear_of_new_tables_once(client: Client, delivered: list[Delivery]) -> None:
    roadshow = make_roadshow(tables=1)
    typed = {"city": "York", "venue": "Elsewhere", "held_on": "2027-04-01", "tables": 2}
    client.post(reverse("edit-roadshow", args=[roadshow.slug]), typed)
    [delivery] = delivered
    [(topic, _after, text)] = delivery.texts
    assert topic == CONSOLES
    assert 'data-table=\\"2\\"' in text


def test_no_table_is_taken_away(client: Client) -> None:
    roadshow = make_roadshow(tables=3)
    typed = {"city": "York", "venue": "Elsewhere", "held_on": "2027-04-01", "tables": 2}
    response = client.post(reverse("edit-roadshow", args=[roadshow.slug]), typed)
    assert response.status_code == 400
    assert "There are 3 tables, and none is ever taken away." in words(response)
    assert roadshow.tables.count() == 3
    assert Roadshow.objects.get().city != "York"


# The case


def test_a_new_roadshow_has_no_case_and_offers_every_version(client: Client) -> None:
    run = make_run()
    roadshow = make_roadshow()
    page = client.get(reverse("edit-roadshow", args=[roadshow.slug]))
    assert "This roadshow has no case yet." in words(page)
    client.post(reverse("choose-case", args=[roadshow.slug]), {"case": run.case_id})
    assert CaseRun.objects.get(roadshow=roadshow).case == run.case
    page = client.get(reverse("edit-roadshow", args=[roadshow.slug]))
    assert "This roadshow runs A small case , version 1." in words(page)


def test_a_case_that_is_not_there_changes_nothing(client: Client) -> None:
    roadshow = make_roadshow()
    response = client.post(reverse("choose-case", args=[roadshow.slug]), {"case": 999}, follow=True)
    assert "That case is not here, so nothing was changed." in words(response)
    assert CaseRun.objects.count() == 0


# Facilitators


def test_a_facilitator_is_added_with_a_link_that_signs_them_in(client: Client) -> None:
    roadshow = make_roadshow()
    page = client.post(reverse("add-facilitator", args=[roadshow.slug]), {"email": "Fay@example.org"})
    [link] = re.findall(r'value="https?://[^/]+(/staff/link/[^"]+)"', page.content.decode())
    assert page["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    theirs = Client()
    theirs.get(link)
    assert theirs.get(reverse("console", args=[roadshow.slug])).status_code == 200
    assert theirs.get(reverse("organising")).status_code == 404
    assert StaffRole.objects.get(user__email="fay@example.org").roadshow == roadshow


def test_the_link_is_not_shown_again(client: Client) -> None:
    roadshow = make_roadshow()
    client.post(reverse("add-facilitator", args=[roadshow.slug]), {"email": "fay@example.org"})
    for address in (reverse("edit-roadshow", args=[roadshow.slug]), reverse("all-staff")):
        assert "/staff/link/" not in client.get(address).content.decode()


def test_a_facilitator_added_twice_has_one_role(client: Client) -> None:
    roadshow = make_roadshow()
    for _ in range(2):
        client.post(reverse("add-facilitator", args=[roadshow.slug]), {"email": "fay@example.org"})
    assert StaffRole.objects.filter(role=Role.FACILITATOR).count() == 1


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Type the e-mail address of the person."),
        ("fay", "This is no e-mail address. It looks like name@example.org."),
        ("organiser@example.org", "They are an organiser, and so they run every roadshow already."),
    ],
)
def test_who_cannot_be_added_is_said_and_nobody_is(typed: str, says: str, client: Client) -> None:
    roadshow = make_roadshow()
    response = client.post(reverse("add-facilitator", args=[roadshow.slug]), {"email": typed})
    assert response.status_code == 400
    assert says in words(response)
    assert (Staff.objects.count(), SignInLink.objects.count()) == (1, 0)


def test_a_removed_facilitator_loses_the_console_and_its_sockets(client: Client) -> None:
    roadshow = make_roadshow()
    facilitator = make_facilitator(roadshow)
    theirs = signed_in(facilitator)
    console = reverse("console", args=[roadshow.slug])
    heard_as = f"staff:{theirs.session[SIGN_IN_KEY]}.{roadshow.pk}"
    assert theirs.get(console).status_code == 200
    address = reverse("remove-facilitator", args=[roadshow.slug, facilitator.pk])
    for _ in range(2):
        assert client.post(address)["Location"] == reverse("edit-roadshow", args=[roadshow.slug])
    assert gate.admitted({heard_as}) == set()
    assert theirs.get(console).status_code == 404


# Staff


def test_the_list_shows_everybody_and_who_is_signed_in(client: Client) -> None:
    make_facilitator(make_roadshow(city="Leeds"), "fay@example.org")
    make_observer(make_roadshow(city="York"), "obi@example.org")
    make_coder(make_roadshow(city="Hull"), "cody@example.org")
    page = words(client.get(reverse("all-staff")))
    assert "organiser@example.org Organiser. Signed in since" in page
    assert "fay@example.org Facilitator of Leeds . Not signed in." in page
    assert "obi@example.org Observer of York . Not signed in." in page
    assert "cody@example.org Coder of Hull . Not signed in." in page


def test_another_organiser_is_made_with_a_link(client: Client) -> None:
    page = client.post(reverse("add-organiser"), {"email": "ora@example.org"})
    [link] = re.findall(r'value="https?://[^/]+(/staff/link/[^"]+)"', page.content.decode())
    theirs = Client()
    theirs.get(link)
    assert theirs.get(reverse("organising")).status_code == 200


def test_a_link_for_somebody_known_changes_no_role(client: Client) -> None:
    facilitator = make_facilitator(make_roadshow())
    page = client.post(reverse("new-link", args=[facilitator.pk]))
    assert f"A sign-in link For {facilitator.email} ." in words(page)
    assert [role.role for role in facilitator.staff_roles.all()] == [Role.FACILITATOR]


def test_the_last_organiser_is_not_removed_and_the_page_says_why(client: Client) -> None:
    organiser = Staff.objects.get()
    response = client.post(reverse("remove-organiser", args=[organiser.pk]))
    assert response.status_code == 409
    assert "is the only organiser, so nothing was changed. Make somebody else an organiser first." in words(response)
    assert client.get(reverse("organising")).status_code == 200


def test_an_organiser_may_step_down_when_another_is_left(client: Client) -> None:
    me, other = Staff.objects.get(), make_organiser("other@example.org")
    response = client.post(reverse("remove-organiser", args=[me.pk]), follow=True)
    assert response.status_code == 200
    assert "organiser@example.org is an organiser no longer." in words(response)
    assert client.get(reverse("organising")).status_code == 404
    assert [role.user for role in StaffRole.objects.all()] == [other]


def test_somebody_is_signed_out_everywhere_and_may_come_back(client: Client) -> None:
    facilitator = make_facilitator(make_roadshow())
    theirs = signed_in(facilitator)
    page = client.post(reverse("sign-out-staff", args=[facilitator.pk]), follow=True)
    assert f"{facilitator} is signed out everywhere." in words(page)
    assert theirs.get(reverse("staff")).status_code == 302
    assert signed_in(facilitator).get(reverse("staff")).status_code == 200


def test_signing_oneself_out_everywhere_ends_here_too(client: Client) -> None:
    me = Staff.objects.get()
    response = client.post(reverse("sign-out-staff", args=[me.pk]), follow=True)
    assert "Staff sign-in" in words(response)


def test_somebody_who_does_not_exist_is_404(client: Client) -> None:
    for name in ("new-link", "sign-out-staff", "remove-organiser"):
        assert client.post(reverse(name, args=[999])).status_code == 404
