"""Weaving together what two people typed in one box, so that neither loses a word. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain

from merge3 import Merge3

from workshops.matching import Matcher

# Apart from spaces and punctuation everything is part of a word: accents, vowel signs and emoji stay whole.
_MARKS = re.escape(r'!"#$%&()*+,./:;<=>?@[\]^`{|}~' + "¡¿…\N{EN DASH}\N{EM DASH}“”„«»،؛؟。、")
_TOKENS = re.compile(rf"\s+|[^\s{_MARKS}]+|[{_MARKS}]")
_WORD = re.compile(rf"[^\s{_MARKS}]")


def woven(base: str, present: str, sent: str) -> str:
    """Return `present` with what `sent` changed of `base`.

    Where both changed the same words, both stand, the present ones first.
    """
    if present in {base, sent}:
        return sent
    if sent == base:
        return present
    texts: list[list[str]] = [_TOKENS.findall(text) for text in (base, present, sent)]
    groups = Merge3(texts[0], texts[1], texts[2], sequence_matcher=Matcher).merge_groups()
    return _joined(_both(*group[1:]) if group[0] == "conflict" else list(group[1]) for group in groups)


def _both(base: Sequence[str], present: Sequence[str], sent: Sequence[str]) -> list[str]:
    """Return two versions of the same words, one behind the other; once where one holds the other.

    What the first kept of `base` is left to the second, who may have changed it.
    """
    present, sent = list(present), list(sent)
    if present[: len(sent)] == sent:
        return present
    if sent[: len(present)] == present:
        return sent
    kept = {there + n for _at, there, length in Matcher(a=base, b=present).get_matching_blocks() for n in range(length)}
    put_in = [word for n, word in enumerate(present) if n not in kept]
    gap = [] if not put_in or put_in[-1].isspace() or sent[0].isspace() else [" "]
    return [*put_in, *gap, *sent]


def _joined(groups: Iterable[Sequence[str]]) -> str:
    """Put the pieces together, with a space wherever two words would otherwise become one."""
    text = ""
    for token in chain.from_iterable(groups):
        gap = " " if _WORD.match(text[-1:]) and _WORD.match(token) else ""
        text += gap + token
    return text
