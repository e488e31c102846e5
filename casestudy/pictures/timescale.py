"""A line of time: from the first month of the case to its newest event, with room in front for what came earlier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from casestudy.pictures.known import Entry

# For each entry of before the case, which stand in their order but to no scale; and behind the newest one.
EARLIER, LEAST_EARLIER, BEHIND = 34.0, 84.0, 18.0
MONTHS = 12
STEPS = (1, 2, 3, 6, 12, 24, 60)
# How many letters' width a tick needs, as a multiple of the text's size.
TICK = 4.9
EARLIER_WORDS = "Earlier"


@dataclass(frozen=True)
class Tick:
    """A mark on the line: the first of a month, or where what came earlier begins."""

    x: float
    words: str


@dataclass(frozen=True)
class Scale:
    """Where on a line, from `left` to `right`, a date stands. `earlier`: entries before the case, in order."""

    left: float
    right: float
    start: dt.date
    end: dt.date
    earlier: tuple[int, ...]

    @classmethod
    def of(cls, entries: Sequence[Entry], left: float, right: float) -> Self | None:
        """Return the scale on which all these entries have their place; None when there are none."""
        within = [entry.on for entry in entries if not entry.earlier]
        if not entries:
            return None
        first, last = min(within, default=entries[0].on), max(within, default=entries[-1].on)
        earlier = tuple(entry.number for entry in entries if entry.earlier)
        return cls(left, right, first.replace(day=1), last, earlier)

    @property
    def begin(self) -> float:
        """Where the case begins."""
        return self.left + max(len(self.earlier) * EARLIER, LEAST_EARLIER) if self.earlier else self.left

    def at(self, entry: Entry) -> float:
        """Return where an entry stands."""
        if entry.earlier:
            return self.left + (self.earlier.index(entry.number) + 0.5) * EARLIER
        return self._on(entry.on)

    def ticks(self, size: float) -> Iterator[Tick]:
        """Yield the marks that have room for their words."""
        if self.earlier:
            yield Tick(self.left, EARLIER_WORDS)
        months = (self.end.year - self.start.year) * MONTHS + self.end.month - self.start.month + 1
        room = (self.right - self.begin) / months
        step = next((step for step in STEPS if step * room >= TICK * size), STEPS[-1])
        for month in range(0, months, step):
            years, month_of_year = divmod(self.start.month - 1 + month, MONTHS)
            date = dt.date(self.start.year + years, month_of_year + 1, 1)
            x = self._on(date)
            if x + TICK * size * 0.8 < self.right + BEHIND:
                yield Tick(x, f"{date:%b} {date.year}")

    def _on(self, date: dt.date) -> float:
        days = max((self.end - self.start).days, 1)
        return self.begin + (date - self.start).days / days * (self.right - BEHIND - self.begin)
