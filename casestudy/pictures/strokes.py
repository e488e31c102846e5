"""The shapes of lines, as SVG path data: each meaning has a shape of its own, so that none needs a colour."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

Point = tuple[float, float]

# Units: how long a tooth of a zigzag is and how far it leaves the line; how far apart the bars of a break stand.
TOOTH, HEIGHT = 5.0, 4.5
BREAK, BAR = 5.0, 8.0
APART = 3.0
SLASH = 7.5


def straight(points: Sequence[Point]) -> str:
    """Return a plain line through `points`."""
    return "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def zigzag(points: Sequence[Point]) -> str:
    """Return teeth along the line, which begins and ends where the line does."""
    teeth = [points[0]]
    for start, end in pairwise(points):
        length = math.dist(start, end)
        count = max(2, int(length / TOOTH))
        along, across = _directions(start, end)
        for n in range(1, count):
            step, side = length * n / count, HEIGHT * (1 if n % 2 else -1)
            teeth.append((start[0] + along[0] * step + across[0] * side, start[1] + along[1] * step + across[1] * side))
        teeth.append(end)
    return straight(teeth)


def twofold(points: Sequence[Point]) -> str:
    """Return two lines beside each other."""
    return f"{straight(shifted(points, APART))} {straight(shifted(points, -APART))}"


def struck(points: Sequence[Point]) -> str:
    """Return teeth with a plain line through them."""
    return f"{zigzag(points)} {straight(points)}"


def broken(points: Sequence[Point]) -> str:
    """Return a line with a gap between two bars in its middle."""
    (x, y), (along, across), at = _middle(points)
    left = (x - along[0] * BREAK, y - along[1] * BREAK)
    right = (x + along[0] * BREAK, y + along[1] * BREAK)
    bars = [_bar(end, across, BAR) for end in (left, right)]
    return " ".join([straight([*points[:at], left]), straight([right, *points[at:]]), *bars])


def slashes(points: Sequence[Point], count: int, away: float = 0.0) -> str:
    """Return strokes across the line, `away` units before the middle of its longest piece."""
    (x, y), (along, across), _at = _middle(points)
    leaning = (across[0] + along[0] * 0.5, across[1] + along[1] * 0.5)
    steps = [(n - (count - 1) / 2) * 7 - away for n in range(count)]
    return " ".join(_bar((x + along[0] * step, y + along[1] * step), leaning, SLASH) for step in steps)


def shifted(points: Sequence[Point], by: float) -> list[Point]:
    """Return a line of level and upright pieces moved sideways by `by`, still joined at its corners."""
    if len(points) == 2:  # noqa: PLR2004 -- one piece
        _along, across = _directions(*points)
        return [(x + across[0] * by, y + across[1] * by) for x, y in points]
    moved = []
    for n, (x, y) in enumerate(points):
        before = _directions(points[n - 1], points[n])[1] if n else (0.0, 0.0)
        after = _directions(points[n], points[n + 1])[1] if n + 1 < len(points) else (0.0, 0.0)
        moved.append((x + (before[0] or after[0]) * by, y + (before[1] or after[1]) * by))
    return moved


def _directions(start: Point, end: Point) -> tuple[Point, Point]:
    """Return a piece's direction, and the one across it."""
    length = math.dist(start, end) or 1.0
    along = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
    return along, (-along[1], along[0])


def _middle(points: Sequence[Point]) -> tuple[Point, tuple[Point, Point], int]:
    """Return the middle of the longest piece, its directions, and which point comes after it."""
    pieces = list(pairwise(points))
    at = max(range(len(pieces)), key=lambda n: math.dist(*pieces[n]))
    (x1, y1), (x2, y2) = pieces[at]
    return ((x1 + x2) / 2, (y1 + y2) / 2), _directions(*pieces[at]), at + 1


def _bar(middle: Point, across: Point, half: float) -> str:
    ends = [(middle[0] + across[0] * half * side, middle[1] + across[1] * half * side) for side in (-1, 1)]
    return straight(ends)
