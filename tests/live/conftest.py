"""A real server in a thread of the test process, and a room for it: real sockets, patchable code."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
import uvicorn
from django.db import transaction
from websockets.sync.client import ClientConnection, connect

from config.asgi import application
from live import gate, kinds
from live import hub as hub_module
from live.announce import announce
from live.hub import hub
from live.models import Event, Log
from live.protocol import HallProtocol
from live.tickets import issue

KIND = "test-happened"


class Hall:
    """The server, the log of one room, and short ways to its sockets."""

    def __init__(self, port: int, log: Log) -> None:
        self.port = port
        self.log = log
        self.refused: set[str] = set()
        self._open = ExitStack()

    def address(self, subject: str = "guest:1", *topics: str, **query: Any) -> str:
        ticket = quote(issue(subject, self.log.pk, topics or ("tables",)))
        extra = "".join(f"&{name}={value}" for name, value in query.items())
        return f"ws://127.0.0.1:{self.port}/live/?ticket={ticket}{extra}"

    def socket(self, subject: str = "guest:1", *topics: str, **query: Any) -> ClientConnection:
        return self.open(self.address(subject, *topics, **query))

    def open(self, address: str, **options: Any) -> ClientConnection:
        connection: ClientConnection = self._open.enter_context(
            connect(address, compression=None, close_timeout=0.5, **options)
        )
        return connection

    def happen(self, *topics: str, words: str = "") -> Event:
        with transaction.atomic():
            return announce(self.log.pk, kind=KIND, topics=topics or ("tables",), payload={"words": words})

    def close(self) -> None:
        self._open.close()


@pytest.fixture(autouse=True)
def _test_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "_renderers", dict(kinds._renderers))
    kinds.register(KIND, lambda notice: f"<p>{notice.payload['words']} for {notice.topic}</p>")


@pytest.fixture
def log(transactional_db: None) -> Log:
    return Log.objects.create()


@pytest.fixture(params=["raw", "asgi"])
def way(request: pytest.FixtureRequest) -> type | str:
    """Both ways out: our own protocol, and whatever another ASGI server would do."""
    return HallProtocol if request.param == "raw" else "websockets-sansio"


@pytest.fixture
def hall(log: Log, way: type | str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hall]:
    yield from serve(log, way, monkeypatch)


@pytest.fixture
def raw_hall(log: Log, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hall]:
    yield from serve(log, HallProtocol, monkeypatch)


async def _hasty_sleep(seconds: float) -> None:
    await asyncio.sleep(seconds / 10)


def serve(log: Log, way: type | str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hall]:
    for name in ("TAIL_SECONDS", "SWEEP_SECONDS"):
        monkeypatch.setattr(hub_module, name, 0.2)
    # Whether it is to end, and whether its connections have, the server looks every tenth of a second.
    hasty = SimpleNamespace(**vars(asyncio) | {"sleep": _hasty_sleep})
    monkeypatch.setattr("uvicorn.server.asyncio", hasty)
    config = uvicorn.Config(application, port=0, ws=way, ws_per_message_deflate=False, log_level="critical")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    wait_until(lambda: server.started)
    hall = Hall(server.servers[0].sockets[0].getsockname()[1], log)
    monkeypatch.setattr(gate, "_checks", {"guest": lambda ids: set(ids) - hall.refused})
    yield hall
    hall.close()
    server.should_exit = True
    thread.join(10)
    assert not thread.is_alive()
    assert hub.loop is None


def wait_until(true: Callable[[], object], seconds: float = 5.0) -> None:
    """Wait for something that another thread does."""
    pause = threading.Event()
    for _ in range(int(seconds / 0.01)):
        if true():
            return
        pause.wait(0.01)
    pytest.fail(f"this did not become true within {seconds} s")
