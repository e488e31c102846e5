"""Crowds of WebSockets and single HTTP connections on the load client's loop."""

from __future__ import annotations

import contextlib
import select
import socket
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks import wire
from benchmarks.loop import Loop

_BUFFER = memoryview(bytearray(1024 * 1024))
IN_FLIGHT = 64


def _connecting(port: int, receive_buffer: int = 0) -> socket.socket:
    """Return a socket that is on its way to a port of this machine."""
    raw = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    raw.setblocking(False)  # noqa: FBT003 -- the standard library has no other way
    raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if receive_buffer:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    raw.connect_ex(("127.0.0.1", port))
    return raw


class WebSocket:
    """One of a crowd: connects, counts bytes until a frame is complete, and tells the crowd."""

    __slots__ = ("_crowd", "_got", "_head", "_size", "_text", "beat_at", "code", "keeps", "number", "opened_at", "raw")

    def __init__(self, crowd: Crowd, number: int) -> None:
        """Begin to connect. `keeps`: whether whole texts are wanted, not only when they came."""
        self._crowd, self.number, self.keeps = crowd, number, crowd.keeps
        self.opened_at = self.beat_at = 0
        self.code: int | None = None
        self._head, self._size, self._got = b"", 0, 0
        self._text = bytearray()
        self.raw = _connecting(crowd.port, crowd.receive_buffer)
        crowd.loop.watch(self.raw.fileno(), self, select.EPOLLOUT)

    def ready(self, mask: int) -> None:
        """Go on: connected, shaken hands, or something to read."""
        if mask & (select.EPOLLERR | select.EPOLLHUP) and not self.opened_at:
            self._crowd.lost(self)
            return
        if mask & select.EPOLLOUT:
            self.raw.send(wire.handshake(self._crowd.port, self._crowd.addresses[self.number]))
            self._crowd.loop.watch(self.raw.fileno(), self)
            return
        try:
            size = self.raw.recv_into(_BUFFER)
        except BlockingIOError:
            return
        except OSError:
            size = 0
        stamp = time.monotonic_ns()
        if self._is_known(size, stamp):
            return
        if size == 0:
            self._crowd.lost(self)
        elif self.opened_at:
            self._take(0, size, stamp)
        else:
            self._shaken(size, stamp)

    def _is_known(self, size: int, stamp: int) -> bool:
        """Take the short way for one whole frame that others of the crowd have had: nearly every frame."""
        if self._size or self._head or self.keeps or not self.opened_at:
            return False
        head = bytes(_BUFFER[: wire.PEEK])
        if self._crowd.size_of.get(head) != size:
            return False
        self._crowd.heard(self, head, b"", stamp)
        return True

    def send(self, frame: bytes) -> None:
        """Send one small frame; a socket that is gone or does not take it is left alone."""
        with contextlib.suppress(OSError):  # Its end is seen when it is read.
            self.raw.send(frame)

    def _shaken(self, size: int, stamp: int) -> None:
        self._text += _BUFFER[:size]
        end = self._text.find(b"\r\n\r\n")
        if end < 0:
            return
        if not self._text.startswith(b"HTTP/1.1 101"):
            raise ConnectionError(f"The server refused a socket: {bytes(self._text[:80])!r}")
        rest = bytes(self._text[end + 4 :])
        self._text.clear()
        self.opened_at = stamp
        self._crowd.shaken(self)
        _BUFFER[: len(rest)] = rest
        self._take(0, len(rest), stamp)

    def _take(self, at: int, size: int, stamp: int) -> None:
        """Cut what came into frames; tell the crowd of each that is complete."""
        while at < size:
            if len(self._head) < wire.PEEK:
                self._head += _BUFFER[at : min(at + wire.PEEK - len(self._head), size)]
                self._size = self._size or wire.frame_size(self._head)
            # A header that is not complete yet says 0: then everything here belongs to it.
            end = at + self._size - self._got if self._size else size + 1
            if self.keeps:
                self._text += _BUFFER[at : min(end, size)]
            if end > size:
                self._got += size - at
                return
            head = self._head[: self._size]
            self._head, self._size, self._got = b"", 0, 0
            at = end
            self._complete(head, stamp)

    def _complete(self, head: bytes, stamp: int) -> None:
        opcode = head[0] & 15
        text = bytes(self._text[wire.payload_start(head) :]) if self.keeps else b""
        self._text.clear()
        if opcode == wire.TEXT:
            self._crowd.heard(self, head, text, stamp)
        elif opcode == wire.PING:
            self._crowd.loop.idle.append(lambda: self.send(wire.masked(wire.PONG, head[2:])))
        elif opcode == wire.CLOSE:
            self.code = int.from_bytes(head[2:4])


@dataclass(frozen=True, slots=True)
class Kept:
    """A whole text and when it came (monotonic ns)."""

    text: bytes
    at: int


