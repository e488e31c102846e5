"""What the log says was sent while a rehearsal was played, and what was kept of the answers. Reads the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from live.models import Frame
from workshops.models import Roadshow
from workshops.rehearsing.answers import kept_times
from workshops.rehearsing.records import Kept, Said, Sent


def frames_until(rehearsal: Roadshow, moment: float) -> list[Sent]:
    """Return every frame of the rehearsal's log that was written until a moment (seconds since 1970)."""
    until = dt.datetime.fromtimestamp(moment, dt.UTC)
    rows = Frame.objects.filter(log=rehearsal.log_id, event__at__lte=until).select_related("event")
    return [
        Sent(row.topic, row.seq, row.event.at.timestamp(), row.event.kind, row.event.actor)
        for row in rows.order_by("seq", "pk")
    ]


def kept_of(rehearsal: Roadshow, said: Iterable[Said]) -> list[Kept]:
    """Return how often each accepted answer is in the database."""
    return [Kept(each.does, each.table, kept_times(rehearsal, each)) for each in said]
