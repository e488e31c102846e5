"""A place is never given twice, on SQLite."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from places.models import Claim, Places
from tests.booked import counted, make_places
from tests.places.oversold import CAPACITY, PEOPLE, ask, look_first, rush, rush_while_places_are_given_up

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_many_who_ask_at_once_as_many_get_a_place_as_there_are_and_the_others_wait_in_order() -> None:
    places, given = rush(ask)
    assert given == CAPACITY
    assert counted(places) == (CAPACITY, PEOPLE - CAPACITY)
    assert list(Claim.objects.values_list("arrival", flat=True)) == list(range(1, PEOPLE + 1))


def test_the_same_rush_sells_places_twice_where_one_looks_first() -> None:
    _places, given = rush(look_first)
    assert given > CAPACITY


def test_places_that_are_given_up_meanwhile_are_neither_lost_nor_given_twice() -> None:
    rush_while_places_are_given_up()


def test_behind_the_condition_stands_the_database_itself() -> None:
    places = make_places(CAPACITY)
    with pytest.raises(IntegrityError, match="never_oversold"), transaction.atomic():
        Places.objects.filter(pk=places.pk).update(taken=F("taken") + CAPACITY + 1)
