"""A server that says what a test wants: pages from a script, and a socket that the test speaks through."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from workshops.rehearsing.listening import LivePage
from workshops.rehearsing.records import Record
from workshops.rehearsing.waiting import until
from workshops.rehearsing.web import Answer, Browser, NetworkAwayError

EPOCH = "e1"


def page(head: int, inside: str = "", *, rehearsal: bool = True, epoch: str = EPOCH) -> str:
    """Return a live page that was drawn with event `head`."""
    body = f'data-live="/live/?ticket=t" data-head-url="/live/head/?ticket=t" data-epoch="{epoch}" data-head="{head}"'
    token = """hx-headers='{"X-CSRFToken": "page-token"}'"""
    return f"<html><body{' data-rehearsal' * rehearsal} {body} {token}>{inside}</body></html>"


def frame(seq: int, after: int, html: str = "", topic: str = "tables") -> dict[str, Any]:
    """Return a numbered frame."""
    return {"epoch": EPOCH, "seq": seq, "after": after, "topic": topic, "kind": "k", "html": html}


def beat(head: int) -> dict[str, Any]:
    """Return a heartbeat."""
    return {"epoch": EPOCH, "head": head}


@dataclass
class ScriptedBrowser(Browser):
    """A browser whose answers are written down beforehand; the last one for an address is given again and again."""

    server: str
    answers: dict[str, deque[Answer | NetworkAwayError]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    posted: list[tuple[str, Any, dict[str, str]]] = field(default_factory=list)
    away: bool = False

    def will(self, path: str, *answers: Answer | NetworkAwayError | str) -> None:
        """Let an address be answered like this from now on; a text is a page."""
        pages = (Answer(200, path, each) if isinstance(each, str) else each for each in answers)
        self.answers[path] = deque(pages)

    def cut(self) -> None:
        self.away = True

    async def get(self, path: str) -> Answer:
        await asyncio.sleep(0)
        self.asked.append(("GET", path))
        return self._answer(path)

    async def post(self, path: str, fields: dict[str, str] | str, **headers: str) -> Answer:
        await asyncio.sleep(0)
        self.asked.append(("POST", path))
        self.posted.append((path, fields, headers))
        return self._answer(path)

    def _answer(self, path: str) -> Answer:
        if self.away:
            raise NetworkAwayError
        waiting = self.answers[path]
        answer = waiting.popleft() if len(waiting) > 1 else waiting[0]
        if isinstance(answer, NetworkAwayError):
            raise answer
        return answer


class Desk:
    """The server's side of the socket."""

    def __init__(self) -> None:
        self.sockets: list[ServerConnection] = []
        self.heard: list[dict[str, Any]] = []
        self.greeting: list[dict[str, Any]] = [beat(0)]
        self.refuse_with: int | None = None
        self.port = 0

    @property
    def addresses(self) -> list[str]:
        """Return what each socket asked for."""
        return [str(socket.request and socket.request.path) for socket in self.sockets]

    async def answer(self, socket: ServerConnection) -> None:
        """Greet a socket, then note what it says."""
        self.sockets.append(socket)
        if self.refuse_with is not None:
            await socket.close(self.refuse_with)
            return
        for message in self.greeting:
            await socket.send(json.dumps(message))
        with suppress(ConnectionClosed):
            async for text in socket:
                self.heard.append(json.loads(text))

    async def say(self, *messages: dict[str, Any]) -> None:
        """Send through the newest socket."""
        for message in messages:
            await self.sockets[-1].send(json.dumps(message))


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    desk = Desk()
    server: Server
    async with serve(desk.answer, "127.0.0.1", 0) as server:
        desk.port = next(iter(server.sockets)).getsockname()[1]
        yield desk


@pytest.fixture
def visitor(desk: Desk) -> ScriptedBrowser:
    visitor = ScriptedBrowser(f"http://127.0.0.1:{desk.port}")
    visitor.will("/table/", page(0))
    return visitor


@pytest.fixture
async def live(visitor: ScriptedBrowser) -> AsyncIterator[LivePage]:
    """Return a page that was drawn with event 0 and listens."""
    live = LivePage(visitor, "/table/", Record("device", ("tables",)), epoch=EPOCH, random=Random(1))
    await live.open()
    listening = asyncio.create_task(live.listen())
    assert await until(lambda: live.is_equal, 5)
    yield live
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
