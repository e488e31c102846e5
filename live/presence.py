"""Who is in touch and what each has on its screen, across all server processes.

Each process writes one bulletin per log, a few times a second while something changes; readers merge
them. A bulletin that its process no longer renews counts as "was in touch until then".
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from live.models import Bulletin, Log

# How often a change is written and shown on consoles (seconds).
NEWS_SECONDS = 0.1
# Writing and showing it again waits for so many times as long as it took: a large room's is dearer.
NEWS_SHARE = 4
# A bulletin older than this is from a process that died or was cut off (it is renewed every 10 s).
FRESH_FOR = timedelta(seconds=25)
# Bulletins of dead processes are kept for the day, for "out of touch since".
KEPT_FOR = timedelta(hours=24)

# The newest event it has, its open sockets, and when those last changed (whole seconds since 1970).
Entry = tuple[int, int, int]
Listener = Callable[[int], None]

_listeners: list[Listener] = []


@dataclass(frozen=True, slots=True)
class Presence:
    """What is known of one subject: newest event it has, whether in touch, and since when that holds."""

    have: int
    in_touch: bool
    since: datetime


class Attendance:
    """This process's own entries for one log. Event loop only."""

    def __init__(self) -> None:
        """Start with nobody. `fresh`: the written bulletin says the same; `next_news`: when it may be written."""
        self.fresh = True
        self.next_news = 0.0
        self._entries: dict[str, Entry] = {}

    def opened(self, subject: str, have: int) -> None:
        """Count one more socket of `subject`, whose page holds event `have`."""
        had, sockets, _at = self._entries.get(subject, (0, 0, 0))
        self._entries[subject] = (max(had, have), sockets + 1, int(time.time()))
        self.fresh = False

    def closed(self, subject: str) -> None:
        """Count one socket less."""
        have, sockets, _at = self._entries[subject]
        self._entries[subject] = (have, sockets - 1, int(time.time()))
        self.fresh = False

    def has(self, subject: str, have: int) -> None:
        """Note that `subject` has event `have` on a screen."""
        had, sockets, at = self._entries[subject]
        if have > had:
            self._entries[subject] = (have, sockets, at)
            self.fresh = False

    def entries(self) -> dict[str, Entry]:
        """Return a copy that a thread may read."""
        return self._entries.copy()


def register(listener: Listener) -> None:
    """Call `listener(log_id)`, off the loop, after a bulletin of that log has changed."""
    if listener not in _listeners:
        _listeners.append(listener)


def publish(log_id: int, process: str, entries: dict[str, Entry]) -> None:
    """Write this process's bulletin, clear away those of long dead ones, and tell the listeners.

    Nothing happens for a log that was thrown away.
    """
    now = timezone.now()
    if not Bulletin.objects.filter(log_id=log_id, process=process).update(entries=entries, written_at=now):
        if not Log.objects.filter(pk=log_id).exists():
            return  # Thrown away with its room; the hub lets its sockets go.
        Bulletin.objects.create(log_id=log_id, process=process, entries=entries, written_at=now)
        Bulletin.objects.filter(log_id=log_id, written_at__lt=now - KEPT_FOR).delete()
    for listener in _listeners:
        listener(log_id)


def read(log_id: int) -> dict[str, Presence]:
    """Return what is known of every subject of a log, from all processes' bulletins."""
    now = timezone.now()
    merged: dict[str, Presence] = {}
    for bulletin in Bulletin.objects.filter(log_id=log_id, written_at__gt=now - KEPT_FOR):
        alive = bulletin.written_at > now - FRESH_FOR
        for subject, (have, sockets, at) in bulletin.entries.items():
            left_open = sockets > 0 and not alive
            since = bulletin.written_at if left_open else datetime.fromtimestamp(at, UTC)
            here = Presence(have, alive and sockets > 0, since)
            merged[subject] = _joined(merged[subject], here) if subject in merged else here
    return merged


def _joined(one: Presence, other: Presence) -> Presence:
    """Return what two processes together know of one subject."""
    latest = max(one, other, key=lambda p: (p.in_touch, p.since))
    return Presence(max(one.have, other.have), latest.in_touch, latest.since)
