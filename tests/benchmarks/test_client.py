from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future

import pytest
from websockets.frames import Frame, Opcode

from benchmarks import wire
from benchmarks.client import Crowd, Exchange
from benchmarks.loop import Loop

WELCOME = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"
SOON = 5.0

Script = Callable[[socket.socket], bytes]
Serve = Callable[[Script], "Future[bytes]"]


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


@pytest.fixture
def serve(listener: socket.socket) -> Iterator[Serve]:
    """Let a script serve the next connection, in a thread; what it returns is what it heard."""
    threads: list[threading.Thread] = []

    def start(script: Script) -> Future[bytes]:
        heard: Future[bytes] = Future()

        def work() -> None:
            line, _ = listener.accept()
            with line:
                line.settimeout(SOON)
                heard.set_result(script(line))

        threads.append(threading.Thread(target=work))
        threads[-1].start()
        return heard

    yield start
    for thread in threads:
        thread.join(SOON)


def _shaken(line: socket.socket) -> None:
    asked = b""
    while b"\r\n\r\n" not in asked:
        asked += line.recv(4096)
    line.sendall(WELCOME)


def _numbered(seq: int, length: int) -> bytes:
    text = b'{"epoch":"e","seq":%d,"after":%d,"topic":"tables","html":"%s"}' % (seq, seq - 1, b"x" * length)
    return Frame(Opcode.TEXT, text).serialize(mask=False)


def _one(listener: socket.socket, *, keeps: bool = False) -> Crowd:
    crowd = Crowd(Loop(), listener.getsockname()[1], ["/live/?ticket=t"], keeps=keeps)
    crowd.may_lose = True  # These servers hang up when their script ends.
    return crowd


@pytest.mark.parametrize("piece", [1, 3, 50, 1_000_000])
def test_frames_are_counted_however_they_are_cut(listener: socket.socket, serve: Serve, piece: int) -> None:
    sent = (
        _numbered(1, 10)
        + Frame(Opcode.TEXT, b'{"epoch":"e","head":1}').serialize(mask=False)
        + _numbered(2, 70_000)[:700]
    )
    rest = _numbered(2, 70_000)[700:]
    crowd = _one(listener)
    seen = threading.Event()

    def script(line: socket.socket) -> bytes:
        _shaken(line)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for at in range(0, len(sent), piece):
            line.sendall(sent[at : at + piece])
        line.sendall(rest)
        line.sendall(_numbered(2, 70_000).replace(b'"seq":2', b'"seq":3'))
        seen.wait(SOON)
        return b""

    serve(script)
    crowd.connect()
    assert crowd.loop.pump(lambda: crowd.has_all(3), SOON)
    seen.set()
    assert [len(crowd.arrivals[seq]) for seq in (1, 2, 3)] == [1, 1, 1]
    assert (crowd.beats, crowd.bytes_of[2]) == (1, len(_numbered(2, 70_000)))
    crowd.close()


def test_a_numbered_frame_is_answered_with_a_receipt_and_a_heartbeat_is_not(
    listener: socket.socket, serve: Serve
) -> None:
    crowd = _one(listener)

    def script(line: socket.socket) -> bytes:
        _shaken(line)
        passing = b'{"epoch":"e","topic":"consoles","kind":"room","html":"x"}'
        for text in (b'{"epoch":"e","head":41}', passing):
            line.sendall(Frame(Opcode.TEXT, text).serialize(mask=False))
        line.sendall(_numbered(42, 500))
        return line.recv(4096)

    heard = serve(script)
    crowd.connect()
    assert crowd.loop.pump(heard.done, SOON)
    assert heard.result() == wire.receipt(42)
    crowd.close()


def test_a_ping_is_answered_with_its_own_words(listener: socket.socket, serve: Serve) -> None:
    crowd = _one(listener)

    def script(line: socket.socket) -> bytes:
        _shaken(line)
        line.sendall(Frame(Opcode.PING, b"1234").serialize(mask=False))
        return line.recv(4096)

    heard = serve(script)
    crowd.connect()
    assert crowd.loop.pump(heard.done, SOON)
    assert heard.result() == wire.masked(wire.PONG, b"1234")
    crowd.close()


def test_whole_texts_are_kept_when_they_are_wanted(listener: socket.socket, serve: Serve) -> None:
    crowd = _one(listener, keeps=True)
    frame = _numbered(5, 300)

    def script(line: socket.socket) -> bytes:
        _shaken(line)
        line.sendall(frame[:100])
        time.sleep(0.02)  # So that it arrives in two pieces.
        line.sendall(frame[100:])
        return line.recv(1)

    serve(script)
    crowd.connect()
    assert crowd.loop.pump(lambda: bool(crowd.kept), SOON)
    assert [kept.text for kept in crowd.kept] == [frame[4:]]
    crowd.close()


def test_a_socket_that_the_server_closes_spoils_the_run_and_says_the_code(
    listener: socket.socket, serve: Serve
) -> None:
    crowd = _one(listener)
    crowd.may_lose = False

    def script(line: socket.socket) -> bytes:
        _shaken(line)
        line.sendall(Frame(Opcode.CLOSE, (4400).to_bytes(2)).serialize(mask=False))
        return b""

    serve(script)
    crowd.connect()
    with pytest.raises(ConnectionError, match="4400"):
        crowd.loop.rest(SOON)
    assert crowd.open == 0
    crowd.close()


def test_a_refused_handshake_spoils_the_run(listener: socket.socket, serve: Serve) -> None:
    crowd = _one(listener)

    def script(line: socket.socket) -> bytes:
        asked = line.recv(4096)
        line.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        return asked

    serve(script)
    with pytest.raises(ConnectionError, match="403"):
        crowd.connect()
    crowd.close()


def test_an_exchange_waits_for_the_whole_answer(listener: socket.socket, serve: Serve) -> None:
    loop = Loop()

    def script(line: socket.socket) -> bytes:
        asked = line.recv(4096)
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabc")
        time.sleep(0.02)  # So that it arrives in two pieces.
        line.sendall(b"def")
        return asked

    heard = serve(script)
    exchange = Exchange(loop, listener.getsockname()[1])
    answers: list[bytes] = []
    exchange.answered = answers.append
    exchange.send(wire.request("GET", 80, "/healthz"))
    assert loop.pump(lambda: not exchange.waiting, SOON)
    assert (exchange.status, answers[0][-6:]) == (200, b"abcdef")
    assert heard.result() == wire.request("GET", 80, "/healthz")
    exchange.close()


def test_an_exchange_that_was_hung_up_on_connects_again(listener: socket.socket, serve: Serve) -> None:
    loop = Loop()

    def script(line: socket.socket) -> bytes:
        asked = line.recv(4096)
        line.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
        return asked

    exchange = Exchange(loop, listener.getsockname()[1])
    for _ in range(2):
        heard = serve(script)
        exchange.send(b"GET / HTTP/1.1\r\n\r\n")
        assert loop.pump(lambda: not exchange.waiting, SOON)
        assert (exchange.status, heard.result(SOON)) == (204, b"GET / HTTP/1.1\r\n\r\n")
        loop.rest(0.05)
    exchange.close()
