"""What keeps people safe in the room: signals, the support card, and what is hidden because it needs attention."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from workshops.models.day import Turn
from workshops.models.programme import Roadshow
from workshops.models.room import Device, Table
from workshops.seen import mark_of


class SignalKind(models.TextChoices):
    """What a table tells the facilitators, and nobody else."""

    HELP = "help", "asks for help"
    MOMENT = "moment", "needs a moment"
    DONE = "done", "done"


class Signal(models.Model):
    """That a table said something of itself; clearing it ends it and deletes nothing. "Done" belongs to a turn."""

    table = models.ForeignKey(Table, models.CASCADE, related_name="signals")
    kind = models.CharField(max_length=8, choices=SignalKind.choices)
    turn = models.ForeignKey(Turn, models.RESTRICT, null=True, blank=True, related_name="signals")
    device = models.ForeignKey(Device, models.SET_NULL, null=True, blank=True, related_name="+")
    raised_at = models.DateTimeField(default=timezone.now)
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("raised_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["table", "kind"],
                condition=models.Q(cleared_at=None) & ~models.Q(kind=SignalKind.DONE),
                name="one_standing_signal_of_a_kind",
            ),
            models.UniqueConstraint(
                fields=["table", "turn"],
                condition=models.Q(cleared_at=None, kind=SignalKind.DONE),
                name="done_once_a_turn",
            ),
            models.CheckConstraint(condition=models.Q(kind__in=SignalKind.values), name="signal_kind_known"),
        ]

    def __str__(self) -> str:
        """Say who says what."""
        return f"{self.table} {self.get_kind_display()}"


class SupportContact(models.Model):
    """One line of the support card: whom to turn to, and how. Organisers check these before each day."""

    roadshow = models.ForeignKey(Roadshow, models.CASCADE, related_name="contacts")
    order = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=100)
    reach = models.CharField(max_length=100)
    hint = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        """Name whom to turn to."""
        return self.name

    @property
    def mark(self) -> str:
        """What it says, as a mark of having seen it."""
        return mark_of(self.name, self.reach, self.hint)


class Hiding(models.Model):
    """That something was taken off every screen because it needs attention. It is kept, and can be shown again."""

    roadshow = models.ForeignKey(Roadshow, models.CASCADE, related_name="hidings")
    item = models.CharField(max_length=60)
    hidden_at = models.DateTimeField(default=timezone.now)
    hidden_by = models.CharField(max_length=200)
    shown_at = models.DateTimeField(null=True, blank=True)
    shown_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("hidden_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["roadshow", "item"], condition=models.Q(shown_at=None), name="hidden_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        """Say what is hidden."""
        return self.item
