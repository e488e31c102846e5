"""A place on its way to a colleague."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from places.models.claims import Claim


class HandOver(models.Model):
    """A place that its holder wants a colleague to have. The holder keeps it until the colleague takes it.

    Also a group's place that was named for somebody who has asked before: it is theirs once they take it.
    """

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="hand_overs")
    name = models.CharField(max_length=200)
    email = models.CharField(max_length=254)
    email_key = models.CharField(max_length=254)
    made_at = models.DateTimeField(default=timezone.now)
    taken_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim"], condition=Q(taken_at=None, ended_at=None), name="one_hand_over_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        """Say from whom to whom."""
        return f"{self.giver} to {self.name}"

    @property
    def is_proposal(self) -> bool:
        """Whether a coordinator named them for it, and nobody has it so far."""
        return not self.claim.booking.email_key

    @property
    def giver(self) -> str:
        """Who wants them to have it."""
        booking = self.claim.booking
        return booking.group.coordinator if self.is_proposal and booking.group else booking.name
