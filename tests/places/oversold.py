"""More people than places, all at the same moment: the same for every database."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from places.actions.booking import book
from places.actions.holders import cancel
from places.models import Booking, Claim, ClaimState, Places
from tests.booked import NOTICE, claim_of, counted, details, make_places
from tests.together import together

PEOPLE, CAPACITY = 24, 5

Ask = Callable[[Places, int], None]


def ask(places: Places, n: int) -> None:
    """Ask for a place as everybody does."""
    book([places.roadshow], details(f"Person{n}"), privacy_notice=NOTICE)


def look_first(places: Places, n: int) -> None:
    """Ask in the way in which places are sold twice: look how many are taken, and then take one."""
    taken = Claim.objects.filter(roadshow=places.pk, state=ClaimState.CONFIRMED).count()
    time.sleep(0.05)
    if taken < places.capacity:
        said = details(f"Person{n}")
        booking = Booking.objects.create(
            programme=places.roadshow.programme, email_key=said.email, organisation="", agency_type=said.agency_type
        )
        Claim.objects.create(booking=booking, roadshow=places.roadshow, arrival=n, state=ClaimState.CONFIRMED)


def rush(verb: Ask) -> tuple[Places, int]:
    """Let everybody ask at once; return the places, and how many people were given one."""
    places = make_places(CAPACITY)
    together(*[partial(verb, places, n) for n in range(PEOPLE)])
    return places, Claim.objects.filter(roadshow=places.pk, state=ClaimState.CONFIRMED).count()


def rush_while_places_are_given_up() -> None:
    """Let everybody ask while those who have a place give it up: nothing is lost, and none is given twice."""
    places = make_places(CAPACITY)
    for n in range(CAPACITY):
        ask(places, n)
    claims = [claim_of(places, f"person{n}@example.org") for n in range(CAPACITY)]
    presses = [partial(ask, places, n) for n in range(CAPACITY, PEOPLE)]
    together(*presses, *[partial(cancel, claim, actor="them") for claim in claims for _twice in range(2)])
    assert counted(places) == (CAPACITY, PEOPLE - 2 * CAPACITY)
