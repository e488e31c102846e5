from __future__ import annotations

import csv
import io
import random

import pytest

from workshops.cells import as_csv, plain_cell

SIGNS = ["=", "+", "-", "@", ";", "\t", "\r", "\n", ",", '"', "'", " ", "a", "\uff1d"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "  =1+1", '"=1"', "\uff1d1", "\u00a0=cmd|' /C calc'!A0"]
)
def test_what_a_spreadsheet_would_compute_becomes_text(text: str) -> None:
    assert plain_cell(text) == f"'{text}"


@pytest.mark.parametrize("end", [";", "\t", "\r", "\n", "\r\n"])
def test_what_begins_a_cell_where_other_signs_end_one_becomes_text(end: str) -> None:
    assert plain_cell(f'Council{end} "=1+1"{end}-1') == f"Council{end}' \"=1+1\"{end}'-1"
    assert plain_cell(f"{end}@x") == f"{end}'@x"


@pytest.mark.parametrize(
    "text", ["", "They listened.", "10:42", "a = b", "“-”", "'=1", "a; b\n\tc", "\tplain", "a, -1"]
)
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert plain_cell(text) == text
    assert list(csv.reader(io.StringIO(as_csv([[text, "b"]])[1:], newline=""))) == [[text, "b"]]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_no_cell_is_computed_whichever_sign_ends_it_for_who_opens_the_file(mark: str) -> None:
    by_chance = random.Random(6)
    for _each in range(3_000):
        typed = [["".join(by_chance.choices(SIGNS, k=8)) for _column in range(3)] for _row in range(2)]
        seen = csv.reader(io.StringIO(as_csv(typed).removeprefix("\ufeff"), newline=""), delimiter=mark)
        begins = {cell.lstrip()[:1] for row in seen for cell in row}
        assert begins.isdisjoint("=+-@\uff1d"), typed
