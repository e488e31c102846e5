"""Asking for places: first come, first served; nobody finds out who has asked."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from places.actions.booking import Coordinator, NeedsSaid, NotOpenError, book, book_group
from places.actions.holders import NoPlaceError, move
from places.actions.places import set_places
from places.models import Booking, Claim, Mail, Needs
from places.queries.dates import availability, open_dates
from tests.booked import NOTICE, ask_for, begun, counted, details, make_dates, make_places, states
from workshops.models import Roadshow, RoadshowState

pytestmark = pytest.mark.django_db


def mails() -> list[tuple[str, str]]:
    """Return the kinds of mail that were queued, and to whom."""
    return list(Mail.objects.order_by("pk").values_list("kind", "to"))


def test_places_go_to_whoever_asks_until_none_is_left_and_then_people_wait() -> None:
    places = make_places(2)
    for name in ("Ann", "Ben", "Cas"):
        ask_for(places, name)
    assert states(places) == {"Ann": "confirmed", "Ben": "confirmed", "Cas": "waiting"}
    assert counted(places) == (2, 1)
    assert [kind for kind, _to in mails()] == ["place", "place", "waiting"]


@pytest.mark.parametrize("again", ["ann@example.org", " ANN@Example.ORG", "ann+roadshow@example.org"])
def test_a_mailbox_that_asked_before_gets_nothing_more_and_is_told_so_by_mail_alone(again: str) -> None:
    places = make_places(2)
    ask_for(places, "Ann")
    book([places.roadshow], details("Anna", email=again), privacy_notice=NOTICE)  # Nothing is returned or raised.
    book([places.roadshow], details("Zoe"), privacy_notice=NOTICE)
    assert counted(places) == (2, 0)
    assert mails()[1] == ("known", "ann@example.org")
    assert Booking.objects.get(email_key="ann@example.org").name == "Ann Example"


def test_the_same_mailbox_may_ask_in_another_programme() -> None:
    for places in (make_places(1), make_places(1)):
        ask_for(places, "Ann")
        assert counted(places) == (1, 0)


def test_with_several_dates_the_first_that_is_free_is_taken() -> None:
    one, two = make_dates(0, 1)
    book([one.roadshow, two.roadshow], details(), privacy_notice=NOTICE)
    assert (states(one), states(two)) == ({}, {"Ann": "confirmed"})


def test_who_finds_no_place_anywhere_waits_for_every_date_in_the_order_of_their_wishes() -> None:
    one, two = make_dates(0, 0)
    book([two.roadshow, one.roadshow], details(), privacy_notice=NOTICE)
    wishes = Claim.objects.order_by("rank").values_list("roadshow", "state")
    assert list(wishes) == [(two.pk, "waiting"), (one.pk, "waiting")]
    assert [kind for kind, _to in mails()] == ["waiting"]


@pytest.mark.parametrize(
    "shut", [{"closed_at": timezone.now()}, {"opens_at": timezone.now() + dt.timedelta(hours=1)}, {"ahead": -1}]
)
def test_a_roadshow_that_takes_no_bookings_says_so_and_stores_nothing(shut: dict[str, object]) -> None:
    places = make_places(1, **shut)  # type: ignore[arg-type]
    with pytest.raises(NotOpenError):
        book([places.roadshow], details(), privacy_notice=NOTICE)
    assert (Booking.objects.count(), Mail.objects.count()) == (0, 0)


def test_nobody_books_past_those_who_wait_once_the_day_has_begun() -> None:
    places = make_places(1, ahead=0)
    ask_for(places, "Ann")
    assert ask_for(places, "Ben").state == "waiting"
    begun(places, minutes=1)
    set_places(places.roadshow, capacity=2)
    with pytest.raises(NotOpenError):
        ask_for(places, "Cas")
    assert counted(places) == (1, 1)


def test_nobody_books_or_moves_to_a_day_whose_doors_were_shut_before_it_began() -> None:
    later = ask_for(make_places(1), "Ann")
    places = make_places(1, ahead=0)
    places.roadshow.state = RoadshowState.CLOSED
    places.roadshow.save()
    with pytest.raises(NotOpenError):
        ask_for(places, "Ben")
    with pytest.raises(NoPlaceError):
        move(later, places.roadshow, actor="Ann")
    found = availability(places.roadshow)
    assert found
    assert not found.is_open
    assert places.pk not in {each.pk for each in open_dates()}


def test_needs_are_kept_apart_and_only_where_they_are_given() -> None:
    places = make_places(2)
    ask_for(places, "Ann")
    book([places.roadshow], details("Ben"), privacy_notice=NOTICE, needs=NeedsSaid(diet="No nuts", step_free=True))
    assert list(Needs.objects.values_list("booking__name", "diet", "step_free")) == [("Ben Example", "No nuts", True)]


def test_an_organisation_that_has_all_it_may_have_waits_while_others_are_served() -> None:
    places = make_places(3, most_of_one=1)
    ask_for(places, "Ann")
    ask_for(places, "Ben", organisation="The Sample  Council")
    ask_for(places, "Cas", organisation="Sample Police")
    assert states(places) == {"Ann": "confirmed", "Ben": "waiting", "Cas": "confirmed"}
    assert counted(places) == (2, 1)


# Groups

COORDINATOR = Coordinator("Gil Example", "gil@example.org", "Sample Trust", "health")


@pytest.mark.parametrize(
    ("free", "together", "taken"), [(3, True, 3), (3, False, 3), (2, False, 2), (2, True, 0), (0, False, 0)]
)
def test_a_group_gets_all_its_places_or_as_many_as_there_are_as_it_chose(free: int, together: bool, taken: int) -> None:
    places = make_places(free)
    by = timezone.now() + dt.timedelta(days=3)
    book_group(places.roadshow, COORDINATOR, 3, together=together, name_by=by, privacy_notice=NOTICE)
    assert counted(places) == (taken, 3 - taken)
    assert mails() == [("group", "gil@example.org")]


def test_a_coordinator_who_asks_twice_is_told_of_the_places_that_they_have() -> None:
    places = make_places(5)
    by = timezone.now() + dt.timedelta(days=3)
    for _twice in range(2):
        book_group(places.roadshow, COORDINATOR, 2, together=False, name_by=by, privacy_notice=NOTICE)
    assert counted(places) == (2, 0)
    assert mails() == [("group", "gil@example.org"), ("known", "gil@example.org")]


def test_needs_said_again_are_agreed_to_again() -> None:
    for places in make_dates(1, 1):
        book([places.roadshow], details(), privacy_notice=NOTICE, needs=NeedsSaid(diet="No nuts"))
        first = Needs.objects.get().consented_at
        Needs.objects.update(consented_at=first - dt.timedelta(days=9))
        Roadshow.objects.filter(pk=places.pk).update(held_on=timezone.localdate() - dt.timedelta(days=1))
    assert timezone.now() - first < dt.timedelta(minutes=1)
