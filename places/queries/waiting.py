"""Who waits for a roadshow's places, in the order in which they are served, and why in that order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import groupby

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from places.fairness import Standing, Waiter, in_order, next_up
from places.models import Claim, ClaimState, Places
from places.queries.days import has_begun
from places.queries.people import who_missed

HOLDING = (ClaimState.OFFERED, ClaimState.CONFIRMED)
# Of claims: that they have a place, and the door has let them in.
SITS = Q(state=ClaimState.CONFIRMED, attendance__came_at__isnull=False)


def ahead(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """Return those claims that have not ended, at roadshows whose day is not over."""
    standing = claims.exclude(state=ClaimState.ENDED).filter(roadshow__held_on__gte=timezone.localdate())
    return standing.select_related("booking__group", "roadshow")


def waiting_in(roadshow_id: int) -> QuerySet[Claim]:
    """Return the claims that wait for a roadshow's places, in the order in which they were made."""
    waiting = Claim.objects.filter(roadshow=roadshow_id, state=ClaimState.WAITING)
    return waiting.select_related("booking__group").order_by("arrival")


def waiters_of(claims: Iterable[Claim]) -> list[Waiter]:
    """Return who waits: people one by one, and a group that wants all its places or none as one."""
    claims, waiters = list(claims), []
    at_others = Claim.objects.filter(state=ClaimState.OFFERED, booking__in={claim.booking_id for claim in claims})
    wishes = dict(at_others.order_by("-rank").values_list("booking", "rank"))
    missed = who_missed(claim.booking.person for claim in claims)
    by_unit = sorted(claims, key=lambda claim: (_unit(claim), claim.arrival))
    for _key, together in groupby(by_unit, key=_unit):
        unit = list(together)
        first = unit[0]
        waiters.append(
            Waiter(
                claims=tuple(claim.pk for claim in unit),
                arrival=first.arrival,
                organisation=first.booking.organisation_key,
                put_first=any(claim.put_first_at for claim in unit),
                missed=first.booking.person in missed,
                # Of this date or one that they would rather have: then not of this one meanwhile.
                has_offer=any(wishes.get(claim.booking_id, claim.rank + 1) <= claim.rank for claim in unit),
            )
        )
    return waiters


def held_in(roadshow_id: int) -> Counter[str]:
    """Return how many places each organisation holds, by its name's key."""
    holding = Claim.objects.filter(roadshow=roadshow_id, state__in=HOLDING)
    counts = holding.values_list("booking__organisation_key").annotate(places=Count("pk"))
    return Counter(dict(counts.order_by()))


def next_here(places: Places, waiters: Iterable[Waiter]) -> list[Waiter]:
    """Return to whom of these the places that are free at a roadshow are offered, in order."""
    return next_up(waiters, held_in(places.pk), places.free, places.rules)


def left_over(places: Places) -> int:
    """Return how many free places somebody who does not wait can have.

    Whoever waits and has an offer of a date that they would rather have comes before: should they let it go, they are
    next here. Once the day has begun, nobody who waits elsewhere than in the room is.
    """
    if places.free < 1 or not places.waiting or has_begun(places.roadshow):
        return max(places.free, 0)
    waiters = [replace(waiter, has_offer=False) for waiter in waiters_of(waiting_in(places.pk))]
    return places.free - sum(waiter.size for waiter in next_here(places, waiters))


def room_for(
    organisation_key: str, places: Places, *, left: int | None = None, held: Mapping[str, int] | None = None
) -> int:
    """Return how many places an organisation may have that does not wait.

    `left`: what is `left_over`, and `held`: what each organisation holds, if known.
    """
    free = left_over(places) if left is None else left
    if free < 1 or not places.most_of_one:
        return free
    has = (held_in(places.pk) if held is None else held).get(organisation_key, 0)
    return min(free, max(places.most_of_one - has, 0))


def standings(places: Places) -> list[Standing]:
    """Return everybody who waits for a roadshow's places, with their position and why it is theirs."""
    return in_order(waiters_of(waiting_in(places.pk)), held_in(places.pk), places.rules)


def standing_of(claim: Claim, places: Places) -> Standing | None:
    """Return where a claim stands on its list; None when it does not wait."""
    return next((each for each in standings(places) if claim.pk in each.waiter.claims), None)


def offered_with(claim: Claim) -> QuerySet[Claim]:
    """Return what is offered together with a claim: all of a group that wants all or none, else what has no name."""
    standing = Claim.objects.filter(roadshow=claim.roadshow_id).exclude(state=ClaimState.ENDED)
    standing = standing.select_related("booking__group", "roadshow").order_by("arrival")
    group = claim.booking.group
    if group and claim.together:
        return standing.filter(booking__group=group, together=True)
    if group and not claim.booking.email:
        return standing.filter(booking__group=group, booking__email="")
    return standing.filter(pk=claim.pk)


def _unit(claim: Claim) -> tuple[int, int]:
    group = claim.booking.group_id
    return (1, group) if group and claim.together else (0, claim.pk)
