"""Places on this app's pages that higher apps fill, without this app knowing them."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import partial

from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString, mark_safe

from workshops.models import Roadshow


class Place(StrEnum):
    """Where a block can stand."""

    TABLE_BAR = "table-bar"  # one line: what the room is doing now
    TABLE = "table"
    CONSOLE_NOW = "console-now"
    CONSOLE_NEXT = "console-next"
    PAPER = "paper"  # forms for answers that came on paper
    ORGANISING = "organising"  # what an organiser decides for a roadshow beforehand


# Takes the roadshow and the CSRF token of the page that is drawn, for forms that work without scripts.
Draw = Callable[[Roadshow, str], SafeString]
# Marks of progress: (event number, step) in order; a device that has the event shows the step.
Marks = Callable[[Roadshow], list[tuple[int, int]]]

_blocks: dict[Place, list[Draw]] = {place: [] for place in Place}
_marks: list[Marks] = []


def register(place: Place, draw: Draw) -> None:
    """Let `draw` fill `place`, after those registered before it."""
    if draw not in _blocks[place]:
        _blocks[place].append(draw)


def register_marks(marks: Marks) -> None:
    """Let `marks` say which step of the day each event brought."""
    if marks not in _marks:
        _marks.append(marks)


def drawn(roadshow: Roadshow, csrf_token: str = "") -> dict[str, SimpleLazyObject[SafeString]]:
    """Return every place's HTML, by names that a template can use; only what a page shows is drawn."""
    return {place.name.lower(): SimpleLazyObject(partial(in_place, place, roadshow, csrf_token)) for place in Place}


def in_place(place: Place, roadshow: Roadshow, csrf_token: str = "") -> SafeString:
    """Return the HTML of one place."""
    return mark_safe("".join(draw(roadshow, csrf_token) for draw in _blocks[place]))  # noqa: S308 -- each is safe itself


def marks_of(roadshow: Roadshow) -> list[tuple[int, int]]:
    """Return the marks of progress in the order of their events."""
    return sorted(mark for marks in _marks for mark in marks(roadshow))
