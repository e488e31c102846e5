"""How a roadshow's tables are mixed: what its tables are like, who must or must not sit together, and every plan."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from places.models.bookings import Booking
from workshops.models import Roadshow, Table

# How many chairs a table has where nobody has said.
CHAIRS = 8


class SeatingSettings(models.Model):
    """How a roadshow is seated. `edition` grows with every change, so that a page knows when it is behind.

    `at_the_door`: whoever comes in gets the table that is best then; otherwise the one that the plan gave them.
    """

    roadshow = models.OneToOneField(Roadshow, models.CASCADE, primary_key=True, related_name="seating")
    chairs = models.PositiveSmallIntegerField(default=CHAIRS)
    at_the_door = models.BooleanField(default=True)
    edition = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "seating settings"
        constraints = [models.CheckConstraint(condition=Q(chairs__gte=1), name="a_chair_at_each_table")]

    def __str__(self) -> str:
        """Say whose they are."""
        return f"seating of {self.roadshow}"


class TableSeats(models.Model):
    """What is different about a table: its own number of chairs (0: as many as the others), whether it has no steps."""

    table = models.OneToOneField(Table, models.CASCADE, primary_key=True, related_name="seats")
    chairs = models.PositiveSmallIntegerField(default=0)
    step_free = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "table seats"

    def __str__(self) -> str:
        """Name the table."""
        return str(self.table)


class RuleKind(models.TextChoices):
    """What two people must do."""

    TOGETHER = "together", "Sit at one table"
    APART = "apart", "Sit at different tables"


class SeatingRule(models.Model):
    """That two people sit at one table, or never do, wherever both come in this programme.

    It holds for those people only: when one hands their place over, the booking's edition is another.
    """

    kind = models.CharField(max_length=8, choices=RuleKind.choices)
    one = models.ForeignKey(Booking, models.CASCADE, related_name="+")
    other = models.ForeignKey(Booking, models.CASCADE, related_name="+")
    one_edition = models.PositiveSmallIntegerField()
    other_edition = models.PositiveSmallIntegerField()
    reason = models.TextField()
    made_by = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("made_at",)
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=RuleKind.values), name="seating_rule_known"),
            models.CheckConstraint(condition=~Q(one=F("other")), name="a_rule_for_two"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_seating_rule_has_a_reason"),
        ]

    def __str__(self) -> str:
        """Say who and what."""
        return f"{self.one} and {self.other}: {self.get_kind_display()}"


class PlanKind(models.TextChoices):
    """How a plan came about."""

    PLAN = "plan", "Mixed anew"
    REPAIR = "repair", "Mended"
    BACK = "back", "Brought back"


class SeatingPlan(models.Model):
    """Who was to sit where, as it stood when a plan was made. `seats` holds table numbers by the claims' keys.

    `moves` are those whom it asked to another table: [claim, from, to].
    """

    roadshow = models.ForeignKey(Roadshow, models.CASCADE, related_name="seating_plans")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=PlanKind.choices)
    made_by = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=timezone.now)
    seats = models.JSONField(default=dict)
    moves = models.JSONField(default=list)

    class Meta:
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=["roadshow", "number"], name="one_seating_plan_a_number"),
            models.CheckConstraint(condition=Q(kind__in=PlanKind.values), name="seating_plan_kind_known"),
        ]

    def __str__(self) -> str:
        """Name it by its number."""
        return f"Plan {self.number}"
