from __future__ import annotations

import pytest
from django.utils import timezone

from drawings.actions.coding import settle
from drawings.codebook import NAMES
from drawings.queries.exports import HEAD, codebook_rows, coding_rows
from tests.coded import find, handed_in
from tests.factories import first_table, make_coder, make_roadshow

pytestmark = pytest.mark.django_db


def test_every_coding_is_a_row_also_those_that_ended_and_what_was_settled() -> None:
    roadshow = make_roadshow(city="Leeds")
    coder = make_coder(roadshow)
    drawing = handed_in(first_table(roadshow), "risk", title="A boat")
    find(coder, drawing, "fear")
    find(coder, drawing, "trust", "other", note="Envy")
    settle(drawing, coder, codes=["not-culture"], reason="It is the law.", seen=0)
    handed_in(first_table(roadshow), "risk", withdrawn_at=timezone.now())
    head, *rows = coding_rows([roadshow])
    assert head == HEAD
    told = [dict(zip(HEAD, row, strict=True)) for row in rows]
    assert {(row["roadshow"], row["held on"], row["table"], row["drawing"], row["title"]) for row in told} == {
        ("Leeds", "2026-03-02", "1", "1", "A boat")
    }
    assert [(row["source"], row["by"], bool(row["until"]), row["note"]) for row in told] == [
        ("table", "Table 1", False, ""),
        ("coder", "coder@example.org", True, ""),
        ("coder", "coder@example.org", False, "Envy"),
        ("settled", "coder@example.org", False, "It is the law."),
    ]
    assert [[name for name in NAMES if row[name] == "1"] for row in told] == [
        ["risk"],
        ["fear"],
        ["trust", "other"],
        ["not-culture"],
    ]


def test_the_codebook_is_a_table_too() -> None:
    head, *rows = codebook_rows()
    assert head == ["code", "word", "applies", "does not apply when"]
    assert [row[0] for row in rows] == list(NAMES)
