"""What a group has, and for which of its places its coordinator answers."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from places.models import Claim, ClaimState, Group
from places.queries.days import begins


def places_of(group: Group) -> QuerySet[Claim]:
    """Return the claims on a group's places. What whoever is named for one asks for at other dates is theirs alone."""
    return Claim.objects.filter(booking__group=group, roadshow=group.roadshow_id)


def standing_in(group: Group) -> QuerySet[Claim]:
    """Return those that have not ended."""
    return places_of(group).exclude(state=ClaimState.ENDED)


def gives_back(group: Group) -> bool:
    """Whether places without a name go to others when the time is up: not once the day has begun."""
    return max(timezone.now(), group.name_by) < begins(group.roadshow)


def is_its_own(claim: Claim) -> bool:
    """Whether a coordinator answers for a place: who is named for one does so, unless the group wants all or none."""
    return claim.together or not claim.booking.email
