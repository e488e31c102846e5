"""A room whose log is thrown away while sockets are open."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import Any

import pytest
from django.test import Client
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from live import presence, replay
from live.hub import hub
from live.models import Bulletin, Log
from live.tickets import issue
from live.wire import NOT_ALLOWED
from tests.live.conftest import Hall, wait_until


def closing_code(socket: ClientConnection) -> int:
    """Return the code with which a socket is closed; what comes before is let pass."""
    try:
        for _ in range(100):
            socket.recv(timeout=5)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 0
    return pytest.fail("the socket stayed open")


def test_sockets_are_closed_and_the_room_is_forgotten(hall: Hall, caplog: pytest.LogCaptureFixture) -> None:
    sockets = [hall.socket("guest:1"), hall.socket("guest:2", "consoles")]
    wait_until(lambda: hall.log.pk in hub.rooms and len(list(hub.rooms[hall.log.pk].sockets())) == 2)
    with caplog.at_level(logging.WARNING):
        hall.log.delete()
        assert [closing_code(socket) for socket in sockets] == [NOT_ALLOWED] * 2
    assert hall.log.pk not in hub.rooms
    assert caplog.records == []


def test_without_the_tail_they_would_stay_open(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replay, "changed_logs", lambda _known: ({}, set()))
    socket = hall.socket()
    socket.recv(timeout=5)
    hall.log.delete()
    for _ in range(10):
        with suppress(TimeoutError):
            socket.recv(timeout=0.1)  # A closed one would raise.


def test_other_rooms_go_on(hall: Hall) -> None:
    other = Log.objects.create()
    gone = hall.open(_address(hall, other))
    stays = hall.socket()
    stays.recv(timeout=5)
    other.delete()
    assert closing_code(gone) == NOT_ALLOWED
    hall.happen(words="still here")
    assert "still here" in str(stays.recv(timeout=5))


def _address(hall: Hall, log: Log) -> str:
    return f"ws://127.0.0.1:{hall.port}/live/?ticket={issue('guest:9', log.pk, ('tables',)).replace(':', '%3A')}"


def test_a_socket_that_comes_too_late_is_refused(hall: Hall) -> None:
    address = hall.address()
    hall.log.delete()
    assert closing_code(hall.open(address)) == NOT_ALLOWED


def test_one_that_was_let_in_while_it_went_is_refused(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    welcome_all = replay.welcome_all

    def forgets(arrivals: Any) -> Any:
        answers = welcome_all(arrivals)
        hub.rooms.clear()
        return answers

    monkeypatch.setattr(replay, "welcome_all", forgets)
    assert closing_code(hall.socket()) == NOT_ALLOWED


@pytest.mark.django_db
def test_no_bulletin_is_written_for_it() -> None:
    log = Log.objects.create()
    gone = log.pk
    log.delete()
    presence.publish(gone, "a", {"device:1": (0, 1, 0)})
    assert not Bulletin.objects.exists()


@pytest.mark.django_db
def test_a_hub_that_wants_to_catch_up_with_it_starts_anew() -> None:
    assert replay.catch_up(404, 3, ["tables"]) == replay.Catch("", 0, too_much=True)


@pytest.mark.django_db
def test_what_has_changed_and_what_is_gone_is_told_apart() -> None:
    same, moved = Log.objects.create(), Log.objects.create(head=2)
    known = {same.pk: (same.epoch, 0), moved.pk: (moved.epoch, 1), 404: ("epoch", 5)}
    assert replay.changed_logs(known) == ({moved.pk: (moved.epoch, 2)}, {404})


def test_a_poll_for_it_is_refused(client: Client, hall: Hall) -> None:
    ticket = issue("guest:1", hall.log.pk, ("tables",))
    assert client.get("/live/head/", {"ticket": ticket}).status_code == 200
    hall.log.delete()
    assert client.get("/live/head/", {"ticket": ticket}).status_code == 401
