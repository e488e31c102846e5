"""One person's bookings: that under which they ask now, and those that keep what they said on days that are over."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from places.models import Booking, Claim, ClaimState, Ending

# Of a claim: the booking under which its person asks now, as `Booking.person` says it.
PERSON = Coalesce("booking__later", "booking")


def claims_of_people(people: Iterable[int]) -> QuerySet[Claim]:
    """Return everything that people ever asked for, by the bookings under which they ask now."""
    keys = list(people)
    return Claim.objects.filter(booking__in=Booking.objects.filter(Q(pk__in=keys) | Q(later__in=keys)))


def with_place(people: Iterable[int]) -> set[int]:
    """Return who of these has a place at any date, was at one, or had a place there until it was given on."""
    had_one = Q(state=ClaimState.CONFIRMED) | Q(ending=Ending.RELEASED) | Q(attendance__arrived_at__isnull=False)
    return set(claims_of_people(people).filter(had_one).values_list(PERSON, flat=True))


def who_missed(people: Iterable[int]) -> set[int]:
    """Return who of these got no place at a date that came, nor at any other."""
    missed = set(claims_of_people(people).filter(ending=Ending.MISSED).values_list(PERSON, flat=True))
    return missed - with_place(missed)
