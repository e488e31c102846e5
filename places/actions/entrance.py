"""Locking what doors change: all of it at once and first, so that no two who wait for each other go round in a circle.

The order of the product: programmes, places by their keys, the seating, claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from threading import RLock

from django.db import connection, transaction
from django.db.models import Q

from places.actions.booking import one_at_a_time
from places.actions.holding import lock
from places.actions.seating import lock_seating
from places.models import Claim, ClaimState, Places, SeatingSettings
from places.queries.waiting import ahead
from workshops.models import Roadshow

_turn = RLock()


@contextmanager
def in_turn() -> Iterator[None]:
    """Run a door's verb in a transaction, one after the other.

    Where a database has one writer at a time (SQLite), whoever waits for it looks again after longer and longer pauses,
    and others pass: with three busy doors one in twenty would wait for seconds. Here they queue. What is drawn after
    the commit holds up nobody.
    """
    with ExitStack() as waiting:
        if not connection.features.has_select_for_update:
            waiting.enter_context(_turn)
        with transaction.atomic():
            transaction.on_commit(waiting.close)
            yield


class NoPlacesError(Exception):
    """Nobody has said how many places a roadshow has, so that nobody can be let in. Nothing was changed."""


@dataclass(frozen=True)
class Entrance:
    """A roadshow's places and its seating, and the places of all roadshows that are locked with them."""

    places: Places
    seating: SeatingSettings
    locked: dict[int, Places]


def entrance(roadshow: Roadshow, bookings: Iterable[int] = ()) -> Entrance:
    """Lock a roadshow, with all at which these bookings stand, and those of whoever waits in the room.

    Coming may end what they wait for there. Raises NoPlacesError.
    """
    one_at_a_time([roadshow.programme_id])  # Before the places, as all who take an offer do.
    may_have = (ClaimState.WAITING, ClaimState.OFFERED)  # What is offered passes when the day begins.
    here = Claim.objects.filter(roadshow=roadshow, state__in=may_have, attendance__came_at__isnull=False)
    about = Q(booking__in=list(bookings)) | Q(booking__in=here.order_by().values("booking"))
    standing = ahead(Claim.objects.filter(about))
    locked = lock([roadshow.pk, *standing.values_list("roadshow", flat=True)])
    if roadshow.pk not in locked:
        raise NoPlacesError
    places = locked[roadshow.pk]
    return Entrance(places, lock_seating(places.roadshow), locked)
