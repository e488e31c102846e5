"""What a door's page shows and knows: drawn for page and push alike."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from live.kinds import Notice
from places.queries.door import board, entries_of
from workshops.models import Roadshow


def draw_door(notice: Notice) -> str:
    """Draw what changed at a door: the people that it is about, and the board."""
    roadshow = notice.reading.once(_roadshow, notice.log_id)
    return people(notice.payload.get("claims", [])) + draw_board(roadshow)


def people(pks: list[int]) -> str:
    """Draw some claims as the pages at the doors know them, for their lists."""
    return render_to_string("places/door/_people.html", {"people": entries_of(pks)})


def draw_board(roadshow: Roadshow) -> str:
    """Draw the room at a glance."""
    return render_to_string("places/door/_board.html", board_context(roadshow))


def board_context(roadshow: Roadshow) -> dict[str, Any]:
    """Return what the board needs."""
    return {"roadshow": roadshow, "board": board(roadshow)}


def _roadshow(log_id: int) -> Roadshow:
    return Roadshow.objects.get(log_id=log_id)
