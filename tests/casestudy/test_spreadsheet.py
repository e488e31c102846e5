"""The events of a case as a spreadsheet: out and in unchanged; what is wrong is named by sheet, row and column."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from casestudy.pack import Pack
from casestudy.schema import Event, HistoryItem
from casestudy.spreadsheet import COLUMNS, EVENTS, EXPLAINED, HISTORY, BadSheetError, Rows, pack_rows, read, written
from tests.casestudy.pack.test_writer import random_pack

GOOD: dict[str, Any] = {
    "Ref": "E1", "Date": "2026-03-01", "Stage": 1, "Concerns": "anna, bea", "Held by": "SCH", "Fact": "A fact.",
    "Vulnerability": "What it shows", "Type": "good-practice", "Barrier": "", "Told": "GP: no", "Made sense": "",
    "Weight": 2,
}  # fmt: skip


def book(*rows: dict[str, Any], heads: list[str] | None = None, history: list[list[Any]] | None = None) -> io.BytesIO:
    """Return a workbook whose sheet of events has these rows."""
    heads = heads or [column.heading for column in COLUMNS[EVENTS]]
    tables = {EVENTS: [heads, *[[row.get(head, "") for head in heads] for row in rows]]}
    tables |= {HISTORY: history} if history else {}
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as workbook:
        for name, table in tables.items():
            sheet = workbook.add_worksheet(name)
            for line, cells in enumerate(table):
                sheet.write_row(line, 0, cells)
    return file


def said(file: io.BytesIO) -> list[str]:
    with pytest.raises(BadSheetError) as refusal:
        read(file)
    return str(refusal.value).splitlines()


def same(one: Rows, other: Rows) -> bool:
    events = [[Event.model_validate(row) for row in rows.events] for rows in (one, other)]
    history = [[HistoryItem.model_validate(row) for row in rows.history] for rows in (one, other)]
    return events[0] == events[1] and history[0] == history[1]


def test_the_shipped_case_goes_out_and_comes_in_unchanged(walsh: Pack) -> None:
    rows = pack_rows(walsh)
    assert same(read(io.BytesIO(written(rows.events, rows.history))), rows)


def one_line(value: Any) -> Any:
    """Return rows as a spreadsheet holds them: no ends of lines in what stands in a line of a cell."""
    for row in value:
        for told in row.get("key", {}).get("told", []):
            told.update({name: " ".join(told[name].split()) for name in ("who", "note") if name in told})
    return value


@pytest.mark.parametrize("seed", range(40, 48))
def test_whatever_is_said_goes_out_and_comes_in_unchanged(seed: int) -> None:
    rows = pack_rows(random_pack(seed))
    rows = Rows(one_line(rows.events), rows.history)
    assert same(read(io.BytesIO(written(rows.events, rows.history))), rows)


def test_it_is_made_to_be_read_by_people(walsh: Pack) -> None:
    rows = pack_rows(walsh)
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(written(rows.events, rows.history)))
    assert sheets.sheet_names == [EVENTS, HISTORY, EXPLAINED]
    heads, first, *_rest = sheets.get_sheet_by_name(EVENTS).to_python()
    assert heads[:6] == ["Ref", "Date", "Stage", "Concerns", "Held by", "Fact"]
    assert (str(first[1]), first[3], first[9]) == ("2024-09-02", "katie, erin, toby", "HV: no\nMASH: no\nMAR: no")


@pytest.mark.parametrize("words", ["=1+1", '=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "http://example.org"])
def test_nothing_in_it_calculates_or_leads_away(words: str) -> None:
    row = {"ref": "E1", "on": "2026-03-01", "stage": 1, "concerns": ["a"], "held_by": ["SCH"], "fact": words, "key": {}}
    content = written([row], [])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = b"".join(archive.read(name) for name in archive.namelist())
    assert b"<f>" not in xml
    assert b"<hyperlink" not in xml
    table = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(EVENTS).to_python()
    assert table[1][5] == words


def test_control_a_good_sheet_is_read() -> None:
    (event,) = read(book(GOOD)).events
    assert event["key"] == {"type": "good-practice", "told": [{"agency": "GP", "told": "no"}]}
    assert (event["concerns"], event["stage"], event["weight"]) == (["anna", "bea"], 1, 2)


def test_a_formula_is_no_more_than_what_it_shows() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as workbook:
        sheet = workbook.add_worksheet(EVENTS)
        for n, column in enumerate(COLUMNS[EVENTS]):
            sheet.write(0, n, column.heading)
            sheet.write(1, n, GOOD[column.heading])
        sheet.write_formula(1, 5, "=1+1", value="2")
    assert read(file).events[0]["fact"] == "2"


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no date": ({"Date": "soon"}, "sheet Events, row 2, column Date: Input should be a valid date"),
    "no stage": ({"Stage": "first"}, "sheet Events, row 2, column Stage: Input should be a valid integer"),
    "no fact": ({"Fact": ""}, "sheet Events, row 2, column Fact: this field is missing"),
    "an odd type": ({"Type": "bad"}, "sheet Events, row 2, column Type: Input should be 'missed-opportunity'"),
    "an odd ref": ({"Ref": "one"}, "sheet Events, row 2, column Ref: String should match pattern"),
    "a told line": ({"Told": "GP no"}, "sheet Events, row 2, column Told: “GP no” is not of the form HV: no"),
    "an odd told": ({"Told": "GP: maybe"}, "sheet Events, row 2, column Told: Input should be 'yes', 'no'"),
    "no sense": ({"Type": "mixed"}, "sheet Events, row 2: a missed opportunity needs key.made_sense"),
}  # fmt: skip


@pytest.mark.parametrize("kind", WRONG)
def test_what_is_wrong_is_named_by_sheet_row_and_column(kind: str) -> None:
    change, expected = WRONG[kind]
    (found,) = said(book(GOOD | change))
    assert found.startswith(expected)


def test_every_problem_is_found_at_once() -> None:
    found = said(book(GOOD, GOOD | {"Fact": ""}, {}, GOOD | {"Ref": "E2", "Stage": 0}))
    assert [line.partition(":")[0] for line in found] == [
        "sheet Events, row 3, column Fact",
        "sheet Events, row 3, column Ref",
        "sheet Events, row 5, column Stage",
    ]


def test_a_ref_stands_once_in_both_sheets() -> None:
    heads = [column.heading for column in COLUMNS[HISTORY]]
    earlier = GOOD | {"When": "Spring", "Key note": ""}
    found = said(book(GOOD, history=[heads, [earlier[head] for head in heads]]))
    assert found == ["sheet History, row 2, column Ref: E1 stands here a second time"]


def test_columns_may_stand_in_any_order_and_others_beside_them() -> None:
    heads = [*reversed([column.heading.upper() for column in COLUMNS[EVENTS]]), "My notes"]
    row = {head.upper(): value for head, value in GOOD.items()}
    assert read(book(row, heads=heads)).events == read(book(GOOD)).events


def test_a_column_that_is_missing_is_named() -> None:
    heads = [column.heading for column in COLUMNS[EVENTS] if column.heading != "Fact"]
    assert said(book(GOOD, heads=heads)) == [
        "sheet Events, row 1: the first row should name the columns; there is no Fact"
    ]


def test_a_book_without_the_sheet_is_refused() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as workbook:
        workbook.add_worksheet("Plan")
    assert said(file) == ["there should be a sheet named Events"]


UNREADABLE = "this is not an XLSX spreadsheet that can be read"


def with_sheet(change: Callable[[bytes], bytes]) -> io.BytesIO:
    """Return a good workbook with the XML of its sheet changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(book(GOOD)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == "xl/worksheets/sheet1.xml" else content)
    return file


TOO_LARGE = "a sheet of events has at most 2000 rows, 40 columns and no endless texts"


def test_two_cells_far_apart_do_not_fill_the_memory() -> None:
    assert said(with_sheet(lambda xml: xml.replace(b'r="B2"', b'r="XFD2"'))) == [TOO_LARGE]


def test_one_long_text_in_many_cells_does_not_fill_the_memory() -> None:
    assert said(book(*[GOOD | {"Fact": "x" * 32_000}] * 1_900)) == [TOO_LARGE]


def test_a_book_that_unpacks_to_gigabytes_is_refused() -> None:
    file = with_sheet(lambda xml: xml + b" " * (30 * 1024 * 1024))
    assert len(file.getvalue()) < 100_000
    assert said(file) == ["this spreadsheet is far larger than the events of a case"]


@pytest.mark.parametrize("content", [b"", b"Ref,Date\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" * 100])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    assert said(io.BytesIO(content)) == [UNREADABLE]


def test_a_damaged_book_is_refused() -> None:
    assert said(with_sheet(lambda xml: xml[:200])) == [UNREADABLE]
    assert said(io.BytesIO(book(GOOD).getvalue()[:900])) == [UNREADABLE]
