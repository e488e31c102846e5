"""Mail that waits to be sent."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from places.models.bookings import Booking, Group
from places.models.claims import Claim


class MailKind(models.TextChoices):
    """What a mail is about."""

    PLACE = "place", "You have a place"
    WAITING = "waiting", "You are on the waiting list"
    OFFER = "offer", "A place is offered to you"
    OFFER_PASSED = "offer-passed", "The offer has passed"
    ENDED = "ended", "Your place or entry has ended"
    CHANGED = "changed", "Your booking was changed"
    KNOWN = "known", "You had asked before"
    HAND_OVER = "hand-over", "A colleague hands you a place"
    HANDED_OVER = "handed-over", "Your place was handed over"
    RECONFIRM = "reconfirm", "Are you coming?"
    GROUP = "group", "Your group's places"
    GROUP_REMINDER = "group-reminder", "Name your group's places"
    NOTICE = "notice", "A word from the organisers"


class Mail(models.Model):
    """One mail, queued in the transaction that makes it necessary, and written when it is sent, from what is true then.

    `facts` holds what cannot be read from the claim any more by then.
    """

    kind = models.CharField(max_length=16, choices=MailKind.choices)
    to = models.CharField(max_length=254)
    booking = models.ForeignKey(Booking, models.CASCADE, null=True, blank=True, related_name="mails")
    claim = models.ForeignKey(Claim, models.CASCADE, null=True, blank=True, related_name="mails")
    group = models.ForeignKey(Group, models.CASCADE, null=True, blank=True, related_name="mails")
    facts = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("due_at", "pk")
        indexes = [
            models.Index(fields=["due_at"], condition=Q(sent_at=None, given_up_at=None), name="mail_that_waits"),
        ]

    def __str__(self) -> str:
        """Say what it is about, and to whom."""
        return f"{self.get_kind_display()}: {self.to}"

    @property
    def message_id(self) -> str:
        """Its name: the same when it is sent again, so that one that arrives twice is seen to be one."""
        return f"<{salted_hmac('places.mail', str(self.pk), algorithm='sha256').hexdigest()[:32]}@roadshow>"
