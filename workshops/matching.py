"""Which words two texts have in common, in order: quick for long texts too, and hard to slow down on purpose. Pure.

difflib alone is either slow (seconds for 4,000 signs of punctuation) or, in its quick way, blind to words that are
frequent. So whatever stands at both ends is set aside first; then words that both texts have exactly once are taken
as fixed points (Bram Cohen's patience diff); difflib looks only at the short stretches that remain.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

Block = tuple[int, int, int]  # where in the one text, where in the other, how many words

# How many pairs of words difflib may compare in one stretch: about 100 words on each side.
MOST_PAIRS = 40_000


class Matcher:
    """As difflib.SequenceMatcher: what merge3 needs of one."""

    def __init__(
        self,
        isjunk: Callable[[str], bool] | None = None,  # noqa: ARG002 -- merge3 calls it so
        a: Sequence[str] = (),
        b: Sequence[str] = (),
        autojunk: bool = True,  # noqa: ARG002, FBT001, FBT002
    ) -> None:
        """Take two texts as lists of words."""
        self._a, self._b = a, b

    def get_matching_blocks(self) -> list[Block]:
        """Return the blocks in order, and an empty one at the ends of both texts."""
        blocks: list[Block] = []
        for i, j, n in _common(self._a, self._b, 0, 0):
            if blocks and (blocks[-1][0] + blocks[-1][2], blocks[-1][1] + blocks[-1][2]) == (i, j):
                first_i, first_j, before = blocks.pop()
                i, j, n = first_i, first_j, before + n  # noqa: PLW2901 -- two that touch are one
            blocks.append((i, j, n))
        return [*blocks, (len(self._a), len(self._b), 0)]


def _common(a: Sequence[str], b: Sequence[str], i: int, j: int) -> Iterator[Block]:
    """Yield the blocks of two stretches that begin at `i` and `j`."""
    shorter = min(len(a), len(b))
    head = next((n for n in range(shorter) if a[n] != b[n]), shorter)
    tail = next((n for n in range(shorter - head) if a[-1 - n] != b[-1 - n]), shorter - head)
    if head:
        yield i, j, head
    inner = a[head : len(a) - tail], b[head : len(b) - tail]
    if inner[0] and inner[1]:
        yield from _between(*inner, i + head, j + head)
    if tail:
        yield i + len(a) - tail, j + len(b) - tail, tail


def _between(a: Sequence[str], b: Sequence[str], i: int, j: int) -> Iterator[Block]:
    """Yield the blocks of two stretches that differ at both ends."""
    fixed = _in_order(_once_in_both(a, b))
    if not fixed:
        if len(a) * len(b) <= MOST_PAIRS:
            found = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
            yield from ((i + at, j + there, n) for at, there, n in found if n)
        return
    last = (-1, -1)
    for at, there in [*fixed, (len(a), len(b))]:
        gap_a, gap_b = a[last[0] + 1 : at], b[last[1] + 1 : there]
        if gap_a and gap_b:
            yield from _common(gap_a, gap_b, i + last[0] + 1, j + last[1] + 1)
        if at < len(a):
            yield i + at, j + there, 1
        last = (at, there)


def _once_in_both(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Return where the words stand that both have exactly once, in the order of the first text.

    Not spaces and marks: a space that fits by chance must not keep a word from being found.
    """
    counts_a, counts_b = Counter(a), Counter(b)
    there = {word: n for n, word in enumerate(b) if counts_b[word] == 1}
    return [(n, there[word]) for n, word in enumerate(a) if word[0].isalnum() and counts_a[word] == 1 and word in there]


def _in_order(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return as many of the pairs as are in the same order in both texts (the longest increasing subsequence)."""
    ends: list[int] = []  # the smallest end of a row of each length
    before: list[int] = []  # for each pair the one before it in its row, or -1
    tops: list[int] = []  # the pair at each of those ends
    for n, (_at, there) in enumerate(pairs):
        length = bisect_left(ends, there)
        before.append(tops[length - 1] if length else -1)
        ends[length : length + 1] = [there]
        tops[length : length + 1] = [n]
    chosen: list[tuple[int, int]] = []
    n = tops[-1] if tops else -1
    while n >= 0:
        chosen.append(pairs[n])
        n = before[n]
    return chosen[::-1]
