from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode
from websockets.protocol import CLIENT, Protocol

from live.wire import BadFrameError, frame_text, heartbeat_text, parse_receipt, websocket_bytes


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65535, 65536, 70000])
def test_websocket_bytes_are_read_as_one_text_frame(size: int) -> None:
    reader = Protocol(CLIENT, max_size=None)

    reader.receive_data(websocket_bytes("é" * (size // 2) + "x" * (size % 2)))

    (frame,) = reader.events_received()
    assert frame == Frame(Opcode.TEXT, ("é" * (size // 2) + "x" * (size % 2)).encode())


def test_frame_text_holds_the_contracts_fields() -> None:
    text = frame_text(epoch="e", seq=2, after=1, topic="tables", kind="stage-revealed", html="<p>é</p>")

    assert json.loads(text) == {
        "epoch": "e",
        "seq": 2,
        "after": 1,
        "topic": "tables",
        "kind": "stage-revealed",
        "html": "<p>é</p>",
    }


def test_heartbeat_says_how_far_the_log_is() -> None:
    assert json.loads(heartbeat_text("e", 12)) == {"epoch": "e", "head": 12}


@pytest.mark.parametrize(
    ("said", "meant"),
    [('{"have": 12}', 12), (b'{"have":0}', 0), ('{"ping": 1}', None)],
)
def test_receipts_and_pings_are_understood(said: str | bytes, meant: int | None) -> None:
    assert parse_receipt(said) == meant


@pytest.mark.parametrize(
    "said",
    [
        "",
        "x",
        "12",
        "[]",
        "{}",
        "null",
        '{"have": -1}',
        '{"have": 1.5}',
        '{"have": true}',
        '{"have": "1"}',
        '{"have": 1, "ping": 1}',
        '{"reveal": 1}',
        '{"have": ' + "9" * 5000 + "}",
        "[" * 5000,
        '{"have": 1}' + " " * 9000,
        b"\xff\xfe",
        b"\x00",
    ],
)
def test_everything_else_is_a_bad_frame(said: str | bytes) -> None:
    with pytest.raises(BadFrameError):
        parse_receipt(said)


@given(st.one_of(st.text(), st.binary(), st.recursive(st.integers() | st.text(), st.lists).map(json.dumps)))
def test_no_input_raises_anything_else(said: str | bytes) -> None:
    try:
        parse_receipt(said)
    except BadFrameError:
        return
    assert isinstance(json.loads(said), dict)
