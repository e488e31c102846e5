"""How much room words need, and where their lines are divided."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Of the text's size, as wide as a letter of Public Sans is on average; capitals and wide scripts need more.
NARROW, USUAL, CAPITAL, WIDE = 0.33, 0.56, 0.7, 1.05
CUT = "\u2026"


def width(words: str, size: float) -> float:
    """Return about how wide `words` are, rather more than less."""
    return sum(_width(letter) for letter in words) * size


@lru_cache(maxsize=5_000)
def wrapped(words: str, room: float, size: float, most: int = 0) -> tuple[str, ...]:
    """Return `words` in lines no wider than `room`; of more than `most` lines (0: any number) the rest is cut.

    The pictures of all agencies and stages have most of their words in common: each is measured once.
    """
    lines: list[str] = []
    for word in words.split():
        together = f"{lines[-1]} {word}" if lines else word
        if lines and width(together, size) <= room:
            lines[-1] = together
        else:
            lines += _divided(word, room, size)
    if most and len(lines) > most:
        lines = [*lines[: most - 1], _cut(f"{lines[most - 1]}{CUT}", room, size)]
    return tuple(lines)


def _width(letter: str) -> float:
    if letter in " .,:;'|!()[]ijltfrI-":
        return NARROW
    if unicodedata.east_asian_width(letter) in "WF":
        return WIDE
    return CAPITAL if letter.isupper() or letter in "mwMW" else USUAL


def _divided(word: str, room: float, size: float) -> list[str]:
    """Return a word in pieces that fit; nearly always it is one."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, size) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _cut(words: str, room: float, size: float) -> str:
    while width(words, size) > room and len(words) > 1:
        words = words[:-2].rstrip() + CUT
    return words
