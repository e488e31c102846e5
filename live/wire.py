"""The words on the wire: frames out, receipts in, and the WebSocket bytes around them. Pure."""

from __future__ import annotations

import json
from typing import Any

# Closing codes; docs/live.md says what a browser does at each.
NOT_ALLOWED = 4401
NO_SUCH_PATH = 4404
BAD_FRAMES = 4400
COME_BACK = 1013

MAX_INBOUND_BYTES = 8 * 1024
MAX_REPLAY = 200

_SHORT, _MEDIUM = 126, 65536
_TEXT_FIN = b"\x81"
_HAVE = b'{"have":'


class BadFrameError(ValueError):
    """A client sent something that is neither a receipt nor a ping."""


def frame_text(*, epoch: str, seq: int, after: int, topic: str, kind: str, html: str) -> str:
    """Return the JSON text of one numbered frame."""
    return _dumps({"epoch": epoch, "seq": seq, "after": after, "topic": topic, "kind": kind, "html": html})


def heartbeat_text(epoch: str, head: int) -> str:
    """Return the JSON text of a heartbeat: how far the log is for this socket's topics."""
    return _dumps({"epoch": epoch, "head": head})


def reload_text(epoch: str) -> str:
    """Return the text that tells a client to fetch its page anew: too much was missed to replay."""
    return _dumps({"epoch": epoch, "reload": True})


def passing_text(epoch: str, topic: str, kind: str, html: str) -> str:
    """Return a frame without a number: a state that the next one replaces, and that nobody replays."""
    return _dumps({"epoch": epoch, "topic": topic, "kind": kind, "html": html})


def websocket_bytes(text: str) -> bytes:
    """Return `text` as one complete, unmasked WebSocket text frame (RFC 6455, section 5.2)."""
    payload = text.encode()
    size = len(payload)
    if size < _SHORT:
        head = bytes((size,))
    elif size < _MEDIUM:
        head = b"\x7e" + size.to_bytes(2)
    else:
        head = b"\x7f" + size.to_bytes(8)
    return _TEXT_FIN + head + payload


def parse_receipt(text: str | bytes) -> int | None:
    """Read what a client sent: the newest event it has, or None for a ping.

    Raises BadFrameError for anything but `{"have": N}` with N >= 0, or `{"ping": 1}`.
    """
    said = text.encode() if isinstance(text, str) else text
    # What browsers send, one from every device after every reveal: read without a JSON parser.
    if said.startswith(_HAVE) and said.endswith(b"}") and (digits := said[len(_HAVE) : -1]).isdigit():
        return _small_int(digits)
    return _parse_slowly(said)


def _parse_slowly(said: bytes) -> int | None:
    if len(said) > MAX_INBOUND_BYTES:
        raise BadFrameError("too long")
    try:
        words = json.loads(said, parse_int=_small_int)
    except (ValueError, RecursionError) as error:
        raise BadFrameError("not JSON") from error
    if not isinstance(words, dict) or len(words) != 1:
        raise BadFrameError("not one word")
    have = words.get("have")
    if type(have) is int and have >= 0:
        return have
    if "ping" in words:
        return None
    raise BadFrameError("unknown word")


def _small_int(digits: str | bytes) -> int:
    # Nine digits hold every number a log will reach; more is an attack on the parser.
    if len(digits) > 9:  # noqa: PLR2004 -- said above
        raise BadFrameError("number too long")
    return int(digits)


def _dumps(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
