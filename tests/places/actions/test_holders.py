"""What holders do with their place: it is never lost on the way."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from places.actions.booking import NeedsSaid
from places.actions.holders import (
    FrozenError,
    NoPlaceError,
    cancel,
    change_needs,
    move,
    offer_to_colleague,
    reconfirm,
    take_from_colleague,
)
from places.actions.waiting import accept
from places.models import Claim, Mail, Needs, Places
from tests.booked import NOTICE, ask_for, claim_of, counted, make_places, states
from tests.factories import make_programme, make_roadshow

pytestmark = pytest.mark.django_db


@pytest.fixture
def dates() -> tuple[Places, Places]:
    """Return two dates of one programme, with one place each."""
    programme = make_programme()
    day = timezone.localdate() + dt.timedelta(days=20)
    one, two = (make_places(1, roadshow=make_roadshow(programme=programme, held_on=day)) for _n in range(2))
    return one, two


def test_moving_to_a_date_with_room_frees_the_old_place_for_who_waits(dates: tuple[Places, Places]) -> None:
    one, two = dates
    ann = ask_for(one, "Ann")
    ask_for(one, "Ben")
    move(ann, two.roadshow, actor="Ann")
    assert (states(one), states(two)) == ({"Ann": "ended", "Ben": "offered"}, {"Ann": "confirmed"})
    assert (counted(one), counted(two)) == ((1, 0), (1, 0))


def test_who_moves_to_a_full_date_keeps_what_they_have_until_there_is_room(dates: tuple[Places, Places]) -> None:
    one, two = dates
    ann, zoe = ask_for(one, "Ann"), ask_for(two, "Zoe")
    waits = move(ann, two.roadshow, actor="Ann")
    assert move(ann, two.roadshow, actor="Ann") == waits
    assert (states(one)["Ann"], states(two)["Ann"]) == ("confirmed", "waiting")
    cancel(zoe, actor="Zoe")
    assert (states(one)["Ann"], states(two)["Ann"]) == ("confirmed", "offered")
    accept(waits, actor="Ann")
    assert (states(one)["Ann"], states(two)["Ann"]) == ("ended", "confirmed")
    assert (counted(one), counted(two)) == ((0, 0), (1, 0))


def test_a_colleague_gets_the_place_when_they_take_it_and_the_old_link_is_void(dates: tuple[Places, Places]) -> None:
    one, _two = dates
    ann = ask_for(one, "Ann")
    change_needs(ann.booking, NeedsSaid(diet="No nuts"))
    given = offer_to_colleague(ann, name="Bea Example", email="bea@example.org")
    assert states(one) == {"Ann": "confirmed"}
    taken = take_from_colleague(given, job_level="manager", privacy_notice=NOTICE)
    assert (taken.pk, taken.booking.name, taken.booking.edition) == (ann.pk, "Bea Example", 2)
    assert not Needs.objects.exists()
    assert list(Mail.objects.order_by("pk").values_list("kind", "to"))[1:] == [
        ("hand-over", "bea@example.org"),
        ("handed-over", "ann@example.org"),
        ("place", "bea@example.org"),
    ]


def test_a_place_is_handed_over_once(dates: tuple[Places, Places]) -> None:
    ann = ask_for(dates[0], "Ann")
    first = offer_to_colleague(ann, name="Bea Example", email="bea@example.org")
    second = offer_to_colleague(ann, name="Cal Example", email="cal@example.org")
    with pytest.raises(NoPlaceError):
        take_from_colleague(first, job_level="manager", privacy_notice=NOTICE)
    take_from_colleague(second, job_level="manager", privacy_notice=NOTICE)
    with pytest.raises(NoPlaceError):
        take_from_colleague(second, job_level="manager", privacy_notice=NOTICE)
    assert states(dates[0]) == {"Cal": "confirmed"}


def test_a_colleague_who_waits_themselves_leaves_the_list_when_they_take_the_place(
    dates: tuple[Places, Places],
) -> None:
    one, two = dates
    ann = ask_for(one, "Ann")
    ask_for(one, "Bea")
    given = offer_to_colleague(ann, name="Bea Example", email="BEA@example.org")
    take_from_colleague(given, job_level="manager", privacy_notice=NOTICE)
    assert sorted(one.roadshow.claims.values_list("state", flat=True)) == ["confirmed", "ended"]
    assert counted(one) == (1, 0)
    assert counted(two) == (0, 0)


def test_near_the_day_bookings_are_frozen_but_a_place_can_always_be_given_up() -> None:
    places = make_places(1, ahead=2, frozen_days=5)
    ann = ask_for(places, "Ann")
    with pytest.raises(FrozenError):
        offer_to_colleague(ann, name="Bea Example", email="bea@example.org")
    with pytest.raises(FrozenError):
        move(ann, make_places(1).roadshow, actor="Ann")
    assert cancel(ann, actor="Ann")


def test_only_who_has_a_place_can_hand_it_over_move_or_say_that_they_come() -> None:
    places = make_places(1)
    ask_for(places, "Ann")
    ben = ask_for(places, "Ben")
    with pytest.raises(NoPlaceError):
        offer_to_colleague(ben, name="Bea Example", email="bea@example.org")
    with pytest.raises(NoPlaceError):
        move(ben, make_places(1).roadshow, actor="Ben")
    assert not reconfirm(ben)
    assert reconfirm(claim_of(places, "ann@example.org"))


def test_needs_go_when_consent_is_taken_back() -> None:
    ann = ask_for(make_places(1), "Ann")
    change_needs(ann.booking, NeedsSaid(access="A loop"))
    change_needs(ann.booking, None)
    assert not Needs.objects.filter(booking=ann.booking).exists()
    assert Claim.objects.get(pk=ann.pk).state == "confirmed"


def test_who_hands_a_place_over_keeps_the_other_dates_that_they_wait_for(dates: tuple[Places, Places]) -> None:
    one, two = dates
    ask_for(two, "Zoe")
    ann = ask_for(one, "Ann")
    move(ann, two.roadshow, actor="Ann")
    given = offer_to_colleague(ann, name="Bea Example", email="bea@example.org")
    take_from_colleague(given, job_level="manager", privacy_notice=NOTICE)
    assert (states(one), states(two)) == ({"Bea": "confirmed"}, {"Zoe": "confirmed", "Ann": "waiting"})
