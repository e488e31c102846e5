"""Where everything of a concern curve stands: lines of one table, or every table of a room. Pure.

All lengths are units of the picture's own view box. Dots are strokes of no length with round ends, so that a room
of 40 tables is one path and not a thousand elements.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from casestudy.spread import Spread

HIGHEST = 10
# One marker for each line, so that none needs its colour: circle, square, triangle, diamond, cross.
MARKERS = 5
_MARK = 6.0


@dataclass(frozen=True)
class Ground:
    """The ground on which a curve is drawn: where each stage and each number lies."""

    width: float
    height: float
    total: int
    left: float
    right: float
    top: float
    bottom: float

    def x(self, stage: int) -> float:
        """Return where a stage lies; each has the middle of its share of the width."""
        return round(self.left + (stage - 0.5) * self.step, 1)

    def y(self, score: float) -> float:
        """Return where a number lies."""
        return round(self.base - score / HIGHEST * (self.base - self.top), 1)

    @property
    def step(self) -> float:
        """How wide a stage's share is."""
        return (self.width - self.left - self.right) / max(self.total, 1)

    @property
    def base(self) -> float:
        """Where the number 0 lies."""
        return self.height - self.bottom

    @property
    def end(self) -> float:
        """Where the axis of the stages ends."""
        return self.width - self.right

    @property
    def beside(self) -> float:
        """Where the numbers end that are written beside the picture."""
        return self.left - 8

    @property
    def below(self) -> float:
        """On which line the stages are written below it."""
        return self.height - 10

    @property
    def levels(self) -> list[tuple[int, float]]:
        """The numbers that are written beside the picture, and where."""
        return [(score, self.y(score)) for score in (0, 5, 10)]

    def stages(self, sign: float) -> list[tuple[int, float]]:
        """Return the stages that are written below it, and where; of many, as many as `sign` wide signs have room."""
        every = 1
        while self.step * every < sign:
            every += 1
        return [(stage, self.x(stage)) for stage in range(1, self.total + 1, every)]


@dataclass(frozen=True)
class Line:
    """One line of a table's own curve: a path, a mark at each number, and its name at the end."""

    name: str
    style: int
    path: str
    marks: str
    label_x: float
    label_y: float


@dataclass(frozen=True)
class OwnCurve:
    """A table's own concern."""

    ground: Ground
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Box:
    """The middle half of a stage's numbers, and their middle; without the half where the tables are too few."""

    x: float
    width: float
    middle: float
    words: str
    top: float | None = None
    height: float | None = None


@dataclass(frozen=True)
class RoomCurve:
    """A room's concern about one of them: every table a line and a dot a stage, and how they lie together."""

    ground: Ground
    lines: str
    dots: str
    boxes: tuple[Box, ...]
    middles: str


@dataclass(frozen=True)
class Strip:
    """One stage's numbers side by side: every table a dot above its number."""

    width: float
    height: float
    levels: tuple[tuple[int, float], ...]
    dots: str
    box: tuple[float, float] | None
    middle: float | None


def own_curve(named: Sequence[tuple[str, Mapping[int, int]]], total: int) -> OwnCurve:
    """Draw numbers by stage for each name. Lines that lie on each other stand a little beside each other."""
    ground = Ground(360, 158, total, left=30, right=84, top=12, bottom=30)
    end = max((ground.x(max(scores)) for _name, scores in named if scores), default=0.0) + _MARK + 14
    labels = _apart([ground.y(_last(scores)) for _name, scores in named if scores], least=19, high=ground.base)
    lines: list[Line] = []
    for style, (name, scores) in enumerate(named):
        if not scores:
            continue
        aside = (style - (len(named) - 1) / 2) * min(5.0, ground.step / (len(named) + 1))
        points = {stage: (ground.x(stage) + aside, ground.y(score)) for stage, score in sorted(scores.items())}
        marks = "".join(_marker(style % MARKERS, x, y) for x, y in points.values())
        lines.append(Line(name, style % MARKERS, _path(points), marks, end, labels[len(lines)]))
    return OwnCurve(ground, tuple(lines))


