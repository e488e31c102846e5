"""Places that a group named for somebody who has asked before: theirs to take or to leave, and nobody else is told.

Such a place has their name and address, and no mailbox's key: that stays with what they asked for themselves.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone

from places.deadlines import offer_until
from places.models import Claim, ClaimState, HandOver, MailKind, Needs
from places.queries.days import begins
from places.spelling import mailbox


def proposal_of(claim: Claim) -> HandOver | None:
    """Return that by which a place is proposed to whoever it is named for; None for every other place."""
    booking = claim.booking
    if booking.email_key or not booking.email:
        return None
    open_now = claim.hand_overs.filter(taken_at=None, ended_at=None, email_key=mailbox(booking.email))
    return open_now.select_related("claim__booking__group", "claim__roadshow").first()


def is_used(claim: Claim) -> bool:
    """Whether somebody who was named for a group's place has done anything by their link, or come.

    Whom it is only proposed to has if they took it: the coordinator learns no more of them than of others.
    """
    booking = claim.booking
    was_offered = claim.mails.filter(kind=MailKind.OFFER, to=booking.email).exists()
    return (
        claim.reconfirmed_at is not None
        or (was_offered and claim.state == ClaimState.CONFIRMED and not claim.together)
        or (booking.email_key != "" and claim.hand_overs.exists())
        or booking.claims.exclude(pk=claim.pk).exists()
        or Needs.objects.filter(booking=booking).exists()
        or claim.admissions.exists()
    )


def proposed_until(hand_over: HandOver) -> dt.datetime:
    """Return until when it may be taken: as long as the group may name, and never shorter than an offer stands.

    Where the place itself is only on offer, as long as that offer.
    """
    claim = hand_over.claim
    if claim.offered_until:
        return claim.offered_until
    since = max(hand_over.made_at, claim.confirmed_at or hand_over.made_at)
    until = offer_until(timezone.localtime(since), begins(claim.roadshow))
    return max(until, claim.booking.group.name_by) if claim.booking.group else until


def proposed_and_held() -> QuerySet[HandOver]:
    """Return what is proposed, and held meanwhile although the time of its group is up; whoever came in has it."""
    open_now = HandOver.objects.filter(
        taken_at=None,
        ended_at=None,
        claim__state=ClaimState.CONFIRMED,
        claim__roadshow__held_on__gte=timezone.localdate(),
        claim__booking__email_key="",
        claim__booking__group__name_by__lte=timezone.now(),
    ).exclude(claim__attendance__came_at__isnull=False)
    return open_now.select_related("claim__booking__group", "claim__roadshow")
