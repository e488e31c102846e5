"""The faults are real: what the proxy says it does to a connection, it does."""

from __future__ import annotations

import socket
import socketserver
import threading
import time
from collections.abc import Iterator

import pytest

from tests.browser.proxy import Proxy

HANDSHAKE = b"GET /live/ HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"


class Echo(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        while data := self.request.recv(4096):
            self.request.sendall(data)


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Echo) as echo:
        echo.daemon_threads = True
        thread = threading.Thread(target=echo.serve_forever, args=(0.02,))
        thread.start()
        with Proxy(echo.server_address[1]) as between:
            yield between
        echo.shutdown()
        thread.join()


@pytest.fixture
def line(proxy: Proxy) -> Iterator[socket.socket]:
    with dial(proxy) as connection:
        yield connection


def dial(proxy: Proxy) -> socket.socket:
    return socket.create_connection(("127.0.0.1", int(proxy.url.rpartition(":")[2])), timeout=5)


def ask(connection: socket.socket, words: bytes = b"are you there?") -> bytes:
    connection.sendall(words)
    return connection.recv(4096)


def is_broken(connection: socket.socket) -> bool:
    try:
        return ask(connection) == b""
    except ConnectionError:
        return True


def test_in_fine_weather_everything_comes_through(line: socket.socket) -> None:
    assert ask(line) == b"are you there?"


def test_a_cut_breaks_old_and_new_connections_until_healed(proxy: Proxy, line: socket.socket) -> None:
    ask(line)
    proxy.cut()
    assert is_broken(line)
    with dial(proxy) as another:
        assert is_broken(another)
    assert proxy.cuts == 2
    proxy.heal()
    with dial(proxy) as third:
        assert ask(third) == b"are you there?"


def test_a_cut_breaks_a_connection_that_was_ready_but_silent(proxy: Proxy, line: socket.socket) -> None:
    with dial(proxy) as first:
        ask(first)  # The proxy has taken `line` as well by now.
    proxy.cut()
    assert is_broken(line)


def test_what_is_held_arrives_late_and_nobody_is_told(proxy: Proxy, line: socket.socket) -> None:
    ask(line)
    proxy.hold()
    line.settimeout(0.5)
    with pytest.raises(TimeoutError):
        ask(line, b"later")
    proxy.heal()
    line.settimeout(5)
    assert line.recv(4096) == b"later"


def test_a_stranded_socket_stays_dead_while_all_else_lives(proxy: Proxy, line: socket.socket) -> None:
    ask(line, HANDSHAKE)
    with dial(proxy) as ordinary:
        ask(ordinary)
        proxy.strand()
        assert ask(ordinary) == b"are you there?"
    line.settimeout(0.5)
    with pytest.raises(TimeoutError):
        ask(line)
    with dial(proxy) as new_socket:
        assert ask(new_socket, HANDSHAKE) == HANDSHAKE


def test_a_slow_road_delays_each_way_and_lets_only_so_much_through(proxy: Proxy, line: socket.socket) -> None:
    proxy.slow(delay=0.2, bytes_per_second=1000)
    began = time.monotonic()
    assert ask(line, b"x" * 200) == b"x" * 200
    assert time.monotonic() - began >= 0.8


def test_sockets_are_refused_and_the_rest_is_not(proxy: Proxy) -> None:
    proxy.refuse_sockets()
    with dial(proxy) as wants_a_socket:
        assert ask(wants_a_socket, HANDSHAKE).startswith(b"HTTP/1.1 403")
    with dial(proxy) as ordinary:
        assert ask(ordinary, b"GET / HTTP/1.1\r\n\r\n").startswith(b"GET /")
    assert proxy.refusals == 1
