"""The one way by which a place is held, and the one by which it is given up.

Whoever books, moves, is offered a place, is promoted or walks in: `hold` lets them have one, or nobody. `give_up`
frees places and offers them to who is next, in the same transaction, so that no passer-by ever sees one free.
All verbs that change claims first `lock` the roadshows they touch.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import F
from django.utils import timezone

from places.actions.mail import one_for_each, queue
from places.actions.noting import show_later
from places.deadlines import offer_until
from places.models import GIVEN_ON, Claim, ClaimState, Ending, Group, MailKind, Needs, Places
from places.queries.days import begins, is_too_late
from places.queries.waiting import ahead, next_here, waiters_of, waiting_in

# What people need is needed yet: at another date, or if they come all the same.
_MAY_YET_COME = (*GIVEN_ON, Ending.MOVED, Ending.ELSEWHERE)


def lock(roadshow_ids: Iterable[int]) -> dict[int, Places]:
    """Let nobody else change these roadshows' places until the transaction ends; return them by roadshow.

    Always in one order, so that two who lock several never wait for each other in a circle.
    """
    rows = Places.objects.filter(pk__in=set(roadshow_ids)).order_by("pk")
    return {places.pk: places for places in rows.select_for_update(of=("self",)).select_related("roadshow")}


def enter(places: Places, claims: Sequence[Claim]) -> None:
    """Store new claims, with the next numbers in the order in which people asked, and count those that wait."""
    if not claims:
        return
    waiting = sum(claim.state == ClaimState.WAITING for claim in claims)
    for claim in claims:
        places.arrivals += 1
        claim.arrival = places.arrivals
    places.waiting += waiting
    Places.objects.filter(pk=places.pk).update(arrivals=F("arrivals") + len(claims), waiting=F("waiting") + waiting)
    Claim.objects.bulk_create(claims)
    show_later(places.roadshow, [claim.pk for claim in claims])


def hold(places: Places, claims: Sequence[Claim], state: ClaimState, *, until: dt.datetime | None = None) -> bool:
    """Let claims that hold nothing have a place each, or none of them one when there are not enough. The only way.

    The condition is in the UPDATE itself, and a constraint of the database stands behind it.
    """
    room = Places.objects.filter(pk=places.pk, taken__lte=F("capacity") + F("beyond") - len(claims))
    if not room.update(taken=F("taken") + len(claims)):
        return False
    places.taken += len(claims)
    waited = sum(claim.state == ClaimState.WAITING and claim.pk is not None for claim in claims)
    _no_longer_waiting(places, waited)
    for claim in claims:
        claim.state, claim.offered_until = state, until
        claim.confirmed_at = timezone.now() if state == ClaimState.CONFIRMED else None
    stored = [claim for claim in claims if claim.pk]
    Claim.objects.bulk_update(stored, ["state", "offered_until", "confirmed_at"])
    show_later(places.roadshow, [claim.pk for claim in stored])
    return True


def confirm(claims: Sequence[Claim]) -> None:
    """Let places that are offered be taken. They are held already, so the counts stay. It needs the lock."""
    now = timezone.now()
    for claim in claims:
        claim.state, claim.offered_until, claim.confirmed_at = ClaimState.CONFIRMED, None, now
    Claim.objects.bulk_update(claims, ["state", "offered_until", "confirmed_at"])


def give_up(
    places: Places, claims: Sequence[Claim], ending: Ending, *, actor: str, reason: str = "", promote: bool = True
) -> None:
    """End claims. What they held is offered at once to who is next, unless it is to be held by somebody else now."""
    held = sum(claim.holds for claim in claims)
    if held:
        Places.objects.filter(pk=places.pk).update(taken=F("taken") - held)
        places.taken -= held
    _no_longer_waiting(places, sum(claim.state == ClaimState.WAITING for claim in claims))
    for claim in claims:
        claim.state, claim.ending, claim.ended_at = ClaimState.ENDED, ending, timezone.now()
        claim.ended_by, claim.reason, claim.offered_until = actor, reason, None
    Claim.objects.bulk_update(claims, ["state", "ending", "ended_at", "ended_by", "reason", "offered_until"])
    show_later(places.roadshow, [claim.pk for claim in claims])
    if ending not in _MAY_YET_COME:
        _forget_needs({claim.booking_id for claim in claims})
    if promote:
        offer_free(places)


def _forget_needs(bookings: set[int]) -> None:
    """Delete what people need who have nothing any more for which they said it."""
    standing = ahead(Claim.objects.filter(booking__in=bookings))
    Needs.objects.filter(booking__in=bookings).exclude(booking__in=standing.values("booking")).delete()


def offer_free(places: Places) -> None:
    """End the offers that have passed, and offer every free place to who is next. It needs the lock.

    Once the day has begun, or its doors were shut before, nothing is offered any more: what is free then is for those
    who are there.
    """
    _end_passed(places)
    if not can_offer(places):
        return
    claims = {claim.pk: claim for claim in waiting_in(places.pk)}
    until = offer_until(timezone.localtime(), begins(places.roadshow))
    offered: list[Claim] = []
    for waiter in next_here(places, waiters_of(claims.values())):
        together = [claims[pk] for pk in waiter.claims]
        if hold(places, together, ClaimState.OFFERED, until=until):
            offered += together
    name_until({claim.booking.group_id for claim in offered if not claim.booking.email}, until)
    for claim in one_for_each(offered):
        queue(MailKind.OFFER, claim=claim)


def name_until(groups: Iterable[int | None], until: dt.datetime) -> None:
    """Let no group's time for naming be over before what is offered to it is to be answered. Groups by their keys."""
    Group.objects.filter(pk__in=[pk for pk in groups if pk], name_by__lt=until).update(name_by=until)


