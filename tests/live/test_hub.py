"""The hub by itself, on a loop of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from live.hub import Hub
from live.replay import Arrival, Welcome
from live.room import Room, Socket


class DeafLine:
    """A way out that takes everything."""

    def write(self, _message: object) -> bool:
        return True

    def close(self, _code: int) -> None:
        pass


def arriving(subject: str) -> tuple[Socket, Arrival]:
    line: object = DeafLine()
    socket = Socket(subject, ("tables",), line, 0.0)  # type: ignore[arg-type]
    return socket, Arrival(subject, 1, ("tables",), "epoch", 3)


async def two_arrive_and_one_leaves(monkeypatch: pytest.MonkeyPatch) -> bool:
    """Let two sockets wait for one reading of the log and the first be given up; return whether the second got in."""
    hub, room, read = Hub(), Room(1), asyncio.Event()
    hub.rooms[1], room.epoch, room.head = room, "epoch", 3

    async def welcome(_arrival: Arrival) -> Welcome:
        return Welcome("epoch", 5, {"tables": 5})

    async def catch_up(_room: Room) -> None:
        await read.wait()
        room.head = 5

    monkeypatch.setattr(hub, "_welcome", welcome, raising=False)
    monkeypatch.setattr(hub, "_catch_up", catch_up)
    first, second = (asyncio.create_task(hub.join(*arriving(name))) for name in ("device:1", "device:2"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    read.set()
    return (await asyncio.gather(second, return_exceptions=True))[0] is True


async def test_one_who_leaves_while_the_log_is_read_does_not_keep_another_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert await two_arrive_and_one_leaves(monkeypatch)


async def test_unshielded_the_reading_would_end_with_who_began_it(monkeypatch: pytest.MonkeyPatch) -> None:
    unshielded: Callable[..., object] = lambda task: task  # noqa: E731
    monkeypatch.setattr(asyncio, "shield", unshielded)
    assert not await two_arrive_and_one_leaves(monkeypatch)
