"""What an organiser decides of a roadshow's places: how many, by which rules, and when they can be booked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from places.actions.holding import lock, offer_free
from places.actions.noting import show_later
from places.models import Places
from workshops.models import Roadshow


class BelowTakenError(Exception):
    """Fewer places were asked for than are taken. Nothing was changed."""

    def __init__(self, taken: int) -> None:
        """Remember how many are taken."""
        super().__init__(taken)
        self.taken = taken


@transaction.atomic
def set_places(roadshow: Roadshow, **decided: Any) -> Places:
    """Keep what an organiser decided, by the names of Places' fields; new places are offered to those who wait.

    Raises BelowTakenError.
    """
    Places.objects.get_or_create(roadshow=roadshow)
    places = lock([roadshow.pk])[roadshow.pk]
    _set(places, decided)
    try:
        with transaction.atomic():
            places.save(update_fields=list(decided))
    except IntegrityError as error:
        raise BelowTakenError(places.taken) from error
    offer_free(places)
    show_later(roadshow, [])  # The board says how many are free.
    return places


def _set(places: Places, decided: Mapping[str, Any]) -> None:
    for name, value in decided.items():
        setattr(places, name, value)
