"""What somebody does with the place that they have: give it up, move it to another date, hand it to a colleague."""

from __future__ import annotations

import datetime as dt
from copy import copy
from dataclasses import asdict

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from places.actions.booking import NeedsSaid, one_at_a_time, wait
from places.actions.carrying import carry, one_more
from places.actions.holding import confirm, give_up, hold, lock, offer_free
from places.actions.mail import queue
from places.actions.noting import show_later
from places.actions.waiting import end_others, take
from places.models import Booking, Claim, ClaimState, Ending, HandOver, Mail, MailKind, Needs, Places, SeatingRule
from places.queries.days import begins, is_too_late
from places.queries.waiting import HOLDING, SITS, ahead, offered_with, room_for
from places.spelling import mailbox
from workshops.models import Roadshow


class FrozenError(Exception):
    """So near the day only organisers change a booking. Nothing was changed."""


class NoPlaceError(Exception):
    """There is no place any more to do this with. Nothing was changed."""


@transaction.atomic
def cancel(claim: Claim, *, actor: str, reason: str = "", by_holder: bool = True) -> bool:
    """Give a place up, or leave the list; who is next is offered it in the same moment. False when it had ended.

    A place can be given up at any time, also where bookings are frozen: an empty chair helps nobody. Whoever sits there
    has it until an organiser takes it back.
    """
    places = lock([claim.roadshow_id])[claim.roadshow_id]
    standing = list(_standing(claim).exclude(SITS) if by_holder else _standing(claim))
    if not standing:
        return False
    ending = Ending.CANCELLED if by_holder else Ending.WITHDRAWN
    give_up(places, standing, ending, actor=actor, reason=reason)
    queue(MailKind.ENDED, claim=standing[0])
    return True


@transaction.atomic
def move(claim: Claim, to: Roadshow, *, actor: str) -> Claim:
    """Have a place on another date, instead of the one that is held or waited for; return the claim there.

    What they hold and wait for ends once the other is held, not before. Where the other date is full, they wait there
    as well, with that as their last wish, and keep what they have. Raises NoPlaceError, FrozenError.
    """
    one_at_a_time([to.programme_id])
    standing = ahead(Claim.objects.filter(booking=claim.booking_id, booking__edition=claim.booking.edition))
    locked = lock([to.pk, *standing.values_list("roadshow", flat=True)])
    if known := standing.filter(roadshow=to).first():
        return known
    own = standing.filter(pk=claim.pk, state__in=(ClaimState.CONFIRMED, ClaimState.WAITING)).first()
    if own is None or is_too_late(to):
        raise NoPlaceError
    there = locked[to.pk]
    if own.holds:
        _check_frozen(locked[own.roadshow_id])
        _check_frozen(there)
    offer_free(there)  # An offer that has passed holds a place until somebody looks.
    has_room = room_for(own.booking.organisation_key, there)
    wishes = standing.filter(state=ClaimState.WAITING).aggregate(last=Max("rank", default=0))
    other = wait(own.booking, there, rank=wishes["last"] + 1)
    if has_room and hold(there, [other], ClaimState.CONFIRMED):
        had = end_others(locked, [other], actor)
        queue(MailKind.PLACE, claim=other, ended=[each.pk for each in had])
    else:
        queue(MailKind.WAITING, claim=other)
    return other


@transaction.atomic
def offer_to_colleague(claim: Claim, *, name: str, email: str) -> HandOver:
    """Write to a colleague that they can have this place; an earlier such offer of it ends.

    The holder keeps it until the colleague takes it, and learns nothing of whether the colleague has booked.
    Raises NoPlaceError, FrozenError.
    """
    places = lock([claim.roadshow_id])[claim.roadshow_id]
    held = _to_hand(claim).filter(state=ClaimState.CONFIRMED).first()
    if held is None:
        raise NoPlaceError
    _check_frozen(places)
    held.hand_overs.filter(taken_at=None, ended_at=None).update(ended_at=timezone.now())
    hand_over = HandOver.objects.create(claim=held, name=name, email=email, email_key=mailbox(email))
    queue(MailKind.HAND_OVER, claim=held, to=email, hand_over=hand_over.pk)
    return hand_over


