"""Where the bars of a chart stand. Pure: lengths are per cent of the width, heights are pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# The longest bar; the rest of the width is for the words behind it.
LONGEST = 56.0
LABEL, BAR, BETWEEN = 26, 24, 14


@dataclass(frozen=True)
class Bar:
    """One bar: which series it belongs to, how many of how many, where it stands."""

    series: str
    count: int
    of: int
    y: int
    width: float


@dataclass(frozen=True)
class BarGroup:
    """The bars that belong to one label."""

    label: str
    y: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Chart:
    """Groups of bars below each other."""

    groups: tuple[BarGroup, ...]
    height: int


def chart(rows: Sequence[tuple[str, Sequence[tuple[str, int, int]]]]) -> Chart:
    """Return a chart of `rows`: a label, and for each series its name, a count, and out of how many."""
    groups, y = [], 0
    for label, series in rows:
        bars = tuple(_bar(name, count, of, y + LABEL + n * BAR) for n, (name, count, of) in enumerate(series))
        groups.append(BarGroup(label, y, bars))
        y += LABEL + len(bars) * BAR + BETWEEN
    return Chart(tuple(groups), max(y - BETWEEN, 0))


def _bar(name: str, count: int, of: int, y: int) -> Bar:
    return Bar(name, count, of, y, round(LONGEST * count / of, 2) if of else 0.0)
