"""What small texts, split ones and odd ones become on a raw connection."""

from __future__ import annotations

import os
import random
import socket as sockets
import struct

import pytest

from live import presence
from live.hub import hub
from live.protocol import HallProtocol, _unmasked
from tests.live.conftest import Hall, wait_until


def masked(payload: bytes, first: int = 0x81) -> bytes:
    mask = os.urandom(4)
    body = bytes(byte ^ mask[n % 4] for n, byte in enumerate(payload))
    size = len(payload)
    head = bytes([first, 0x80 | size]) if size < 126 else bytes([first, 0x80 | 126]) + struct.pack("!H", size)
    return head + mask + body


@pytest.fixture
def wire(raw_hall: Hall) -> sockets.socket:
    """A socket after its handshake, in a room at event 9."""
    for _ in range(9):
        raw_hall.happen()
    path = raw_hall.address("guest:7").partition(f":{raw_hall.port}")[2]
    wire = sockets.create_connection(("127.0.0.1", raw_hall.port))
    wire.sendall(
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{raw_hall.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    wire.settimeout(5)
    received = b""
    while b'"head":9' not in received:
        received += wire.recv(4096)
    raw_hall._open.enter_context(wire)
    return wire


def protocol() -> HallProtocol:
    (room,) = hub.rooms.values()
    (socket,) = room.sockets()
    found: HallProtocol = socket.line._protocol  # type: ignore[attr-defined]
    return found


def has(hall: Hall, seq: int) -> bool:
    known = presence.read(hall.log.pk).get("guest:7")
    return known is not None and known.have == seq


@pytest.mark.parametrize("size", [0, 1, 3, 4, 5, 12, 125])
def test_mask_is_taken_off(size: int) -> None:
    payload = os.urandom(size)
    frame = masked(payload)

    assert _unmasked(frame[2:6], frame[6:]) == payload


def test_several_receipts_in_one_segment_are_all_heard(raw_hall: Hall, wire: sockets.socket) -> None:
    wire.sendall(masked(b'{"have":1}') + masked(b'{"have":2}') + masked(b'{"have":3}'))

    wait_until(lambda: has(raw_hall, 3))
    assert protocol().on_text is not None


def test_a_split_receipt_is_heard_and_the_socket_goes_uvicorns_way_from_then_on(
    raw_hall: Hall, wire: sockets.socket
) -> None:
    frame = masked(b'{"have":4}')
    wire.sendall(masked(b'{"have":3}') + frame[:5])
    wait_until(lambda: has(raw_hall, 3))
    wire.sendall(frame[5:] + masked(b'{"have":5}'))

    wait_until(lambda: has(raw_hall, 5))
    assert protocol().on_text is None


def test_a_text_in_two_fragments_is_heard(raw_hall: Hall, wire: sockets.socket) -> None:
    wire.sendall(masked(b'{"have"', first=0x01) + masked(b":6}", first=0x80))

    wait_until(lambda: has(raw_hall, 6))


def test_a_longer_text_is_heard(raw_hall: Hall, wire: sockets.socket) -> None:
    wire.sendall(masked(b'{"have":' + b" " * 300 + b"7}"))

    wait_until(lambda: has(raw_hall, 7))


def test_pings_are_answered_between_receipts(raw_hall: Hall, wire: sockets.socket) -> None:
    wire.sendall(masked(b'{"have":1}') + masked(b"are you there", first=0x89) + masked(b'{"have":2}'))

    assert wire.recv(100) == b"\x8a\x0dare you there"
    wait_until(lambda: has(raw_hall, 2))


def test_a_close_is_answered_and_the_device_counts_as_gone(raw_hall: Hall, wire: sockets.socket) -> None:
    wire.sendall(masked(struct.pack("!H", 1000), first=0x88))

    assert wire.recv(100) == b"\x88\x02" + struct.pack("!H", 1000)
    wait_until(lambda: has(raw_hall, 0) and not presence.read(raw_hall.log.pk)["guest:7"].in_touch)


@pytest.mark.parametrize(
    "bad",
    [
        b"\x81\x0c" + b'{"have":123}',  # not masked
        masked(b"{}", first=0xF1),  # reserved bits
        masked(b"{}", first=0x83),  # unknown opcode
        masked(b"\xff\xfe"),  # not UTF-8
        masked(b"x", first=0x80),  # a continuation of nothing
        b"\x81\xff" + struct.pack("!Q", 1 << 40) + b"\x00" * 4,  # a terabyte
    ],
    ids=["unmasked", "reserved-bits", "unknown-opcode", "not-utf-8", "stray-continuation", "a-terabyte"],
)
def test_frames_against_the_rules_end_the_connection_and_the_server_lives(
    raw_hall: Hall, wire: sockets.socket, bad: bytes
) -> None:
    wire.sendall(bad)

    received = b"x"
    while received:
        received = wire.recv(4096)
        if b"\x88" in received:
            break
    other = raw_hall.socket("guest:8")
    assert "head" in str(other.recv(timeout=5))


def test_seeded_mutations_never_bring_the_server_down(raw_hall: Hall, caplog: pytest.LogCaptureFixture) -> None:
    seeded = random.Random(20161122)
    path = raw_hall.address("guest:7").partition(f":{raw_hall.port}")[2]
    handshake = (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{raw_hall.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    for _ in range(100):
        with sockets.create_connection(("127.0.0.1", raw_hall.port)) as wire:
            wire.sendall(handshake)
            wire.recv(200)
            for _frame in range(20):
                frame = bytearray(masked(b'{"have":1}'))
                for _flip in range(seeded.randint(0, 4)):
                    frame[seeded.randrange(len(frame))] = seeded.randrange(256)
                try:
                    wire.sendall(frame[: seeded.randint(1, len(frame))])
                except OSError:
                    break  # The server has hung up, as it should.

    assert "head" in str(raw_hall.socket("guest:8").recv(timeout=5))
    assert [record for record in caplog.records if record.exc_info] == []
