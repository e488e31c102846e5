"""Spreadsheets of sign-ups: what is wrong is named, and nothing harmful is opened."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence

import pytest
import xlsxwriter

from places.signups import MOST_BYTES, BadSignupsError, read

HEADS = ["Name", "E-mail", "Organisation", "Agency", "Level"]
ANN = ["Ann Example", "ann@example.org", "Sample Council", "Social care", "Manager"]


def workbook(*rows: Sequence[object], **others: Sequence[Sequence[object]]) -> bytes:
    """Return a workbook with a sheet of these rows, and others by their names."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        for name, table in {"List": rows, **others}.items():
            sheet = book.add_worksheet(name)
            for n, row in enumerate(table):
                sheet.write_row(n, 0, row)
    return file.getvalue()


def csv(*rows: list[str], mark: str = ",") -> bytes:
    return "\r\n".join(mark.join(row) for row in rows).encode("utf-8-sig")


@pytest.mark.parametrize("content", [workbook(HEADS, ANN), csv(HEADS, ANN), csv(HEADS, ANN, mark=";")])
def test_a_row_is_read_by_the_names_of_its_columns_from_any_kind_of_sheet(content: bytes) -> None:
    (row,) = read(content)
    assert row.line == 2
    assert row.said == {
        "name": "Ann Example",
        "email": "ann@example.org",
        "organisation": "Sample Council",
        "agency": "Social care",
        "level": "Manager",
    }


def test_empty_rows_are_passed_over_and_the_others_keep_their_numbers() -> None:
    assert [row.line for row in read(workbook(HEADS, ANN, [], ANN))] == [2, 4]


@pytest.mark.parametrize("content", [workbook([], [], HEADS, ANN), csv([], [""], HEADS, ANN, mark=";")])
def test_empty_rows_above_the_headings_are_counted_as_people_see_them(content: bytes) -> None:
    assert [row.line for row in read(content)] == [4]


@pytest.mark.parametrize("kind", [workbook, csv])
def test_text_under_no_heading_is_named_and_not_dropped(kind: Callable[..., bytes]) -> None:
    heads = [*HEADS, "", "Access needs"]
    with pytest.raises(BadSignupsError) as refused:
        read(kind(heads, [*ANN, "she asked for a quiet room"], ANN, [*ANN, "", "wheelchair", "interpreter"]))
    words = "this stands under no heading. Name its column; in a CSV file, quote a text that has commas in it."
    assert refused.value.problems == [f"Row 2, 'she asked for a quiet room': {words}", f"Row 4, 'interpreter': {words}"]


def test_of_several_sheets_with_something_in_them_none_is_taken() -> None:
    with pytest.raises(BadSignupsError, match=r"something in 2 sheets: List, Health\. Put everybody into one"):
        read(workbook(HEADS, ANN, Health=[HEADS, ANN]))
    assert len(read(workbook(HEADS, ANN, Empty=[["", " "]]))) == 1
    assert len(read(workbook(Second=[HEADS, ANN]))) == 1


def test_every_wrong_column_is_named() -> None:
    with pytest.raises(BadSignupsError) as refused:
        read(workbook(["Name", "Full name", "Phone", "Agency"], ANN))
    assert refused.value.problems == [
        "The first row should name the columns. Missing: Email, Organisation, Level.",
        "Two columns say the same: Name.",
        "Not known here: Phone. Rename such a column, or take it out of the sheet.",
    ]


def far_apart() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", "<sheet><c r='A1'/><c r='&#88;FD1048576'/></sheet>")
    return file.getvalue()


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/sharedStrings.xml", b" " * (30 * 1024 * 1024))
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"PK", b"\0\1\2", b"x" * (MOST_BYTES + 1), far_apart(), bomb(), csv(HEADS), csv(HEADS, *[ANN] * 2_001)],
    ids=["empty", "broken", "binary", "large", "far apart", "bomb", "nobody", "too many"],
)
def test_what_is_no_list_of_sign_ups_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(BadSignupsError, match=r"\w"):
        read(content)


@pytest.mark.parametrize("content", [far_apart(), bomb()], ids=["far apart", "bomb"])
def test_a_sheet_that_would_fill_the_memory_is_told_what_it_may_hold(content: bytes) -> None:
    with pytest.raises(BadSignupsError, match="at most 2,000 rows, 60 columns and no endless texts"):
        read(content)
