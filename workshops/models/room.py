"""What stands in the room: tables with their codes and devices, and projector screens."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from workshops import health
from workshops.codes import new_code
from workshops.models.programme import Roadshow
from workshops.tokens import new_token


class Table(models.Model):
    """Delegates who sit together. Its answers belong to it, whichever device they come from."""

    roadshow = models.ForeignKey(Roadshow, models.CASCADE, related_name="tables")
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["roadshow", "number"], name="table_number_once_per_roadshow")]

    def __str__(self) -> str:
        """Name the table as its card does."""
        return f"Table {self.number}"

    @property
    def code(self) -> str:
        """The code that is live on this table's card."""
        return next(code.code for code in self.codes.all() if code.retired_at is None)


class JoinCode(models.Model):
    """What a table's card shows. Retired codes are kept, to say so to whoever types one."""

    table = models.ForeignKey(Table, models.CASCADE, related_name="codes")
    code = models.CharField(max_length=6, unique=True, default=new_code)
    made_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["table"],
                condition=models.Q(retired_at=None),
                name="one_live_code_per_table",
            ),
        ]

    def __str__(self) -> str:
        """Show the code."""
        return self.code


class Device(models.Model):
    """A tablet or phone on a table, known by the token in its cookie."""

    table = models.ForeignKey(Table, models.CASCADE, related_name="devices")
    number = models.PositiveSmallIntegerField()
    token_digest = models.CharField(max_length=64, unique=True)
    joined_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)
    # What the device itself found before the doors opened, and when: {"camera": "ok", ...}.
    health = models.JSONField(default=dict, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    # Milliseconds: a request there and back; what to add to the device's clock to get the server's.
    round_trip = models.PositiveIntegerField(null=True, blank=True)
    clock_offset = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        """Name the device as the console does."""
        return f"Device {self.number}"

    @property
    def troubles(self) -> list[str]:
        """What failed when it was checked, in words."""
        return health.troubles(self.health)

    @property
    def untried(self) -> list[str]:
        """What was not tried when it was checked, by title."""
        return health.untried(self.health)

    @property
    def clock_words(self) -> str:
        """How far its clock is off, in words; empty while nobody knows."""
        return "" if self.clock_offset is None else health.clock_words(self.clock_offset)


class Screen(models.Model):
    """A projector screen: whoever has its link may look, nobody can do anything with it."""

    roadshow = models.ForeignKey(Roadshow, models.CASCADE, related_name="screens")
    name = models.CharField(max_length=60, default="Main screen")
    token = models.CharField(max_length=32, unique=True, default=new_token)
    order = models.PositiveSmallIntegerField(default=0)
    # Which view it shows; what it is held at, if it is (workshops.screens); whether it is dark.
    shows = models.CharField(max_length=20, default="follow")
    held = models.CharField(max_length=80, blank=True)
    blanked = models.BooleanField(default=False)

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        """Name the screen."""
        return self.name
