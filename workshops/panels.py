"""Places on this app's pages that higher apps fill, without this app knowing them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial

from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString, mark_safe

from live.kinds import Reading
from workshops.models import Device, Roadshow, Table


class Place(StrEnum):
    """Where a block can stand."""

    TABLE_BAR = "table-bar"  # one line: what the room is doing now
    TABLE = "table"
    TABLE_HELD = "table-held"  # what a table can do although the room is held
    TABLE_ANSWERS = "table-answers"  # beside it: what this table is asked
    CONSOLE_TABLES = "console-tables"  # below the tables: what they say
    CONSOLE_ORDER = "console-order"  # below the running order
    CONSOLE_NOW = "console-now"
    CONSOLE_NEXT = "console-next"
    PAPER = "paper"  # forms for answers that came on paper
    ORGANISING = "organising"  # what an organiser decides for a roadshow beforehand
    PUBLIC_ROADSHOW = "public-roadshow"  # on its page for anyone


@dataclass(frozen=True)
class Spot:
    """For whom a block is drawn: the roadshow; on a table's page the table, and the device that looks.

    `csrf_token` is that of the page, for forms that work without scripts; what is pushed to many has none. What
    several blocks of a page need is read once, by `reading`.
    """

    roadshow: Roadshow
    csrf_token: str = ""
    table: Table | None = None
    device: Device | None = None
    reading: Reading = field(default_factory=Reading)


Draw = Callable[[Spot], SafeString]
# Marks of progress: (event number, step) in order; a device that has the event shows the step.
Marks = Callable[[Roadshow], list[tuple[int, int]]]
# What a device listens to beside its table and what all tables hear.
Topics = Callable[[Device], list[str]]
# What the devices of a table see differently, by name, in the order of their numbers; empty when nothing.
Seats = Callable[[Table], list[str]]

# A few words on each roadshow of a list, by its key; of all of them at once, so that a list stays cheap.
Lines = Callable[[Sequence[Roadshow]], Mapping[int, SafeString]]

_blocks: dict[Place, list[Draw]] = {place: [] for place in Place}
_marks: list[Marks] = []
_topics: list[Topics] = []
_seats: list[Seats] = []
_lines: list[Lines] = []


def register(place: Place, draw: Draw, *, first: bool = False) -> None:
    """Let `draw` fill `place`, after those registered before it; or before them, if it comes `first`."""
    if draw not in _blocks[place]:
        _blocks[place].insert(0 if first else len(_blocks[place]), draw)


def register_marks(marks: Marks) -> None:
    """Let `marks` say which step of the day each event brought."""
    if marks not in _marks:
        _marks.append(marks)


def register_topics(topics: Topics) -> None:
    """Let `topics` say what else a table's device listens to. When that changes, its page loads itself anew."""
    if topics not in _topics:
        _topics.append(topics)


def register_seats(seats: Seats) -> None:
    """Let `seats` name what the devices of one table see differently, for whoever looks at the table beforehand."""
    if seats not in _seats:
        _seats.append(seats)


def register_lines(lines: Lines) -> None:
    """Let `lines` say a few words on each roadshow in the programme's list."""
    if lines not in _lines:
        _lines.append(lines)


def lines_on(roadshows: Sequence[Roadshow]) -> dict[int, SafeString]:
    """Return what is said on each roadshow of a list, by its key."""
    said = [lines(roadshows) for lines in _lines]
    parts = {roadshow.pk: [each[roadshow.pk] for each in said if roadshow.pk in each] for roadshow in roadshows}
    return {pk: mark_safe(" ".join(words)) for pk, words in parts.items()}  # noqa: S308 -- each is safe itself


def seats_at(table: Table) -> list[str]:
    """Return what the devices of a table see differently, by name, in the order of their numbers."""
    return [name for seats in _seats for name in seats(table)]


def topics_of(device: Device) -> list[str]:
    """Return what a device listens to beside its table and what all tables hear."""
    return [topic for topics in _topics for topic in topics(device)]


def drawn(spot: Spot) -> dict[str, SimpleLazyObject[SafeString]]:
    """Return every place's HTML, by names that a template can use; only what a page shows is drawn."""
    return {place.name.lower(): SimpleLazyObject(partial(in_place, place, spot)) for place in Place}


def in_place(place: Place, spot: Spot) -> SafeString:
    """Return the HTML of one place."""
    return mark_safe("".join(draw(spot) for draw in _blocks[place]))  # noqa: S308 -- each is safe itself


def marks_of(roadshow: Roadshow) -> list[tuple[int, int]]:
    """Return the marks of progress in the order of their events."""
    return sorted(mark for marks in _marks for mark in marks(roadshow))
