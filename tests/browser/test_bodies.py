"""Bodies that no server should take, sent to the real one: refused early and in words, while its memory stays flat."""

from __future__ import annotations

import re
import socket
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Self

import pytest

from config.intake import PATIENCE_SECONDS
from tests.browser.server import Server

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc tells the memory")

MB = 1024 * 1024
PIECE = bytes(64 * 1024)
# How much more memory the server may take for a moment, whatever it is sent.
FLAT = 30 * MB
ADDRESSES = ["/", "/nowhere/", "/table/answers/", "/table/drawings/a-key-of-22-characters/photo/", "/staff/", "/join/"]


class Watched:
    """The memory of a server while something happens: what it was, and the most that it became."""

    def __init__(self, server: Server) -> None:
        self._status = Path(f"/proc/{server.pid}/status")
        self.before = self.most = self._now()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    @property
    def grown(self) -> int:
        return self.most - self.before

    def _watch(self) -> None:
        while not self._over.wait(0.01):
            self.most = max(self.most, self._now())

    def _now(self) -> int:
        found = re.search(r"VmRSS:\s+(\d+)", self._status.read_text())
        assert found
        return int(found[1]) * 1024


def send(server: Server, path: str, head: str, pieces: Iterator[bytes]) -> str:
    """Send a request piece by piece for as long as the server takes it; return the first line and the body."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{head}\r\n\r\n".encode())
        with suppress(BrokenPipeError, ConnectionResetError):
            for piece in pieces:
                connection.sendall(piece)
        answer = b""
        with suppress(ConnectionResetError):
            while more := connection.recv(65_536):
                answer += more
                if b"connection: close" not in answer.lower() and answer.endswith(b"</html>\n"):
                    break
    return answer.decode(errors="replace")


def long(size: int) -> Iterator[bytes]:
    return (PIECE for _ in range(size // len(PIECE)))


def chunked(size: int) -> Iterator[bytes]:
    return (b"%x\r\n%s\r\n" % (len(PIECE), PIECE) for _ in range(size // len(PIECE)))


@pytest.fixture(scope="module", autouse=True)
def warm(server: Server) -> None:
    for path in ADDRESSES:
        send(server, path, "Content-Length: 0\r\nConnection: close", iter(()))


@pytest.mark.parametrize("path", ADDRESSES)
def test_300_mb_to_any_address_leave_the_memory_flat(server: Server, path: str) -> None:
    with Watched(server) as memory:
        send(server, path, f"Content-Length: {300 * MB}", long(300 * MB))
    assert memory.grown < FLAT


def test_50_mb_are_refused_in_words_that_arrive(server: Server) -> None:
    answer = send(server, ADDRESSES[3], f"Content-Length: {50 * MB}", long(50 * MB))
    assert answer.startswith("HTTP/1.1 413 ")
    assert "What you made is still on your device: send something smaller." in answer


def test_a_body_without_a_length_is_refused_in_words_that_arrive(server: Server) -> None:
    with Watched(server) as memory:
        answer = send(server, ADDRESSES[3], "Transfer-Encoding: chunked", chunked(40 * MB))
    assert answer.startswith("HTTP/1.1 411 ")
    assert "Send it with a Content-Length." in answer
    assert memory.grown < FLAT


def test_twenty_at_once_leave_it_flat_and_everybody_else_is_served(server: Server) -> None:
    with Watched(server) as memory, ThreadPoolExecutor(20) as hall:
        sent = [hall.submit(send, server, path, f"Content-Length: {40 * MB}", long(40 * MB)) for path in ADDRESSES * 4]
        other = send(server, "/join/", "Content-Length: 0\r\nConnection: close", iter(()))
        waited = all(each.done() for each in sent)
        for each in sent:
            each.result()
    assert other.startswith("HTTP/1.1 403 ")  # without its token, and by Django
    assert not waited
    assert memory.grown < 2 * FLAT


def test_twelve_uploads_that_stall_keep_nobody_waiting(server: Server) -> None:
    """More than there are threads: each has announced a photo, sent a little, and is silent."""
    path = ADDRESSES[3]
    stalled = []
    for _ in range(12):
        connection = socket.create_connection(("127.0.0.1", server.port), timeout=30)
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; boundary=x\r\n"
        connection.sendall(f"{head}Content-Length: {3 * MB}\r\n\r\n--x\r\n".encode())
        stalled.append(connection)
    time.sleep(0.5)
    began = time.monotonic()
    other = send(server, "/join/", "Content-Length: 0\r\nConnection: close", iter(()))
    assert (other[:12], time.monotonic() - began < PATIENCE_SECONDS / 2) == ("HTTP/1.1 403", True)
    for connection in stalled:
        connection.close()
    time.sleep(1)  # until the server has noticed
    assert "Traceback" not in server.log.read_text()
