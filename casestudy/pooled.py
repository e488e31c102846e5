"""What pooling changed: concern before the pieces were put together, and after. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, median

HIGHEST = 10
# Of a picture that is 1000 by 520: the two columns, the highest score and the lowest.
LEFT, RIGHT, TOP, BOTTOM = 330, 670, 30, 450
# How far dots of one score stand apart, and how far they may reach.
APART, REACH = 26, 240


@dataclass(frozen=True)
class Change:
    """One table: what each of its parts thought alone (agency and score), and what all think together."""

    table: int
    before: tuple[tuple[str, int], ...]
    together: int | None = None

    @property
    def scores(self) -> list[int]:
        """The scores before, as they stand."""
        return [score for _agency, score in self.before]

    @property
    def difference(self) -> float | None:
        """How much higher the concern is together than it was alone on average; None while one is missing."""
        return round(self.together - fmean(self.scores), 1) if self.scores and self.together is not None else None


@dataclass(frozen=True)
class Dot:
    """One score on the chart."""

    x: int
    y: int


@dataclass(frozen=True)
class Slope:
    """A table's way from its average before to what it thinks together."""

    table: int
    begins: int
    ends: int


@dataclass(frozen=True)
class PoolingChart:
    """Two columns of dots, before and together, with a line for each table that has both, and their middles."""

    before: tuple[Dot, ...]
    together: tuple[Dot, ...]
    slopes: tuple[Slope, ...]
    middle_before: float | None
    middle_together: float | None
    scale: tuple[tuple[int, int], ...]


def chart(changes: Sequence[Change]) -> PoolingChart:
    """Return where everything stands that a room rated before and after pooling."""
    before = [score for change in changes for score in change.scores]
    together = [change.together for change in changes if change.together is not None]
    return PoolingChart(
        before=tuple(_dots(before, LEFT, -1)),
        together=tuple(_dots(together, RIGHT, 1)),
        slopes=tuple(
            Slope(change.table, _y(fmean(change.scores)), _y(change.together))
            for change in changes
            if change.scores and change.together is not None
        ),
        middle_before=_middle(before),
        middle_together=_middle(together),
        scale=tuple((score, _y(score)) for score in range(0, HIGHEST + 1, 2)),
    )


def _dots(scores: Sequence[int], x: int, side: int) -> Iterable[Dot]:
    """Yield a dot for each score; those of the same score beside each other, away from the other column."""
    most = max(Counter(scores).values(), default=1)
    apart = min(APART, REACH / most)
    seen: Counter[int] = Counter()
    for score in sorted(scores):
        yield Dot(round(x + side * apart * seen[score]), _y(score))
        seen[score] += 1


def _y(score: float) -> int:
    return round(BOTTOM - score / HIGHEST * (BOTTOM - TOP))


def _middle(scores: Sequence[int]) -> float | None:
    return float(median(scores)) if scores else None
