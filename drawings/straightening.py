"""Finds the sheet of paper in a photo and lays it straight, with Pillow alone. Pure.

It is sought on a small copy: the largest patch that is as bright as paper. Where that is no sheet lying on something
darker, seen from no steep angle, nothing is found, and the photo stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, dist, hypot, pi, sin

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Point = tuple[float, float]

# The longer side of the small copy; a sheet is found to about one of its points.
_SEARCHED = 400
# What share of the photo a sheet may take: a smaller one is no sheet, a larger one fills the photo.
_LEAST, _MOST = 0.15, 0.985
# How much the bright patch and the four-sided figure may differ, as a share of the figure.
_DIFFERENCE = 0.08
# How much shorter than its opposite a side may be, and how much darker than paper what it lies on must be.
_LEAST_SIDE_RATIO = 0.5
_LEAST_CONTRAST = 40
# What is cut off all around, as a share, so that nothing of the table shows.
_MARGIN = 0.006
# In which directions corners are looked for: an eighth of a right angle beside each is near enough.
_TURNS = tuple(n * pi / 8 for n in range(4))
_BRIGHT = re.compile(rb"\xff+")


@dataclass(frozen=True)
class Sheet:
    """The corners of a sheet in a photo: top left, top right, bottom right, bottom left."""

    corners: tuple[Point, Point, Point, Point]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the sheet when it is laid straight."""
        top, right, bottom, left = self.sides
        return max(1, round(max(top, bottom))), max(1, round(max(left, right)))

    @property
    def sides(self) -> tuple[float, float, float, float]:
        """The lengths of top, right, bottom and left."""
        a, b, c, d = self.corners
        return dist(a, b), dist(b, c), dist(c, d), dist(d, a)

    @property
    def level(self) -> float:
        """How level it lies: the cosine of the angle by which its top and bottom are turned."""
        a, b, c, d = self.corners
        right, down = (b[axis] - a[axis] + c[axis] - d[axis] for axis in (0, 1))
        return right / (hypot(right, down) or 1)

    @property
    def area(self) -> float:
        """Its area in square points (the shoelace formula)."""
        return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise((*self.corners, self.corners[0])))) / 2

    def scaled(self, factor: float) -> Sheet:
        """Return the same sheet in a photo that is larger by a factor, a little within its edges."""
        x, y = (sum(axis) / 4 for axis in zip(*self.corners, strict=True))
        within = 1 - _MARGIN
        a, b, c, d = (
            ((x + (left - x) * within) * factor, (y + (top - y) * within) * factor) for left, top in self.corners
        )
        return Sheet((a, b, c, d))


def straightened(photo: Image.Image) -> Image.Image | None:
    """Return the sheet in a photo, cropped and straight; None when none is found."""
    sheet = found(photo)
    if sheet is None:
        return None
    return photo.transform(
        sheet.size, Image.Transform.PERSPECTIVE, perspective(sheet), resample=Image.Resampling.BICUBIC
    )


def found(photo: Image.Image) -> Sheet | None:
    """Return the corners of the sheet in a photo, or None."""
    factor = max(1.0, max(photo.size) / _SEARCHED)
    size = (max(1, round(photo.width / factor)), max(1, round(photo.height / factor)))
    small = photo.convert("L").resize(size, Image.Resampling.BOX).filter(ImageFilter.MedianFilter(5))
    level, contrast = _threshold(small.histogram())
    if contrast < _LEAST_CONTRAST:
        return None
    patch = _largest_patch(small.point(lambda value: 255 if value > level else 0))
    sheet = _cornered(patch)
    return sheet.scaled(factor) if _is_sheet(sheet, patch, size) else None


