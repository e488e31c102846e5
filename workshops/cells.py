"""Cells of a table that a spreadsheet opens: text stays text, whatever somebody typed."""

from __future__ import annotations

import unicodedata

# What makes a spreadsheet read a cell as a formula, at its very beginning or after blanks.
_FORMULA = frozenset("=+-@")


def plain_cell(text: str) -> str:
    """Return the text, with an apostrophe in front where a spreadsheet would compute it."""
    first = unicodedata.normalize("NFKC", text.lstrip()[:1])
    return f"'{text}" if first in _FORMULA or text[:1] in {"\t", "\r", "\n"} else text
