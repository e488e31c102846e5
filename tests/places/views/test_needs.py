"""The page of what people need."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from places.actions.booking import NeedsSaid
from places.actions.holders import change_needs
from places.actions.needs import name_reader
from places.models import NeedsReading, Places
from tests.booked import ask_for, make_places
from tests.factories import make_facilitator, make_organiser, signed_in

pytestmark = pytest.mark.django_db
WORDS = b"Nuts make me ill"


@pytest.fixture
def places() -> Places:
    places = make_places(2)
    change_needs(ask_for(places, "Ann").booking, NeedsSaid(diet=WORDS.decode()))
    return places


def test_looking_at_the_page_shows_numbers_only(places: Places) -> None:
    organiser = make_organiser()
    name_reader(places.roadshow, organiser, actor="Ana")
    response = signed_in(organiser).get(reverse("needs", args=[places.roadshow.slug]))
    assert b'data-people="1"' in response.content
    assert WORDS not in response.content
    assert not NeedsReading.objects.exists()


def test_who_sees_to_it_reads_at_a_press_that_stands_in_the_list(places: Places) -> None:
    facilitator = make_facilitator(places.roadshow)
    name_reader(places.roadshow, facilitator, actor="Ana")
    response = signed_in(facilitator).post(reverse("read-needs", args=[places.roadshow.slug]))
    assert WORDS in response.content
    assert NeedsReading.objects.get().staff == facilitator
    assert "no-store" in response["Cache-Control"]


def test_an_organiser_who_does_not_see_to_it_reads_nothing(places: Places) -> None:
    response = signed_in(make_organiser()).post(reverse("read-needs", args=[places.roadshow.slug]), follow=True)
    assert WORDS not in response.content
    assert b"You do not see to needs at this roadshow" in response.content


def test_an_organiser_names_and_removes_who_sees_to_it(places: Places) -> None:
    client: Client = signed_in(make_organiser())
    facilitator = make_facilitator(places.roadshow)
    slug = places.roadshow.slug
    client.post(reverse("add-needs-reader", args=[slug]), {"staff": facilitator.pk})
    page = client.get(reverse("needs", args=[slug])).content.decode()
    assert f'data-reader="{facilitator.pk}"' in page
    client.post(reverse("remove-needs-reader", args=[slug, facilitator.pk]))
    assert f'data-reader="{facilitator.pk}"' not in client.get(reverse("needs", args=[slug])).content.decode()


def test_nobody_from_elsewhere_is_named(places: Places) -> None:
    stranger = make_facilitator(make_places(1).roadshow)
    client = signed_in(make_organiser())
    response = client.post(
        reverse("add-needs-reader", args=[places.roadshow.slug]), {"staff": stranger.pk}, follow=True
    )
    assert b"They have no part in this roadshow" in response.content


def test_who_takes_a_copy_for_one_person_stands_in_the_list_of_readings(places: Places) -> None:
    client = signed_in(make_organiser())
    assert WORDS in client.post(reverse("export-person"), {"email": "ann@example.org"}).content
    page = client.get(reverse("needs", args=[places.roadshow.slug])).content.decode()
    assert "of one person alone, in a copy for them" in page
