"""What tables answer: what stands now, every change that led there, and the posts that were answered already."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from workshops.models.programme import Roadshow
from workshops.models.room import Device, Table


class Answer(models.Model):
    """What stands in a field of a table now, and how often it was changed. `field` is a name: "case.3.unknown"."""

    table = models.ForeignKey(Table, models.CASCADE, related_name="answers")
    field = models.CharField(max_length=80)
    value = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("field",)
        constraints = [models.UniqueConstraint(fields=["table", "field"], name="one_answer_a_field")]

    def __str__(self) -> str:
        """Name the answer."""
        return f"{self.field} at {self.table}"


class AnswerChange(models.Model):
    """One change of an answer, kept for good: what was sent, what stood afterwards, from which device, at which event.

    The two texts differ where somebody else had typed meanwhile.
    """

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="changes")
    version = models.PositiveIntegerField()
    sent = models.TextField(blank=True)
    value = models.TextField(blank=True)
    device = models.ForeignKey(Device, models.SET_NULL, null=True, blank=True, related_name="+")
    seq = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("answer", "version")
        constraints = [models.UniqueConstraint(fields=["answer", "version"], name="answer_version_once")]

    def __str__(self) -> str:
        """Name the change."""
        return f"{self.answer}, version {self.version}"


class KeyedPost(models.Model):
    """That a post with this idempotency key was answered, and how: the same post again gets the same answer."""

    roadshow = models.ForeignKey(Roadshow, models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    table = models.ForeignKey(Table, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    outcome = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["roadshow", "key"], name="key_once_per_roadshow")]

    def __str__(self) -> str:
        """Name the post."""
        return f"post {self.key}"
