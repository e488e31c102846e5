"""The numbered log of what happened, and the bulletins of who is in touch."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils import timezone


def new_epoch() -> str:
    """Return a fresh epoch; a log gets another one when a backup is restored."""
    return secrets.token_urlsafe(8)


class Log(models.Model):
    """A room's numbered record. `head` is the number of its newest event (0 = none yet)."""

    epoch = models.CharField(max_length=16, default=new_epoch)
    head = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        """Say which log and how far it is."""
        return f"log {self.pk} at {self.head}"


class Event(models.Model):
    """Something that happened in a room: what, by whom, when. Never changed; deleted with its whole log only."""

    log = models.ForeignKey(Log, models.CASCADE, related_name="events")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    actor = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["log", "seq"], name="event_seq_once_per_log")]

    def __str__(self) -> str:
        """Name the event."""
        return f"{self.kind} {self.seq}"


class Frame(models.Model):
    """That an event goes to a topic. `after` is the topic's previous event, so that a gap shows."""

    log = models.ForeignKey(Log, models.CASCADE, related_name="frames")
    event = models.ForeignKey(Event, models.CASCADE, related_name="frames")
    topic = models.CharField(max_length=40)
    seq = models.PositiveIntegerField()
    after = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["log", "topic", "seq"], name="frame_once_per_topic"),
            models.CheckConstraint(condition=models.Q(after__lt=models.F("seq")), name="frame_after_before_seq"),
        ]

    def __str__(self) -> str:
        """Name the frame."""
        return f"{self.topic} {self.after}->{self.seq}"


class Topic(models.Model):
    """How far a topic of a log is: the number of its newest event. Written with each event, read with each page."""

    log = models.ForeignKey(Log, models.CASCADE, related_name="topics")
    name = models.CharField(max_length=40)
    head = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["log", "name"], name="topic_once_per_log")]

    def __str__(self) -> str:
        """Say which topic and how far it is."""
        return f"{self.name} at {self.head}"


class Bulletin(models.Model):
    """What one server process says of the sockets it holds in one room.

    `entries` maps a subject ("device:7") to `[12, 2, 1764000000]`: the newest event it has acknowledged,
    its open sockets, and when these last changed (seconds since 1970).
    """

    log = models.ForeignKey(Log, models.CASCADE, related_name="bulletins")
    process = models.CharField(max_length=32)
    entries = models.JSONField(default=dict)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["log", "process"], name="bulletin_once_per_process")]

    def __str__(self) -> str:
        """Name the bulletin."""
        return f"bulletin of {self.process} on log {self.log_id}"
