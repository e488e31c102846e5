"""What those who wait do with what is offered to them, and how an organiser puts somebody first."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from places.actions.holding import give_up, lock, offer_free
from places.actions.mail import queue
from places.models import Claim, ClaimState, Ending, MailKind, Places
from places.queries.waiting import ahead


class OfferPassedError(Exception):
    """What was offered is not on offer any more. Nothing was changed."""


class WantsReasonError(Exception):
    """An organiser changed the order without saying why. Nothing was changed."""


@transaction.atomic
def accept(claim: Claim, *, actor: str) -> bool:
    """Take the place that is offered; for a group, all that are offered. False when it was taken already.

    Every other claim of theirs ends: the dates they wait for, and the place that they had until now.
    Raises OfferPassedError.
    """
    locked, claims = _locked(claim)
    if all(each.state == ClaimState.CONFIRMED for each in claims):
        return False
    places = locked[claim.roadshow_id]
    offer_free(places)
    offered = list(_fresh(claims).filter(state=ClaimState.OFFERED))
    if not offered:
        raise OfferPassedError
    Claim.objects.filter(pk__in=[each.pk for each in offered]).update(
        state=ClaimState.CONFIRMED, offered_until=None, confirmed_at=timezone.now()
    )
    _end_others(locked, offered, actor)
    queue(MailKind.PLACE, claim=offered[0])
    return True


@transaction.atomic
def decline(claim: Claim, *, actor: str) -> bool:
    """Let an offered place go to who is next, and leave this date's list. False when nothing was on offer any more."""
    locked, claims = _locked(claim)
    offered = [each for each in claims if each.state == ClaimState.OFFERED]
    if offered:
        give_up(locked[claim.roadshow_id], offered, Ending.DECLINED, actor=actor)
    return bool(offered)


@transaction.atomic
def leave(claim: Claim, *, actor: str) -> bool:
    """Leave the waiting list of one date. False when it did not wait any more."""
    locked, _claims = _locked(claim)
    waiting = list(Claim.objects.filter(pk=claim.pk, state=ClaimState.WAITING))
    if waiting:
        give_up(locked[claim.roadshow_id], waiting, Ending.LEFT, actor=actor)
    return bool(waiting)


@transaction.atomic
def put_first(claim: Claim, *, reason: str, actor: str) -> bool:
    """Put somebody at the head of a list, for a reason that every organiser can read. False when they do not wait.

    Raises WantsReasonError.
    """
    if not reason.strip():
        raise WantsReasonError
    locked, _claims = _locked(claim)
    waiting = Claim.objects.filter(pk=claim.pk, state=ClaimState.WAITING)
    put = waiting.update(put_first_at=timezone.now(), put_first_by=actor, put_first_reason=reason.strip())
    if put:
        offer_free(locked[claim.roadshow_id])
    return bool(put)


def sweep() -> int:
    """End the offers that have passed everywhere, and offer those places on; return at how many roadshows."""
    passed = Claim.objects.filter(state=ClaimState.OFFERED, offered_until__lte=timezone.now())
    roadshows = list(passed.order_by("roadshow").values_list("roadshow", flat=True).distinct())
    for roadshow in roadshows:
        with transaction.atomic():
            offer_free(lock([roadshow])[roadshow])
    return len(roadshows)


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
            _tell_once(claims)
            ended += len(claims)
    return ended


def _tell_once(claims: Sequence[Claim]) -> None:
    """Write to everybody, and to a coordinator once for all the places that nobody is named for."""
    told: set[tuple[int | None, str]] = set()
    for claim in claims:
        whom = (claim.booking.group_id if not claim.booking.email else None, claim.booking.email)
        if whom not in told:
            told.add(whom)
            queue(MailKind.ENDED, claim=claim)


def _locked(claim: Claim) -> tuple[dict[int, Places], list[Claim]]:
    """Lock every roadshow at which a booking stands, and return the claims that are offered together with this one."""
    standing = ahead(Claim.objects.filter(booking=claim.booking_id))
    locked = lock([claim.roadshow_id, *standing.values_list("roadshow", flat=True)])
    group = claim.booking.group
    if group is None or not group.together:
        return locked, list(_fresh([claim]))
    own = Claim.objects.filter(booking__group=group, roadshow=claim.roadshow_id).exclude(state=ClaimState.ENDED)
    return locked, list(own.select_related("booking__group"))


def _fresh(claims: Sequence[Claim]) -> QuerySet[Claim]:
    return Claim.objects.filter(pk__in=[claim.pk for claim in claims]).select_related("booking__group")


def _end_others(locked: dict[int, Places], taken: Sequence[Claim], actor: str) -> None:
    """End what the same people wait for or hold elsewhere, now that they have this."""
    bookings = {claim.booking_id for claim in taken}
    others = Claim.objects.filter(booking__in=bookings).exclude(pk__in=[claim.pk for claim in taken])
    for other in list(ahead(others)):
        ending = Ending.MOVED if other.state == ClaimState.CONFIRMED else Ending.ELSEWHERE
        give_up(locked[other.roadshow_id], [other], ending, actor=actor)
