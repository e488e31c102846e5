"""The pages on which staff look back on a day."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from places.models import Attendance, Letter, Mail, Overbooking, Places
from places.queries.attendance import lines_of
from tests.attended import came, day_over, had_place, missed
from tests.booked import make_places
from tests.factories import make_facilitator, make_organiser, make_roadshow, signed_in
from tests.pages import words as read

pytestmark = pytest.mark.django_db


@pytest.fixture
def day() -> Places:
    places = day_over()
    came(places, "Ann", "09:12")
    had_place(places, "Ben")
    missed(places, "Cleo")
    Mail.objects.all().delete()
    return places


@pytest.fixture
def organiser() -> Client:
    return signed_in(make_organiser())


def words(response: Any) -> str:
    return read(response.content.decode())


def page(day: Places, name: str = "attendance", **arguments: Any) -> str:
    return reverse(name, kwargs={"slug": day.roadshow.slug} | arguments)


def test_it_says_how_many_became_what_and_draws_how_the_room_filled(organiser: Client, day: Places) -> None:
    html = organiser.get(page(day)).content.decode()
    assert 'data-came="1"' in html
    for became in ("attended", "no-show", "no-place"):
        assert re.search(rf'data-became="{became}"><dt>[^<]*</dt><dd>1</dd>', html)
    assert '<path class="arrivals__path" d="M' in html
    assert '<th scope="row">09:00</th><td>1</td><td>1</td>' in html


def test_however_many_there_are_few_questions_are_asked_of_the_database(
    organiser: Client, day: Places, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(12):
        came(day, f"Wim{n}")
    with django_assert_max_num_queries(18):
        organiser.get(page(day))


def test_before_anybody_asked_it_says_so(organiser: Client) -> None:
    places = make_places(5)
    assert "Nobody has asked for a place here yet" in words(organiser.get(page(places)))


def test_a_facilitator_sees_no_addresses_and_nothing_that_organisers_do(day: Places) -> None:
    response = signed_in(make_facilitator(day.roadshow)).get(page(day))
    assert "Ann Example" in words(response)
    assert "@example.org" not in response.content.decode().replace("facilitator@example.org", "")
    assert reverse("write-by-attendance", args=[day.roadshow.slug]) not in response.content.decode()


def test_only_those_of_one_kind_are_shown_when_asked_for(organiser: Client, day: Places) -> None:
    html = organiser.get(page(day), {"became": "no-show"}).content.decode()
    assert re.findall(r'<li class="roll__one" data-claim="\d+" data-became="([^"]*)"', html) == ["no-show"]


def test_a_facilitator_corrects_with_a_reason_that_stands_beside_it(day: Places) -> None:
    client = signed_in(make_facilitator(day.roadshow))
    ben = lines_of(day.roadshow)[1].claim
    said = {"outcome": "left-early", "left_at": "12:30", "reason": "He was at table 3 till noon."}
    response = client.post(page(day, "correct-attendance", pk=ben.pk), said, follow=True)
    assert "Corrected by facilitator@example.org: He was at table 3 till noon." in words(response)
    assert "left at 12:30" in words(response)


def test_without_a_reason_nothing_is_corrected_and_what_was_chosen_stays(organiser: Client, day: Places) -> None:
    ben = lines_of(day.roadshow)[1].claim
    response = organiser.post(page(day, "correct-attendance", pk=ben.pk), {"outcome": "apology", "reason": "  "})
    assert response.status_code == 400
    assert "Say why: the reason is kept." in words(response)
    assert '<option value="apology" selected>' in response.content.decode()
    assert not Attendance.objects.filter(pk=ben.pk).exists()


def test_nobody_of_another_roadshow_is_corrected(organiser: Client, day: Places) -> None:
    other = had_place(day_over(), "Zoe")
    said = {"outcome": "attended", "reason": "?"}
    assert organiser.post(page(day, "correct-attendance", pk=other.pk), said).status_code == 404


def letter(**said: Any) -> dict[str, Any]:
    return {"to_whom": ["attended", "no-show"], "subject": "Thank you", "words": "It was good."} | said


def test_a_letter_shows_first_to_how_many_it_goes_and_is_sent_at_the_second_press(
    organiser: Client, day: Places
) -> None:
    check = organiser.post(page(day, "write-by-attendance"), letter())
    assert "It goes to 2 people: Attended, Did not come." in words(check)
    assert not Mail.objects.exists()
    key = re.search(r'name="send" value="([^"]+)"', check.content.decode())
    assert key
    for _press in range(2):
        organiser.post(page(day, "write-by-attendance"), letter(send=key[1], certificates="on"))
    assert Mail.objects.count() == 2
    assert Letter.objects.get().people == 2


def test_a_letter_to_nobody_and_an_empty_one_are_refused_in_words(organiser: Client, day: Places) -> None:
    response = organiser.post(page(day, "write-by-attendance"), letter(to_whom=[], words=""))
    assert response.status_code == 400
    assert "Tick at least one, or nobody gets it." in words(response)
    nobody = organiser.post(page(day, "write-by-attendance"), letter(to_whom=["walk-in"]))
    assert "it would go to nobody" in words(nobody)
    assert b'name="send"' not in nobody.content


@pytest.mark.parametrize("key", ["x" * 65, "a\0b"])
def test_a_letter_under_a_key_that_cannot_be_kept_is_not_sent(organiser: Client, day: Places, key: str) -> None:
    assert organiser.post(page(day, "write-by-attendance"), letter(send=key)).status_code == 400
    assert not Letter.objects.exists()


@pytest.fixture
def to_come() -> Places:
    """Return a date to come of a programme with two that are over."""
    programme = day_over(40, ago=20).roadshow.programme
    for ago in (20, 10):
        past = day_over(40, ago=ago, programme=programme)
        for n in range(20):
            came(past, f"Ann{ago}x{n}")
        for n in range(8):
            had_place(past, f"Ben{ago}x{n}")
    places = make_places(20, roadshow=make_roadshow(programme=programme, held_on=dt.date(2099, 1, 1)))
    had_place(places, "Zoe")
    return places


def test_advice_is_off_unless_chosen_and_decides_nothing_by_itself(organiser: Client, to_come: Places) -> None:
    assert "This is off unless you want it" in words(organiser.get(page(to_come)))
    chosen = organiser.post(page(to_come, "choose-advice"), {"percent": "5"}, follow=True)
    assert re.search(r"Up to \d+ more could book", words(chosen))
    to_come.refresh_from_db()
    assert to_come.beyond == 0
    taken = organiser.post(page(to_come, "take-advice"), {"beyond": "3"}, follow=True)
    assert "3 more than the room holds can be booked now" in words(taken)
    to_come.refresh_from_db()
    assert to_come.beyond == 3
    organiser.post(page(to_come, "choose-advice"), {"stop": "yes"})
    assert not Overbooking.objects.exists()


def test_a_great_risk_is_refused(organiser: Client, to_come: Places) -> None:
    response = organiser.post(page(to_come, "choose-advice"), {"percent": "50"})
    assert response.status_code == 400
    assert "20 at most" in words(response)


def test_fewer_than_are_taken_cannot_be_taken_away_again(organiser: Client, to_come: Places) -> None:
    organiser.post(page(to_come, "take-advice"), {"beyond": "3"})
    for n in range(22):
        had_place(to_come, f"Wim{n}")
    response = organiser.post(page(to_come, "take-advice"), {"beyond": "0"}, follow=True)
    assert "23 places are taken already. Nothing was changed" in words(response)


def test_all_dates_stand_side_by_side(organiser: Client, day: Places) -> None:
    said = words(organiser.get(reverse("attendance-everywhere")))
    assert str(day.roadshow) in said
    assert "Cleo Example" in said


def test_before_the_day_is_over_it_says_who_counts_as_missing_already(organiser: Client) -> None:
    day = day_over(ago=-3)
    had_place(day, "Ann")
    assert "not counted as missing before it is, unless their place was given on" in words(organiser.get(page(day)))
