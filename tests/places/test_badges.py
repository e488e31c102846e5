"""Badges name who comes, whatever a name is made of."""

from __future__ import annotations

import pytest

from places.badges import badges_of, print_badges
from places.models import Booking
from tests.booked import ask_for, make_places

pytestmark = pytest.mark.django_db


def test_whoever_has_a_place_and_a_name_has_a_badge_and_who_waits_has_none() -> None:
    places = make_places(2)
    for name in ("Zoe", "Ann", "Ben"):
        ask_for(places, name)
    claims = badges_of(places.roadshow)
    assert [claim.booking.name for claim in claims] == ["Ann Example", "Zoe Example"]
    assert print_badges(places.roadshow, claims).startswith(b"%PDF")


@pytest.mark.parametrize("name", ["#set text(1pt)", "Wolfeschlegelsteinhausenbergerdorff", "李小龍", "O'Näme-Łukasz"])
def test_no_name_is_read_as_markup_or_breaks_the_sheet(name: str) -> None:
    places = make_places(1)
    Booking.objects.filter(pk=ask_for(places).booking_id).update(name=name)
    claims = badges_of(places.roadshow)
    assert print_badges(places.roadshow, claims, single=True).startswith(b"%PDF")
