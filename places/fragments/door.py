"""What a door's page shows and knows: drawn for page and push alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.template.loader import render_to_string

from live.kinds import Notice
from places.models import Places
from places.queries.door import Entry, board, entries_of, listed, places_with_rules


def draw_door(notice: Notice) -> str:
    """Draw what changed at a door: the people that it is about, and the board."""
    places = notice.reading.once(_places, notice.log_id)
    keys = notice.payload.get("claims", [])
    entries = listed(places, entries_of(keys)) if places else []
    gone = set(keys) - {entry.claim.pk for entry in entries}
    return people(entries, gone) + (draw_board(places) if places else "")


def people(entries: Iterable[Entry], gone: Iterable[int] = ()) -> str:
    """Draw some claims as the pages at the doors know them, for their lists, and whom they are to leave out."""
    return render_to_string("places/door/_people.html", {"people": entries, "gone": gone})


def draw_board(places: Places) -> str:
    """Draw the room at a glance."""
    return render_to_string("places/door/_board.html", board_context(places))


def board_context(places: Places) -> dict[str, Any]:
    """Return what the board needs."""
    return {"roadshow": places.roadshow, "board": board(places)}


def _places(log_id: int) -> Places | None:
    return places_with_rules(roadshow__log=log_id)
