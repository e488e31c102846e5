"""A dashed outline round people of several rows: whoever is not of them stays outside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

CORNER = 10.0
Corner = tuple[int, int]


@dataclass(frozen=True)
class Box:
    """A rectangle, by its edges."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From edge to edge."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From edge to edge."""
        return self.bottom - self.top

    @property
    def half(self) -> float:
        """Half of the shorter side: the roundest that its corners can be."""
        return min(self.width, self.height) / 2

    def meets(self, other: Box) -> bool:
        """Whether the two share any room."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def loops(boxes: Sequence[Box]) -> list[list[tuple[float, float]]]:
    """Return the outlines of everything that the boxes cover, each as the corners that one passes."""
    xs = sorted({edge for box in boxes for edge in (box.left, box.right)})
    ys = sorted({edge for box in boxes for edge in (box.top, box.bottom)})
    covered = {
        (column, row)
        for column, (left, right) in enumerate(pairwise(xs))
        for row, (top, bottom) in enumerate(pairwise(ys))
        if any(b.left <= left and right <= b.right and b.top <= top and bottom <= b.bottom for b in boxes)
    }
    return [[(xs[x], ys[y]) for x, y in loop] for loop in _round(_edges(covered))]


def bridges(upper: Sequence[Box], lower: Sequence[Box], wide: float) -> list[Box]:
    """Return what joins the boxes of two rows across the space between them; `wide`, where it has to lead aside."""
    found = []
    for above in upper:
        for below in lower:
            left, right = max(above.left, below.left), min(above.right, below.right)
            if right - left >= 2 * CORNER:
                found.append(Box(left, above.bottom, right, below.top))
    if not found and upper and lower:
        above, below = min(((a, b) for a in upper for b in lower), key=lambda pair: _apart(*pair))
        found += _step(above, below, wide)
    return found


def path(corners: Sequence[tuple[float, float]]) -> str:
    """Return a closed line with rounded corners, as SVG path data."""
    drawn = []
    for n, (x, y) in enumerate(corners):
        before, after = corners[n - 1], corners[(n + 1) % len(corners)]
        enter, leave = _towards((x, y), before), _towards((x, y), after)
        drawn.append(f"{'L' if n else 'M'}{enter[0]:.1f} {enter[1]:.1f} Q{x:.1f} {y:.1f} {leave[0]:.1f} {leave[1]:.1f}")
    return " ".join(drawn) + " Z"


def _apart(above: Box, below: Box) -> float:
    return max(below.left - above.right, above.left - below.right)


def _step(above: Box, below: Box, wide: float) -> list[Box]:
    """Return a way down, along and down again between boxes that do not stand over each other."""
    third = (below.top - above.bottom) / 3
    upper, lower = above.bottom + third, below.top - third
    right_of = below.left > above.left
    out = (above.right - wide, above.right) if right_of else (above.left, above.left + wide)
    into = (below.left, below.left + wide) if right_of else (below.right - wide, below.right)
    along = Box(min(out[0], into[0]), upper, max(out[1], into[1]), lower)
    return [Box(out[0], above.bottom, out[1], lower), along, Box(into[0], upper, into[1], below.top)]


def _edges(covered: set[Corner]) -> dict[Corner, list[Corner]]:
    """Return each edge between inside and outside as a step from corner to corner, the inside on the right."""
    steps: dict[Corner, list[Corner]] = {}
    for x, y in covered:
        for outside, start, end in (
            ((x, y - 1), (x, y), (x + 1, y)),
            ((x + 1, y), (x + 1, y), (x + 1, y + 1)),
            ((x, y + 1), (x + 1, y + 1), (x, y + 1)),
            ((x - 1, y), (x, y + 1), (x, y)),
        ):
            if outside not in covered:
                steps.setdefault(start, []).append(end)
    return steps


def _round(steps: dict[Corner, list[Corner]]) -> Iterable[list[Corner]]:
    """Yield closed ways made of the steps, without the corners at which they go straight on."""
    while steps:
        start = min(steps)
        way = [start]
        while True:
            ahead = steps[way[-1]]
            way.append(ahead.pop())
            if not ahead:
                del steps[way[-2]]
            if way[-1] == start:
                break
        yield [b for a, b, c in zip([way[-2], *way], way, way[1:], strict=False) if not _straight(a, b, c)]


def _straight(a: Corner, b: Corner, c: Corner) -> bool:
    return a[0] == b[0] == c[0] or a[1] == b[1] == c[1]


def _towards(corner: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    """Return the point a corner's roundness away from it, at most half way."""
    length = abs(other[0] - corner[0]) + abs(other[1] - corner[1])
    part = min(CORNER / length, 0.5) if length else 0.0
    return corner[0] + (other[0] - corner[0]) * part, corner[1] + (other[1] - corner[1]) * part
