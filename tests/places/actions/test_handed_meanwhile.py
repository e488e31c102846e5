"""Whoever presses, and waits for their turn while the place becomes somebody else's, changes nothing of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from places.actions.groups import name_place, take_name_back
from places.actions.holders import NoPlaceError, cancel, move, offer_to_colleague, reconfirm, take_from_colleague
from places.actions.waiting import OfferPassedError, accept, decline, leave
from places.models import Claim
from tests.booked import NOTICE, ask_for, claim_of, counted, details, make_dates, make_group, make_places, states

pytestmark = pytest.mark.django_db


def _refuses(verb: Callable[[], object]) -> bool:
    try:
        return not verb()
    except (NoPlaceError, OfferPassedError):
        return True


@pytest.mark.parametrize("verb", ["cancel", "move", "hand-over", "coming"])
def test_who_gave_a_place_does_nothing_more_with_it(verb: str) -> None:
    one, two = make_dates(1, 1)
    ann = ask_for(one, "Ann")
    assert ann.booking.edition == 1  # It is read now, as by a view before it waits.
    given = offer_to_colleague(ann, name="Bea Example", email="bea@example.org")
    take_from_colleague(given, job_level="manager", privacy_notice=NOTICE)
    verbs: dict[str, Callable[[], object]] = {
        "cancel": lambda: cancel(ann, actor="Ann"),
        "move": lambda: move(ann, two.roadshow, actor="Ann"),
        "hand-over": lambda: offer_to_colleague(ann, name="Cal Example", email="cal@example.org"),
        "coming": lambda: reconfirm(ann),
    }
    assert _refuses(verbs[verb])
    assert (states(one), states(two)) == ({"Bea": "confirmed"}, {})
    assert Claim.objects.get(pk=ann.pk).reconfirmed_at is None


@pytest.mark.parametrize(("verb", "state"), [("leave", "waiting"), ("decline", "offered"), ("accept", "offered")])
def test_whose_name_was_taken_back_does_nothing_more_with_the_groups_place(verb: str, state: str) -> None:
    places = make_places(1)
    zoe = ask_for(places, "Zoe")
    booking = make_group(places, 1).bookings.get()
    name_place(booking, details("Ann"))
    if state == "offered":
        cancel(zoe, actor="Zoe")
    ann = claim_of(places, "ann@example.org")
    assert (ann.state, ann.booking.edition) == (state, 1)
    take_name_back(booking)
    verbs: dict[str, Callable[[], object]] = {
        "leave": lambda: leave(ann, actor="Ann"),
        "decline": lambda: decline(ann, actor="Ann"),
        "accept": lambda: accept(ann, actor="Ann"),
    }
    assert _refuses(verbs[verb])
    assert Claim.objects.get(pk=ann.pk).state == state
    counted(places)
