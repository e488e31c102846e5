"""Where and when a roadshow is, and who hears when that is changed.

Other apps say here what follows from it for them. They hear in the transaction of the change, once for all that was
changed in it, and of roadshows alone: a practice run has nobody to tell.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from workshops.models import Roadshow


@dataclass(frozen=True)
class Whereabouts:
    """What somebody who wants to come must know."""

    city: str
    venue: str
    address: str
    held_on: dt.date
    starts_at: dt.time


Hear = Callable[[Roadshow, Whereabouts], None]

_hear: list[Hear] = []


def register(hear: Hear) -> None:
    """Let `hear` be called with a roadshow that was changed, and with how it was before."""
    if hear not in _hear:
        _hear.append(hear)


def whereabouts_of(roadshow: Roadshow) -> Whereabouts:
    """Return where and when a roadshow is."""
    return Whereabouts(roadshow.city, roadshow.venue, roadshow.address, roadshow.held_on, roadshow.starts_at)


@contextmanager
def followed(roadshow: Roadshow) -> Iterator[None]:
    """Let whoever registered hear of what is changed within. It needs a transaction."""
    was = whereabouts_of(Roadshow.objects.select_for_update(no_key=True).get(pk=roadshow.pk))
    yield
    now = Roadshow.objects.get(pk=roadshow.pk)
    if now.rehearsal_of_id is None and whereabouts_of(now) != was:
        for hear in _hear:
            hear(now, was)
