"""A place is never given twice, on PostgreSQL."""

from __future__ import annotations

import pytest

from tests.booked import counted
from tests.places.oversold import CAPACITY, PEOPLE, ask, look_first, rush, rush_while_places_are_given_up

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_many_who_ask_at_once_as_many_get_a_place_as_there_are() -> None:
    places, given = rush(ask)
    assert given == CAPACITY
    assert counted(places) == (CAPACITY, PEOPLE - CAPACITY)


def test_the_same_rush_sells_places_twice_where_one_looks_first() -> None:
    _places, given = rush(look_first)
    assert given > CAPACITY


def test_places_that_are_given_up_meanwhile_are_neither_lost_nor_given_twice() -> None:
    rush_while_places_are_given_up()
