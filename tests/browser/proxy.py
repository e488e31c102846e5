"""A stretch of network between browser and server that a test can cut, hold, strand, slow down and heal.

Playwright's `set_offline` leaves open WebSockets alone; this does not.
"""

from __future__ import annotations

import asyncio
import re
import threading
from typing import Self

_UPGRADE = re.compile(rb"^upgrade: *websocket", re.IGNORECASE | re.MULTILINE)
_REFUSAL = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_CHUNK = 4096
_LOOK_SECONDS = 0.02
_UNLIMITED = float("inf")

Parcel = tuple[float, bytes]  # when it may leave (the loop's clock), and what; nothing means "that was all"


class _Link:
    """One connection of the browser, with its other half to the server."""

    def __init__(self, *writers: asyncio.StreamWriter, is_socket: bool):
        self.writers = writers
        self.is_socket = is_socket
        self.stranded = False
        self.broken = False

    def cut(self) -> None:
        self.broken = True
        for writer in self.writers:
            writer.transport.abort()


class Proxy:
    """Listens on a port of its own and passes bytes to `target`. Its verbs may be called from any thread."""

    def __init__(self, target: int, host: str = "127.0.0.1"):
        self._target = (host, target)
        self.url = ""
        self.cuts = 0
        self.refusals = 0
        self.carried = 0  # bytes that came through, both ways
        self._links: set[_Link] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy")
        self._free_at = {"up": 0.0, "down": 0.0}
        self._fine_weather()

    def __enter__(self) -> Self:
        self._thread.start()
        self._listener = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        self.url = "http://127.0.0.1:{1}".format(*self._listener.sockets[0].getsockname())
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._finish(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def is_cut(self) -> bool:
        """Whether nothing gets through until `heal`."""
        return self._is_cut

    def cut(self) -> None:
        """Break every connection, and every new one, until `heal`."""
        self._is_cut = True
        self._loop.call_soon_threadsafe(self._cut_all)

    def hold(self) -> None:
        """Let nothing through either way and tell nobody, until `heal`: a black hole that gives back."""
        self._is_held = True

    def strand(self) -> None:
        """Let nothing more through on the WebSockets of now, ever; the rest works. So a tablet wakes up."""
        for link in set(self._links):
            link.stranded = link.is_socket

    def slow(self, *, delay: float, bytes_per_second: float) -> None:
        """Let everything through `delay` seconds later each way, and only so fast, until `heal`."""
        self._delay, self._rate = delay, bytes_per_second

    def refuse_sockets(self) -> None:
        """Answer 403 to every WebSocket handshake and break open sockets, as some networks do, until `heal`."""
        self._takes_sockets = False
        self._loop.call_soon_threadsafe(self._cut_all)

    def heal(self) -> None:
        """Let everything through again."""
        self._fine_weather()

    def _fine_weather(self) -> None:
        self._is_cut = self._is_held = False
        self._takes_sockets = True
        self._delay, self._rate = 0.0, _UNLIMITED

    def _cut_all(self) -> None:
        for link in self._links:
            link.cut()
        self.cuts += len(self._links)

    async def _listen(self) -> asyncio.Server:
        return await asyncio.start_server(self._welcome, "127.0.0.1", 0)

    def _welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = self._loop.create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _finish(self) -> None:
        self._listener.close()
        self._cut_all()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection from its first byte to its last."""
        try:
            first = await self._first_bytes(reader, writer)
            if first:
                await self._carry(first, reader, writer)
        except* OSError:
            pass  # One side has gone; the other hears of it below.
        finally:
            writer.transport.abort()

    async def _first_bytes(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        """Return the head of the first request; nothing when it is not to be carried."""
        first = b"" if self._is_cut else await reader.read(_CHUNK)
        # Asked again: a browser keeps a connection ready that it opened before the cut and has not used yet.
        if self._is_cut:
            self.cuts += 1
            return b""
        if self._takes_sockets or not _UPGRADE.search(first):
            return first
        self.refusals += 1
        writer.write(_REFUSAL)
        await writer.drain()
        return b""

    async def _carry(self, first: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(*self._target)
        link = _Link(writer, far_writer, is_socket=bool(_UPGRADE.search(first)))
        self._links.add(link)
        up: asyncio.Queue[Parcel] = asyncio.Queue()
        down: asyncio.Queue[Parcel] = asyncio.Queue()
        up.put_nowait((self._due("up", len(first)), first))
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._take(reader, up, "up"))
                group.create_task(self._take(far_reader, down, "down"))
                group.create_task(self._bring(link, up, far_writer))
                group.create_task(self._bring(link, down, writer))
        finally:
            self._links.discard(link)
            far_writer.transport.abort()

    async def _take(self, reader: asyncio.StreamReader, queue: asyncio.Queue[Parcel], way: str) -> None:
        while data := await reader.read(_CHUNK):
            queue.put_nowait((self._due(way, len(data)), data))
        queue.put_nowait((self._due(way, 0), b""))

    async def _bring(self, link: _Link, queue: asyncio.Queue[Parcel], writer: asyncio.StreamWriter) -> None:
        while True:
            due, data = await queue.get()
            await asyncio.sleep(due - self._loop.time())
            while self._is_held or link.stranded:  # noqa: ASYNC110 -- other threads make the weather
                await asyncio.sleep(_LOOK_SECONDS)
            if not data or link.broken:
                break
            writer.write(data)
            await writer.drain()
            self.carried += len(data)
        writer.close()

    def _due(self, way: str, size: int) -> float:
        """Return when `size` more bytes are through: one narrow road each way for all connections."""
        start = max(self._loop.time(), self._free_at[way])
        self._free_at[way] = start + size / self._rate
        return self._free_at[way] + self._delay
