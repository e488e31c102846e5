"""What is said in the room beside the case: notices, parked questions, the observers' notes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from workshops.models.day import Turn
from workshops.models.programme import Roadshow
from workshops.models.room import Table


class BroadcastKind(models.TextChoices):
    """What stands on every device until it is taken down."""

    NOTICE = "notice", "Notice"
    HINDSIGHT = "hindsight", "Hindsight prompt"


class Broadcast(models.Model):
    """A text on every table and screen, for late joiners too, until it is taken down."""

    roadshow = models.ForeignKey(Roadshow, models.CASCADE, related_name="broadcasts")
    kind = models.CharField(max_length=10, choices=BroadcastKind.choices, default=BroadcastKind.NOTICE)
    text = models.CharField(max_length=280)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.CharField(max_length=200)
    key = models.CharField(max_length=64, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["roadshow", "key"], condition=~models.Q(key=""), name="broadcast_once_a_press"
            ),
            models.CheckConstraint(condition=models.Q(kind__in=BroadcastKind.values), name="broadcast_kind_known"),
        ]

    def __str__(self) -> str:
        """Show the text."""
        return self.text


class ParkedQuestion(models.Model):
    """A question that the room comes back to. `table` is None when a facilitator parked it."""

    roadshow = models.ForeignKey(Roadshow, models.CASCADE, related_name="questions")
    table = models.ForeignKey(Table, models.SET_NULL, null=True, blank=True, related_name="questions")
    text = models.CharField(max_length=500)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.CharField(max_length=200)
    from_paper = models.BooleanField(default=False)
    key = models.CharField(max_length=64, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["roadshow", "key"], condition=~models.Q(key=""), name="question_once_a_press"
            ),
        ]

    def __str__(self) -> str:
        """Show the question."""
        return self.text

    @property
    def item(self) -> str:
        """Its name among the things that can be hidden from every screen."""
        return f"question:{self.pk}"


class ObserverNote(models.Model):
    """What an observer noted, and when. Only its author reads it; once saved it never changes."""

    roadshow = models.ForeignKey(Roadshow, models.CASCADE, related_name="observer_notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="observer_notes")
    turn = models.ForeignKey(Turn, models.RESTRICT, null=True, blank=True, related_name="observer_notes")
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    key = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["roadshow", "author", "key"], condition=~models.Q(key=""), name="note_once_a_press"
            ),
        ]

    def __str__(self) -> str:
        """Say when it was noted."""
        return f"note at {timezone.localtime(self.at):%H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new note; refuse to change one."""
        if self.pk is not None:
            message = "an observer's note is never changed"
            raise ValueError(message)
        super().save(*args, **kwargs)
