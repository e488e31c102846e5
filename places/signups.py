"""Reading a spreadsheet of sign-ups that somebody kept by hand: XLSX or CSV, a row a person. Pure.

What comes in is somebody's file: how much it would unpack to, and how far apart its cells stand, is looked at before it
is opened, for the library that opens it makes a table of any size that two cells far apart ask for.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

from workshops.cells import as_csv
from workshops.workbooks import HeavyBookError, UnreadableBookError, WideBookError, tables

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 2_000, 60

# Field: its heading, then others that people write for it.
COLUMNS = {
    "name": ("Name", "full name", "delegate"),
    "email": ("Email", "e-mail", "work e-mail", "work email", "email address", "e-mail address"),
    "organisation": ("Organisation", "organization", "employer"),
    "agency": ("Agency", "agency type", "type of agency", "sector"),
    "level": ("Level", "job level", "grade"),
    "locality": ("Area", "locality"),
    "access_needs": ("Access needs",),
    "dietary_needs": ("Dietary needs", "diet"),
    "needs_consent": ("Needs consent", "consent"),
}
REQUIRED = ("name", "email", "organisation", "agency", "level")
_UNDER_NONE = "this stands under no heading. Name its column; in a CSV file, quote a text that has commas in it."
# Nobody, to show how a row is written.
_EXAMPLE = (
    "Alex Example", "alex@example.org", "Sample Council", "Social care", "Manager", "North", "A seat near the door",
    "Vegetarian", "yes",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """What a row says, by field, and which row of the sheet it is."""

    line: int
    said: dict[str, str]


class BadSignupsError(Exception):
    """A spreadsheet that cannot be used, and what is wrong with it, a line each. Nothing of it was stored."""

    def __init__(self, problems: Iterable[str]) -> None:
        """Keep the problems in the order in which they stand."""
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


def template() -> str:
    """Return a sheet to fill in, as CSV: the columns, and a row about nobody."""
    return as_csv([[words[0] for words in COLUMNS.values()], _EXAMPLE])


def read(content: bytes) -> list[Row]:
    """Return the rows of the one sheet that has any, or of a CSV. Raises BadSignupsError."""
    if len(content) > MOST_BYTES:
        raise BadSignupsError([f"The file is larger than {MOST_BYTES // 1024 // 1024} MB. Take pictures out of it."])
    table = _workbook(content) if content.startswith(b"PK") else _csv(content)
    if len(table) > MOST_ROWS + 1:
        raise BadSignupsError([f"There are more than {MOST_ROWS:,} rows. Send them in parts."])
    above = next((n for n, cells in enumerate(table) if _has_text(cells)), len(table))  # empty rows before all others
    heads = _headings(table[above] if table[above:] else [])
    rows = _rows(heads, table[above + 1 :], start=above + 2)
    if not rows:
        raise BadSignupsError(["The sheet has headings but nobody under them."])
    return rows


def _rows(heads: list[str | None], table: list[list[object]], start: int) -> list[Row]:
    """Return what stands under the headings. What stands under none would be lost, so every such text is named."""
    rows, lost = [], []
    for line, cells in enumerate(table, start):
        said = [(name, text) for name, cell in zip_longest(heads, cells, fillvalue="") if (text := _text(cell))]
        if said:
            rows.append(Row(line, {name: text for name, text in said if name}))
        lost += [f"Row {line}, {text[:60]!r}: {_UNDER_NONE}" for name, text in said if not name]
    if lost:
        raise BadSignupsError(lost)
    return rows


def _headings(cells: list[object]) -> list[str | None]:
    """Return which field each column holds. Every column that is missing or not known is named."""
    known = {_plain(word): name for name, words in COLUMNS.items() for word in words}
    heads = [known.get(_plain(str(cell))) for cell in cells]
    missing = [COLUMNS[name][0] for name in REQUIRED if name not in heads]
    twice = [COLUMNS[name][0] for name in COLUMNS if heads.count(name) > 1]
    strange = [str(cell)[:40] for cell, name in zip(cells, heads, strict=True) if name is None and str(cell).strip()]
    problems = []
    if missing:
        problems.append(f"The first row should name the columns. Missing: {', '.join(missing)}.")
    if twice:
        problems.append(f"Two columns say the same: {', '.join(twice)}.")
    if strange:
        problems.append(f"Not known here: {', '.join(strange)}. Rename such a column, or take it out of the sheet.")
    if problems:
        raise BadSignupsError(problems)
    return heads


def _plain(heading: str) -> str:
    return " ".join(heading.casefold().replace("_", " ").split())


def _has_text(cells: list[object]) -> bool:
    return any(map(_text, cells))


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).strip()


def _csv(content: bytes) -> list[list[object]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")  # what Excel on Windows writes
    if "\0" in text:
        raise BadSignupsError(["This is neither an XLSX spreadsheet nor a CSV file."])
    first = next((line for line in text.splitlines() if line.strip(",;\t ")), "")
    mark = max(",;\t", key=first.count)
    try:
        return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark)]
    except csv.Error as error:
        raise BadSignupsError([f"This CSV file cannot be read: {error}."]) from error


def _workbook(content: bytes) -> list[list[object]]:
    try:
        sheets = tables(io.BytesIO(content), rows=MOST_ROWS + 1, columns=MOST_COLUMNS)
    except (HeavyBookError, WideBookError) as error:
        words = f"A sheet of sign-ups has at most {MOST_ROWS:,} rows, {MOST_COLUMNS} columns and no endless texts."
        raise BadSignupsError([words]) from error
    except UnreadableBookError as error:
        words = "This is not an XLSX spreadsheet that can be read. Save it anew, or as CSV."
        raise BadSignupsError([words]) from error
    filled = {name: table for name, table in sheets.items() if any(map(_has_text, table))}
    if len(filled) > 1:
        words = f"There is something in {len(filled)} sheets: {', '.join(filled)}. Put everybody into one, or send each"
        raise BadSignupsError([f"{words} as a file of its own."])
    return next(iter(filled.values()), [])
