"""What is decided and done about attendance, before the day and after it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from places.models.claims import Claim, Places
from places.models.door import Outcome
from workshops.models import Roadshow, Staff


class Correction(models.Model):
    """That somebody corrected what became of a claim, and why. Never changed; the newest stands in `Attendance`.

    No outcome: the doors' notes count again.
    """

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="corrections")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=["", *Outcome.values]), name="corrected_outcome_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="every_correction_has_a_reason"),
        ]

    def __str__(self) -> str:
        """Say what it was corrected to."""
        return self.get_outcome_display() or "As noted at the doors"


class Letter(models.Model):
    """One mail from the organisers to everybody of whom the same became. Its key makes two presses one letter."""

    key = models.CharField(max_length=64, unique=True)
    roadshow = models.ForeignKey(Roadshow, models.CASCADE, related_name="letters")
    to_whom = models.JSONField(default=list)
    subject = models.CharField(max_length=150)
    words = models.TextField()
    people = models.PositiveIntegerField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        """Name it by its subject."""
        return self.subject


class Overbooking(models.Model):
    """That an organiser wants advice on booking beyond the room, and the chance of too many people they accept.

    No row: no advice.
    """

    places = models.OneToOneField(Places, models.CASCADE, primary_key=True, related_name="overbooking")
    percent = models.PositiveSmallIntegerField(default=5)
    by = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(percent__gte=1, percent__lte=20), name="overbooking_risk_small"),
        ]

    def __str__(self) -> str:
        """Say which chance is accepted."""
        return f"{self.percent} %"


class NeedsReader(models.Model):
    """That somebody of the staff sees to what people need at a roadshow, and so may read it."""

    roadshow = models.ForeignKey(Roadshow, models.CASCADE, related_name="needs_readers")
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+")
    named_by = models.CharField(max_length=200)
    named_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("named_at",)
        constraints = [models.UniqueConstraint(fields=["roadshow", "staff"], name="one_reader_once")]

    def __str__(self) -> str:
        """Name them."""
        return str(self.staff)
