"""Claims that go from one booking to another of the same person, with what hangs on them."""

from __future__ import annotations

from copy import copy

from django.db.models import QuerySet
from django.utils import timezone

from places.models import Booking, Claim, Mail


def keep_past(booking: Booking) -> None:
    """Let days that are over keep what was said then, before a booking says something else: by one of their own.

    Its edition stays, so that tickets and certificates are good as before; the mailbox's key stays here.
    """
    past = Claim.objects.filter(booking=booking, roadshow__held_on__lt=timezone.localdate())
    if past.exists():
        carry(past, one_more(booking, email_key="", later=booking))


def one_more(booking: Booking, **otherwise: object) -> Booking:
    """Store another booking with what a booking says, except for some of it."""
    other = copy(booking)
    other.pk = None
    other._state.adding = True  # noqa: SLF001 -- Django's documented way to copy a row
    for name, value in otherwise.items():
        setattr(other, name, value)
    other.save()
    return other


def carry(claims: QuerySet[Claim], to: Booking) -> None:
    """Let claims be with another booking from now on, with the mails about them."""
    Mail.objects.filter(claim__in=claims).update(booking=to)
    claims.update(booking=to)
