from __future__ import annotations

import pytest

from workshops.cells import plain_cell


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "  =1+1",
        "\t=1",
        "\r=1",
        "\n=1",
        "\tplain",
        "\uff1d1",
        "\u00a0=cmd|' /C calc'!A0",
    ],
)
def test_what_a_spreadsheet_would_compute_becomes_text(text: str) -> None:
    assert plain_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "They listened.", "10:42", "a = b", "“-”", "'=1"])
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert plain_cell(text) == text
