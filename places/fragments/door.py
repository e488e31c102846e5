"""What a door's page shows and knows: drawn for page and push alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.template.loader import render_to_string

from live.kinds import Notice
from places.models import Places
from places.queries.door import Entry, board, entries_of, places_with_rules


def draw_door(notice: Notice) -> str:
    """Draw what changed at a door: the people that it is about, and the board."""
    places = notice.reading.once(_places, notice.log_id)
    return people(entries_of(notice.payload.get("claims", []))) + (draw_board(places) if places else "")


def people(entries: Iterable[Entry]) -> str:
    """Draw some claims as the pages at the doors know them, for their lists."""
    return render_to_string("places/door/_people.html", {"people": entries})


def draw_board(places: Places) -> str:
    """Draw the room at a glance."""
    return render_to_string("places/door/_board.html", board_context(places))


def board_context(places: Places) -> dict[str, Any]:
    """Return what the board needs."""
    return {"roadshow": places.roadshow, "board": board(places)}


def _places(log_id: int) -> Places | None:
    return places_with_rules(roadshow__log=log_id)
