"""A roadshow's places as organisers see them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from places.models import Claim, ClaimState, Ending, Group, Mail, Places
from places.queries.waiting import standings
from workshops.models import Roadshow

# More than a room holds; what is beyond is found by name.
MOST_SHOWN = 300
# How the trouble of a mail begins that was given up since what it says is not true any more.
_NOT_TRUE = "Not sent:"


@dataclass(frozen=True)
class Line:
    """A claim as it stands in the organisers' list."""

    claim: Claim
    position: int | None
    why: str

    @property
    def is_silent(self) -> bool:
        """Whether somebody was asked if they come, and has said nothing."""
        claim = self.claim
        if claim.state != ClaimState.CONFIRMED or claim.asked_again_at is None:
            return False
        return claim.reconfirmed_at is None or claim.reconfirmed_at < claim.asked_again_at


def listed(places: Places, *, state: str = "", find: str = "") -> list[Line]:
    """Return the claims of a roadshow: those that wait in the order of the list, the others as they came."""
    claims = Claim.objects.filter(roadshow=places.pk).select_related("booking__group")
    if state:
        claims = claims.filter(state=state)
    if find:
        in_booking = ("name", "email", "organisation")
        found = Q()
        for name in in_booking:
            found |= Q(**{f"booking__{name}__icontains": find})
        claims = claims.filter(found)
    at = {pk: each for each in standings(places) for pk in each.waiter.claims}
    lines = [
        Line(claim, at[claim.pk].position, "; ".join(at[claim.pk].why)) if claim.pk in at else Line(claim, None, "")
        for claim in claims
    ]
    return sorted(lines, key=_as_served)[:MOST_SHOWN]


def overrides(roadshow: Roadshow) -> list[Claim]:
    """Return every claim with which an organiser went past the order or took something back, the newest first."""
    past_order = Q(put_first_at__isnull=False) | Q(ending=Ending.WITHDRAWN)
    claims = Claim.objects.filter(past_order, roadshow=roadshow).select_related("booking")
    return sorted(claims, key=lambda claim: claim.ended_at or claim.put_first_at or claim.made_at, reverse=True)


def undelivered(roadshow: Roadshow) -> QuerySet[Mail]:
    """Return the mails about a roadshow that were given up although what they say is still true."""
    given_up = Mail.objects.filter(claim__roadshow=roadshow, given_up_at__isnull=False)
    return given_up.exclude(trouble__startswith=_NOT_TRUE).select_related("claim__booking")


def refused_in(group: Group) -> set[int]:
    """Return the bookings of a group to whose people no mail gets through, by their keys."""
    given_up = Mail.objects.filter(booking__group=group, to=F("booking__email"), given_up_at__isnull=False)
    return set(given_up.exclude(trouble__startswith=_NOT_TRUE).values_list("booking", flat=True))


def _as_served(line: Line) -> tuple[int, int, int]:
    order = (ClaimState.OFFERED, ClaimState.WAITING, ClaimState.CONFIRMED, ClaimState.ENDED)
    return order.index(ClaimState(line.claim.state)), line.position or 0, line.claim.arrival
