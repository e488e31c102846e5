"""The chronology for a projector: the newest stage's entries large, and all of them small on one line of time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from casestudy.pictures.chronology import LINE, MARGIN, Chronology, Item, Measures, item_of, lane_of
from casestudy.pictures.known import Entry, Known
from casestudy.pictures.legend import legend
from casestudy.pictures.timescale import Scale

SCREEN = Measures(width=1110.0, label=38.0, text=18.0, dot=14.0, beside=False)
# How high a picture may be whose text is to be read from ten metres.
ROOM = 520.0
BETWEEN = 30.0
COLUMNS = 2
_SENTENCE = re.compile(r"(?<=[.!?])\s")


def digest(known: Known) -> Chronology:
    """Return the picture. What does not fit is told shorter: each by its first sentence, then by date and agency."""
    scale = Scale.of(known.entries, MARGIN, SCREEN.width - MARGIN)
    lanes = (lane_of("", known.entries, scale, MARGIN + SCREEN.text * LINE, SCREEN),) if scale else ()
    top = max((lane.bottom for lane in lanes), default=MARGIN) + MARGIN
    fresh = [entry for entry in known.entries if entry.new] or list(known.entries)
    items: list[Item] = []
    for shorter in (lambda fact: fact, _first_sentence, lambda _fact: ""):
        told = [replace(entry, fact=shorter(entry.fact), people=()) for entry in fresh]
        items = _in_columns(known, told, top)
        if all(item.bottom <= ROOM for item in items):
            break
    bottom = max((item.bottom for item in items), default=top)
    ticks = tuple(scale.ticks(SCREEN.text)) if scale else ()
    nothing = legend([], left=MARGIN, top=bottom, right=SCREEN.width, size=SCREEN.text)
    return Chronology(SCREEN.width, bottom, SCREEN.text, SCREEN.dot, tuple(items), lanes, ticks, None, nothing)


def _first_sentence(fact: str) -> str:
    return _SENTENCE.split(fact, maxsplit=1)[0]


def _in_columns(known: Known, entries: Sequence[Entry], top: float) -> list[Item]:
    """Return entries in two columns of about the same height, one after the other down the first, then the second."""
    wide = (SCREEN.width - 2 * MARGIN - BETWEEN) / COLUMNS
    heights = [item_of(known, entry, (MARGIN, 0.0), SCREEN, right=MARGIN + wide).bottom for entry in entries]
    items: list[Item] = []
    column, y, gone = 0, top, 0.0
    for entry, height in zip(entries, heights, strict=True):
        if column == 0 and items and gone + height / 2 > sum(heights) / COLUMNS:
            column, y = 1, top
        x = MARGIN + column * (wide + BETWEEN)
        items.append(item_of(known, entry, (x, y), SCREEN, right=x + wide))
        y, gone = items[-1].bottom, gone + height
    return items
