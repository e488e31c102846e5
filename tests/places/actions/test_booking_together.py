"""Those who ask at the same moment are served together, and get what they would have got one after the other."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Sequence

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from places.actions import booking
from places.actions.booking import Ask, NeedsSaid, NotOpenError, book_all
from places.actions.holders import cancel
from places.actions.places import set_places
from places.models import Booking, Mail, Needs, Places
from tests.booked import NOTICE, ask_for, claim_of, counted, details, make_dates, make_places, states, two_full_dates

pytestmark = pytest.mark.django_db


def ask(places: Places, name: str = "Ann", needs: NeedsSaid | None = None, **fields: str) -> Ask:
    return Ask([places.roadshow], details(name, **fields), NOTICE, needs)


def test_they_are_served_in_the_order_in_which_they_asked() -> None:
    places = make_places(2)
    assert book_all([ask(places, name) for name in ("Cas", "Ann", "Ben")]) == [None, None, None]
    assert states(places) == {"Cas": "confirmed", "Ann": "confirmed", "Ben": "waiting"}
    assert counted(places) == (2, 1)
    assert list(Mail.objects.values_list("kind", "to")) == [
        ("place", "cas@example.org"),
        ("place", "ann@example.org"),
        ("waiting", "ben@example.org"),
    ]


def test_one_mailbox_gets_one_place_of_two_requests_in_the_same_moment() -> None:
    places = make_places(2)
    book_all([ask(places, "Ann"), ask(places, "Ann", email="ANN@example.org"), ask(places, "Ben")])
    assert states(places) == {"Ann": "confirmed", "Ben": "confirmed"}
    assert list(Mail.objects.values_list("kind", flat=True)) == ["place", "known", "place"]


def test_one_organisation_gets_no_more_than_it_may_have() -> None:
    (places,) = make_dates(5, most_of_one=2)
    book_all([ask(places, name) for name in ("Ann", "Ben", "Cas")] + [ask(places, "Dee", organisation="Sample Police")])
    assert states(places) == {"Ann": "confirmed", "Ben": "confirmed", "Cas": "waiting", "Dee": "confirmed"}


def test_what_is_kept_for_who_has_an_offer_elsewhere_is_kept_from_all_of_them() -> None:
    _first, second, holders = two_full_dates()
    for claim in holders:
        cancel(claim, actor="them")
    set_places(second.roadshow, capacity=2)
    book_all([ask(second, "Dan"), ask(second, "Eve")])
    assert states(second) == {"Ben": "ended", "Cas": "waiting", "Dan": "confirmed", "Eve": "waiting"}


def test_who_asks_for_a_date_that_is_shut_is_refused_alone() -> None:
    places, shut = make_places(2), make_places(2, closed_at=timezone.now())
    none, refusal, also_none = book_all([ask(places, "Ann"), ask(shut, "Ben"), ask(places, "Cas")])
    assert (none, also_none) == (None, None)
    assert isinstance(refusal, NotOpenError)
    assert refusal.roadshow == shut.roadshow
    assert (states(places), states(shut)) == ({"Ann": "confirmed", "Cas": "confirmed"}, {})
    assert not Booking.objects.filter(name__startswith="Ben").exists()


def test_who_cancelled_asks_anew_under_their_booking_and_says_anew_what_they_need() -> None:
    places = make_places(2)
    book_all([ask(places, "Ann", NeedsSaid(access="a ramp"))])
    Needs.objects.update(consented_at=timezone.now() - dt.timedelta(days=9))
    cancel(claim_of(places, "ann@example.org"), actor="them")
    book_all([ask(places, "Ben"), ask(places, "Ann", NeedsSaid(diet="no nuts"), organisation="Sample Police")])
    again = Booking.objects.get(email_key="ann@example.org")
    assert (again.organisation, again.claims.count()) == ("Sample Police", 2)
    assert (again.needs.access, again.needs.diet) == ("", "no nuts")
    assert timezone.now() - again.needs.consented_at < dt.timedelta(hours=1)


@pytest.mark.parametrize("seed", range(6))
def test_together_they_get_what_they_would_have_got_one_after_the_other(seed: int) -> None:
    def asked_for(serve: Callable[[Sequence[Ask]], object]) -> object:
        dates, chance = make_dates(3, 4, most_of_one=2), random.Random(seed)
        asks = []
        for _n in range(20):
            wishes = [places.roadshow for places in chance.sample(dates, chance.randint(1, 2))]
            said = details(chance.choice("ABCDEFGHIJKLM"), organisation=chance.choice(("Council", "Police", "Health")))
            asks.append(Ask(wishes, said, NOTICE))
        before = Mail.objects.count()
        serve(asks)
        return [
            [
                list(places.roadshow.claims.values_list("booking__name", "arrival", "rank", "state")),
                counted(places),
            ]
            for places in dates
        ] + [list(Mail.objects.order_by("pk").values_list("kind", "to"))[before:]]

    assert asked_for(book_all) == asked_for(lambda asks: [book_all([each]) for each in asks])


def test_for_many_no_more_is_asked_of_the_database_than_for_a_few(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    places = make_places(0)
    for size in (2, 12):
        asks = [ask(places, f"Person{size}x{n}") for n in range(size)]
        with django_assert_num_queries(9):  # with the two of the savepoint
            book_all(asks)


@pytest.mark.django_db(transaction=True)
def test_whoever_asks_goes_to_the_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(booking, "_desk", None)
    places = make_places(1)
    with pytest.raises(AttributeError):
        ask_for(places)
