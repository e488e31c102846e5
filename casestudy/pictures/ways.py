"""Lines from a service to somebody, led round whoever stands in between."""

from __future__ import annotations

import math
from collections.abc import Sequence

from casestudy.pictures.outline import Box
from casestudy.pictures.ring import Point

# Start, the point towards which the line leans, end: a quadratic curve.
Way = tuple[Point, Point, Point]

# How far a line may lean to a side, in units, the least first; and at how many places it is looked at.
BENDS = (0.0, 25.0, -25.0, 50.0, -50.0, 75.0, -75.0, 105.0, -105.0, 140.0, -140.0, 190.0, -190.0)
PLACES = 18


def bent(start: Point, end: Point, others: Sequence[Box]) -> Way:
    """Return the straightest way that passes fewest of `others`, straight when nothing stands in between."""
    long = math.dist(start, end) or 1.0
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    across = ((start[1] - end[1]) / long, (end[0] - start[0]) / long)
    near = _near(start, end, others)
    best, fewest = (start, middle, end), len(others) * PLACES
    for bend in BENDS:
        way = (start, (middle[0] + across[0] * bend, middle[1] + across[1] * bend), end)
        passed = _passed(way, near, fewest)
        if passed < fewest:
            best, fewest = way, passed
        if passed == 0:
            break
    return best


def along(way: Way, part: float) -> Point:
    """Return the point at `part` of a way: 0 is its start, 1 its end."""
    before, after, rest = (1 - part) ** 2, part**2, 2 * part * (1 - part)
    (x0, y0), (x1, y1), (x2, y2) = way
    return before * x0 + rest * x1 + after * x2, before * y0 + rest * y1 + after * y2


def _near(start: Point, end: Point, others: Sequence[Box]) -> list[tuple[float, float, float, float]]:
    """Return the edges of those whom a way from start to end could meet, however it leans."""
    lean = max(BENDS) / 2
    left, right = min(start[0], end[0]) - lean, max(start[0], end[0]) + lean
    top, bottom = min(start[1], end[1]) - lean, max(start[1], end[1]) + lean
    around = Box(left, top, right, bottom)
    return [(box.left, box.right, box.top, box.bottom) for box in others if box.meets(around)]


def _passed(way: Way, others: Sequence[tuple[float, float, float, float]], most: int) -> int:
    """Return at how many places a way lies on what others take up; from `most` on it is not counted further."""
    passed = 0
    for n in range(1, PLACES):
        x, y = along(way, n / PLACES)
        for left, right, top, bottom in others:
            if left < x < right and top < y < bottom:
                passed += 1
        if passed >= most:
            break
    return passed
