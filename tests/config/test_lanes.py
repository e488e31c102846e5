from __future__ import annotations

from typing import Any

import pytest

from config.asgi import application
from config.lanes import LONG, Lanes


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