@transaction.atomic
def take_from_colleague(hand_over: HandOver, *, job_level: str, privacy_notice: str) -> Claim:
    """Take the place that a colleague hands over: from now on it is theirs alone, and the old link is void.

    What the colleague had asked for themselves ends, but not where they sit; every other date of the giver's stays the
    giver's. Raises NoPlaceError, FrozenError.
    """
    programme = hand_over.claim.booking.programme_id
    one_at_a_time([programme])  # From here on neither of them asks, moves or hands over elsewhere.
    claim = Claim.objects.select_related("booking__group").get(pk=hand_over.claim_id)
    own = ahead(Claim.objects.filter(booking__programme=programme, booking__email_key=hand_over.email_key))
    unit = offered_with(claim)
    givers = ahead(Claim.objects.filter(booking__in=unit.values("booking")))
    locked = lock([claim.roadshow_id, *(own | givers).values_list("roadshow", flat=True)])
    offer_free(locked[claim.roadshow_id])  # What was offered and has passed is not to be had.
    held = to_be_had(claim)
    open_now = HandOver.objects.filter(pk=hand_over.pk, taken_at=None, ended_at=None)
    sits_here = own.filter(SITS, roadshow=claim.roadshow_id).exists()
    if sits_here or not open_now.update(taken_at=timezone.now()):
        raise NoPlaceError
    own = own.exclude(SITS)
    giver = copy(held.booking)
    had = list(own.exclude(booking=giver).filter(state=ClaimState.CONFIRMED).values_list("pk", flat=True))
    before = _end_own(own.exclude(booking=giver), locked, hand_over)
    others = list(unit.filter(state=ClaimState.OFFERED).exclude(pk=held.pk)) if held.together else []
    _become(held, hand_over, job_level, privacy_notice)
    if others:  # of a group that wants all its places or none
        take(locked, others, hand_over.name)
    show_later(locked[claim.roadshow_id].roadshow, [held.pk])
    kept = _keep_others(giver, held)
    forget_giver(giver.email, held.booking)
    if before:
        _bring_own(before, held.booking)
    if giver.email_key:  # Else a coordinator had named them for it, who is told nothing.
        told = kept.pk if kept else None
        queue(MailKind.HANDED_OVER, claim=held, to=giver.email, name=giver.name, colleague=hand_over.name, keeps=told)
    queue(MailKind.PLACE, claim=held, ended=had)
    return held


def to_be_had(claim: Claim) -> Claim:
    """Return a claim as it is now, if the place that is handed over by it can be taken.

    Also near the day where a coordinator named somebody for it: that is naming, which has a deadline of its own.
    Raises NoPlaceError, FrozenError.
    """
    held = _to_hand(claim).select_related("roadshow__places").first()
    if held is None:
        raise NoPlaceError
    if held.booking.email_key:
        _check_frozen(held.roadshow.places)
    return held


@transaction.atomic
def change_needs(booking: Booking, needs: NeedsSaid | None) -> None:
    """Keep what somebody needs from now on; None: they take their consent back, and nothing is kept."""
    if needs is None:
        Needs.objects.filter(booking=booking).delete()
    else:
        Needs.objects.update_or_create(booking=booking, defaults=asdict(needs) | {"consented_at": timezone.now()})


@transaction.atomic
def reconfirm(claim: Claim) -> bool:
    """Say that one is coming. False when there is no place any more."""
    lock([claim.roadshow_id])
    return bool(_standing(claim).filter(state=ClaimState.CONFIRMED).update(reconfirmed_at=timezone.now()))


def _standing(claim: Claim) -> QuerySet[Claim]:
    """Return this claim while its holder can do something with it: it stands, is theirs, and its day is not over.

    Whoever pressed may have waited for the lock while a colleague took the place: the booking's edition tells.
    """
    return ahead(Claim.objects.filter(pk=claim.pk, booking__edition=claim.booking.edition))


