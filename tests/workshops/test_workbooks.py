"""Workbooks from anybody: read as rows of cells, and never opened when that would fill the memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter

from workshops import workbooks
from workshops.workbooks import HeavyBookError, UnreadableBookError, WideBookError, tables

ROWS, COLUMNS = 20, 5


def book(*rows: list[str]) -> io.BytesIO:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as workbook:
        sheet = workbook.add_worksheet("Plan")
        for n, row in enumerate(rows):
            sheet.write_row(n, 0, row)
    return file


def changed(change: Callable[[bytes], bytes], part: str = "xl/worksheets/sheet1.xml", named: str = "") -> io.BytesIO:
    """Return a good workbook with one of its parts changed, and under another name if one is given."""
    file = io.BytesIO()
    with zipfile.ZipFile(book(["a", "b"], ["c", "d"])) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            hit = name == part
            new.writestr((named or name) if hit else name, change(content) if hit else content)
    return file


def read(file: io.BytesIO) -> dict[str, list[list[object]]]:
    return tables(file, rows=ROWS, columns=COLUMNS)


def test_every_sheet_is_read_row_by_row() -> None:
    assert read(book(["a", "b"], ["c", "d"])) == {"Plan": [["a", "b"], ["c", "d"]]}


def test_empty_rows_and_columns_before_the_first_cell_are_kept() -> None:
    assert read(book([], ["", "b"])) == {"Plan": [["", ""], ["", "b"]]}


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace(b'r="B2"', b'r="XFD1048576"'),
        lambda xml: xml.replace(b'r="B2"', b"r='XFD2'"),
        lambda xml: xml.replace(b'r="B2"', b'r="&#88;FD2"'),
        lambda xml: xml.replace(b'r="B2"', b'r="nowhere"'),
        lambda xml: xml.replace(b'<row r="2"', b'<row r="1048576"'),
        lambda xml: xml.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet'),
    ],
)
def test_two_cells_far_apart_are_refused_without_opening_it(
    change: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "CalamineWorkbook", None)
    with pytest.raises(WideBookError):
        read(changed(change))


def test_one_row_more_than_is_taken_is_refused() -> None:
    assert len(read(book(*[["x"]] * ROWS))["Plan"]) == ROWS
    with pytest.raises(WideBookError):
        read(book(*[["x"]] * (ROWS + 1)))


def test_one_long_text_in_many_cells_does_not_fill_the_memory() -> None:
    with pytest.raises(WideBookError):
        tables(book(*[["x" * 32_000]] * 2_200), rows=3_000, columns=COLUMNS)


def test_what_unpacks_to_gigabytes_is_refused() -> None:
    file = changed(lambda xml: xml + b" " * (30 * 1024 * 1024))
    assert len(file.getvalue()) < 100_000
    with pytest.raises(HeavyBookError):
        read(file)


@pytest.mark.parametrize(
    "file",
    [
        io.BytesIO(),
        io.BytesIO(b"PK\x03\x04"),
        io.BytesIO(b"\xd0\xcf\x11\xe0" * 100),
        io.BytesIO(book(["a"]).getvalue()[:900]),
        changed(lambda xml: xml[:200]),
        changed(lambda xml: xml, named="xl/worksheets/sheet1.dat"),
        changed(lambda xml: xml, part="xl/workbook.xml", named="xl/other.xml"),
    ],
    ids=["empty", "broken", "another kind", "half", "damaged", "hidden", "no workbook"],
)
def test_what_is_no_workbook_is_refused(file: io.BytesIO) -> None:
    with pytest.raises(UnreadableBookError):
        read(file)
