from __future__ import annotations

import pytest
from websockets.frames import Frame, Opcode
from websockets.streams import StreamReader

from benchmarks import wire


def _server_frame(payload: bytes) -> bytes:
    return Frame(Opcode.TEXT, payload).serialize(mask=False)


def _read_by_the_library(data: bytes) -> Frame:
    stream = StreamReader()
    stream.feed_data(data)
    parsing = Frame.parse(stream.read_exact, mask=True)
    try:
        next(parsing)
    except StopIteration as done:
        frame: Frame = done.value
        return frame
    raise AssertionError("the frame is not complete")


@pytest.mark.parametrize("length", [0, 1, 125, 126, 65_535, 65_536])
def test_a_frames_size_is_read_from_its_header(length: int) -> None:
    frame = _server_frame(b"x" * length)
    assert wire.frame_size(frame[: wire.PEEK]) == len(frame)
    assert len(frame) - wire.payload_start(frame) == length


@pytest.mark.parametrize(("length", "header"), [(5, 2), (126, 4), (65_536, 10)])
def test_a_header_that_is_not_complete_has_no_size_yet(length: int, header: int) -> None:
    frame = _server_frame(b"x" * length)
    assert [wire.frame_size(frame[:n]) for n in range(header)] == [0] * header
    assert wire.frame_size(frame[:header]) == len(frame)


def test_a_receipt_is_what_the_server_reads_from_a_browser() -> None:
    frame = _read_by_the_library(wire.receipt(1234))
    assert (frame.opcode, bytes(frame.data)) == (Opcode.TEXT, b'{"have":1234}')


def test_control_frames_are_masked_as_well() -> None:
    frame = _read_by_the_library(wire.masked(wire.PING, b"\x00\xff12"))
    assert (frame.opcode, bytes(frame.data)) == (Opcode.PING, b"\x00\xff12")


def test_the_first_bytes_of_a_numbered_frame_say_its_numbers() -> None:
    frame = _server_frame(b'{"epoch":"abc-1","seq":12,"after":9,"topic":"tables","kind":"x","html":"..."}')
    assert wire.words(frame[: wire.PEEK]) == wire.Words(seq=12, after=9, head=None, epoch="abc-1")


def test_a_heartbeat_has_a_head_and_a_passing_frame_has_neither_head_nor_number() -> None:
    beat = _server_frame(b'{"epoch":"abc-1","head":12}')
    passing = _server_frame(b'{"epoch":"abc-1","topic":"consoles","kind":"room","html":"seq"}')
    assert wire.words(beat) == wire.Words(seq=None, after=None, head=12, epoch="abc-1")
    assert wire.words(passing) == wire.Words(seq=None, after=None, head=None, epoch="abc-1")


def test_json_with_spaces_is_read_as_well() -> None:
    assert wire.words(b'\x81\x10{"epoch": "e", "seq": 7, "after": 6}').seq == 7


def test_a_request_carries_its_headers_and_its_length() -> None:
    sent = wire.request("POST", 8300, "/join/", b"code=X", Content_Type="text/plain")
    assert sent == (
        b"POST /join/ HTTP/1.1\r\nHost: 127.0.0.1:8300\r\nContent-Type: text/plain\r\nContent-Length: 6\r\n\r\ncode=X"
    )


def test_an_answers_size_is_known_once_its_head_is_complete() -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"
    assert wire.answer_size(answer[:20]) == 0
    assert wire.answer_size(answer) == len(answer)
    assert wire.answer_size(b"HTTP/1.1 204 No Content\r\n\r\n") == 27


def test_an_answer_that_does_not_say_its_length_is_refused() -> None:
    with pytest.raises(ValueError, match="without a length"):
        wire.answer_size(b"HTTP/1.1 200 OK\r\n\r\nabc")
