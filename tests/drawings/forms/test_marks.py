from __future__ import annotations

import json
from typing import Any

import pytest

from drawings.forms.marks import MOST_AT_ONCE, MOST_POINTS, BadMarksError, body_in, marks_in


def stroke(**other: Any) -> dict[str, Any]:
    return {"stroke": {"tool": "pen", "colour": "black", "width": 11, "points": [1, 2, 500]} | other}


def sent(*ops: object) -> dict[str, Any]:
    return {"marks": [{"number": n, "op": op} for n, op in enumerate(ops, start=1)]}


def test_what_a_pad_makes_is_taken() -> None:
    ops = [stroke(), stroke(tool="eraser", width=26), {"undo": 1}, {"redo": 1}, {"clear": True}]
    assert marks_in(sent(*ops)) == dict(enumerate(ops, start=1))


def test_points_are_kept_to_a_tenth() -> None:
    (op,) = marks_in(sent(stroke(points=[1.04, 2.0, 499.96]))).values()
    assert json.dumps(op["stroke"]["points"]) == "[1, 2, 500]"


def test_what_was_not_asked_for_is_not_kept() -> None:
    (op,) = marks_in(sent(stroke(onload="alert(1)") | {"more": 1})).values()
    assert op == stroke()


@pytest.mark.parametrize(
    "op",
    [
        None,
        [],
        "undo",
        {},
        {"undo": 1},  # itself
        {"undo": 0},
        {"undo": True},
        {"undo": "1"},
        {"redo": 2},
        {"clear": False},
        {"clear": {}},
        {"stroke": {}},
        stroke(tool="brush"),
        stroke(tool=["pen"]),
        stroke(colour="url(#x)"),
        stroke(colour={}),
        stroke(width=12),
        stroke(width=11.0),
        stroke(width=True),
        stroke(points=[]),
        stroke(points=[1, 2]),
        stroke(points=[1, 2, 500] * (MOST_POINTS + 1)),
        stroke(points=[1, 2, 1001]),
        stroke(points=[1, 2, -1]),
        stroke(points=[1101, 2, 500]),
        stroke(points=[1, 851, 500]),
        stroke(points=[1, "2", 500]),
        stroke(points=[1, True, 500]),
        stroke(points=[1, None, 500]),
        stroke(points={"0": 1}),
    ],
)
def test_what_no_pad_makes_is_refused_in_words(op: object) -> None:
    with pytest.raises(BadMarksError, match="not stored"):
        marks_in(sent(op))


@pytest.mark.parametrize(
    "marks",
    [
        None,
        {},
        [],
        [{"number": n, "op": stroke()} for n in range(1, MOST_AT_ONCE + 2)],
        [{"number": 1, "op": stroke()}, {"number": 1, "op": stroke()}],
        [{"number": 0, "op": stroke()}],
        [{"number": 1.0, "op": stroke()}],
        [{"number": True, "op": stroke()}],
        [{"number": 10**30, "op": stroke()}],
        [{"op": stroke()}],
        ["mark"],
    ],
)
def test_every_mark_has_a_number_of_its_own_and_there_are_not_too_many(marks: object) -> None:
    with pytest.raises(BadMarksError, match="not stored"):
        marks_in({"marks": marks})


def test_a_body_is_a_json_object_or_empty() -> None:
    assert body_in(b'{"table": "1"}') == {"table": "1"}
    assert body_in(b"") == {}


@pytest.mark.parametrize(
    "content",
    [b"[]", b"1", b"{", b'{"a": NaN}', b'{"a": -Infinity}', b"\xff", b"[" * 100_000, b'{"a": 1' + b"0" * 9_999],
)
def test_anything_else_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(BadMarksError, match="JSON"):
        body_in(content)
