"""Who else hears when something is hidden because it needs attention, or shown again.

What this app hides is drawn where the talk is drawn. Other apps that hold what can be hidden say here who hears of
it beside everybody, and what of theirs changes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from live.kinds import Notice
from workshops.models import Roadshow


@dataclass(frozen=True)
class Things:
    """Things of one sort, whose items are named "sort:12": who hears of one, and what of it is drawn for a topic."""

    topics: Callable[[Roadshow, str], list[str]]
    draw: Callable[[Notice], str]


_things: dict[str, Things] = {}


def register(sort: str, things: Things) -> None:
    """Let items of a sort be told and drawn by the app that holds them."""
    if _things.setdefault(sort, things) is not things:
        message = f"two apps that hold items of the sort {sort!r}"
        raise ValueError(message)


def topics_of(roadshow: Roadshow, item: str) -> list[str]:
    """Return who hears of an item beside everybody."""
    things = _things.get(_sort(item))
    return things.topics(roadshow, item) if things else []


def draw(notice: Notice) -> str:
    """Draw for one topic what an item that was hidden or shown again changes, beside what everybody is shown."""
    things = _things.get(_sort(notice.payload["item"]))
    return things.draw(notice) if things else ""


def _sort(item: str) -> str:
    return item.partition(":")[0]
