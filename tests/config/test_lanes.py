from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from a2wsgi import WSGIMiddleware
from django.urls import reverse

from config.asgi import application
from config.lanes import LONG, Lanes

REVEAL = reverse("reveal", args=["city"])


class Taken(Exception):  # noqa: N818 -- no error: it says who took it
    """Which lane took a request."""


def lane(name: str) -> Any:
    async def take(_scope: dict[str, Any], _receive: Any, _send: Any) -> None:
        raise Taken(name)

    return take


async def taken(method: str, path: str, length: int = 0) -> str:
    scope = {"type": "http", "method": method, "path": path, "headers": [(b"content-length", str(length).encode())]}
    with pytest.raises(Taken) as which:
        await Lanes(lane("quick"), lane("slow"), lane("together"))(scope, None, None)
    return str(which.value)


@pytest.mark.parametrize(
    ("method", "path", "length"),
    [("POST", "/table/drawings/key/photo/", 1_000), ("POST", "/anywhere/", LONG + 1), ("GET", "/table/", LONG + 1)],
)
async def test_what_takes_its_time_goes_the_slow_lane(method: str, path: str, length: int) -> None:
    assert await taken(method, path, length) == "slow"


# What draws a picture, sets a document or packs a file, by the names of the addresses.
LONG_WORK = [
    ("POST", reverse("drawing-photo", args=["key"])),
    ("POST", reverse("hand-in-drawing", args=["key"])),
    ("GET", reverse("gallery-zip", args=["city"])),
    ("GET", reverse("contact-sheet", args=["city"])),
    ("GET", reverse("paper-pack", args=["city", "tables"])),
    ("GET", reverse("badges", args=["city"])),
    ("GET", reverse("certificates", args=["city"])),
    ("GET", reverse("booking-certificate", args=["token", 1])),
]
long_work = pytest.mark.parametrize(("method", "path"), LONG_WORK, ids=[path for _method, path in LONG_WORK])


@long_work
async def test_pictures_documents_and_archives_are_made_in_the_slow_lane(method: str, path: str) -> None:
    assert await taken(method, path) == "slow"


class Hall:
    """Two lanes of one thread each: a reveal is answered at once, everything else when it may go on."""

    def __init__(self) -> None:
        self.may_go_on = threading.Event()
        self._lanes = Lanes(*(WSGIMiddleware(self._answer, workers=1) for _ in range(3)))  # type: ignore[arg-type]

    def _answer(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        if environ["PATH_INFO"] != REVEAL:
            self.may_go_on.wait(10)
        start_response("204 No Content", [])
        return []

    async def ask(self, method: str, path: str) -> None:
        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(_message: dict[str, Any]) -> None:
            pass

        await self._lanes(self._scope(method, path), receive, send)

    @staticmethod
    def _scope(method: str, path: str) -> dict[str, Any]:
        return {
            "type": "http",
            "method": method,
            "path": path,
            "headers": [],
            "query_string": b"",
            "http_version": "1.1",
            "server": ("localhost", 80),
            "client": ("localhost", 1),
            "scheme": "http",
        }


async def is_revealed_meanwhile(method: str, path: str) -> bool:
    """Whether a reveal is answered while something else is under way."""
    hall = Hall()
    first = asyncio.create_task(hall.ask(method, path))
    await asyncio.sleep(0.05)
    reveal = asyncio.create_task(hall.ask("POST", REVEAL))
    done, _waits = await asyncio.wait([reveal], timeout=1)
    hall.may_go_on.set()
    await asyncio.gather(first, reveal)
    return bool(done)


@long_work
async def test_a_reveal_is_not_held_up_by_it(method: str, path: str) -> None:
    assert await is_revealed_meanwhile(method, path)


async def test_in_one_lane_it_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.lanes.takes_time", lambda _scope: False)
    assert not await is_revealed_meanwhile(*LONG_WORK[0])


@pytest.mark.parametrize(
    ("method", "path", "length"),
    [
        ("GET", "/table/drawings/key/photo/", 0),
        ("POST", "/table/drawings/key/photo/choose/", 100),
        ("POST", "/table/answers/", LONG),
        ("GET", "/", 0),
        ("GET", "/roadshows/leeds/book/", 0),
        ("POST", "/roadshows/leeds/book/group/", 100),
    ],
)
async def test_everything_else_is_quick(method: str, path: str, length: int) -> None:
    assert await taken(method, path, length) == "quick"


async def test_whoever_asks_for_a_place_waits_with_the_others_who_do() -> None:
    assert await taken("POST", "/roadshows/leeds/book/", 200) == "together"


async def test_a_request_without_a_body_is_quick() -> None:
    scope = {"type": "http", "method": "GET", "path": "/", "headers": []}
    with pytest.raises(Taken, match="quick"):
        await Lanes(lane("quick"), lane("slow"), lane("together"))(scope, None, None)


def test_the_lanes_stand_behind_the_door() -> None:
    assert isinstance(application.application_mapping["http"].application, Lanes)
