"""Cells of a table that a spreadsheet opens: text stays text, whatever somebody typed."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable

# What makes a spreadsheet read a cell as a formula, at its very beginning or after blanks.
_FORMULA = frozenset("=+-@")
# Where a cell begins for a spreadsheet that takes other signs than commas for ends, as many do: then quotes in the
# middle of what it takes for a cell hold nothing together, not even lines.
_ENDS = re.compile(r"([;\t\r\n])")


def as_csv(rows: Iterable[Iterable[str]]) -> str:
    """Return rows as CSV, with a mark in front that tells spreadsheets that it is UTF-8."""
    out = io.StringIO()
    csv.writer(out).writerows([plain_cell(cell) for cell in row] for row in rows)
    return f"\ufeff{out.getvalue()}"


def plain_cell(text: str) -> str:
    """Return the text, with an apostrophe wherever a spreadsheet would else begin to compute."""
    return "".join(map(_plain, _ENDS.split(text)))


def _plain(piece: str) -> str:
    unquoted = piece.replace('"', " ").lstrip()  # Quotes at the beginning of a cell are left out.
    return f"'{piece}" if unicodedata.normalize("NFKC", unquoted[:1]) in _FORMULA else piece
