"""The events of a case as a spreadsheet, out and in: a row an event, as exercise planners list what is to happen.

What comes in is somebody's file (workshops.workbooks).
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import IO, Any

import xlsxwriter
from pydantic import ValidationError

from casestudy.pack.content import as_data, plain_words
from casestudy.schema import Event, EventType, Factor, HistoryItem
from workshops.workbooks import HeavyBookError, UnreadableBookError, WideBookError, tables

MOST_ROWS, MOST_COLUMNS = 2_000, 40
EVENTS, HISTORY, EXPLAINED = "Events", "History", "What the columns mean"
_TOLD = re.compile(
    r"(?P<agency>[A-Z][A-Z0-9]{1,5})(?: \((?P<who>.{1,100}?)\))?: (?P<told>[a-z]+)"
    r"(?: on (?P<on>\d{4}-\d\d-\d\d))?(?:; (?P<note>.*))?"
)


@dataclass(frozen=True)
class Column:
    """A column: its heading, where it stands in an event, how wide it is, and what is explained of it."""

    heading: str
    place: tuple[str, ...]
    width: int
    explained: str


_COMMON = (
    Column("Ref", ("ref",), 7, "The event's own number: a letter and digits, as E12. Each stands once."),
    Column("Date", ("on",), 12, "When it happened. A date, or 2026-03-09."),
    Column("Stage", ("stage",), 7, "The number of the stage that reveals it. Late, if only one agency held it."),
    Column("Concerns", ("concerns",), 18, "Whom it concerns: the short names of people, with commas between."),
    Column("Held by", ("held_by",), 12, "Who holds it: the codes of agencies, with commas between."),
    Column("Fact", ("fact",), 60, "What happened, in a sentence or two."),
)
COLUMNS = {
    EVENTS: (
        *_COMMON,
        Column("Vulnerability", ("vulnerability",), 40, "What it shows of somebody's situation."),
        Column("Type", ("key", "type"), 20, f"One of: {', '.join(EventType)}."),
        Column("Barrier", ("key", "barrier"), 14, f"What stopped it being shared: {', '.join(Factor)}; or nothing."),
        Column(
            "Told",
            ("key", "told"),
            40,
            "Who should have known, a line each: HV: no; or SCH (head): late on 2026-03-09; The file came late. "
            "An agency, who there if it matters, then yes, no, part or late, a date if it matters, and a note.",
        ),
        Column("Made sense", ("key", "made_sense"), 60, "Why it made sense at the time, for what was missed."),
        Column("Weight", ("weight",), 8, "0 to 9: what it adds towards the threshold of the case."),
    ),
    HISTORY: (
        *_COMMON,
        Column("When", ("when",), 16, "In the sheet History: how people would say the date, as Spring 2024."),
        Column("Key note", ("key_note",), 40, "In the sheet History: what only facilitators see of it."),
        Column("Weight", ("weight",), 8, ""),
    ),
}
_LISTS = {"concerns", "held_by"}
_NUMBERS = {"stage", "weight"}


@dataclass(frozen=True)
class CellProblem:
    """What is wrong in a spreadsheet: the sheet, the row, the column as people see it."""

    sheet: str
    row: int
    column: str
    words: str

    def __str__(self) -> str:
        """Say it as people find it: sheet, row, column."""
        where = [f"sheet {self.sheet}"] if self.sheet else []
        where += [f"row {self.row}"] if self.row else []
        where += [f"column {self.column}"] if self.column else []
        return f"{', '.join(where)}: {self.words}" if where else self.words


class BadSheetError(Exception):
    """A spreadsheet that cannot be used, and everything that is wrong with it. Nothing of it was stored."""

    def __init__(self, problems: Iterable[CellProblem]) -> None:
        """Keep the problems in the order in which they stand."""
        self.problems = list(problems)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass
class Rows:
    """Events and history as JSON has them."""

    events: list[dict[str, Any]] = field(default_factory=list)
    history: list[dict[str, Any]] = field(default_factory=list)


def written(events: list[dict[str, Any]], history: list[dict[str, Any]]) -> bytes:
    """Return events and history as a workbook, with a sheet that explains the columns. Nothing in it calculates."""
    file = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, plain) as book:
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        bold = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        for name, rows in ((EVENTS, events), (HISTORY, history)):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 1)
            for n, column in enumerate(COLUMNS[name]):
                sheet.set_column(n, n, column.width)
                sheet.write_string(0, n, column.heading, bold)
                for line, row in enumerate(rows, start=1):
                    value = _cell(row, column)
                    _write(sheet, (line, n), value, day if isinstance(value, dt.date) else wrapped)
        _explain(book.add_worksheet(EXPLAINED), bold, wrapped)
    return file.getvalue()


def pack_rows(content: Any) -> Rows:
    """Return the events and history of a pack."""
    chronology = as_data(content)["chronology"]
    return Rows(chronology["events"], chronology["history"])


def read(file: IO[bytes]) -> Rows:
    """Return what a workbook says. Raises BadSheetError with every problem found."""
    try:
        sheets = tables(file, rows=MOST_ROWS, columns=MOST_COLUMNS)
    except UnreadableBookError as error:
        raise BadSheetError([_whole("this is not an XLSX spreadsheet that can be read")]) from error
    except HeavyBookError as error:
        raise BadSheetError([_whole("this spreadsheet is far larger than the events of a case")]) from error
    except WideBookError as error:
        words = f"a sheet of events has at most {MOST_ROWS} rows, {MOST_COLUMNS} columns and no endless texts"
        raise BadSheetError([_whole(words)]) from error
    problems: list[CellProblem] = []
    if EVENTS not in sheets:
        problems.append(_whole(f"there should be a sheet named {EVENTS}"))
    seen: set[str] = set()
    rows = Rows(
        events=_parsed(EVENTS, sheets.get(EVENTS, []), seen, problems),
        history=_parsed(HISTORY, sheets.get(HISTORY, []), seen, problems),
    )
    if problems:
        raise BadSheetError(problems)
    return rows


def _cell(row: dict[str, Any], column: Column) -> Any:
    value: Any = row
    for name in column.place:
        value = value.get(name, "")
        if value == "":
            return value
    if column.place == ("on",):
        return dt.date.fromisoformat(value)
    if column.place == ("key", "told"):
        return "\n".join(map(_told_line, value))
    return ", ".join(value) if isinstance(value, list) else value


def _told_line(told: dict[str, Any]) -> str:
    parts = [told["agency"]]
    if "who" in told:
        parts.append(f" ({' '.join(told['who'].split())})")
    parts.append(f": {told['told']}")
    if "on" in told:
        parts.append(f" on {told['on']}")
    if "note" in told:
        parts.append(f"; {' '.join(told['note'].split())}")
    return "".join(parts)


def _write(sheet: Any, at: tuple[int, int], value: Any, look: Any) -> None:
    if isinstance(value, dt.date):
        sheet.write_datetime(*at, dt.datetime.combine(value, dt.time()), look)
    elif isinstance(value, int):
        sheet.write_number(*at, value, look)
    elif value:
        sheet.write_string(*at, value, look)


def _explain(sheet: Any, bold: Any, wrapped: Any) -> None:
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, "Column", bold)
    sheet.write_string(0, 1, "What stands in it", bold)
    columns = {column.heading: column for columns in COLUMNS.values() for column in columns if column.explained}
    for line, column in enumerate(columns.values(), start=1):
        sheet.write_string(line, 0, column.heading, wrapped)
        sheet.write_string(line, 1, column.explained, wrapped)


def _whole(words: str) -> CellProblem:
    return CellProblem("", 0, "", words)


def _parsed(name: str, table: list[list[Any]], seen: set[str], problems: list[CellProblem]) -> list[Any]:
    """Return the rows of a sheet, the first of which names the columns; `seen`: refs that stood before."""
    columns = {column.heading.casefold(): column for column in COLUMNS[name]}
    heads = [columns.get(str(cell).strip().casefold()) for cell in (table[0] if table else [])]
    missing = [column.heading for column in COLUMNS[name] if column not in heads]
    if table and missing:
        words = f"the first row should name the columns; there is no {', '.join(missing)}"
        problems.append(CellProblem(name, 1, "", words))
        return []
    found = []
    for line, cells in enumerate(table[1:], start=2):
        values = {column: cell for column, cell in zip(heads, cells, strict=False) if column and _said(cell) != ""}
        if values:
            row = _row(name, line, values, problems)
            problems += _complaints(name, line, row)
            if (ref := row.get("ref", "")) in seen:
                problems.append(CellProblem(name, line, "Ref", f"{ref} stands here a second time"))
            seen.add(ref)
            found.append(row)
    return found


def _row(name: str, line: int, values: dict[Column, Any], problems: list[CellProblem]) -> dict[str, Any]:
    row: dict[str, Any] = {"key": {}} if name == EVENTS else {}
    for column, cell in values.items():
        value: Any = _said(cell)
        last = column.place[-1]
        if last in _LISTS:
            value = [one.strip() for one in value.split(",") if one.strip()]
        elif last in _NUMBERS and value.isdecimal():
            value = int(value)
        elif last == "told":
            value, wrong = _told(value)
            problems += [CellProblem(name, line, column.heading, words) for words in wrong]
        (row["key"] if len(column.place) > 1 else row)[last] = value
    return row


def _said(cell: Any) -> str:
    """Return a cell as text: a date as year, month, day; a whole number without a fraction."""
    if isinstance(cell, dt.datetime | dt.date):
        return cell.isoformat()[:10]
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "\n".join(str(cell).splitlines()).strip()


def _told(text: str) -> tuple[list[dict[str, str]], list[str]]:
    found, wrong = [], []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        match = _TOLD.fullmatch(line)
        if match:
            found.append({name: value for name, value in match.groupdict().items() if value})
        else:
            wrong.append(f"“{line[:60]}” is not of the form HV: no, or SCH (head): late on 2026-03-09; A note")
    return found, wrong


def _complaints(name: str, line: int, row: dict[str, Any]) -> list[CellProblem]:
    try:
        (Event if name == EVENTS else HistoryItem).model_validate(row)
    except ValidationError as error:
        return [
            CellProblem(name, line, _heading(name, flaw["loc"]), plain_words(flaw["type"], flaw["msg"]))
            for flaw in error.errors()
        ]
    return []


def _heading(name: str, loc: tuple[Any, ...]) -> str:
    return next((c.heading for c in COLUMNS[name] if loc[: len(c.place)] == c.place), "")
