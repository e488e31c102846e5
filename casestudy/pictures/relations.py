"""The lines of a genogram: what couples are to each other, what is special between them, and whose child is whose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from casestudy.pictures import strokes
from casestudy.pictures.kinship import Union
from casestudy.pictures.known import Couple
from casestudy.pictures.strokes import Point
from casestudy.schema import CoupleState, MarkKind

# Couples of whom nothing is known but a child.
PARENTS: Final = "parents"
SLASHES = {CoupleState.SEPARATED: 1, CoupleState.ENDED: 1, CoupleState.DIVORCED: 2}
MARK_SHAPES: dict[MarkKind, Callable[[Sequence[Point]], str]] = {
    MarkKind.CLOSE: strokes.twofold,
    MarkKind.HOSTILE: strokes.zigzag,
    MarkKind.ABUSE: strokes.struck,
    MarkKind.CUT_OFF: strokes.broken,
}
# Units between a couple's line and the first special line, and from one to the next.
AWAY = 12.0
# How far beside a symbol's middle a line leaves it that goes round somebody.
INWARDS = 7.0


@dataclass(frozen=True)
class Stroke:
    """A line between two symbols, from end to end. `kind`: what it means, by which pages style it."""

    kind: str
    path: str
    ends: tuple[Point, Point]
    new: bool = False


def couple_strokes(union: Union, middles: dict[str, Point], lane: float | None, half: float) -> list[Stroke]:
    """Return a couple's line with its slashes and special lines; round those between them when there is a `lane`."""
    left, right = sorted(middles[key] for key in union.parents)
    state = union.couple.state.value if union.couple else PARENTS
    new = bool(union.couple and union.couple.new)
    way = _way(left, right, lane)
    found = [Stroke(state, strokes.straight(way), (way[0], way[-1]), new)]
    if union.couple is None:
        return found
    count = SLASHES.get(union.couple.state, 0)
    if count:
        aside = 0.0 if lane is None and not union.children else 22.0
        found.append(Stroke("slash", strokes.slashes(way, count, aside), (way[0], way[-1]), new))
    return found + _marks(union.couple, left, right, lane, half)


def _marks(couple: Couple, left: Point, right: Point, lane: float | None, half: float) -> list[Stroke]:
    room = half - 4 - (0 if lane is None else INWARDS)
    step = min(AWAY, room / max(len(couple.marks), 1))
    found = []
    for n, mark in enumerate(couple.marks, start=1):
        way = _way(left, right, lane, n * step)
        found.append(Stroke(mark.kind.value, MARK_SHAPES[mark.kind](way), (way[0], way[-1]), mark.new))
    return found


def _way(left: Point, right: Point, lane: float | None, by: float = 0.0) -> list[Point]:
    """Return the way from symbol to symbol, `by` above or within the couple's own line.

    Across where they stand side by side, else down, along and up. It begins in the middle of a symbol, which lies
    on it: so it meets every shape at its edge.
    """
    if lane is None:
        return [(left[0], left[1] - by), (right[0], right[1] - by)]
    start, end = left[0] + INWARDS + by, right[0] - INWARDS - by
    return [(start, left[1]), (start, lane - by), (end, lane - by), (end, right[1])]


def descent_strokes(union: Union, start: Point, middles: dict[str, Point], bar: float, half: float) -> list[Stroke]:
    """Return the lines from a couple or parent down to each child: to a bar at `bar`, along it, and down."""
    found = []
    for child in union.children:
        x, y = middles[child]
        end = (x, y - half)
        way = [start, end] if abs(x - start[0]) < 0.5 else [start, (start[0], bar), (x, bar), end]  # noqa: PLR2004
        found.append(Stroke("child", strokes.straight(way), (way[0], way[-1])))
    return found
