"""How a room filled, as a curve. Pure: moments are minutes of the day, lengths those of the picture."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 720, 300
LEFT, RIGHT, TOP, BOTTOM = 48, 680, 34, 258
QUARTER, HALF_HOUR, HOUR = 15, 30, 60
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500)
_MOST_STEPS = 6


@dataclass(frozen=True)
class Quarter:
    """A quarter of an hour: how many came in it, and how many had come by its end."""

    clock: str
    came: int
    total: int


@dataclass(frozen=True)
class Curve:
    """A picture of arrivals: its path, the lines behind it with their words, and the same as numbers."""

    path: str
    levels: tuple[tuple[int, float], ...]
    hours: tuple[tuple[str, float], ...]
    begins: float
    expected: float | None
    quarters: tuple[Quarter, ...]

    @property
    def expected_word(self) -> tuple[float, float, str] | None:
        """Where the word on the line of those who had a place stands: above it, away from where the day begins."""
        if self.expected is None:
            return None
        y = round(self.expected - 8, 1)
        return (LEFT + 4, y, "start") if self.begins > (LEFT + RIGHT) / 2 else (RIGHT - 4, y, "end")


def curve(minutes: Sequence[int], *, begins: int, expected: int = 0) -> Curve | None:
    """Return the curve of arrivals for a day that begins at `begins`; None when nobody came."""
    if not minutes:
        return None
    came = sorted(minutes)
    first = min(came[0], begins) // HALF_HOUR * HALF_HOUR
    last = -(-(max(came[-1], begins) + 1) // HALF_HOUR) * HALF_HOUR
    top = max(len(came), expected)

    def across(minute: float) -> float:
        return round(LEFT + (RIGHT - LEFT) * (minute - first) / (last - first), 1)

    def up(people: int) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * people / top, 1)

    step = next(each for each in _STEPS if top / each <= _MOST_STEPS or each == _STEPS[-1])
    apart = HALF_HOUR if last - first <= 4 * HOUR else HOUR
    return Curve(
        path=_stairs(came, across, up),
        levels=tuple((people, up(people)) for people in range(0, top + 1, step)),
        hours=tuple((clock(each), across(each)) for each in range(-(-first // apart) * apart, last + 1, apart)),
        begins=across(begins),
        expected=up(expected) if expected else None,
        quarters=quarters(came),
    )


def quarters(came: Sequence[int]) -> tuple[Quarter, ...]:
    """Return how many came in each quarter of an hour, from the first to the last in which somebody did."""
    counts = Counter(quarter_of(minute) for minute in came)
    each = range(min(counts), max(counts) + 1, QUARTER)
    return tuple(Quarter(clock(start), counts[start], bisect_right(came, start + QUARTER - 1)) for start in each)


def quarter_of(minute: int) -> int:
    """Return when the quarter of an hour began in which a minute lies."""
    return minute // QUARTER * QUARTER


def clock(minute: int) -> str:
    """Return a minute of the day as a clock shows it."""
    return f"{minute // HOUR:02}:{minute % HOUR:02}"


def minute_of(shown: str) -> int:
    """Return the minute of the day that a clock shows."""
    hours, minutes = shown.split(":")
    return int(hours) * HOUR + int(minutes)


def _stairs(came: Sequence[int], across: Callable[[float], float], up: Callable[[int], float]) -> str:
    """Return the line that goes up whenever somebody comes."""
    steps = (f"H{across(minute)}V{up(bisect_right(came, minute))}" for minute in sorted(set(came)))
    return f"M{across(came[0])} {up(0)}{''.join(steps)}"
