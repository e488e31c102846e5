"""Attendance for a spreadsheet: text is text there, whatever somebody typed into a form."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence

import xlsxwriter
from django.utils import timezone

from places.queries.attendance import BECAME, Line, Review, Row
from workshops.cells import as_csv

COLUMNS = (
    "Name", "E-mail", "Organisation", "Kind of agency", "Level", "Area", "What became of them", "Arrived", "Door",
    "Table", "Left", "Corrected because", "Corrected by",
)  # fmt: skip
_WIDE, _WIDTH = 30, 16
# Text stays text: nothing is computed, linked or read as a number.
_PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def people_csv(review: Review) -> str:
    """Return everybody of a roadshow as CSV."""
    return as_csv([COLUMNS, *map(cells, review.lines)])


def people_xlsx(review: Review) -> bytes:
    """Return everybody of a roadshow as a workbook, and a sheet for each way of counting them."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _PLAIN) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        _fill(book.add_worksheet("People"), [COLUMNS, *map(cells, review.lines)], bold)
        for title, rows in (
            ("By agency", review.by_agency),
            ("By level", review.by_level),
            ("By organisation", review.by_organisation),
        ):
            _fill(book.add_worksheet(title), [("", *BECAME.values()), *map(_counts, rows)], bold)
    return file.getvalue()


def cells(line: Line) -> list[str]:
    """Return what stands in the columns of one person."""
    booking, noted, table = line.claim.booking, line.attendance, line.claim.table
    return [
        booking.name,
        booking.email,
        booking.organisation,
        booking.get_agency_type_display(),
        booking.get_job_level_display(),
        booking.locality,
        line.words,
        _clock(noted.arrived_at) if noted else "",
        noted.door if noted else "",
        str(table) if table else "",
        _clock(noted.left_at) if noted else "",
        noted.reason if noted and noted.correction else "",
        noted.corrected_by if noted and noted.correction else "",
    ]


def _counts(row: Row) -> list[str | int]:
    return [row.name, *row.cells]


def _fill(sheet: xlsxwriter.worksheet.Worksheet, rows: Iterable[Sequence[str | int]], bold: object) -> None:
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(number, column, cell)
            else:
                sheet.write_string(number, column, cell, bold if number == 0 else None)
    sheet.set_column(0, 2, _WIDE)
    sheet.set_column(3, len(COLUMNS), _WIDTH)


def _clock(at: dt.datetime | None) -> str:
    return f"{timezone.localtime(at):%H:%M}" if at else ""
