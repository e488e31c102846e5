"""Whose ticket was read, and what it is good for."""

from __future__ import annotations

from places.links import booking_by_token, claim_by_token
from places.models import Claim, ClaimState
from places.queries.dates import claims_of, held_of
from places.queries.people import claims_of_people
from workshops.models import Roadshow


def claim_by_ticket(read: str) -> Claim | None:
    """Return whose ticket was read: the address in its code, or its last part alone. A booking's own link will do too.

    The claim may be of another roadshow, or have ended: the door says so.
    """
    token = read.strip().rstrip("/").rpartition("/")[2]
    if claim := claim_by_token(token):
        return claim
    booking = booking_by_token(token)
    asked_for = claims_of(booking.pk) if booking else []
    return held_of(asked_for) or next(iter(asked_for), None)


def good_here(claim: Claim, roadshow: Roadshow) -> Claim | None:
    """Return by which claim the holder of a ticket comes in here; none where it is for another day.

    It need not be the ticket's own: they may have moved here, or asked again, since they got it.
    """
    own = claims_of_people([claim.booking.person]).filter(roadshow=roadshow).exclude(state=ClaimState.ENDED)
    standing = own.select_related("booking__group", "roadshow").first()
    return standing or (claim if claim.roadshow_id == roadshow.pk else None)
