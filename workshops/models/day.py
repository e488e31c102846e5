"""The day: its running order, what the room is doing now, and how the room is held."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from workshops.models.programme import Roadshow
from workshops.order import Standing
from workshops.seen import mark_of


class ActivityKind(models.TextChoices):
    """What an activity is for; pages of other apps show themselves in the kinds that are theirs."""

    ARRIVAL = "arrival", "Arrival"
    DRAW = "draw", "Draw your challenge"
    CASE = "case", "The case"
    REVIEW = "review", "Our own review"
    REQUESTS = "requests", "Requests to government"
    EVALUATION = "evaluation", "Evaluation"
    BREAK = "break", "Break"
    PLAIN = "plain", "Something else"


# What an activity says, which can be copied to another roadshow.
WORDS = ("kind", "title", "minutes", "prompts", "notes", "wellbeing")


class Activity(models.Model):
    """One line of a roadshow's running order."""

    roadshow = models.ForeignKey(Roadshow, models.CASCADE, related_name="activities")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=ActivityKind.choices, default=ActivityKind.PLAIN)
    title = models.CharField(max_length=100)
    minutes = models.PositiveSmallIntegerField()
    prompts = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    wellbeing = models.TextField(blank=True)
    skipped_at = models.DateTimeField(null=True, blank=True)
    skipped_by = models.CharField(max_length=200, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("order", "pk")
        verbose_name_plural = "activities"
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=ActivityKind.values), name="activity_kind_known"),
            models.CheckConstraint(condition=models.Q(minutes__range=(1, 600)), name="activity_minutes_of_a_day"),
        ]

    def __str__(self) -> str:
        """Name the activity as the console does."""
        return self.title

    @property
    def planned(self) -> timedelta:
        """How long it is meant to take."""
        return timedelta(minutes=self.minutes)

    @property
    def seconds(self) -> int:
        """How long it is meant to take, for pages."""
        return self.minutes * 60

    @property
    def prompt_lines(self) -> list[str]:
        """The prompts for the tables, one a line."""
        return [line.strip() for line in self.prompts.splitlines() if line.strip()]

    @property
    def words(self) -> dict[str, object]:
        """What somebody decided about it."""
        return {name: getattr(self, name) for name in WORDS}

    @property
    def mark(self) -> str:
        """What it says, as a mark of having seen it."""
        return mark_of(*self.words.values())


class Turn(models.Model):
    """That an activity had the room: from when, by whom, and until when its clock runs.

    The clock is an end-time, so it goes on while nobody looks and survives a restart. While it stands
    still there is no end, only what `remaining` holds. An undone turn stays on record.
    """

    roadshow = models.ForeignKey(Roadshow, models.CASCADE, related_name="turns")
    activity = models.ForeignKey(Activity, models.RESTRICT, related_name="turns")
    before = models.ForeignKey("self", models.RESTRICT, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    started_by = models.CharField(max_length=200)
    ends_at = models.DateTimeField(null=True, blank=True)
    remaining = models.DurationField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=False, remaining=None)
                | models.Q(ends_at=None, remaining__isnull=False),
                name="turn_runs_or_stands",
            ),
            models.CheckConstraint(
                condition=models.Q(undone_at=None, undone_by="")
                | (models.Q(undone_at__isnull=False) & ~models.Q(undone_by="")),
                name="turn_undone_when_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        """Say what had the room."""
        return f"{self.activity} from {timezone.localtime(self.started_at):%H:%M}"

    @property
    def stands(self) -> bool:
        """Whether the clock stands still."""
        return self.ends_at is None

    def left(self, now: datetime) -> timedelta:
        """How much of its time is left; less than nothing when it is over its time."""
        return self.remaining if self.remaining is not None else self._end - now

    @property
    def end_stamp(self) -> int | None:
        """When its clock ends, in milliseconds since 1970, for pages; None while it stands."""
        return None if self.ends_at is None else int(self.ends_at.timestamp() * 1000)

    @property
    def standing_seconds(self) -> int | None:
        """What a standing clock holds, for pages; None while it runs."""
        return None if self.remaining is None else int(self.remaining.total_seconds())

    @property
    def _end(self) -> datetime:
        assert self.ends_at is not None  # noqa: S101 -- the constraint above
        return self.ends_at


class Hold(models.TextChoices):
    """How the room's devices are held."""

    NONE = "", "Everybody works"
    FROZEN = "frozen", "Screens are frozen"
    PAUSED = "paused", "The room pauses"


class Day(models.Model):
    """Where a roadshow's day stands: one row, so that of two presses one wins."""

    roadshow = models.OneToOneField(Roadshow, models.CASCADE, primary_key=True, related_name="day")
    turn = models.ForeignKey(Turn, models.RESTRICT, null=True, blank=True, related_name="+")
    hold = models.CharField(max_length=8, choices=Hold.choices, default=Hold.NONE, blank=True)
    held_by = models.CharField(max_length=200, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    # Whether the clock stood already when the room was paused: then it goes on standing afterwards.
    clock_stood = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(hold__in=Hold.values), name="hold_known")]

    def __str__(self) -> str:
        """Say whose day it is."""
        return f"day of {self.roadshow}"

    def standing(self) -> Standing:
        """Return the running order with what of it had the room, in two queries."""
        keys = Activity.objects.filter(roadshow=self.roadshow_id, removed_at=None).values_list("pk", flat=True)
        turns = Turn.objects.filter(roadshow=self.roadshow_id, undone_at=None).values_list("pk", "activity")
        had = dict(turns)
        return Standing(tuple(keys), frozenset(had.values()), had.get(self.turn_id or 0, 0))
