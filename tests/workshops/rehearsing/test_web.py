from __future__ import annotations

import asyncio
import gzip
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from workshops.rehearsing.waiting import until
from workshops.rehearsing.web import Answer, Browser, NetworkAwayError, Traffic


class Stage(BaseHTTPRequestHandler):
    """A server with a few pages, which notes what it was asked."""

    asked: list[tuple[str, str, dict[str, str], bytes]]
    answering: threading.Event

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.asked.append((self.command, self.path, dict(self.headers), body))
        self.answering.wait(5)
        if self.path == "/join/ABC234/":
            self.send_response(302)
            self.send_header("Location", "/table/?from=card")
            self.send_header("Set-Cookie", "device=token; Path=/; HttpOnly")
            self.send_header("Set-Cookie", "csrftoken=secret; Path=/")
            self.end_headers()
        elif self.path == "/packed/":
            self.send_response(200)
            self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(gzip.compress("Café".encode()))
        else:
            self.send_response(404 if self.path == "/nowhere/" else 200)
            self.end_headers()
            self.wfile.write(b"a page")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    Stage.asked, Stage.answering = [], threading.Event()
    Stage.answering.set()
    with HTTPServer(("127.0.0.1", 0), Stage) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def traffic() -> Traffic:
    return Traffic()


@pytest.fixture
def visitor(server: HTTPServer, traffic: Traffic) -> Iterator[Browser]:
    with ThreadPoolExecutor(2) as threads:
        yield Browser(f"http://127.0.0.1:{server.server_port}/", traffic, threads)


async def test_a_redirect_is_followed_and_its_cookies_are_kept(visitor: Browser, traffic: Traffic) -> None:
    assert await visitor.get("/join/ABC234/") == Answer(200, "/table/?from=card", "a page")
    _method, _path, headers, _body = Stage.asked[-1]
    assert headers["Cookie"] == "device=token; csrftoken=secret"
    assert traffic.statuses == {("GET", 302): 1, ("GET", 200): 1}


async def test_a_form_says_where_it_comes_from_and_is_not_led_on(visitor: Browser) -> None:
    answer = await visitor.post("/join/ABC234/", {"text": "Who & what?"}, HX_Request="true")
    assert (answer.status, answer.path) == (302, "/table/?from=card")
    method, _path, headers, body = Stage.asked[-1]
    assert (method, body) == ("POST", b"text=Who+%26+what%3F")
    assert (headers["Origin"], headers["HX-Request"]) == (visitor.server, "true")


async def test_packed_pages_are_unpacked(visitor: Browser) -> None:
    assert (await visitor.get("/packed/")).text == "Café"
    assert Stage.asked[-1][2]["Accept-Encoding"] == "gzip"


async def test_a_page_that_is_not_there_is_an_answer(visitor: Browser) -> None:
    answer = await visitor.get("/nowhere/")
    assert (answer.status, answer.ok) == (404, False)


async def test_without_a_network_nothing_is_asked(visitor: Browser, traffic: Traffic) -> None:
    visitor.cut()
    with pytest.raises(NetworkAwayError):
        await visitor.get("/table/")
    assert (Stage.asked, traffic.unanswered) == ([], 1)


async def test_what_is_under_way_when_the_network_goes_gets_no_answer(visitor: Browser, traffic: Traffic) -> None:
    Stage.answering.clear()
    asking = asyncio.create_task(visitor.post("/table/park/", {"text": "Who?"}))
    assert await until(lambda: bool(Stage.asked), 5)
    visitor.cut()
    visitor.away = False
    Stage.answering.set()
    with pytest.raises(NetworkAwayError):
        await asking
    assert traffic.statuses == {}


async def test_a_server_that_is_away_is_a_network_that_is_away(traffic: Traffic) -> None:
    with ThreadPoolExecutor(1) as threads, HTTPServer(("127.0.0.1", 0), Stage) as closed:
        closed.server_close()
        with pytest.raises(NetworkAwayError):
            await Browser(f"http://127.0.0.1:{closed.server_port}", traffic, threads).get("/")
    assert traffic.unanswered == 1
