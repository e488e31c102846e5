"""The booking pages: the same answer for everybody, and no word of who has booked."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from places.actions.places import set_places
from places.models import Booking, Claim, Group, Mail, Needs
from places.notice import NOTICE
from tests.booked import ask_for, begun, counted, make_places
from tests.factories import make_roadshow
from tests.pages import without_tokens, words
from tests.places.forms.test_booking import SAID

pytestmark = pytest.mark.django_db


def path_of(slug: str) -> str:
    return f"/roadshows/{slug}/book/"


def test_who_asks_is_sent_to_their_mailbox_and_has_a_place(client: Client) -> None:
    places = make_places(1)
    slug = places.roadshow.slug
    response = client.post(path_of(slug), SAID | {"dietary_needs": "No nuts", "needs_consent": "on"})
    assert (response.status_code, response["Location"]) == (302, f"/roadshows/{slug}/book/sent/")
    booking = Booking.objects.get()
    assert (booking.name, booking.agency_type, booking.privacy_notice) == ("Ann Example", "health", NOTICE)
    assert Needs.objects.get().diet == "No nuts"
    assert list(Mail.objects.values_list("kind", "to")) == [("place", "ann@example.org")]
    assert counted(places) == (1, 0)


def answer(client: Client, slug: str, **said: str) -> tuple[int, str, str]:
    """Return everything that somebody can see of what became of their request."""
    response = client.post(path_of(slug), SAID | said)
    page = client.get(response["Location"])
    return response.status_code, response.content.decode(), without_tokens(page.content.decode())


def test_the_answer_tells_nobody_who_has_booked_nor_what_became_of_it(client: Client) -> None:
    places = make_places(1)
    slug = places.roadshow.slug
    place = answer(client, slug)
    known = answer(client, slug, email="ANN+news@example.org")
    waits = answer(client, slug, email="ben@example.org")
    assert place == known == waits
    assert [mail.kind for mail in Mail.objects.order_by("pk")] == ["place", "known", "waiting"]
    assert counted(places) == (1, 1)


def test_what_is_wrong_is_said_and_nothing_that_was_typed_is_lost(client: Client) -> None:
    places = make_places(1)
    response = client.post(path_of(places.roadshow.slug), SAID | {"email": "ann", "locality": "Leigh"})
    page = response.content.decode()
    assert response.status_code == 400
    assert "This is no single e-mail address" in page
    assert 'value="Leigh"' in page
    assert not Booking.objects.exists()


@pytest.mark.parametrize("how", ["closed", "later", "over", "none"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_where_nothing_can_be_booked_it_says_so_and_stores_nothing(client: Client, how: str, method: str) -> None:
    ahead = -1 if how == "over" else 30
    places = make_places(1, ahead=ahead)
    now = timezone.now()
    if how == "closed":
        set_places(places.roadshow, closed_at=now)
    if how == "later":
        set_places(places.roadshow, opens_at=now + dt.timedelta(days=1))
    roadshow = make_roadshow() if how == "none" else places.roadshow
    response = getattr(client, method)(path_of(roadshow.slug), SAID)
    assert response.status_code == (200 if method == "get" else 409)
    assert ("Nothing of what you sent was stored" in words(response.content.decode())) is (method == "post")
    assert not Claim.objects.exists()


def test_once_the_day_has_begun_every_page_leads_to_the_door(client: Client) -> None:
    places = make_places(2)
    slug = places.roadshow.slug
    begun(places, minutes=5)
    for method in ("get", "post"):
        page = getattr(client, method)(path_of(slug), SAID).text
        assert "The day has begun. Whoever would like to come now goes to the door" in page
    public = words(client.get(f"/roadshows/{slug}/").text)
    assert "The day has begun: places are given at the door" in public
    assert "Book a place" not in public
    assert not Booking.objects.exists()


def test_a_group_is_reserved_and_its_coordinator_gets_the_link(client: Client) -> None:
    places = make_places(3)
    slug = places.roadshow.slug
    day = timezone.localdate() + dt.timedelta(days=5)
    said = SAID | {"places": "2", "together": "yes", "name_by": f"{day:%Y-%m-%d}"}
    response = client.post(f"{path_of(slug)}group/", said)
    assert response["Location"] == f"/roadshows/{slug}/book/sent/"
    group = Group.objects.get()
    assert (group.together, timezone.localtime(group.name_by).date()) == (True, day)
    assert counted(places) == (2, 0)


def test_the_programme_and_the_roadshow_say_what_is_left(client: Client) -> None:
    places = make_places(2)
    slug = places.roadshow.slug
    assert "2 places left" in words(client.get("/").content.decode())
    ask_for(places, "Ann")
    assert "1 place left" in words(client.get("/").content.decode())
    ask_for(places, "Ben")
    ask_for(places, "Cas")
    page = client.get(f"/roadshows/{slug}/").content.decode()
    assert 'id="places" class="places__now" data-capacity="2" data-taken="2" data-waiting="1"' in page
    assert "Waiting list, 1 waiting" in words(page)
    assert "Ann" not in page


def test_the_list_of_roadshows_costs_as_much_for_three_as_for_one(
    client: Client, django_assert_num_queries: Any
) -> None:
    for _n in range(3):
        make_places(2)
        with django_assert_num_queries(3):  # programmes, roadshows, their places
            client.get("/")


def test_the_order_is_explained_with_each_dates_own_rules(client: Client) -> None:
    make_places(1, most_of_one=4, new_first=True)
    page = words(client.get("/places/order/").content.decode())
    assert "One organisation may have 4 places here." in page
    assert "People from organisations that have no place here yet come first" in page
