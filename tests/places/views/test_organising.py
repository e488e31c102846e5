"""What organisers decide and see; every step past the order has a reason that all of them read."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from places.models import Claim, Mail, Needs, Places
from tests.booked import ask_for, counted, make_dates, make_places, states
from tests.factories import make_organiser, make_roadshow, signed_in
from tests.pages import words
from tests.places.test_signups import ANN, HEADS, csv, workbook
from workshops.models import Roadshow

pytestmark = pytest.mark.django_db

DECIDED = {"capacity": 3, "beyond": 0, "most_of_one": 0, "frozen_days": 0}


@pytest.fixture
def desk() -> Client:
    return signed_in(make_organiser())


def link(roadshow: Roadshow) -> str:
    return f"/organising/roadshows/{roadshow.slug}/places/"


def test_a_roadshow_is_given_places_and_rules(desk: Client) -> None:
    roadshow = make_roadshow()
    assert "Nobody can book yet" in words(desk.get(link(roadshow)).content.decode())
    said = DECIDED | {"most_of_one": 2, "missed_first": "on", "closed": "on", "opens_at": "2027-03-09T09:00"}
    assert desk.post(link(roadshow), said).status_code == 302
    places = Places.objects.get(pk=roadshow.pk)
    assert (places.capacity, places.rules.most, places.missed_first, places.new_first) == (3, 2, True, False)
    assert places.closed_at
    assert places.opens_at
    desk.post(link(roadshow), said | {"closed": ""})
    assert Places.objects.get(pk=roadshow.pk).closed_at is None


def test_a_capacity_below_what_is_taken_is_refused_in_words_and_nobody_loses_a_place(desk: Client) -> None:
    places = make_places(2)
    ask_for(places, "Ann")
    ask_for(places, "Ben")
    response = desk.post(link(places.roadshow), DECIDED | {"capacity": 1})
    assert response.status_code == 400
    assert "2 places are taken or offered, so there cannot be fewer" in words(response.content.decode())
    assert '<a href="#rules-title">See what is wrong' in response.text
    assert counted(places) == (2, 0)


def test_more_places_go_to_those_who_wait(desk: Client) -> None:
    places = make_places(1)
    for name in ("Ann", "Ben"):
        ask_for(places, name)
    desk.post(link(places.roadshow), DECIDED)
    assert states(places) == {"Ann": "confirmed", "Ben": "offered"}


def test_who_is_put_first_and_what_is_taken_back_stands_with_its_reason(desk: Client) -> None:
    places = make_places(1)
    ann, _ben, cas = (ask_for(places, name) for name in ("Ann", "Ben", "Cas"))
    path = f"{link(places.roadshow)}claims/"
    assert "without a reason" in words(desk.post(f"{path}{cas.pk}/first/", follow=True).content.decode())
    desk.post(f"{path}{cas.pk}/first/", {"reason": "Speaks at noon."})
    desk.post(f"{path}{ann.pk}/withdraw/", {"reason": " "})
    assert states(places)["Ann"] == "confirmed"
    page = desk.post(f"{path}{ann.pk}/withdraw/", {"reason": "Booked twice."}, follow=True)
    assert states(places) == {"Ann": "ended", "Ben": "waiting", "Cas": "offered"}
    said = words(page.content.decode())
    assert "Cas Example was put first by organiser@example.org" in said
    assert "Speaks at noon." in said
    assert "Booked twice." in said


def test_the_list_is_narrowed_by_state_and_name_and_shows_no_needs(desk: Client) -> None:
    places = make_places(1)
    ann, _ben = ask_for(places, "Ann"), ask_for(places, "Ben")
    Needs.objects.create(booking=ann.booking, diet="No nuts")

    def shown(query: str) -> list[str]:
        page = desk.get(f"{link(places.roadshow)}?{query}").content.decode()
        assert "No nuts" not in page
        return [name for name in ("Ann Example", "Ben Example") if name in page]

    assert shown("") == ["Ann Example", "Ben Example"]
    assert shown("state=waiting") == ["Ben Example"]
    assert shown("find=ann") == ["Ann Example"]
    assert shown("state=nonsense") == ["Ann Example", "Ben Example"]


def test_a_mail_that_was_given_up_is_shown_and_tried_again(desk: Client) -> None:
    places = make_places(1)
    mail = ask_for(places).mails.get()
    Mail.objects.filter(pk=mail.pk).update(given_up_at=mail.made_at, trouble="550 no such user")
    page = words(desk.get(link(places.roadshow)).content.decode())
    assert "550 no such user" in page
    assert "A mistyped address cannot be changed: ask the person to book anew with the right one" in page
    desk.post(f"{link(places.roadshow)}mails/{mail.pk}/again/")
    assert Mail.objects.get().given_up_at is None


def send(desk: Client, places: Places, content: bytes) -> str:
    file = SimpleUploadedFile("list.xlsx", content)
    return words(desk.post(f"{link(places.roadshow)}import/", {"file": file}, follow=True).content.decode())


def test_a_list_is_taken_over_in_its_order_and_twice_does_no_harm(desk: Client) -> None:
    places = make_places(1)
    ben = ["Ben Example", "ben@example.org", "Sample Police", "police", "practitioner"]
    assert "2 of the list asked for a place" in send(desk, places, workbook(HEADS, ANN, ben))
    assert states(places) == {"Ann": "confirmed", "Ben": "waiting"}
    said = send(desk, places, csv(HEADS, ANN, ben))
    assert "0 of the list asked for a place" in said
    assert "2 had asked before and stay where they are, with what they said then: Ann Example, Ben Example." in said
    assert counted(places) == (1, 1)


def test_of_many_who_had_asked_before_some_are_named(desk: Client) -> None:
    places = make_places(0)
    people = [[f"Person {n}", f"person{n}@example.org", *ANN[2:]] for n in range(22)]
    for _twice in range(2):
        said = send(desk, places, workbook(HEADS, *people))
    assert "22 had asked before and stay where they are, with what they said then: Person 0, Person 1," in said
    assert "Person 19 and 2 more." in said


def test_rows_with_one_mailbox_are_named_and_nobody_is_stored(desk: Client) -> None:
    places = make_places(3)
    ben, cas, dan = (
        [name, email, *ANN[2:]]
        for name, email in (("Ben", "office@example.org"), ("Cas", "Office+cas@example.org"), ("Dan", "nobody"))
    )
    said = send(desk, places, csv(HEADS, ben, ANN, cas, dan))
    assert "Rows 2 and 4 have one mailbox, office@example.org; capitals and what follows a + do not count." in said
    assert "Row 5, Email 'nobody'" in said
    assert not Claim.objects.exists()


def test_who_is_not_stored_since_somebody_else_had_asked_with_their_address_is_named(desk: Client) -> None:
    places, other = make_dates(3, 3)
    ask_for(other, "Ann", email="office@example.org")
    said = send(desk, places, csv(HEADS, ["Ben Example", "office+ben@example.org", *ANN[2:]], ANN))
    assert "1 of the list asked for a place" in said
    assert "Not stored, since somebody else had asked with their address: " in said
    assert "Ben Example (office+ben@example.org is the address of Ann Example). Give everybody an address" in said
    assert "stay where they are, with" not in said
    assert states(places) == {"Ann": "confirmed"}


def test_wrong_rows_are_named_and_nobody_is_stored(desk: Client) -> None:
    places = make_places(1)
    wrong = ["a@example.org, b@example.org", "nobody", "X", "wizard", "manager"]
    said = send(desk, places, workbook(HEADS, ANN, wrong))
    assert "Row 3, Name" in said
    assert "Row 3, Email 'nobody'" in said
    assert "Row 3, Agency 'wizard'" in said
    assert "Nobody was stored. See what is wrong with the list" in said
    assert "Missing: Email" in send(desk, places, workbook(["Name"], ["Ann"]))
    assert not Claim.objects.exists()


def test_wrong_words_of_a_sheet_are_answered_with_those_that_are_allowed(desk: Client) -> None:
    places = make_places(1)
    heads = [*HEADS, "Access needs", "Needs consent"]
    wrong = ["A, B, C, D", "ann@example.org", "Sample Council", "Polis", "Boss", "A hearing loop", "perhaps"]
    said = send(desk, places, workbook(heads, wrong))
    assert "Row 2, Agency 'Polis': Write one of these: Police, Health, Schools and early years, Social care," in said
    assert "Row 2, Level 'Boss': Write one of these: Practitioner, Senior practitioner or team leader, Manager," in said
    assert "Row 2, Needs consent 'perhaps': Needs are kept only with consent. Write yes here, or empty" in said
    assert "Give each person a row." in said
    assert "Choose" not in said.partition("Mend this in the sheet")[2].partition("Which words")[0]


def test_the_page_lists_the_allowed_words_and_hands_out_a_sheet_that_is_taken(desk: Client) -> None:
    places = make_places(1)
    page = words(desk.get(link(places.roadshow)).text)
    assert "Police, Health, Schools and early years, Social care, Housing" in page
    assert "Practitioner, Senior practitioner or team leader, Manager, Senior manager" in page
    sheet = desk.get(f"{link(places.roadshow)}sign-ups.csv")
    assert sheet["Content-Disposition"] == 'attachment; filename="sign-ups.csv"'
    assert "1 of the list asked for a place" in send(desk, places, sheet.content)
    claim = Claim.objects.get()
    assert (claim.booking.name, claim.booking.needs.diet) == ("Alex Example", "Vegetarian")
