"""A browser reduced to what these tests need: cookies, forms, and a live page's socket."""

from __future__ import annotations

import html
import json
import re
import time
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack
from http.cookiejar import CookieJar
from typing import Any, Self
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

from websockets.sync.client import connect

CONSOLE = "/roadshows/manchester/console/"
# What a button answers to a plain form post: done (on to the console), or too late (and where the room is).
PRESSED, TOO_LATE = 302, 409

Frame = dict[str, Any]


class _Stay(HTTPRedirectHandler):
    """Follows no redirect: what a form answers is what a test wants to see."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Visitor:
    """Somebody with cookies of their own at one server."""

    def __init__(self, url: str):
        self.url = url
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()), _Stay)

    def get(self, path: str) -> str:
        """Return a page; a redirect is an empty one."""
        return self._open(Request(self.url + path))[1]  # noqa: S310 -- our own server

    def post(self, path: str, **fields: str | int) -> tuple[int, str]:
        """Post a form; return the answer's status and text."""
        body = urlencode(fields).encode()
        return self._open(Request(self.url + path, data=body))  # noqa: S310 -- our own server

    def token_of(self, path: str) -> str:
        """Return the CSRF token of a page with a form."""
        return _found(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(path))

    def listen(self, path: str) -> Line:
        """Open the socket of a live page, as its script would."""
        return Line(self.url, self.get(path))

    def _open(self, request: Request) -> tuple[int, str]:
        try:
            with self._opener.open(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.read().decode()


class Facilitator(Visitor):
    """Somebody who is signed in and may run the room."""

    def __init__(self, url: str, link: str):
        super().__init__(url)
        self.get(link)
        self._token = self.token_of(CONSOLE)

    def press(self, action: str, stage: int) -> int:
        """Press `reveal` or `withdraw`; return PRESSED or TOO_LATE."""
        return self.post(f"{CONSOLE}{action}/", stage=stage, csrfmiddlewaretoken=self._token)[0]

    def begin_anew(self) -> None:
        """Take back whatever stage the room has."""
        while shown := re.search(r'data-action="withdraw".*?name="stage" value="(\d+)"', self.get(CONSOLE), re.DOTALL):
            assert self.press("withdraw", int(shown[1])) == PRESSED

    def card(self, table: int) -> str:
        """Return the address that a table's card holds."""
        return _found(rf'data-table="{table}"\s+data-join="([^"]+)"', self.get(CONSOLE))

    def table(self, number: int, url: str = "") -> Line:
        """Bring a new device to a table, at this server or another; return its page's socket."""
        device = Visitor(url or self.url)
        device.get(self.card(number))
        return device.listen("/table/")


class Line:
    """The socket of one live page, and where that page stands."""

    def __init__(self, url: str, page: str):
        self.url = url
        self.epoch = _found(r'data-epoch="([^"]+)"', page)
        self.have = int(_found(r'data-head="(\d+)"', page))
        self._address = html.unescape(_found(r'data-live="([^"]+)"', page))
        self._stack = ExitStack()
        self._early: deque[Frame] = deque()

    def moved(self, url: str) -> Line:
        """Return this line as it connects next, to another server."""
        self.url = url
        return self

    def __enter__(self) -> Self:
        """Connect, saying what the page has, and wait for the first heartbeat: then it is in the room."""
        address = self.url.replace("http:", "ws:", 1) + self._address
        has = urlencode({"epoch": self.epoch, "since": self.have})
        self._socket = self._stack.enter_context(connect(f"{address}&{has}"))
        while "head" not in (message := self._next(10.0)):
            self._early.append(message)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def say(self, have: int) -> None:
        """Say what is on this page's screen."""
        self._socket.send(json.dumps({"have": have}))

    def frame(self, *, within: float) -> Frame:
        """Return the next numbered frame. Raises TimeoutError when none came `within` so many seconds."""
        frame = next(f for f in self._frames(within) if "seq" in f)
        self.have = frame["seq"]
        return frame

    def shows(self, pattern: str, *, within: float) -> None:
        """Wait for a passing state whose HTML holds `pattern`. Raises TimeoutError."""
        next(f for f in self._frames(within) if "seq" not in f and re.search(pattern, f.get("html", "")))

    def _frames(self, within: float) -> Iterator[Frame]:
        deadline = time.monotonic() + within
        while self._early:
            yield self._early.popleft()
        while True:
            yield self._next(deadline - time.monotonic())

    def _next(self, within: float) -> Frame:
        return dict(json.loads(self._socket.recv(timeout=max(within, 0.0))))


def _found(pattern: str, page: str) -> str:
    match = re.search(pattern, page)
    assert match, f"no {pattern} in this page:\n{page[:2000]}"
    return match[1]
