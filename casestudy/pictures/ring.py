"""Places round a middle: cards on a ring that is as small as lets none touch another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from casestudy.pictures.outline import Box

Point = tuple[float, float]
# In how many straight pieces a ring is measured, and how often it may grow.
PIECES, GROWTHS = 360, 60
# The power of a ring that is an ellipse; with a greater one it is more of a rectangle.
ROUND = 2.0


@dataclass(frozen=True)
class Card:
    """What stands on a ring: its size, the gap round it included."""

    width: float
    height: float


def on_ring(
    cards: Sequence[Card], least: Point, growth: Point, power: float = ROUND, within: Sequence[Box] = ()
) -> list[Point]:
    """Return a place for each card in turn, clockwise from the top, on a ring at least `least` from the middle.

    While cards touch each other or what stands `within`, the ring grows `growth` times in width and in height.
    """
    across, up = least
    for _ in range(GROWTHS):
        places = _spaced(len(cards), across, up, power, cards)
        if not _touch(cards, places, within):
            break
        across, up = across * growth[0], up * growth[1]
    return places


def on_frame(count: int, card: Card, size: Point) -> list[Point]:
    """Return places along the sides of a frame of at least this size, clockwise from the left of its top."""
    wide, high = size
    side, row = high / card.height, max((wide - 2 * card.width) / card.width, 1.0)
    at_side = round(count / 2 * side / (side + row))
    above = (count - 2 * at_side + 1) // 2
    below = count - 2 * at_side - above
    wide = max(wide, (max(above, below) + 2) * card.width)
    high = max(high, max(at_side, 3) * card.height)
    x, y = (wide - card.width) / 2, (high - card.height) / 2
    return [
        *((place, -y) for place in _even(above, wide - 2 * card.width)),
        *((x, place) for place in _even(at_side, high)),
        *((place, y) for place in reversed(_even(below, wide - 2 * card.width))),
        *((-x, place) for place in reversed(_even(at_side, high))),
    ]


def _even(count: int, long: float) -> list[float]:
    """Return the middles of equal parts of a length, whose own middle is 0."""
    return [(n + 0.5) * long / count - long / 2 for n in range(count)]


def turned(wishes: Sequence[float], places: Sequence[Point]) -> int:
    """Return by how many places things should be moved on, so that each is nearest to the angle it wishes."""
    angles = [math.atan2(y, x) for x, y in places]
    count = len(places)

    def missed(by: int) -> float:
        return sum(_turn(wish - angles[(n + by) % count]) ** 2 for n, wish in enumerate(wishes))

    return min(range(count), key=missed, default=0)


def _turn(angle: float) -> float:
    """Return an angle as the shorter way round."""
    return (angle + math.pi) % (2 * math.pi) - math.pi


def _spaced(count: int, across: float, up: float, power: float, cards: Sequence[Card]) -> list[Point]:
    """Return places evenly spaced along the ring, a card's width counted like a card's height."""
    if count == 0:
        return []
    wide, high = max(card.width for card in cards), sum(card.height for card in cards) / count
    ring = [(across * far * cos, up * far * sin) for far, cos, sin in _directions(power)]
    lengths = [math.hypot((b[0] - a[0]) / wide, (b[1] - a[1]) / high) for a, b in pairwise(ring)]
    whole, places, gone, n = sum(lengths), [], 0.0, 0
    for card in range(count):
        while gone + lengths[n] < whole * card / count:
            gone += lengths[n]
            n += 1
        places.append(ring[n])
    return places


@cache
def _directions(power: float) -> list[tuple[float, float, float]]:
    """Return how far a ring reaches in every direction from the top on, and the direction itself."""
    angles = [2 * math.pi * n / PIECES - math.pi / 2 for n in range(PIECES + 1)]
    found = [(math.cos(angle), math.sin(angle)) for angle in angles]
    return [((abs(cos) ** power + abs(sin) ** power) ** (-1 / power), cos, sin) for cos, sin in found]


def _touch(cards: Sequence[Card], places: Sequence[Point], within: Sequence[Box]) -> bool:
    boxes = [
        Box(x - card.width / 2, y - card.height / 2, x + card.width / 2, y + card.height / 2)
        for card, (x, y) in zip(cards, places, strict=True)
    ]
    return any(box.meets(other) for n, box in enumerate(boxes) for other in (*boxes[:n], *within))
