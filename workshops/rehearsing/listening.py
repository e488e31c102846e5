"""A simulated browser with a live page open: the socket brings, HTTP heals, as docs/live.md has it."""

from __future__ import annotations

import asyncio
import json
import math
import time
from contextlib import suppress
from http import HTTPStatus
from random import Random
from urllib.parse import urlencode

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from workshops.rehearsing.pages import Page
from workshops.rehearsing.position import Frame, Position, Take, poll_seconds, retry_seconds
from workshops.rehearsing.records import Drop, Got, How, Record
from workshops.rehearsing.web import Answer, Browser, NetworkAwayError

CONNECT_SECONDS, SILENCE_SECONDS = 5.0, 25.0
POLL_AFTER_FAILURES = 2
NOT_ALLOWED = 4401


class NotARehearsalError(Exception):
    """A page that belongs to no rehearsal, or to another one: nothing is said or pressed there."""


class LivePage:
    """One page, from its first drawing until it is closed or the server lets it in no more."""

    def __init__(self, browser: Browser, path: str, record: Record, *, epoch: str, random: Random) -> None:
        """`epoch`: of the rehearsal's log; a page of any other is refused."""
        self.browser, self.path, self.record = browser, path, record
        self.page = Page("")
        self.position = Position("", 0)
        self._epoch, self._random, self._slow = epoch, random, record.slow
        self._socket: ClientConnection | None = None
        self._healing: asyncio.Task[bool] | None = None
        self._waiting: list[tuple[Frame, How, float]] = []  # what comes while a page is fetched
        self._polling: asyncio.Task[None] | None = None
        self._awake = asyncio.Event()
        self._attempt = 0
        self._head = math.inf  # what the newest heartbeat said

    @property
    def token(self) -> str:
        """The page's own CSRF token, for forms that came by the socket."""
        return str(json.loads(self.page.body["hx-headers"])["X-CSRFToken"])

    @property
    def connected(self) -> bool:
        """Whether a socket is open."""
        return self._socket is not None

    @property
    def is_equal(self) -> bool:
        """Whether it has everything that its newest heartbeat told of, or may not listen any more."""
        has_all = self.connected and self._healing is None and self.position.have >= self._head
        return has_all or bool(self.record.sent_away)

    async def wake(self) -> None:
        """Have a good network, whatever was before, and ask how far the log is; `is_equal` waits for the answer."""
        self._slow = False
        self._network_back()
        self._head = math.inf
        self._awake.set()
        if self._socket is not None:
            with suppress(ConnectionClosed):
                await self._socket.send(json.dumps({"ping": 1}))

    async def open(self, path: str = "") -> None:
        """Draw the page for the first time, by way of `path` if given. Raises NotARehearsalError, NetworkAwayError."""
        answer = await self.browser.get(path or self.path)
        if not answer.ok:
            raise NotARehearsalError(f"{path or self.path} was answered with {answer.status}")
        await self._draw(answer)
        self.record.first = self.record.have = self.position.have

    async def listen(self) -> None:
        """Connect, take what comes, and come back whenever the line is lost; until the server says no."""
        try:
            while not self.record.sent_away:
                code = await self._one_socket()
                if code == NOT_ALLOWED:
                    await self.heal()
                elif self._attempt >= POLL_AFTER_FAILURES and self._polling is None:
                    self._polling = asyncio.create_task(self._poll())
                self._awake.clear()
                with suppress(TimeoutError):
                    async with asyncio.timeout(retry_seconds(self._attempt, self._random)):
                        await self._awake.wait()
                self._attempt = 0 if self._awake.is_set() else self._attempt + 1
        finally:
            for task in (self._polling, self._healing):
                if task is not None:
                    task.cancel()

    async def cut(self, seconds: float, *, noticed: bool) -> None:
        """Be without a network for so long; `noticed`: whether the device hears of its return."""
        self.record.drops.append(Drop(time.time()))
        self.browser.cut()
        if self._socket is not None:
            self._socket.transport.abort()
        await asyncio.sleep(seconds)
        self._network_back()
        if noticed:
            self._awake.set()
            with suppress(NetworkAwayError):
                await self._look()

    async def heal(self) -> bool:
        """Fetch the page anew; one at a time. Return whether that worked."""
        if self._healing is None:
            self._healing = asyncio.create_task(self._fetch())
        return await asyncio.shield(self._healing)

    async def _one_socket(self) -> int:
        """Serve one socket from connecting to its end; return the code with which it was closed, 0 for none."""
        has = urlencode({"epoch": self.position.epoch, "since": self.position.have})
        address = self.browser.server.replace("http", "ws", 1) + self.page.body["data-live"]
        if self.browser.away:
            return 0
        try:
            async with connect(
                f"{address}&{has}",
                additional_headers={"Origin": self.browser.server},
                compression=None,
                ping_interval=None,
                max_size=None,
                max_queue=1 if self._slow else 64,
                open_timeout=CONNECT_SECONDS,
                close_timeout=1,
            ) as socket:
                self._socket = socket
                if self.browser.away:  # Cut off while it connected.
                    socket.transport.abort()
                code = await self._hear(socket)
        except (OSError, TimeoutError, InvalidHandshake, ConnectionClosed):
            code = 0
        finally:
            self._socket = None
        self._note_drop()
        return code

    async def _hear(self, socket: ClientConnection) -> int:
        """Take what comes until the end or a silence. What comes before the first heartbeat is a replay."""
        how = How.REPLAY
        while True:
            try:
                # Not wait_for: it loses a cancellation that comes together with a message (CPython issue 37658).
                async with asyncio.timeout(SILENCE_SECONDS):
                    text = await socket.recv()
            except ConnectionClosed as closed:
                return closed.rcvd.code if closed.rcvd else 0
            if self._slow:
                await asyncio.sleep(self._random.uniform(0.5, 4.0))
            message: Frame = json.loads(text)
            self._attempt = 0
            self._stop_polling()
            if "head" in message:
                how, self._head = How.SOCKET, message["head"]
            await self._take(message, how)

    async def _take(self, message: Frame, how: How) -> None:
        if message.get("reload"):
            self._start_healing()
        elif "topic" not in message:
            if self.position.behind(message):
                self._start_healing()
            elif self._healing is None:
                self._equal()
        elif self._healing is not None:
            self._waiting.append((message, how, time.time()))
        else:
            await self._apply(message, how, time.time())

    async def _apply(self, frame: Frame, how: How, at: float) -> None:
        """Do with a frame that came at a moment what the position says."""
        take = self.position.take(frame)
        if take == Take.HEAL:
            self.record.gaps += 1
            self._start_healing()
        elif take == Take.IGNORE:
            self.record.ignored += 1
        else:
            self.page.apply(frame["html"])
            if "seq" in frame:
                self.record.got.append(Got(frame["topic"], frame["seq"], at, how))
                self.record.have = self.position.have
                await self._acknowledge()

    async def _acknowledge(self) -> None:
        if self._socket is not None:
            with suppress(ConnectionClosed):
                await self._socket.send(json.dumps({"have": self.position.have}))

    def _start_healing(self) -> None:
        if self._healing is None:
            self._healing = asyncio.create_task(self._fetch())

    async def _fetch(self) -> bool:
        """Fetch the page; whether that worked or not, take what came meanwhile."""
        worked = await self._fetch_page()
        self._healing = None
        if worked:
            self._equal()
        waiting, self._waiting = self._waiting, []
        for frame, how, at in waiting:
            await self._apply(frame, how, at)
        return worked

    async def _fetch_page(self) -> bool:
        try:
            answer = await self.browser.get(self.path)
            if HTTPStatus.BAD_REQUEST <= answer.status < HTTPStatus.INTERNAL_SERVER_ERROR:
                self.record.sent_away = f"{self.path} was answered with {answer.status}"
            if not answer.ok:
                return False
            await self._draw(answer)
        except NotARehearsalError as error:
            self.record.sent_away = str(error)
            return False
        except NetworkAwayError:
            if self._polling is None:
                self._polling = asyncio.create_task(self._poll())
            return False
        self.record.pages.append(self.position.have)
        self.record.have = self.position.have
        await self._acknowledge()
        return True

    async def _draw(self, answer: Answer) -> None:
        """Take a whole page, read off the loop: it is long."""
        page = await asyncio.to_thread(Page, answer.text)
        if not page.is_rehearsal or page.body.get("data-epoch") != self._epoch:
            raise NotARehearsalError(f"{answer.path} is no page of this rehearsal")
        self.page = page
        self.position = Position(page.body["data-epoch"], int(page.body["data-head"]))

    async def _look(self) -> None:
        """Ask over HTTP how far the log is, and heal if this page is behind."""
        self.record.polls += 1
        answer = await self.browser.get(self.page.body["data-head-url"])
        if answer.status == HTTPStatus.UNAUTHORIZED or (answer.ok and self.position.behind(json.loads(answer.text))):
            await self.heal()
        elif answer.ok:
            self._equal()

    async def _poll(self) -> None:
        while True:
            await asyncio.sleep(poll_seconds(self._random))
            with suppress(NetworkAwayError):
                await self._look()

    def _stop_polling(self) -> None:
        if self._polling is not None:
            self._polling.cancel()
            self._polling = None

    def _network_back(self) -> None:
        self.browser.away = False
        if self.record.drops and self.record.drops[-1].back_at is None:
            self.record.drops[-1].back_at = time.time()

    def _note_drop(self) -> None:
        """Note that a line was lost, unless that is known: a cut says so before."""
        if not self.record.drops or self.record.drops[-1].equal_at is not None:
            now = time.time()
            self.record.drops.append(Drop(now, now))

    def _equal(self) -> None:
        """Note that the page has everything again."""
        if self.record.drops and self.record.drops[-1].back_at is not None and self.record.drops[-1].equal_at is None:
            self.record.drops[-1].equal_at = time.time()
