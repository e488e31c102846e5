"""Events that overtake each other on their way to the hub, and readings of the log that take long."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from websockets.sync.client import ClientConnection

from live import announce as announcing
from live import hub as hub_module
from live import replay
from live.hub import hub
from live.room import Delivery, Room
from tests.live.conftest import Hall, wait_until

Reading = Callable[..., replay.Catch]


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return from where on the log was read, each time that it was."""
    found: list[int] = []
    catch_up = replay.catch_up

    def noted(log_id: int, after: int, topics: Any) -> replay.Catch:
        found.append(after)
        return catch_up(log_id, after, topics)

    monkeypatch.setattr(replay, "catch_up", noted)
    return found


def numbers(socket: ClientConnection, count: int, seconds: float = 5) -> list[int]:
    """Return the numbers of the next frames."""
    found: list[int] = []
    until = time.monotonic() + seconds
    while len(found) < count:
        said = json.loads(socket.recv(timeout=until - time.monotonic()))
        if "seq" in said:
            found.append(said["seq"])
    return found


def settled(hall: Hall, readings: list[int]) -> ClientConnection:
    """Return the socket of a room that knows how far it is; what was read for that is forgotten."""
    socket = hall.socket()
    socket.recv(timeout=5)
    wait_until(lambda: hub._catching and all(task.done() for task in hub._catching.values()))
    readings.clear()
    return socket


def test_an_event_that_overtakes_another_waits_for_it_and_nothing_is_read(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, readings: list[int]
) -> None:
    monkeypatch.setattr(hub_module, "PATIENCE_SECONDS", 1.0)
    socket = settled(hall, readings)
    offer, held = hub.offer, list[Delivery]()
    monkeypatch.setattr(hub, "offer", held.append)
    for words in ("one", "two", "three"):
        hall.happen(words=words)
    for delivery in (held[2], held[1], held[0]):
        offer(delivery)
    assert numbers(socket, 3) == [1, 2, 3]
    assert readings == []


def test_without_patience_the_log_would_be_read_and_drawn_again(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, readings: list[int]
) -> None:
    monkeypatch.setattr(hub_module, "PATIENCE_SECONDS", 0.0)
    socket = settled(hall, readings)
    offer, held = hub.offer, list[Delivery]()
    monkeypatch.setattr(hub, "offer", held.append)
    for words in ("one", "two"):
        hall.happen(words=words)
    offer(held[1])
    assert numbers(socket, 2) == [1, 2]
    assert readings == [0]


def test_what_came_while_the_log_was_read_is_not_read_for_again(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, readings: list[int]
) -> None:
    socket = settled(hall, readings)
    catch_up, offer = replay.catch_up, hub.offer

    def meanwhile(log_id: int, after: int, topics: Any) -> replay.Catch:
        catch = catch_up(log_id, after, topics)
        monkeypatch.setattr(replay, "catch_up", catch_up)
        monkeypatch.setattr(hub, "offer", offer)
        for words in ("three", "four"):
            hall.happen(words=words)
        return catch

    monkeypatch.setattr(replay, "catch_up", meanwhile)
    monkeypatch.setattr(hub, "offer", lambda _lost: None)
    hall.happen(words="one")
    hall.happen(words="two")
    assert numbers(socket, 4) == [1, 2, 3, 4]
    time.sleep(0.5)
    assert readings == [0]


@pytest.fixture
def busy(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Return what begins a time in which something happens every 50 ms, half of it is lost, and reading takes long."""
    catch_up, offer, ended = replay.catch_up, hub.offer, threading.Event()

    def slowly(log_id: int, after: int, topics: Any) -> replay.Catch:
        catch = catch_up(log_id, after, topics)
        time.sleep(0.4)
        return catch

    def work() -> None:
        while not ended.wait(0.05):
            hall.happen()

    def begin() -> None:
        monkeypatch.setattr(replay, "catch_up", slowly)
        monkeypatch.setattr(hub, "offer", lambda delivery: delivery.seq and delivery.seq % 2 and offer(delivery))
        thread.start()

    thread = threading.Thread(target=work)
    yield begin
    ended.set()
    thread.join()


def test_a_socket_gets_in_however_much_happens(hall: Hall, busy: Callable[[], None], readings: list[int]) -> None:
    first = settled(hall, readings)
    busy()
    assert numbers(first, 3) == [1, 2, 3]
    second = hall.socket("guest:2", epoch=hall.log.epoch, since=0)
    assert numbers(second, 10) == list(range(1, 11))


def test_a_reading_that_fails_is_tried_again(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, readings: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    socket = settled(hall, readings)
    catch_up, failed = replay.catch_up, list[int]()

    def fails_once(log_id: int, after: int, topics: Any) -> replay.Catch:
        if not failed:
            failed.append(after)
            raise OSError("the disk is away")
        return catch_up(log_id, after, topics)

    monkeypatch.setattr(replay, "catch_up", fails_once)
    with monkeypatch.context() as patch:
        patch.setattr(hub, "offer", lambda _lost: None)
        hall.happen(words="lost")
    assert numbers(socket, 1) == [1]
    assert failed == [0]
    assert "The log could not be read (the disk is away); it is tried again." in caplog.text


# The room by itself


def delivery(seq: int | None) -> Delivery:
    return Delivery(1, "e", seq, ())


@pytest.fixture
def room() -> Room:
    room = Room(1)
    room.epoch, room.head = "e", 4
    return room


@pytest.mark.parametrize(
    ("seqs", "head", "waits"),
    [([5, 6], 6, []), ([6, 5], 6, []), ([8, 6, 5], 6, [8]), ([7, 7, 6], 4, [6, 7]), ([3, 4], 4, []), ([None], 4, [])],
)
def test_a_room_delivers_in_order(room: Room, seqs: list[int | None], head: int, waits: list[int]) -> None:
    complete = [room.take(delivery(seq)) for seq in seqs][-1]
    assert (room.head, sorted(room.ahead), complete) == (head, waits, not waits)


def test_what_waited_follows_a_reading_of_the_log(room: Room) -> None:
    for seq in (6, 8, 9):
        room.take(delivery(seq))
    room.bring(replay.Catch("e", 7))
    assert (room.head, room.ahead) == (9, {})


def test_a_room_that_starts_anew_waits_for_nothing(room: Room) -> None:
    room.take(delivery(9))
    room.goal = 9
    room.start_anew("f", 2)
    assert (room.head, room.ahead, room.is_behind) == (2, {}, False)


def test_nothing_is_drawn_twice_when_presses_overlap(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, readings: list[int]
) -> None:
    monkeypatch.setattr(hub_module, "PATIENCE_SECONDS", 1.0)
    socket = settled(hall, readings)
    draw, drawn = replay.draw_frame, list[int]()

    def slow_for_the_first(epoch: str, frame: Any, reading: Any) -> str:
        drawn.append(frame.seq)
        if frame.seq == 1:
            time.sleep(0.3)
        return draw(epoch, frame, reading)

    monkeypatch.setattr(announcing, "draw_frame", slow_for_the_first)
    first = threading.Thread(target=hall.happen)
    first.start()
    wait_until(lambda: drawn == [1])
    hall.happen()
    first.join()
    assert numbers(socket, 2) == [1, 2]
    assert (drawn, readings) == ([1, 2], [])
