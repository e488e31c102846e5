"""Asking again, 7 and 2 days before: delegates whether they come, coordinators whom they send."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from places.actions.mail import queue
from places.models import Claim, ClaimState, Group, Mail, MailKind
from places.queries.days import begins
from places.queries.groups import standing_in

BEFORE = (dt.timedelta(days=7), dt.timedelta(days=2))


def ask_again() -> int:
    """Ask those who have a place whether they come; return how many. Who says nothing keeps the place, and is shown."""
    now = timezone.now()
    near = Claim.objects.filter(
        state=ClaimState.CONFIRMED,
        roadshow__held_on__gte=timezone.localdate(now),
        roadshow__held_on__lte=timezone.localdate(now) + max(BEFORE) + dt.timedelta(days=1),
    ).exclude(booking__email_key="")
    return sum(_ask(claim, now) for claim in near.select_related("booking__group", "roadshow"))


def remind_groups() -> int:
    """Remind coordinators who have places left to name; return how many."""
    now = timezone.now()
    open_now = Group.objects.filter(
        name_by__gt=now, name_by__lte=now + max(BEFORE), bookings__email="", bookings__claims__ending=""
    )
    return sum(_remind(group, now) for group in open_now.distinct())


def _ask(claim: Claim, now: dt.datetime) -> bool:
    since = _latest(begins(claim.roadshow), now)
    if since is None or (claim.confirmed_at and claim.confirmed_at > since):
        return False
    if claim.reconfirmed_at or (claim.asked_again_at and claim.asked_again_at >= since):
        return False  # Seen without a transaction: of each round this is nearly everybody.
    asked_before = Q(asked_again_at=None) | Q(asked_again_at__lt=since)
    unsaid = Claim.objects.filter(asked_before, pk=claim.pk, state=ClaimState.CONFIRMED, reconfirmed_at=None)
    with transaction.atomic():
        asked = unsaid.update(asked_again_at=now)  # The condition is in the UPDATE: two workers ask once.
        if asked:
            queue(MailKind.RECONFIRM, claim=claim)
    return bool(asked)


@transaction.atomic
def _remind(group: Group, now: dt.datetime) -> bool:
    Group.objects.select_for_update().get(pk=group.pk)
    since = _latest(group.name_by, now)
    reminded = Mail.objects.filter(group=group, kind=MailKind.GROUP_REMINDER, made_at__gte=since or now)
    if since is None or group.made_at > since or reminded.exists():
        return False
    claim = standing_in(group).filter(booking__email="").select_related("booking__group").first()
    if claim:
        queue(MailKind.GROUP_REMINDER, claim=claim)
    return claim is not None


def _latest(moment: dt.datetime, now: dt.datetime) -> dt.datetime | None:
    """Return the last time by now at which somebody should be asked; None while it is too early."""
    return max((moment - before for before in BEFORE if moment - before <= now < moment), default=None)
