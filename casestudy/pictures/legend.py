"""The printed legend of a picture: only the signs that it uses, each with its words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from casestudy.pictures import lettering

SIGN, GAP, BETWEEN = 40.0, 10.0, 26.0


@dataclass(frozen=True)
class Sign:
    """A sign and what it means. `path`: its line, if it is one, from 0 to SIGN along y = 0; `across`: strokes on it."""

    name: str
    words: str
    path: str = ""
    across: str = ""


@dataclass(frozen=True)
class Placed:
    """A sign with its place: the middle of the sign's left edge, and where its words begin."""

    sign: Sign
    x: float
    y: float
    words_x: float


@dataclass(frozen=True)
class Legend:
    """Signs in lines, as wide as the picture."""

    signs: tuple[Placed, ...]
    top: float
    bottom: float


def legend(signs: Iterable[Sign], *, left: float, top: float, right: float, size: float) -> Legend:
    """Return the signs one after another in as many lines as they need, under `top`."""
    placed: list[Placed] = []
    x, y, step = left, top + size * 1.4, size * 2.1
    for sign in signs:
        long = SIGN + GAP + lettering.width(sign.words, size)
        if x > left and x + long > right:
            x, y = left, y + step
        placed.append(Placed(sign, x, y, x + SIGN + GAP))
        x += long + BETWEEN
    return Legend(tuple(placed), top, y + size * 1.2 if placed else top)
