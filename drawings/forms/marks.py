"""What a pad sends: the marks that were made on it, checked to the last number."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, TypeGuard

from drawings.strokes import COLOURS, HEIGHT, TOOLS, WIDTH, WIDTHS

MOST_BYTES = 256 * 1024
MOST_AT_ONCE = 100
MOST_NUMBER = 100_000
MOST_POINTS = 1_000
# A hand may leave the paper for a moment.
_MARGIN = 100
_FULL_PRESSURE = 1000
_KEPT = "It was not stored, and is kept on this device."

Marks = dict[int, dict[str, Any]]


class BadMarksError(Exception):
    """Something that no pad sends, and words that say so."""

    def __init__(self, words: str) -> None:
        """Remember the words."""
        super().__init__(words)
        self.words = words


def body_in(content: bytes) -> dict[str, Any]:
    """Return the JSON object that a page posted. Raises BadMarksError."""
    try:
        found = json.loads(content or b"{}", parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise BadMarksError(f"This is no JSON. {_KEPT}") from error
    if not isinstance(found, dict):
        raise BadMarksError(f"This is no JSON object. {_KEPT}")
    return found


def marks_in(body: Mapping[str, Any]) -> Marks:
    """Return what was done on a pad, by number. Raises BadMarksError."""
    marks = body.get("marks")
    if not isinstance(marks, list) or not 1 <= len(marks) <= MOST_AT_ONCE:
        raise BadMarksError(f"There should be 1 to {MOST_AT_ONCE} marks. {_KEPT}")
    found: Marks = {}
    for mark in marks:
        said: dict[str, object] = mark if isinstance(mark, dict) else {}
        number = said.get("number")
        if not _whole(number, MOST_NUMBER) or number in found:
            raise BadMarksError(f"Every mark should have a number of its own. {_KEPT}")
        found[number] = _op(said.get("op"), number)
    return found


def _op(op: object, number: int) -> dict[str, Any]:
    """Return what was done, without anything that was not asked for."""
    match op:
        case {"stroke": {"tool": tool, "colour": str(colour), "width": width, "points": list(points)}} if (
            tool in TOOLS and colour in COLOURS and width in WIDTHS and isinstance(width, int)
        ):
            return {"stroke": {"tool": tool, "colour": str(colour), "width": width, "points": _points(points)}}
        case {"undo": other} if _whole(other, number - 1):
            return {"undo": other}
        case {"redo": other} if _whole(other, number - 1):
            return {"redo": other}
        case {"clear": True}:
            return {"clear": True}
    raise BadMarksError(f"Mark {number} is none that this pad makes. {_KEPT}")


def _points(flat: list[object]) -> list[float]:
    if not flat or len(flat) % 3 or len(flat) > 3 * MOST_POINTS:
        raise BadMarksError(f"A stroke has 1 to {MOST_POINTS} points. {_KEPT}")
    limits = ((-_MARGIN, WIDTH + _MARGIN), (-_MARGIN, HEIGHT + _MARGIN), (0, _FULL_PRESSURE))
    return [_within(value, *limits[n % 3]) for n, value in enumerate(flat)]


def _within(value: object, low: int, high: int) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise BadMarksError(f"A point lies outside the paper. {_KEPT}")
    rounded = round(value, 1)
    return math.floor(rounded) if rounded == math.floor(rounded) else rounded


def _whole(value: object, most: int) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most


def _no_number(_name: str) -> float:
    raise ValueError