def can_offer(places: Places) -> bool:
    """Whether a place is free, somebody waits for one, and it is not too late to come."""
    return places.free > 0 and places.waiting > 0 and not is_too_late(places.roadshow)


def _end_passed(places: Places) -> None:
    """End the offers whose time is up. Whose offer the day itself ended has missed it, as if there had been none.

    Whoever is in the room by then waits there, where they stood in the list.
    """
    passed = Claim.objects.filter(roadshow=places.pk, state=ClaimState.OFFERED)
    too_late = is_too_late(places.roadshow)
    if not too_late:
        passed = passed.filter(offered_until__lte=timezone.now())
    keys = list(passed.values_list("pk", flat=True))  # Mostly none: whoever books waits for this look.
    if not keys:
        return
    claims = Claim.objects.filter(pk__in=keys).select_related("booking__group")
    if too_late:
        _wait_again(places, list(claims.filter(attendance__came_at__isnull=False)))
    ended = list(claims.filter(state=ClaimState.OFFERED))
    give_up(places, ended, Ending.MISSED if too_late else Ending.EXPIRED, actor="its deadline", promote=False)
    for claim in one_for_each(ended):
        queue(MailKind.ENDED if too_late else MailKind.OFFER_PASSED, claim=claim)


def _wait_again(places: Places, offered: Sequence[Claim]) -> None:
    """Let people wait on for what was offered to them."""
    Places.objects.filter(pk=places.pk).update(taken=F("taken") - len(offered), waiting=F("waiting") + len(offered))
    places.taken -= len(offered)
    places.waiting += len(offered)
    keys = [claim.pk for claim in offered]
    Claim.objects.filter(pk__in=keys).update(state=ClaimState.WAITING, offered_until=None)
    show_later(places.roadshow, keys)


def _no_longer_waiting(places: Places, how_many: int) -> None:
    if how_many:
        Places.objects.filter(pk=places.pk).update(waiting=F("waiting") - how_many)
        places.waiting -= how_many
