"""What an organiser decides of the places."""

from __future__ import annotations

import pytest

from places.actions.places import BelowTakenError, set_places
from tests.booked import ask_for, counted, make_places, states

pytestmark = pytest.mark.django_db


def test_more_places_are_offered_at_once_to_those_who_wait() -> None:
    places = make_places(1)
    for name in ("Ann", "Ben", "Cas"):
        ask_for(places, name)
    set_places(places.roadshow, capacity=2)
    assert states(places) == {"Ann": "confirmed", "Ben": "offered", "Cas": "waiting"}
    assert counted(places) == (2, 1)


def test_there_are_never_fewer_places_than_are_taken_and_nothing_else_is_changed_either() -> None:
    places = make_places(2)
    for name in ("Ann", "Ben"):
        ask_for(places, name)
    with pytest.raises(BelowTakenError) as refusal:
        set_places(places.roadshow, capacity=1, frozen_days=3)
    assert refusal.value.taken == 2
    places.refresh_from_db()
    assert (places.capacity, places.frozen_days) == (2, 0)


def test_an_organiser_may_let_more_book_than_the_room_holds_since_some_never_come() -> None:
    places = make_places(1, beyond=1)
    for name in ("Ann", "Ben", "Cas"):
        ask_for(places, name)
    assert counted(places) == (2, 1)
