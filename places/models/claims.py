"""A roadshow's places, and the claims on them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from places.fairness import Rules
from places.models.bookings import Booking
from workshops.models import Roadshow, Table


class Places(models.Model):
    """How many places a roadshow has, how many are taken, and by which rules they are given.

    `taken` counts claims that are confirmed or offered; only places.actions.holding changes it. `beyond` is how many
    more than the room holds an organiser lets book, since some never come. `arrivals` numbers whoever asks.
    """

    roadshow = models.OneToOneField(Roadshow, models.CASCADE, primary_key=True, related_name="places")
    capacity = models.PositiveSmallIntegerField(default=0)
    beyond = models.PositiveSmallIntegerField(default=0)
    taken = models.PositiveSmallIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    arrivals = models.PositiveIntegerField(default=0)
    opens_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    frozen_days = models.PositiveSmallIntegerField(default=0)
    most_of_one = models.PositiveSmallIntegerField(default=0)
    missed_first = models.BooleanField(default=False)
    new_first = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "places"
        constraints = [
            models.CheckConstraint(condition=Q(taken__lte=F("capacity") + F("beyond")), name="never_oversold"),
        ]

    def __str__(self) -> str:
        """Say whose places they are, and how many are taken."""
        return f"{self.roadshow}: {self.taken} of {self.capacity}"

    @property
    def free(self) -> int:
        """How many can still be taken."""
        return self.capacity + self.beyond - self.taken

    @property
    def rules(self) -> Rules:
        """By which rules they are given."""
        return Rules(self.most_of_one, self.missed_first, self.new_first, self.capacity + self.beyond)


class ClaimState(models.TextChoices):
    """How far a claim has come."""

    WAITING = "waiting", "On the waiting list"
    OFFERED = "offered", "Offered a place"
    CONFIRMED = "confirmed", "Booked"
    ENDED = "ended", "Ended"


class Ending(models.TextChoices):
    """How a claim ended."""

    CANCELLED = "cancelled", "Cancelled"
    DECLINED = "declined", "Declined the offer"
    EXPIRED = "expired", "Let the offer pass"
    LEFT = "left", "Left the waiting list"
    MOVED = "moved", "Moved to another date"
    ELSEWHERE = "elsewhere", "Has a place on another date"
    MISSED = "missed", "Got no place before the day came"
    UNNAMED = "unnamed", "Not named in time"
    RELEASED = "released", "Not there when the day had begun"
    WITHDRAWN = "withdrawn", "Taken back by an organiser"


# Ended by no wish of theirs, once the day had begun: whoever comes all the same may have a place again.
GIVEN_ON = (Ending.RELEASED, Ending.MISSED)


class Claim(models.Model):
    """One booking's claim on a place at one roadshow. Its end is kept; a later claim is another row.

    `arrival` is its place in the order in which people asked; `rank` the wish of whoever waits for several dates.
    `table` is where they are to sit, and do once they are seated.
    """

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="claims")
    roadshow = models.ForeignKey(Roadshow, models.CASCADE, related_name="claims")
    arrival = models.PositiveIntegerField()
    rank = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=ClaimState.choices, default=ClaimState.WAITING)
    made_at = models.DateTimeField(default=timezone.now)
    offered_until = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=10, choices=Ending.choices, blank=True)
    ended_by = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    together = models.BooleanField(default=False)  # offered with the others that its group asked for, or not at all
    walk_in = models.BooleanField(default=False)
    put_first_at = models.DateTimeField(null=True, blank=True)
    put_first_by = models.CharField(max_length=200, blank=True)
    put_first_reason = models.TextField(blank=True)
    asked_again_at = models.DateTimeField(null=True, blank=True)
    reconfirmed_at = models.DateTimeField(null=True, blank=True)
    table = models.ForeignKey(Table, models.SET_NULL, null=True, blank=True, related_name="claims")
    table_locked = models.BooleanField(default=False)  # no plan moves them
    seated_at = models.DateTimeField(null=True, blank=True)  # sent to their table at the door

    class Meta:
        ordering = ("arrival",)
        indexes = [models.Index(fields=["roadshow", "state"])]
        constraints = [
            models.UniqueConstraint(fields=["roadshow", "arrival"], name="one_claim_an_arrival"),
            models.UniqueConstraint(
                fields=["booking", "roadshow"], condition=~Q(state="ended"), name="one_standing_claim_each"
            ),
            models.CheckConstraint(condition=Q(state__in=ClaimState.values), name="claim_state_known"),
            models.CheckConstraint(
                condition=(Q(state="offered") & Q(offered_until__isnull=False)) | ~Q(state="offered"),
                name="an_offer_has_an_end",
            ),
            models.CheckConstraint(
                condition=(Q(state="ended") & ~Q(ending="") & Q(ended_at__isnull=False))
                | (~Q(state="ended") & Q(ending="", ended_at=None)),
                name="ended_how_and_when",
            ),
            models.CheckConstraint(
                condition=Q(put_first_at=None) | ~Q(put_first_reason=""), name="put_first_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        """Say whose it is, where, and how far it has come."""
        return f"{self.booking}, {self.roadshow}: {self.get_state_display()}"

    @property
    def holds(self) -> bool:
        """Whether it holds a place."""
        return self.state in (ClaimState.OFFERED, ClaimState.CONFIRMED)
