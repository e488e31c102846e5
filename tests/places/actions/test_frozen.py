"""So near the day only organisers change a booking: nobody moves or hands over, and a place can be given up."""

from __future__ import annotations

import pytest

from places.actions.groups import name_place
from places.actions.holders import FrozenError, cancel, move, offer_to_colleague, take_from_colleague
from places.actions.places import set_places
from places.models import HandOver, Places
from tests.booked import NOTICE, ask_for, details, make_dates, make_group, make_places, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def dates() -> tuple[Places, Places]:
    """Return two dates of one programme, with one place each."""
    one, two = make_dates(1, 1)
    return one, two


def test_near_the_day_bookings_are_frozen_but_a_place_can_always_be_given_up() -> None:
    places = make_places(1, ahead=2, frozen_days=5)
    ann = ask_for(places, "Ann")
    with pytest.raises(FrozenError):
        offer_to_colleague(ann, name="Bea Example", email="bea@example.org")
    with pytest.raises(FrozenError):
        move(ann, make_places(1).roadshow, actor="Ann")
    assert cancel(ann, actor="Ann")


def test_a_place_that_was_handed_over_before_bookings_were_frozen_is_not_taken_after(
    dates: tuple[Places, Places],
) -> None:
    one, _two = dates
    ann = ask_for(one, "Ann")
    given = offer_to_colleague(ann, name="Bea Example", email="bea@example.org")
    set_places(one.roadshow, capacity=1, frozen_days=40)
    with pytest.raises(FrozenError):
        take_from_colleague(given, job_level="manager", privacy_notice=NOTICE)
    assert states(one) == {"Ann": "confirmed"}


def test_whom_a_group_named_takes_the_place_also_where_bookings_are_frozen(dates: tuple[Places, Places]) -> None:
    one, two = dates
    ask_for(one, "Ann")
    set_places(two.roadshow, capacity=1, frozen_days=40)
    name_place(make_group(two, 1).bookings.get(), details("Ann"))
    take_from_colleague(HandOver.objects.get(), job_level="manager", privacy_notice=NOTICE)
    assert (states(one), states(two)) == ({"Ann": "ended"}, {"Ann": "confirmed"})


def test_nobody_moves_to_a_date_whose_bookings_are_frozen(dates: tuple[Places, Places]) -> None:
    one, two = dates
    set_places(two.roadshow, capacity=1, frozen_days=40)
    with pytest.raises(FrozenError):
        move(ask_for(one, "Ann"), two.roadshow, actor="Ann")
    assert (states(one), states(two)) == ({"Ann": "confirmed"}, {})