def room_curve(
    tables: Mapping[int, Mapping[int, int]], spreads: Mapping[int, Spread], total: int, *, width: float, height: float
) -> RoomCurve:
    """Draw numbers by table and stage, and the `spreads` of the stages. Signs are 28 units high."""
    ground = Ground(width, height, total, left=52, right=12, top=30, bottom=46)
    lines = (_path({s: (ground.x(s), ground.y(n)) for s, n in sorted(scores.items())}) for scores in tables.values())
    boxes = tuple(_box(ground, stage, lie) for stage, lie in sorted(spreads.items()) if lie.middle is not None)
    middles = {s: (ground.x(s), ground.y(lie.middle)) for s, lie in sorted(spreads.items()) if lie.middle is not None}
    return RoomCurve(ground, "".join(lines), "".join(_dots(ground, spreads)), boxes, _path(middles))


def strip(lie: Spread) -> Strip:
    """Draw one stage's numbers."""
    width, height, left = 330.0, 76.0, 14.0
    base, step = height - 26, (width - 2 * left) / HIGHEST
    counts: Counter[int] = Counter()
    most = max(Counter(lie.scores).values(), default=1)
    rise = min(9.0, (base - 12) / most)
    dots = []
    for score in lie.scores:
        dots.append(f"M{left + score * step:.1f} {base - 7 - counts[score] * rise:.1f}h0")
        counts[score] += 1
    box = None
    if lie.lower is not None and lie.upper is not None:
        box = (round(left + lie.lower * step - 7, 1), round((lie.upper - lie.lower) * step + 14, 1))
    middle = None if lie.middle is None else round(left + lie.middle * step, 1)
    levels = tuple((score, round(left + score * step, 1)) for score in range(HIGHEST + 1))
    return Strip(width, height, levels, "".join(dots), box, middle)


def number(value: float) -> str:
    """Return a number as it is read: 6.5, but 6 and not 6.0."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _last(scores: Mapping[int, int]) -> int:
    return scores[max(scores)]


def _path(points: Mapping[int, tuple[float, float]]) -> str:
    """Return a path through points by stage; a stage that is left out leaves a gap."""
    path, before = [], 0
    for stage, (x, y) in points.items():
        path.append(f"{'L' if before and stage == before + 1 else 'M'}{x:.1f} {y:.1f}")
        before = stage
    return "".join(path)


def _marker(shape: int, x: float, y: float) -> str:
    """Return the path of a mark around a point."""
    r = _MARK
    if shape == 0:
        return f"M{x - r:.1f} {y:.1f}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0z"
    if shape == 1:
        return f"M{x - r:.1f} {y - r:.1f}h{2 * r}v{2 * r}h{-2 * r}z"
    if shape == 2:  # noqa: PLR2004 -- the third of five shapes
        return f"M{x:.1f} {y - r - 1:.1f}l{r + 1} {2 * r}h{-2 * r - 2}z"
    if shape == 3:  # noqa: PLR2004 -- the fourth
        return f"M{x:.1f} {y - r - 2:.1f}l{r + 2} {r + 2}l{-r - 2} {r + 2}l{-r - 2} {-r - 2}z"
    return f"M{x - r:.1f} {y - r:.1f}l{2 * r} {2 * r}M{x + r:.1f} {y - r:.1f}l{-2 * r} {2 * r}"


def _apart(places: Sequence[float], *, least: float, high: float) -> list[float]:
    """Return where labels stand so that none lies on another: `least` apart, the order kept, none below `high`."""
    order = sorted(range(len(places)), key=lambda n: places[n])
    found = list(places)
    for before, n in pairwise(order):
        found[n] = max(found[n], found[before] + least)
    limit = high
    for n in reversed(order):
        found[n] = min(found[n], limit)
        limit = found[n] - least
    return [round(place, 1) for place in found]


def _dots(ground: Ground, spreads: Mapping[int, Spread]) -> Iterator[str]:
    """Yield a dot for every table; those of the same number stand side by side."""
    for stage, lie in spreads.items():
        counts = Counter(lie.scores)
        for score, count in counts.items():
            apart = min(13.0, ground.step * 0.8 / count)
            y = ground.y(score)
            for n in range(count):
                yield f"M{ground.x(stage) + (n - (count - 1) / 2) * apart:.1f} {y}h0"


def _box(ground: Ground, stage: int, lie: Spread) -> Box:
    width = min(90.0, ground.step * 0.8)
    assert lie.middle is not None  # noqa: S101 -- the caller left those out
    box = Box(round(ground.x(stage) - width / 2, 1), round(width, 1), ground.y(lie.middle), number(lie.middle))
    if lie.lower is None or lie.upper is None:
        return box
    top = ground.y(lie.upper)
    return Box(box.x, box.width, box.middle, box.words, top, round(ground.y(lie.lower) - top, 1))
