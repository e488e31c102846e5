"""uvicorn's WebSocket protocol with a short way for what a full hall sends most: receipts.

The ASGI way of one small text costs three queue operations, a task switch, and pausing and resuming
the transport. A room of 5,000 sends 5,000 receipts after every reveal, so complete, small text frames
go straight to `on_text`. Everything else (the handshake, long, split or strange frames, closing) takes
uvicorn's own way; a socket that once sent something split stays there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from websockets.http11 import Request

# RFC 6455, section 5.2: final text, pong and ping frames; the mask bit; the longest 7-bit length.
_TEXT, _PING, _PONG = 0x81, 0x89, 0x8A
_MASKED, _LONGEST = 0x80, 125
_HEAD = 6  # two bytes, then four of mask

EXTENSION = "roadshow.protocol"


class HallProtocol(WebSocketsSansIOProtocol):
    """Hands itself to the application, and small texts to `on_text` once that is set."""

    on_text: Callable[[bytes], None] | None = None
    on_writable: Callable[[], None] | None = None

    def handle_connect(self, event: Request) -> None:
        """Put the protocol where the application finds it, in the scope's extensions."""
        super().handle_connect(event)
        if not self.close_sent:
            self.scope["extensions"][EXTENSION] = self  # type: ignore[assignment]

    def resume_writing(self) -> None:
        """Let the line write what waited for the transport's buffer."""
        super().resume_writing()
        if self.on_writable is not None:
            self.on_writable()

    def data_received(self, data: bytes) -> None:
        """Take complete small texts the short way, everything else uvicorn's."""
        at, size = 0, len(data)
        if (
            self.on_text is not None
            and size >= _HEAD
            and data[0] == _TEXT
            and size - _HEAD == data[1] - _MASKED <= _LONGEST
        ):
            self.on_text(_unmasked(data[2:_HEAD], data[_HEAD:]))  # One receipt and nothing else: nearly always.
            return
        while self.on_text is not None and not self.close_sent and at < size:
            length = data[at + 1] - _MASKED if at + 1 < size else -1
            end = at + _HEAD + length
            if not 0 <= length <= _LONGEST or end > size:
                self.on_text = None
            elif data[at] == _TEXT:
                self.on_text(_unmasked(data[at + 2 : at + _HEAD], data[at + _HEAD : end]))
                at = end
            elif data[at] in (_PING, _PONG):
                super().data_received(data[at:end])
                at = end
            else:
                self.on_text = None
        if at < size:
            super().data_received(data[at:] if at else data)


def _unmasked(mask: bytes, payload: bytes) -> bytes:
    """Return `payload` with the client's mask taken off (RFC 6455, section 5.3)."""
    size = len(payload)
    key = (mask * (size // 4 + 1))[:size]
    return (int.from_bytes(payload) ^ int.from_bytes(key)).to_bytes(size)
