"""How long what is known of people is kept, and what is left of it afterwards."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from workshops.models import Programme, Roadshow


class Kept(models.TextChoices):
    """What is kept for a time of its own."""

    NEEDS = "needs", "What people need to take part and to eat"
    NOTES = "notes", "What was noted at the doors, scan by scan"
    MAIL = "mail", "Mails that were sent, with their addresses"
    READINGS = "readings", "Who read what people need, and when"
    CONTACTS = "contacts", "Name, e-mail, organisation, area, and what became of each booking"


class Retention(models.Model):
    """For how many days something is kept, by an organiser's decision. The newest counts; none is ever changed."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="retentions")
    what = models.CharField(max_length=10, choices=Kept.choices)
    days = models.PositiveSmallIntegerField()
    reason = models.TextField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")
        constraints = [
            models.CheckConstraint(condition=Q(what__in=Kept.values), name="retention_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="retention_for_a_reason"),
        ]

    def __str__(self) -> str:
        """Say what is kept for how long."""
        return f"{self.get_what_display()}: {self.days} days"


class Split(models.TextChoices):
    """By what people were counted before their names were deleted; never by two things at once."""

    AGENCY = "agency", "Kind of agency"
    LEVEL = "level", "Job level"
    QUARTER = "quarter", "Quarter of an hour of arrival"


class Tally(models.Model):
    """How many people of whom nothing else is kept any more; `outcome` is a word of places.queries.attendance."""

    roadshow = models.ForeignKey(Roadshow, models.CASCADE, related_name="tallies")
    split = models.CharField(max_length=8, choices=Split.choices)
    value = models.CharField(max_length=16, blank=True)
    outcome = models.CharField(max_length=10, blank=True)
    people = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "tallies"
        constraints = [
            models.UniqueConstraint(fields=["roadshow", "split", "value", "outcome"], name="one_tally_each"),
            models.CheckConstraint(condition=Q(split__in=Split.values), name="split_known"),
        ]

    def __str__(self) -> str:
        """Say what was counted."""
        return f"{self.roadshow}, {self.value}, {self.outcome}: {self.people}"


class Export(models.Model):
    """That somebody took a list of people along: those copies are out of our reach."""

    roadshow = models.ForeignKey(Roadshow, models.CASCADE, related_name="exports")
    what = models.CharField(max_length=60)
    people = models.PositiveIntegerField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        """Say what was taken along."""
        return f"{self.what}, {self.roadshow}"


class Erasure(models.Model):
    """That one person's data was erased, without saying whose."""

    reason = models.CharField(max_length=200)
    removed = models.JSONField(default=dict)
    by = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        """Say when."""
        return f"{timezone.localtime(self.at):%d.%m.%Y}"
