"""The links in mails and the codes on tickets: signed, so that none can be guessed or made up.

A link opens a booking and lets its holder change it. A ticket only says whose place it is: whoever photographs one at
the door can do nothing with it. Both are void once the place was handed to somebody else.
"""

from __future__ import annotations

from django.core.signing import BadSignature, Signer

from places.models import Booking, Claim, Group, HandOver

# Not ":", the usual one: mail programs end a link there.
_SEPARATOR = "."
_BOOKING, _GROUP, _HAND_OVER, _TICKET = "places.booking", "places.group", "places.hand-over", "places.ticket"


def booking_token(booking: Booking) -> str:
    """Return what opens a booking, until it is handed over."""
    return _signed(_BOOKING, booking.pk, booking.edition)


def booking_by_token(token: str) -> Booking | None:
    """Return the booking that a token opens; None for one that is forged or void."""
    pk, edition = _read(_BOOKING, token)
    bookings = Booking.objects.select_related("programme", "group")
    return bookings.filter(pk=pk, edition=edition).exclude(email="").first()


def group_token(group: Group) -> str:
    """Return what opens a group's places for its coordinator."""
    return _signed(_GROUP, group.pk, group.edition)


def group_by_token(token: str) -> Group | None:
    """Return the group that a token opens."""
    pk, edition = _read(_GROUP, token)
    return Group.objects.select_related("roadshow__programme").filter(pk=pk, edition=edition).first()


def hand_over_token(hand_over: HandOver) -> str:
    """Return what lets a colleague take a place that is handed to them."""
    return _signed(_HAND_OVER, hand_over.pk, hand_over.claim.booking.edition)


def hand_over_by_token(token: str) -> HandOver | None:
    """Return the place that is handed over, while it still is."""
    pk, edition = _read(_HAND_OVER, token)
    open_now = HandOver.objects.filter(pk=pk, claim__booking__edition=edition, taken_at=None, ended_at=None)
    return open_now.select_related("claim__booking__group", "claim__roadshow").first()


def ticket_of(claim: Claim) -> str:
    """Return what a ticket's code holds, behind the address of this server."""
    return _signed(_TICKET, claim.pk, claim.booking.edition)


def claim_by_token(token: str) -> Claim | None:
    """Return the claim whose ticket this is. It may have ended."""
    pk, edition = _read(_TICKET, token)
    return Claim.objects.select_related("booking__group", "roadshow").filter(pk=pk, booking__edition=edition).first()


def _signed(salt: str, pk: int, edition: int) -> str:
    return Signer(salt=salt, sep=_SEPARATOR).sign(f"{pk}-{edition}")


def _read(salt: str, token: str) -> tuple[int, int]:
    """Return key and edition; two zeros, which are nobody's, for what was not signed here."""
    try:
        pk, _dash, edition = Signer(salt=salt, sep=_SEPARATOR).unsign(token).partition("-")
    except BadSignature:
        return 0, 0
    return int(pk), int(edition)
