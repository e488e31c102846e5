"""What the load client must know of HTTP and WebSocket bytes, and no more. Pure."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10

# The client keeps this much of each frame: its header, and enough text to hold epoch, number and kind.
PEEK = 160

_MASK = b"\x01\x02\x03\x04"
_NUMBER = re.compile(rb'"seq":\s?(\d+)')
_AFTER = re.compile(rb'"after":\s?(\d+)')
_HEAD = re.compile(rb'"head":\s?(\d+)')
_EPOCH = re.compile(rb'"epoch":\s?"([^"]+)"')


@dataclass(frozen=True, slots=True)
class Words:
    """What the first bytes of a text frame say; None for what they do not say."""

    seq: int | None
    after: int | None
    head: int | None
    epoch: str


def frame_size(start: bytes) -> int:
    """Return how long a server's frame is, header included, from its first bytes; 0 when they are too few."""
    if len(start) < 2:  # noqa: PLR2004 -- RFC 6455, section 5.2: two bytes come first
        return 0
    length = start[1] & 127
    if length < 126:  # noqa: PLR2004 -- the longest 7-bit length is 125
        return 2 + length
    width = 2 if length == 126 else 8  # noqa: PLR2004 -- 126 and 127 announce 16 and 64 bits
    if len(start) < 2 + width:
        return 0
    return 2 + width + int.from_bytes(start[2 : 2 + width])


def payload_start(start: bytes) -> int:
    """Return where the payload of a server's frame begins."""
    return {126: 4, 127: 10}.get(start[1] & 127, 2)


def masked(opcode: int, payload: bytes) -> bytes:
    """Return a client's frame of up to 125 bytes, masked as browsers must."""
    key = (_MASK * (len(payload) // 4 + 1))[: len(payload)]
    body = (int.from_bytes(payload) ^ int.from_bytes(key)).to_bytes(len(payload))
    return bytes((0x80 | opcode, 0x80 | len(payload))) + _MASK + body


def receipt(seq: int) -> bytes:
    """Return the frame that says: I have `seq`."""
    return masked(TEXT, b'{"have":%d}' % seq)


def words(start: bytes) -> Words:
    """Read number, predecessor, head and epoch from the first PEEK bytes of a text frame."""
    seq, after, head, epoch = (found.search(start) for found in (_NUMBER, _AFTER, _HEAD, _EPOCH))
    return Words(
        int(seq[1]) if seq else None,
        int(after[1]) if after else None,
        int(head[1]) if head else None,
        epoch[1].decode() if epoch else "",
    )


def handshake(port: int, path: str) -> bytes:
    """Return the request that opens a WebSocket. The key is RFC 6455's own example: nobody checks the answer."""
    lines = (
        f"GET {path} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
    )
    return "\r\n".join((*lines, "", "")).encode()


def request(method: str, port: int, path: str, body: bytes = b"", **headers: str) -> bytes:
    """Return an HTTP/1.1 request; header names are written with `_` for `-`."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join((*lines, "", "")).encode() + body


def answer_size(start: bytes) -> int:
    """Return how long an HTTP answer is, head included; 0 while its head is incomplete.

    Raises ValueError for an answer that does not say its length.
    """
    end = start.find(b"\r\n\r\n")
    if end < 0:
        return 0
    length = re.search(rb"\r\ncontent-length:\s*(\d+)", start[: end + 2], re.IGNORECASE)
    if length is not None:
        return end + 4 + int(length[1])
    if start[9:12] in (b"204", b"304"):
        return end + 4
    raise ValueError(f"an answer without a length: {start[:60]!r}")


def body_of(answer: bytes) -> bytes:
    """Return what a whole answer holds, unpacked."""
    head, _, body = answer.partition(b"\r\n\r\n")
    return gzip.decompress(body) if b"content-encoding: gzip" in head.lower() else body
