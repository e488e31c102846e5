"""How text leaves for one browser, never waiting for it.

`QueueLine` works under every ASGI server. `RawLine` writes ready-made frames straight to the transport
of `live.protocol`, which is what makes a reveal to thousands of sockets cheap (docs/adr/0003).
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Any, Protocol

from live.wire import COME_BACK, websocket_bytes

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from live.protocol import HallProtocol

# A browser that is this many frames behind is let go; it comes back and heals. More than a whole
# replay (live.wire.MAX_REPLAY), so that a slow tablet which is just healing is not cut off again.
MAX_WAITING = 256
# How long a browser that stopped reading may take to hear that it is let go (seconds).
CLOSE_PATIENCE = 5.0


class Message:
    """One text, and its WebSocket frame made at most once however many lines it goes to."""

    __slots__ = ("_frame", "text")

    def __init__(self, text: str) -> None:
        """Hold `text`."""
        self.text = text
        self._frame: bytes | None = None

    @property
    def frame(self) -> bytes:
        """The text as WebSocket bytes."""
        if self._frame is None:
            self._frame = websocket_bytes(self.text)
        return self._frame


class Line(Protocol):
    """A way out to one browser."""

    def write(self, message: Message) -> bool:
        """Send or queue `message`; False when the browser is too far behind to be served."""

    def close(self, code: int) -> None:
        """Close with `code`, without waiting."""


class QueueLine:
    """A queue and a task that empties it through the ASGI `send`."""

    def __init__(self, send: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
        """Start the task; `close` ends it."""
        self._send = send
        self._queue: asyncio.Queue[Message | int] = asyncio.Queue(MAX_WAITING + 1)
        self._task: asyncio.Task[Any] = asyncio.create_task(self._run())

    def write(self, message: Message) -> bool:
        """Queue `message`; False when MAX_WAITING are waiting already."""
        if self._queue.qsize() >= MAX_WAITING:
            return False
        self._queue.put_nowait(message)
        return True

    def close(self, code: int) -> None:
        """Close after what is queued, or at once when the browser is too far behind for that."""
        if code == COME_BACK:
            self._task.cancel()
            self._task = asyncio.create_task(_close_within(self._send, code))
        elif not self._queue.full():
            self._queue.put_nowait(code)

    def end(self) -> None:
        """Stop the task: the browser is gone."""
        self._task.cancel()

    async def _run(self) -> None:
        while True:
            item = await self._queue.get()
            if isinstance(item, int):
                await self._send({"type": "websocket.close", "code": item})
                return
            await self._send({"type": "websocket.send", "text": item.text})


class RawLine:
    """Ready-made frames to the transport; a short list while the transport's buffer is full."""

    __slots__ = ("_closing", "_protocol", "_waiting")

    def __init__(self, protocol: HallProtocol) -> None:
        """Take over the writing of `protocol`."""
        self._protocol = protocol
        self._waiting: deque[bytes] = deque()  # Without the text, which would be as much again.
        self._closing = False
        protocol.on_writable = self._flush

    def write(self, message: Message) -> bool:
        """Write `message` now if the transport takes it; False when MAX_WAITING wait already."""
        protocol = self._protocol
        if protocol.disconnected or protocol.close_sent or self._closing:
            return True  # The socket's own end is on its way; nothing is lost that it could still read.
        if protocol.writable.is_set() and not self._waiting:
            protocol.transport.write(message.frame)
            return True
        if len(self._waiting) >= MAX_WAITING:
            return False
        self._waiting.append(message.frame)
        return True

    def close(self, code: int) -> None:
        """Close with `code`; a browser that does not read is cut off after CLOSE_PATIENCE."""
        if self._closing:
            return
        self._closing = True
        self._waiting.clear()
        task = asyncio.create_task(self._close(code))
        self._protocol.tasks.add(task)
        task.add_done_callback(self._protocol.tasks.discard)

    def end(self) -> None:
        """Let the protocol go: the browser is gone."""
        self._protocol.on_writable = None
        self._waiting.clear()

    async def _close(self, code: int) -> None:
        if not await _close_within(self._protocol.send, code):
            self._protocol.transport.abort()

    def _flush(self) -> None:
        protocol = self._protocol
        while self._waiting and protocol.writable.is_set() and not protocol.close_sent:
            protocol.transport.write(self._waiting.popleft())


async def _close_within(send: Callable[[Any], Awaitable[None]], code: int) -> bool:
    """Send a close; False when the browser did not take it within CLOSE_PATIENCE."""
    try:
        async with asyncio.timeout(CLOSE_PATIENCE):
            await send({"type": "websocket.close", "code": code})
    except (TimeoutError, OSError, RuntimeError):
        return False
    return True
