"""A browser reduced to what a rehearsal needs of HTTP: cookies, pages and forms, over a network that can be away."""

from __future__ import annotations

import asyncio
import gzip
import http.client
import ssl
from collections import Counter
from concurrent.futures import Executor
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

PATIENCE_SECONDS = 10.0
_MOST_REDIRECTS = 5
_SEE = frozenset({301, 302, 303, 307, 308})


class NetworkAwayError(Exception):
    """No answer came: the network was away, or the server was."""


@dataclass(frozen=True)
class Answer:
    """What came back. `path` is where a redirect led to in the end."""

    status: int
    path: str
    text: str

    @property
    def ok(self) -> bool:
        """Whether it did what was asked."""
        return self.status < HTTPStatus.BAD_REQUEST


@dataclass
class Traffic:
    """Every answer to every browser: by what was asked and how it was answered."""

    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    unanswered: int = 0


class Browser:
    """Somebody with cookies of their own at one server."""

    def __init__(self, server: str, traffic: Traffic, threads: Executor) -> None:
        """`server`: scheme, host and port. `threads`: where requests wait for their answers."""
        self.server = server.rstrip("/")
        self.away = False
        self._cuts = 0
        self._traffic, self._threads = traffic, threads
        self._parts = urlsplit(self.server)
        self._cookies: dict[str, str] = {}

    def cut(self) -> None:
        """Lose the network: what is under way gets no answer."""
        self.away = True
        self._cuts += 1

    async def get(self, path: str) -> Answer:
        """Return a page, redirects followed. Raises NetworkAwayError."""
        answer = await self._ask("GET", path)
        for _ in range(_MOST_REDIRECTS):
            if answer.status not in _SEE:
                break
            answer = await self._ask("GET", answer.path)
        return answer

    async def post(self, path: str, fields: dict[str, str] | str, **headers: str) -> Answer:
        """Post a form, or a text of JSON, with headers whose names have `_` for `-`; a redirect is not followed.

        Raises NetworkAwayError: the server may have taken it all the same.
        """
        return await self._ask("POST", path, fields, headers)

    async def _ask(
        self, method: str, path: str, fields: dict[str, str] | str | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        cuts, answer, why = self._cuts, None, "the network is away"
        if not self.away:
            loop = asyncio.get_running_loop()
            try:
                answer = await loop.run_in_executor(self._threads, self._exchange, method, path, fields, headers)
            except (OSError, http.client.HTTPException) as error:
                why = str(error)
        if answer is None or self._cuts != cuts:
            self._traffic.unanswered += 1
            raise NetworkAwayError(f"{method} {path}: {why}")
        self._traffic.statuses[method, answer.status] += 1
        return answer

    def _exchange(
        self, method: str, path: str, fields: dict[str, str] | str | None, headers: dict[str, str] | None
    ) -> Answer:
        """Ask in a connection of its own, as a browser does that was idle for a while. Runs in a thread."""
        connection = self._connection()
        try:
            body = None if fields is None else (fields if isinstance(fields, str) else urlencode(fields)).encode()
            connection.request(method, path, body, self._headers(fields) | _spelled(headers or {}))
            response = connection.getresponse()
            text = response.read()
            if response.headers.get("Content-Encoding") == "gzip":
                text = gzip.decompress(text)
            for line in response.headers.get_all("Set-Cookie") or []:
                name, _, rest = line.partition("=")
                self._cookies[name] = rest.partition(";")[0]
            where = urlsplit(response.headers.get("Location", path))
            return Answer(response.status, where.path + (f"?{where.query}" if where.query else ""), text.decode())
        finally:
            connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        host = self._parts.netloc
        if self._parts.scheme == "https":
            return http.client.HTTPSConnection(host, timeout=PATIENCE_SECONDS, context=ssl.create_default_context())
        return http.client.HTTPConnection(host, timeout=PATIENCE_SECONDS)

    def _headers(self, fields: dict[str, str] | str | None) -> dict[str, str]:
        headers = {"Accept-Encoding": "gzip", "Connection": "close"}
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        if fields is not None:
            kind = "application/json" if isinstance(fields, str) else "application/x-www-form-urlencoded"
            headers |= {"Content-Type": kind, "Origin": self.server}
            headers["Referer"] = f"{self.server}/"
        return headers


def _spelled(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
