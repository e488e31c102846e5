"""Weaving together what two people typed in one box, so that neither loses a word. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from merge3 import Merge3

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


def woven(base: str, present: str, sent: str) -> str:
    """Return `present` with what `sent` changed of `base`.

    Where both changed the same words, both stand, the present ones first.
    """
    if present in {base, sent}:
        return sent
    if sent == base:
        return present
    groups = Merge3(_WORDS.findall(base), _WORDS.findall(present), _WORDS.findall(sent)).merge_groups()
    return "".join(_both(*group[2:]) if group[0] == "conflict" else "".join(group[1]) for group in groups)


def _both(present: Sequence[str], sent: Sequence[str]) -> str:
    """Return two versions of the same words, one behind the other; once where one holds the other."""
    here, there = "".join(present), "".join(sent)
    if here.startswith(there):
        return here
    if there.startswith(here):
        return there
    gap = "" if here[-1:].isspace() or there[:1].isspace() else " "
    return here + gap + there
