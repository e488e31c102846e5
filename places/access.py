"""The only door through which views reach a booking: by its link. Every link that opens nothing is answered alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.http import Http404, HttpRequest

from places.links import booking_by_token, group_by_token, hand_over_by_token
from places.models import Booking, Claim, Group, HandOver, Mail
from places.queries.groups import places_of
from places.queries.people import claims_of_people
from places.queries.person import Person, person_behind
from places.queries.tickets import claim_by_ticket
from workshops.access import NotHereError
from workshops.models import Programme, Roadshow
from workshops.throttle import failed_too_often

Found = TypeVar("Found")

_TITLE = "This link leads to nothing"
_WORDS = (
    "It may be mistyped or cut short by a mail program, or the place has gone to somebody else since. "
    "Nothing was changed. Open the link in the newest mail that you had from us, or ask the organisers."
)


class TooOftenError(NotHereError):
    """So many links that open nothing came from one network that it looks like guessing: the answer is slowed."""

    status = 429


def booking_of(request: HttpRequest, token: str) -> Booking:
    """Return the booking that a link opens."""
    return _found(request, booking_by_token, token)


def group_of(request: HttpRequest, token: str) -> Group:
    """Return the group that a coordinator's link opens."""
    return _found(request, group_by_token, token)


def hand_over_of(request: HttpRequest, token: str) -> HandOver:
    """Return the place that a colleague's link lets them take."""
    return _found(request, hand_over_by_token, token)


def ticket_holder(token: str) -> Claim | None:
    """Return the claim whose ticket somebody opened in a browser."""
    return None if booking_by_token(token) else claim_by_ticket(token)


def own_claim(booking: Booking, pk: str) -> Claim:
    """Return one of a booking's own claims, those of days that are over as well."""
    claims = claims_of_people([booking.pk]).select_related("booking__group", "roadshow__programme")
    return _of(claims.filter(pk=pk).first() if pk.isdecimal() and len(pk) < _LONGEST else None)


def place_of(group: Group, pk: str) -> Booking:
    """Return one of a group's places."""
    return _of(group.bookings.filter(pk=pk).first() if pk.isdecimal() and len(pk) < _LONGEST else None)


def group_claim(group: Group, pk: str) -> Claim:
    """Return the claim of one of a group's places."""
    claims = places_of(group).select_related("booking__group")
    return _of(claims.filter(pk=pk).first() if pk.isdecimal() and len(pk) < _LONGEST else None)


def claim_in(roadshow: Roadshow, pk: int) -> Claim:
    """Return a claim on a place of this roadshow, for organisers."""
    return _of(Claim.objects.filter(roadshow=roadshow, pk=pk).select_related("booking__group", "roadshow").first())


def mail_in(roadshow: Roadshow, pk: int) -> Mail:
    """Return a mail about a place of this roadshow, for organisers."""
    return _of(Mail.objects.filter(claim__roadshow=roadshow, pk=pk).first())


_LONGEST = 18  # digits that any database can compare with a key


def _found(request: HttpRequest, find: Callable[[str], Found | None], token: str) -> Found:
    found = find(token)
    if found is None:
        guessing = failed_too_often(request.META["REMOTE_ADDR"])
        raise (TooOftenError if guessing else NotHereError)(_TITLE, _WORDS)
    return found


def _of(found: Found | None) -> Found:
    if found is None:
        raise Http404
    return found


def programme_by_slug(slug: str) -> Programme:
    """Return a programme, for organisers only."""
    return _of(Programme.objects.filter(slug=slug).first())


def without_address(pk: str) -> Person:
    """Return somebody who left no address, for organisers only."""
    return _of(person_behind(int(pk)) if pk.isdecimal() and len(pk) < _LONGEST else None)