def _to_hand(claim: Claim) -> QuerySet[Claim]:
    """Return this claim while somebody else can have its place: nobody came in by it."""
    return _standing(claim).filter(state__in=HOLDING).exclude(attendance__came_at__isnull=False)


def _check_frozen(places: Places) -> None:
    frozen = dt.timedelta(days=places.frozen_days)
    if frozen and timezone.now() > begins(places.roadshow) - frozen:
        raise FrozenError


def _end_own(own: QuerySet[Claim], locked: dict[int, Places], hand_over: HandOver) -> Booking | None:
    """End what the colleague had asked for themselves in this programme; return their booking, without its key.

    What they need goes where it was said for days that are over alone: they agreed to that for those days.
    """
    standing = list(own.exclude(pk=hand_over.claim_id))
    for other in standing:
        give_up(locked[other.roadshow_id], [other], Ending.ELSEWHERE, actor=hand_over.name)
    theirs = Booking.objects.filter(programme=hand_over.claim.booking.programme_id, email_key=hand_over.email_key)
    booking = theirs.exclude(pk=hand_over.claim.booking_id).first()
    if booking:
        booking.email_key = ""
        booking.save(update_fields=["email_key"])
        if not standing:
            Needs.objects.filter(booking=booking).delete()
    return booking


def _become(held: Claim, hand_over: HandOver, job_level: str, privacy_notice: str) -> None:
    """Let a booking be the colleague's: their name, mailbox and link. Nobody has asked them yet whether they come."""
    booking = held.booking
    booking.name, booking.email, booking.email_key = hand_over.name, hand_over.email, hand_over.email_key
    booking.job_level, booking.privacy_notice, booking.edition = job_level, privacy_notice, booking.edition + 1
    booking.locality = ""
    booking.save()
    if held.state == ClaimState.OFFERED:
        confirm([held])
    held.asked_again_at = held.reconfirmed_at = None
    held.save(update_fields=["asked_again_at", "reconfirmed_at"])


def _keep_others(giver: Booking, handed: Claim) -> Booking | None:
    """Let whoever handed a place over keep all their other claims, past and to come, under a booking of their own.

    Its edition stays, so that their other tickets still count, and what else they hand over.
    """
    shared = handed.booking_id
    others = Claim.objects.filter(booking=shared).exclude(pk=handed.pk)
    earlier = Booking.objects.filter(later=shared)
    if giver.email_key in ("", handed.booking.email_key) or not (others.exists() or earlier.exists()):
        return None
    kept = one_more(giver, group=None)
    earlier.update(later=kept)
    _carry(others, shared, giver.edition, kept)
    return kept


def _bring_own(own: Booking, booking: Booking) -> None:
    """Let what the colleague had before be one with the place that they took, what they need and missed as well.

    Where the place is a group's, days at which they had one stay apart: its coordinator sees what is with it.
    """
    claims = Claim.objects.filter(booking=own)
    _carry(claims.filter(state=ClaimState.ENDED) if booking.group_id else claims, own.pk, own.edition, booking)
    own.earlier.update(later=booking)
    if claims.exists():
        Booking.objects.filter(pk=own.pk).update(later=booking)
    else:
        own.delete()


def _carry(claims: QuerySet[Claim], source: int, edition: int, to: Booking) -> None:
    """Let one person's claims be with another booking from now on, with their mails, needs and seating rules."""
    carry(claims, to)
    Needs.objects.filter(booking=source).update(booking=to)
    SeatingRule.objects.filter(one=source, one_edition=edition).update(one=to, one_edition=to.edition)
    SeatingRule.objects.filter(other=source, other_edition=edition).update(other=to, other_edition=to.edition)


def forget_giver(email: str, booking: Booking) -> None:
    """Delete what was said of whoever had a booking before, and mails to them that would go with another's link."""
    Needs.objects.filter(booking=booking).delete()
    SeatingRule.objects.filter(Q(one=booking) | Q(other=booking)).delete()
    Mail.objects.filter(to=email, booking=booking, sent_at=None).delete()  # Those given up could be tried again.