def perspective(sheet: Sheet) -> list[float]:
    """Return the eight numbers by which Pillow finds, for a point of the straight sheet, its place in the photo."""
    width, height = sheet.size
    flat = ((0, 0), (width, 0), (width, height), (0, height))
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(flat, sheet.corners, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    return _solved(rows)


def _threshold(histogram: Sequence[int]) -> tuple[int, float]:
    """Return the level that parts the darker from the brighter best (Otsu), and how far apart their means are."""
    total, whole = sum(histogram), sum(n * count for n, count in enumerate(histogram))
    best, level, contrast = -1.0, 0, 0.0
    dark, below = 0, 0
    for value, count in enumerate(histogram):
        dark += count
        below += value * count
        if not 0 < dark < total:
            continue
        apart = (whole - below) / (total - dark) - below / dark
        between = dark * (total - dark) * apart * apart
        if between > best:
            best, level, contrast = between, value, apart
    return level, contrast


@dataclass(frozen=True)
class _Run:
    """Bright points beside each other in one row."""

    row: int
    start: int
    end: int


def _largest_patch(bright: Image.Image) -> list[_Run]:
    """Return the largest patch of bright points that hang together, run by run."""
    patches: dict[_Run, list[_Run]] = {}  # every run, and the patch that it belongs to
    above: list[_Run] = []
    for runs in _rows(bright):
        for run in runs:
            patch = patches[run] = [run]
            for other in above:
                if other.start < run.end and run.start < other.end and patches[other] is not patch:
                    joined, into = sorted((patch, patches[other]), key=len)
                    into.extend(joined)
                    patches.update(dict.fromkeys(joined, into))
                    patch = into
        above = runs
    return max(patches.values(), key=lambda patch: sum(run.end - run.start for run in patch), default=[])


def _rows(bright: Image.Image) -> Iterator[list[_Run]]:
    points = bright.tobytes()
    for row in range(bright.height):
        line = points[row * bright.width : (row + 1) * bright.width]
        yield [_Run(row, *each.span()) for each in _BRIGHT.finditer(line)]


def _cornered(patch: Sequence[_Run]) -> Sheet:
    """Return the largest of the four-sided figures in a patch, among those that reach farthest out in four directions.

    Looking out along a side shows any point of it, looking out towards a corner shows the corner: so whichever way a
    sheet is turned, one of the figures has its corners, and that is the largest.
    """
    points = [(float(x), float(run.row)) for run in patch for x in (run.start, run.end)]
    return max((_outermost(points, turn) for turn in _TURNS), key=lambda sheet: sheet.area)


def _outermost(points: Sequence[Point], turn: float) -> Sheet:
    """Return the points that lie farthest out in four directions at right angles, so that its top is most level."""
    ways = [(cos(turn + quarter * pi / 2), sin(turn + quarter * pi / 2)) for quarter in range(4)]
    corners = [max(points, key=lambda at: at[0] * x + at[1] * y, default=(0, 0)) for x, y in ways]
    sheets = (Sheet((a, b, c, d)) for a, b, c, d in (corners[n:] + corners[:n] for n in range(4)))
    return max(sheets, key=lambda sheet: sheet.level)


def _is_sheet(sheet: Sheet, patch: Sequence[_Run], size: tuple[int, int]) -> bool:
    """Whether a patch of a photo is a sheet: four-sided, large enough, not seen too steeply."""
    if not _LEAST < sheet.area / (size[0] * size[1]) < _MOST:
        return False
    top, right, bottom, left = sheet.sides
    if any(min(pair) < _LEAST_SIDE_RATIO * max(pair) for pair in ((top, bottom), (left, right))):
        return False
    figure, covered = Image.new("1", size), Image.new("1", size)
    ImageDraw.Draw(figure).polygon(sheet.corners, fill=1)
    draw = ImageDraw.Draw(covered)
    for row, (start, end) in _extents(patch).items():
        draw.line((start, row, end - 1, row), fill=1)
    return ImageChops.logical_xor(figure, covered).histogram()[-1] <= _DIFFERENCE * sheet.area


def _extents(patch: Sequence[_Run]) -> dict[int, tuple[int, int]]:
    """Return from where to where a patch reaches in every row: what is drawn on a sheet counts as paper."""
    rows: dict[int, tuple[int, int]] = {}
    for run in patch:
        start, end = rows.get(run.row, (run.start, run.end))
        rows[run.row] = (min(start, run.start), max(end, run.end))
    return rows


def _solved(rows: list[list[float]]) -> list[float]:
    """Solve linear equations, each row its factors and then its result, by elimination with the largest pivot."""
    size = len(rows)
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(rows[row][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for row in range(size):
            if row != column:
                factor = rows[row][column]
                rows[row] = [value - factor * other for value, other in zip(rows[row], rows[column], strict=True)]
    return [row[-1] for row in rows]
