"""What those who wait do with what is offered to them, and how an organiser puts somebody first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from places.actions.booking import one_at_a_time
from places.actions.holding import can_offer, confirm, give_up, lock, offer_free
from places.actions.mail import one_for_each, queue
from places.actions.noting import show_later
from places.actions.reasons import WantsReasonError
from places.models import Claim, ClaimState, Ending, MailKind, Places
from places.queries.groups import is_its_own
from places.queries.waiting import ahead, next_here, offered_with, waiters_of, waiting_in


class OfferPassedError(Exception):
    """What was offered is not on offer any more: it went on to who is next."""


class NotTheirsError(Exception):
    """Whoever is named for a place answers for it, and no coordinator. Nothing was changed."""


def accept(claim: Claim, *, actor: str, whole: bool = False) -> bool:
    """Take the place that is offered; for a group, all that are offered. False when it was taken already.

    Every other claim of theirs ends: the dates they wait for, and the place that they had until now.
    `whole`: it is a group's coordinator who answers. Raises NotTheirsError then, where somebody is named for the place;
    OfferPassedError, and what was offered has gone on to who is next by then.
    """
    taken = _take(claim, actor, whole=whole)
    if taken is None:
        raise OfferPassedError
    return taken


@transaction.atomic
def decline(claim: Claim, *, actor: str) -> bool:
    """Let an offered place go to who is next, and leave this date's list. False when nothing was on offer any more.

    Whoever is named for a place of a group speaks for themselves.
    """
    return bool(_decline(claim, actor, whole=False))


@transaction.atomic
def decline_for_all(claim: Claim, *, actor: str) -> bool:
    """Let go all that is offered to a group's coordinator together, of which this is one. Who was named is written to.

    False when nothing was on offer any more. Raises NotTheirsError.
    """
    offered = _decline(claim, actor, whole=True)
    for each in offered:
        if each.booking.email:
            queue(MailKind.ENDED, claim=each)
    return bool(offered)


@transaction.atomic
def leave(claim: Claim, *, actor: str) -> bool:
    """Leave the waiting list of one date. False when it did not wait any more."""
    places = lock([claim.roadshow_id])[claim.roadshow_id]
    waiting = list(Claim.objects.filter(pk=claim.pk, state=ClaimState.WAITING, booking__edition=claim.booking.edition))
    if waiting:
        give_up(places, waiting, Ending.LEFT, actor=actor)
    return bool(waiting)


@transaction.atomic
def put_first(claim: Claim, *, reason: str, actor: str) -> bool:
    """Put somebody at the head of a list, for a reason that every organiser can read.

    False when they do not wait, or were put first before: who did so and why is kept. Raises WantsReasonError.
    """
    if not reason.strip():
        raise WantsReasonError
    places = lock([claim.roadshow_id])[claim.roadshow_id]
    waiting = Claim.objects.filter(pk=claim.pk, state=ClaimState.WAITING, put_first_at=None)
    put = waiting.update(put_first_at=timezone.now(), put_first_by=actor, put_first_reason=reason.strip())
    if put:
        offer_free(places)
    return bool(put)


def sweep() -> int:
    """End the offers that have passed everywhere, and offer what is free; return at how many roadshows.

    A place may be free, and somebody wait for it, since they had an offer of a date that they would rather have: once
    they let that go, it is theirs.
    """
    passed = Claim.objects.filter(state=ClaimState.OFFERED, offered_until__lte=timezone.now())
    roadshows = set(passed.values_list("roadshow", flat=True)) | set(_wanted())
    for roadshow in sorted(roadshows):
        with transaction.atomic():
            offer_free(lock([roadshow])[roadshow])
    return len(roadshows)


def _wanted() -> Iterator[int]:
    """Yield where somebody is next for a place that is free. It looks without a lock, and so decides nothing."""
    waits = Places.objects.filter(
        waiting__gt=0, taken__lt=F("capacity") + F("beyond"), roadshow__held_on__gte=timezone.localdate()
    )
    for places in waits.select_related("roadshow"):
        if can_offer(places) and next_here(places, waiters_of(waiting_in(places.pk))):
            yield places.pk


def end_lists_of_past_days() -> int:
    """End the waiting of those for whom the day came before a place did; return how many. They come first next time."""
    past = Claim.objects.filter(
        state__in=(ClaimState.WAITING, ClaimState.OFFERED), roadshow__held_on__lt=timezone.localdate()
    )
    ended = 0
    for roadshow in list(past.order_by("roadshow").values_list("roadshow", flat=True).distinct()):
        with transaction.atomic():
            places = lock([roadshow])[roadshow]
            claims = list(past.filter(roadshow=roadshow).select_related("booking__group"))
            give_up(places, claims, Ending.MISSED, actor="the day", promote=False)
            for claim in one_for_each(claims):
                queue(MailKind.ENDED, claim=claim)
            ended += len(claims)
    return ended


def end_others(locked: dict[int, Places], taken: Sequence[Claim], actor: str) -> list[Claim]:
    """End what the same people wait for or hold elsewhere, now that they have this. All that is to be `locked`.

    Return the places that they had there, of which they are to hear.
    """
    bookings = {claim.booking_id for claim in taken}
    others = ahead(Claim.objects.filter(booking__in=bookings).exclude(pk__in=[claim.pk for claim in taken]))
    had = list(others.filter(state=ClaimState.CONFIRMED, attendance__came_at=None))  # Who sits there goes on sitting.
    waited = list(others.exclude(state=ClaimState.CONFIRMED))
    for other in (*had, *waited):
        ending = Ending.MOVED if other in had else Ending.ELSEWHERE
        give_up(locked[other.roadshow_id], [other], ending, actor=actor, promote=False)
    for roadshow in sorted({other.roadshow_id for other in (*had, *waited)}):  # Once none of them waits there any more.
        offer_free(locked[roadshow])
    return had


def take(locked: dict[int, Places], offered: Sequence[Claim], actor: str) -> None:
    """Let places of one roadshow that are on offer be taken. All that these people stand at is to be `locked`."""
    confirm(offered)
    show_later(offered[0].roadshow, [each.pk for each in offered])
    had = end_others(locked, offered, actor)
    for each in one_for_each(offered):
        queue(MailKind.PLACE, claim=each, ended=[other.pk for other in had if other.booking_id == each.booking_id])


@transaction.atomic
def _take(claim: Claim, actor: str, *, whole: bool) -> bool | None:
    """Do what `accept` says; None when nothing is on offer. What had passed is kept as passed then."""
    locked, unit = _locked(claim, whole=whole)
    offer_free(locked[claim.roadshow_id])
    if unit.filter(pk=claim.pk, state=ClaimState.CONFIRMED).exists():
        return False
    offered = list(unit.filter(state=ClaimState.OFFERED))
    if not offered:
        return None
    take(locked, offered, actor)
    return True


def _decline(claim: Claim, actor: str, *, whole: bool) -> list[Claim]:
    locked, unit = _locked(claim, whole=whole)
    offered = list((unit if whole else unit.filter(pk=claim.pk)).filter(state=ClaimState.OFFERED))
    if offered:
        give_up(locked[claim.roadshow_id], offered, Ending.DECLINED, actor=actor)
    return offered


def _locked(claim: Claim, *, whole: bool) -> tuple[dict[int, Places], QuerySet[Claim]]:
    """Lock every roadshow that taking a place touches; return them with the claims that are offered with this one.

    They are none where the place was handed on, or its name taken back, while whoever pressed waited for their turn.
    """
    seen = claim.booking
    one_at_a_time([seen.programme_id])  # From here on nobody of them asks, moves or is named elsewhere.
    now = Claim.objects.select_related("booking__group").get(pk=claim.pk)
    if whole and not is_its_own(now):
        raise NotTheirsError
    unit = offered_with(now) if now.booking.edition == seen.edition else Claim.objects.none()
    standing = ahead(Claim.objects.filter(booking__in=unit.values("booking")))
    return lock([claim.roadshow_id, *standing.values_list("roadshow", flat=True)]), unit