class Crowd:
    """Many WebSockets to one server: what came to whom and when, and a receipt for every numbered frame."""

    may_lose = False  # whether the server may close a socket without spoiling the run

    def __init__(
        self, loop: Loop, port: int, addresses: Sequence[str], *, keeps: bool = False, receive_buffer: int = 0
    ) -> None:
        """`addresses`: path and query of each socket. `keeps`: keep whole texts (for a few sockets only)."""
        self.loop, self.port, self.addresses, self.keeps = loop, port, list(addresses), keeps
        self.receive_buffer = receive_buffer  # bytes; 0 for the system's own
        self.sockets: list[WebSocket] = []
        self.open = 0
        self.beats = 0
        self.receipts = 0  # still to be sent
        # By event number: (socket number, when it came in monotonic ns).
        self.arrivals: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        self.epoch, self.after = "", dict[int, int | None]()
        self.bytes_of: dict[int, int] = {}
        self.kept: list[Kept] = []
        self._known: dict[bytes, int] = {}
        self.size_of: dict[bytes, int] = {}  # of frames longer than PEEK, by their first bytes

    def connect(self, *, in_flight: int = IN_FLIGHT, seconds: float = 120) -> float:
        """Open every socket, `in_flight` at a time; return the seconds from the first connect to the last 101."""
        began = time.monotonic_ns()
        total = len(self.addresses)
        if not total:
            return 0.0

        def all_open() -> bool:
            while len(self.sockets) < total and len(self.sockets) - self.open < in_flight:
                self.sockets.append(WebSocket(self, len(self.sockets)))
            return self.open == total

        if not self.loop.pump(all_open, seconds):
            raise TimeoutError(f"{total - self.open} of {total} sockets did not open within {seconds:.0f} s.")
        return (max(s.opened_at for s in self.sockets) - began) / 1e9

    def close(self) -> None:
        """Close every socket without a word, as a lost network does."""
        for each in self.sockets:
            self.loop.forget(each.raw.fileno())
            each.raw.close()
        self.open, self.sockets = 0, []

    def has_all(self, seq: int) -> bool:
        """Whether every socket has event `seq`."""
        return len(self.arrivals[seq]) >= len(self.addresses)

    def shaken(self, socket_: WebSocket) -> None:  # noqa: ARG002 -- each kind of crowd may look at it
        """Count one that was let in."""
        self.open += 1

    def lost(self, socket_: WebSocket) -> None:
        """Let one go whose connection ended; raises ConnectionError where nobody expects that."""
        self.loop.forget(socket_.raw.fileno())
        socket_.raw.close()
        self.open -= bool(socket_.opened_at)
        if not self.may_lose:
            raise ConnectionError(f"The server closed socket {socket_.number} of port {self.port} ({socket_.code}).")

    def heard(self, socket_: WebSocket, head: bytes, text: bytes, stamp: int) -> None:
        """Note a complete text frame; a numbered one is answered with a receipt when nothing else waits."""
        seq = self._known.get(head)
        if seq is None:
            seq = self._read(head)
        if seq > 0:
            self.arrivals[seq].append((socket_.number, stamp))
            self.receipts += 1
            self.loop.idle.append(lambda: self._acknowledge(socket_, seq))
        elif seq == 0:
            self.beats += 1
            socket_.beat_at = stamp
        if socket_.keeps:
            self.kept.append(Kept(text, stamp))

    def _acknowledge(self, socket_: WebSocket, seq: int) -> None:
        self.receipts -= 1
        socket_.send(wire.receipt(seq))

    def _read(self, head: bytes) -> int:
        """Return a frame's number, 0 for a heartbeat and -1 for a passing state; remember it by its first bytes."""
        said = wire.words(head)
        if said.seq is not None:
            number = said.seq
            self.after[number] = said.after
            self.bytes_of[number] = wire.frame_size(head)
        else:
            number = -1 if said.head is None else 0
        self.epoch = said.epoch
        self._known[head] = number
        if len(head) == wire.PEEK:
            self.size_of[head] = wire.frame_size(head)
        return number


class Exchange:
    """One HTTP connection that is kept open: a request, its answer, the next request."""

    def __init__(self, loop: Loop, port: int) -> None:
        """Connect with the first request."""
        self._loop, self._port = loop, port
        self._raw: socket.socket | None = None
        self._answer = bytearray()
        self.answered: Callable[[bytes], None] | None = None
        self.waiting = False
        self.sent_at = self.answered_at = 0
        self.status = 0

    def send(self, request: bytes) -> int:
        """Send a request; return the moment right before its first byte left (monotonic ns)."""
        self._loop.rest(0)  # A server hangs up after some idle seconds; that is seen here.
        if self._raw is None:
            self._raw = self._connected()
        self.waiting = True
        self._answer.clear()
        self.sent_at = time.monotonic_ns()
        # A frame of a few kilobytes fits into the socket's buffer.
        if self._raw.send(request) != len(request):
            raise BufferError("A request did not fit into the socket's buffer.")
        return self.sent_at

    def ready(self, mask: int) -> None:  # noqa: ARG002 -- only ever readable
        """Read what came of the answer."""
        try:
            size = self._raw.recv_into(_BUFFER) if self._raw else 0
        except OSError:
            size = 0
        if size == 0:
            self.close()
            return
        self._answer += _BUFFER[:size]
        whole = wire.answer_size(bytes(self._answer))
        if whole and len(self._answer) >= whole:
            self.answered_at = time.monotonic_ns()
            self.status = int(self._answer[9:12])
            self.waiting = False
            if self.answered is not None:
                self.answered(bytes(self._answer[:whole]))

    def close(self) -> None:
        """Hang up; whoever waits for an answer sees status 0."""
        if self._raw is not None:
            self._loop.forget(self._raw.fileno())
            self._raw.close()
            self._raw = None
        if self.waiting:
            self.waiting, self.status = False, 0

    def _connected(self) -> socket.socket:
        raw = socket.create_connection(("127.0.0.1", self._port))
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        raw.setblocking(False)  # noqa: FBT003 -- the standard library has no other way
        self._loop.watch(raw.fileno(), self)
        return raw
