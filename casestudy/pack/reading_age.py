"""How hard a text is to read."""

from __future__ import annotations

import re
from functools import lru_cache

from pyphen import Pyphen

# Where a text becomes hard for people who read it once, together, under pressure: the reading of a 15-year-old.
HARD = 10
_FEW_WORDS = 30
_WORD = re.compile(r"[^\W\d_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}-][^\W\d_]+)*")
_SENTENCE = re.compile(r"[.!?]+(?=\s|$)|\n\s*\n|\n\s*[-*|#]")


def is_long_enough(text: str) -> bool:
    """Whether a text has enough words for their average to say anything."""
    return len(_WORD.findall(text)) >= _FEW_WORDS


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade of an English text: years at school in the USA; five more is the age.

    0.39 words a sentence + 11.8 syllables a word - 15.59. Kincaid, Fishburne, Rogers and Chissom (1975),
    Derivation of New Readability Formulas, Research Branch Report 8-75, Naval Air Station Memphis. Syllables are
    counted by where a word may be divided, which misses some: the grade is a little too low rather than too high.
    """
    words = _WORD.findall(text)
    sentences = sum(1 for part in _SENTENCE.split(text) if _WORD.search(part))
    if not words:
        return 0
    return 0.39 * len(words) / sentences + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59


@lru_cache(maxsize=20_000)
def _syllables(word: str) -> int:
    return len(_dictionary().positions(word.lower())) + 1


@lru_cache(maxsize=1)
def _dictionary() -> Pyphen:
    return Pyphen(lang="en_GB")
