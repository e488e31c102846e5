"""Who came, and what was noted at the doors."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone

from places.models.claims import Claim, Places
from workshops.models import Roadshow, Table

RELEASE_AFTER = 15  # minutes after the day has begun


class DoorRules(models.Model):
    """When a roadshow's doors give unclaimed places on; whoever stands there can wait for a queue outside."""

    places = models.OneToOneField(Places, models.CASCADE, primary_key=True, related_name="door_rules")
    release_after = models.PositiveSmallIntegerField(default=RELEASE_AFTER)

    class Meta:
        verbose_name_plural = "door rules"

    def __str__(self) -> str:
        """Say how long unclaimed places are kept."""
        return f"{self.release_after} minutes"


class Noted(models.TextChoices):
    """What somebody at a door did."""

    SCAN = "scan", "Let in"
    WALK_IN = "walk-in", "Came without a booking"
    UNDO = "undo", "Taken back"


class Answer(models.TextChoices):
    """What came of it."""

    IN = "in", "In"
    ALREADY = "already", "Was in already"
    WAITS = "waits", "Waits in the room"
    UNDONE = "undone", "Taken back"
    ENDED = "ended", "Has no place"


class Admission(models.Model):
    """One thing noted at a door, under a key that the device made: sent twice, it is noted once. Never changed.

    `at` is when it happened there, which may be long before it arrived here. A scan that was taken back keeps its row.
    """

    key = models.CharField(max_length=64, unique=True)
    roadshow = models.ForeignKey(Roadshow, models.CASCADE, related_name="admissions")
    claim = models.ForeignKey(Claim, models.CASCADE, related_name="admissions")
    noted = models.CharField(max_length=8, choices=Noted.choices)
    answer = models.CharField(max_length=8, choices=Answer.choices)
    door = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    stored_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(noted__in=Noted.values), name="noted_known"),
            models.CheckConstraint(condition=Q(answer__in=Answer.values), name="answer_known"),
        ]

    def __str__(self) -> str:
        """Say what was done, where and when."""
        return f"{self.get_noted_display()}: {self.claim.booking}, {self.door}, {local(self.at):%H:%M}"


class Outcome(models.TextChoices):
    """What became of a claim, on the day and after it."""

    ATTENDED = "attended", "Attended"
    LEFT_EARLY = "left-early", "Left early"
    APOLOGY = "apology", "Sent an apology"
    LATE_CANCELLATION = "late", "Cancelled late"
    NO_SHOW = "no-show", "Did not come"
    WALK_IN = "walk-in", "Came without a booking"


class Attendance(models.Model):
    """That somebody came, by the doors' notes; one row a claim. Where they sit is the claim's table.

    `came_at`: they are there, if only to wait for a place. `arrived_at`: they have a place and are in; it is
    the earliest scan that was not taken back, whichever door's word arrived first. `correction` stands above what the
    notes say, and wants a reason.
    """

    claim = models.OneToOneField(Claim, models.CASCADE, primary_key=True, related_name="attendance")
    came_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    door = models.CharField(max_length=40, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    correction = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    reason = models.TextField(blank=True)
    corrected_by = models.CharField(max_length=200, blank=True)
    corrected_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(correction__in=["", *Outcome.values]),
                name="correction_known",
            ),
            models.CheckConstraint(condition=Q(correction="") | ~Q(reason=""), name="corrected_for_a_reason"),
            models.CheckConstraint(condition=Q(arrived_at=None) | Q(came_at__isnull=False), name="who_arrived_came"),
        ]

    def __str__(self) -> str:
        """Say who, and since when."""
        return f"{self.claim.booking}: {f'in at {local(self.arrived_at):%H:%M}' if self.arrived_at else 'not in'}"

    @property
    def table(self) -> Table | None:
        """Where they sit."""
        return self.claim.table


def local(moment: dt.datetime) -> dt.datetime:
    """Return a moment as the clock in the hall shows it."""
    return timezone.localtime(moment)
