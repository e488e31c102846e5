"""How numbers of many tables lie: the middle, and where the middle half is. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

# Of fewer tables a quarter is nobody: then only their dots are shown, and from three on the one in the middle.
ENOUGH_FOR_QUARTERS = 5
ENOUGH_FOR_A_MIDDLE = 3


@dataclass(frozen=True)
class Spread:
    """The numbers in order; `middle` is their median, `lower` and `upper` hold the middle half. None: too few."""

    scores: tuple[int, ...]
    middle: float | None
    lower: int | None
    upper: int | None

    @property
    def count(self) -> int:
        """How many tables rated."""
        return len(self.scores)


def spread(scores: Sequence[int]) -> Spread:
    """Return how numbers lie.

    `lower` and `upper` are numbers that tables gave, the quarters rounded outwards: at least half lie within them.
    """
    ordered = tuple(sorted(scores))
    middle = float(median(ordered)) if len(ordered) >= ENOUGH_FOR_A_MIDDLE else None
    if len(ordered) < ENOUGH_FOR_QUARTERS:
        return Spread(ordered, middle, None, None)
    last = len(ordered) - 1
    return Spread(ordered, middle, ordered[last // 4], ordered[-(-3 * last // 4)])
