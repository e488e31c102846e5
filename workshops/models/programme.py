"""Programme and roadshow."""

from __future__ import annotations

import datetime as dt

from django.db import models

from live.models import Log
from workshops.seen import mark_of


class Programme(models.Model):
    """A set of roadshows for one commissioner."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    commissioner = models.CharField(max_length=200, blank=True)
    summary = models.TextField(blank=True)

    def __str__(self) -> str:
        """Name the programme."""
        return self.name


class RoadshowState(models.TextChoices):
    """Whether a roadshow lets devices in."""

    PLANNED = "planned", "Planned"
    OPEN = "open", "Open today"
    CLOSED = "closed", "Closed"


class Roadshow(models.Model):
    """One workshop: a venue, a date, a room full of tables, and its numbered log."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="roadshows")
    slug = models.SlugField(unique=True)
    city = models.CharField(max_length=100)
    venue = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)
    held_on = models.DateField()
    starts_at = models.TimeField(default=dt.time(9, 30))
    order = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=RoadshowState.choices, default=RoadshowState.PLANNED)
    log = models.OneToOneField(Log, models.PROTECT, related_name="roadshow")
    # A practice run is a roadshow of its own, with its own tables, codes, screens and log: it shares nothing.
    rehearsal_of = models.OneToOneField("self", models.CASCADE, null=True, blank=True, related_name="rehearsal")
    safeguarding_lead = models.CharField(max_length=200, blank=True)
    safeguarding_reach = models.CharField(max_length=200, blank=True)
    quiet_room = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("held_on", "order")
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=RoadshowState.values), name="roadshow_state_known"),
        ]

    def __str__(self) -> str:
        """Name the roadshow by its city."""
        return self.city

    @property
    def is_open(self) -> bool:
        """Whether devices may join and listen."""
        return self.state == RoadshowState.OPEN

    @property
    def is_rehearsal(self) -> bool:
        """Whether this is a practice run of another roadshow."""
        return self.rehearsal_of_id is not None

    @property
    def may_open(self) -> bool:
        """Whether it can be opened: somebody is named whom a real worry can be brought to. Practice needs nobody."""
        return self.is_rehearsal or self.safeguarding_lead != ""

    @property
    def care_mark(self) -> str:
        """Who keeps people safe and where, as a mark of having seen it."""
        return mark_of(self.safeguarding_lead, self.safeguarding_reach, self.quiet_room)
