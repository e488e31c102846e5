"""What we still hold, and forgetting one person, on pages."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from places.actions.attendance import note_export
from places.models import Booking, Places, Retention
from tests.booked import ask_for, make_places
from tests.factories import make_organiser, signed_in
from tests.pages import words as read

pytestmark = pytest.mark.django_db
ANN = "ann@example.org"


@pytest.fixture
def organiser(settings: Settings, tmp_path: Path) -> Client:
    settings.EMAIL_FILE_PATH = tmp_path
    return signed_in(make_organiser())


@pytest.fixture
def places() -> Places:
    places = make_places(2)
    ask_for(places, "Ann")
    note_export(places.roadshow, "Attendance as CSV", people=1, actor="Olu")
    return places


def words(response: Any) -> str:
    return read(response.content.decode())


def test_it_says_of_each_thing_how_much_is_held_and_for_how_long(organiser: Client, places: Places) -> None:
    html = organiser.get(reverse("held")).content.decode()
    assert dict(re.findall(r'data-kept="(\w+)" data-held="(\d+)"', html)) == {
        "needs": "0", "notes": "0", "mail": "0", "readings": "0", "contacts": "1",
    }  # fmt: skip
    assert "Kept for 7 days, as usual" in html


def test_an_organiser_keeps_something_shorter_and_the_reason_stands_beside_it(
    organiser: Client, places: Places
) -> None:
    address = reverse("keep-for", args=[places.roadshow.programme.slug])
    said = {"what": "contacts", "days": "90", "reason": "The commissioner wants no more."}
    assert "Usually 365 days. organiser@example.org" in words(organiser.post(address, said, follow=True))


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ({"what": "needs", "days": "31", "reason": "?"}, "30 days at most"),
        ({"what": "needs", "days": "9", "reason": " "}, "Say why"),
        ({"what": "needs", "days": "-1", "reason": "?"}, "Write 1 or more"),
        ({"what": "needs", "days": "0", "reason": "?"}, "before the day that it is for is over"),
        ({"what": "shoes", "days": "9", "reason": "?"}, "Select a valid choice"),
    ],
)
def test_what_may_not_be_is_refused_in_words(
    organiser: Client, places: Places, said: dict[str, str], answer: str
) -> None:
    response = organiser.post(reverse("keep-for", args=[places.roadshow.programme.slug]), said)
    assert response.status_code == 400
    assert answer in words(response)
    assert not Retention.objects.exists()


def test_one_person_is_found_by_any_spelling_of_their_mailbox_and_handed_everything(
    organiser: Client, places: Places
) -> None:
    page = words(organiser.post(reverse("find-person"), {"email": " ANN+x@example.org "}))
    assert "Ann Example" in page
    response = organiser.post(reverse("export-person"), {"email": ANN})
    assert json.loads(response.content)["bookings"][0]["name"] == "Ann Example"
    assert response["Content-Disposition"].startswith("attachment")


def test_nobody_is_erased_before_their_address_is_typed_and_a_reason_given(organiser: Client, places: Places) -> None:
    for said in ({"word": "ben@example.org", "reason": "Their wish"}, {"word": ANN, "reason": ""}):
        response = organiser.post(reverse("erase-person"), {"email": ANN} | said)
        assert response.status_code == 400
        assert "Nothing was erased" in words(response)
    assert Booking.objects.exists()
    done = words(organiser.post(reverse("erase-person"), {"email": ANN, "word": ANN, "reason": "Their wish"}))
    assert not Booking.objects.exists()
    assert "Olu: Attendance as CSV" in done
    assert "Neither name nor address stands anywhere" in done


def test_of_whom_nothing_is_kept_it_says_so(organiser: Client) -> None:
    assert "Nothing is kept of nobody@example.org" in words(
        organiser.post(reverse("find-person"), {"email": "nobody@example.org"})
    )
    refused = organiser.post(reverse("find-person"), {"email": "Ann"})
    assert refused.status_code == 400
    assert "This is no e-mail address" in words(refused)


def test_no_address_is_ever_asked_for_in_an_address(organiser: Client) -> None:
    assert organiser.get(reverse("find-person"), {"email": ANN}).status_code == 405


def test_no_line_of_a_log_holds_a_name_or_an_address(
    organiser: Client, places: Places, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    organiser.post(reverse("find-person"), {"email": ANN})
    organiser.post(reverse("find-person"), {"email": "no address of ann example"})
    organiser.post(reverse("export-person"), {"email": ANN})
    organiser.post(reverse("erase-person"), {"email": ANN, "word": ANN, "reason": "Their wish"})
    organiser.get("/bookings/nobody-has-this/certificates/1.pdf")
    assert caplog.records  # what is refused is logged, by its address
    assert "ann" not in caplog.text.casefold()


def test_whoever_left_no_address_is_chosen_among_those_of_the_name_shown_and_erased(
    organiser: Client, places: Places
) -> None:
    booking = Booking.objects.create(
        programme=places.roadshow.programme, name="Ann Example", organisation="Sample Trust", agency_type="health"
    )
    assert f'data-namesake="{booking.pk}"' in organiser.post(reverse("find-person"), {"email": ANN}).content.decode()
    found = organiser.post(reverse("find-person"), {"name": "ann example"})
    assert f'data-namesake="{booking.pk}"' in found.content.decode()
    assert "who left no e-mail address" in words(organiser.post(reverse("find-person"), {"booking": booking.pk}))
    copy = json.loads(organiser.post(reverse("export-person"), {"booking": booking.pk}).content)
    assert [each["organisation"] for each in copy["bookings"]] == ["Sample Trust"]
    said = {"booking": booking.pk, "reason": "Their wish"}
    assert organiser.post(reverse("erase-person"), said | {"word": "Ben"}).status_code == 400
    organiser.post(reverse("erase-person"), said | {"word": "Ann  example"})
    assert [each.email for each in Booking.objects.all()] == [ANN]


def test_a_booking_with_an_address_is_not_to_be_had_by_its_number(organiser: Client, places: Places) -> None:
    for pk in (Booking.objects.get().pk, "0", "x", "9" * 30, ""):
        assert organiser.post(reverse("find-person"), {"booking": pk}).status_code == 404


def test_no_name_is_looked_for_where_none_is_written(organiser: Client) -> None:
    refused = organiser.post(reverse("find-person"), {"name": " "})
    assert refused.status_code == 400
    assert "Write their name." in words(refused)
