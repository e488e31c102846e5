"""Whole conversations over real sockets, on both ways out."""

from __future__ import annotations

import json
import time
from collections.abc import Collection
from contextlib import suppress
from typing import Any

import pytest
from django.db.models import F
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection

from live import gate, presence, replay, tickets
from live import hub as hub_module
from live import socket as socket_module
from live.hub import hub
from live.models import Log
from live.room import BEAT_SECONDS
from tests.live.conftest import Hall, wait_until


def heard(socket: ClientConnection, seconds: float = 5) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(socket.recv(timeout=seconds))
    return said


def event_of(socket: ClientConnection) -> dict[str, Any]:
    """What happened next; heartbeats go on meanwhile."""
    while "head" in (said := heard(socket)):
        pass
    return said


def nothing_happens(socket: ClientConnection, seconds: float = 1) -> None:
    """Heartbeats aside, which only show that the socket is still open."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        try:
            assert "head" in heard(socket, left)
        except TimeoutError:
            return


def closing_code(socket: ClientConnection, seconds: float = 5) -> int | None:
    try:
        for _ in range(1000):
            socket.recv(timeout=seconds)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None
    return pytest.fail("the socket stayed open")


def test_a_socket_first_hears_how_far_the_log_is(hall: Hall) -> None:
    hall.happen()

    assert heard(hall.socket()) == {"epoch": hall.log.epoch, "head": 1}


def test_an_event_reaches_every_socket_of_its_topic_and_no_other(hall: Hall) -> None:
    tables = [hall.socket(f"guest:{n}") for n in range(3)]
    screen = hall.socket("guest:9", "screens")
    for socket in [*tables, screen]:
        heard(socket)

    hall.happen("tables", words="one")
    hall.happen("screens", words="two")

    for socket in tables:
        assert heard(socket)["html"] == "<p>one for tables</p>"
    assert heard(screen) == {
        "epoch": hall.log.epoch,
        "seq": 2,
        "after": 0,
        "topic": "screens",
        "kind": "test-happened",
        "html": "<p>two for screens</p>",
    }


def test_connecting_with_since_replays_what_came_after_in_order(hall: Hall) -> None:
    for n in range(1, 6):
        hall.happen(words=str(n))

    socket = hall.socket(epoch=hall.log.epoch, since=2)

    assert [heard(socket)["seq"] for _ in range(3)] == [3, 4, 5]
    assert heard(socket) == {"epoch": hall.log.epoch, "head": 5}


@pytest.mark.parametrize(("missed", "answer"), [(200, "replay"), (201, "reload")])
def test_at_most_200_frames_are_replayed(hall: Hall, missed: int, answer: str) -> None:
    for _ in range(missed):
        hall.happen()

    first = heard(hall.socket(epoch=hall.log.epoch, since=0))

    assert first == {"epoch": hall.log.epoch, "reload": True} if answer == "reload" else first["seq"] == 1


@pytest.mark.parametrize("query", [{"epoch": "another", "since": 0}, {"since": 99}])
def test_a_page_of_another_log_or_from_the_future_is_told_to_reload(hall: Hall, query: dict[str, Any]) -> None:
    assert heard(hall.socket(**query)) == {"epoch": hall.log.epoch, "reload": True}


def test_a_ping_is_answered_with_how_far_the_log_is(hall: Hall) -> None:
    socket = hall.socket()
    heard(socket)

    socket.send('{"ping": 1}')

    assert heard(socket) == {"epoch": hall.log.epoch, "head": 0}


def test_heartbeats_come_by_themselves(raw_hall: Hall) -> None:
    socket = raw_hall.socket()
    heard(socket)

    assert heard(socket, BEAT_SECONDS + 2) == {"epoch": raw_hall.log.epoch, "head": 0}


@pytest.mark.parametrize("said", ["nonsense", '{"reveal": 5}', b"\x00\x01", "x" * 9000, '{"have": -1}'])
def test_bad_frames_end_the_conversation_with_their_own_code(hall: Hall, said: str | bytes) -> None:
    socket = hall.socket()
    heard(socket)

    socket.send(said)

    assert closing_code(socket) == 4400


def test_a_flood_of_pings_is_cut_off_and_nobody_else_notices(hall: Hall) -> None:
    flood, other = hall.socket("guest:1"), hall.socket("guest:2")
    heard(other)

    with suppress(ConnectionClosed):
        for _ in range(20_000):
            flood.send('{"ping": 1}')
    assert closing_code(flood) in {4400, 1013, None}  # It may be cut off before it reads why.
    hall.happen(words="still here")

    assert event_of(other)["html"] == "<p>still here for tables</p>"


def test_receipts_at_twenty_a_second_are_no_flood() -> None:
    assert hub_module.MAX_INBOUND > 20 * BEAT_SECONDS


@pytest.mark.parametrize("address", ["/live/?ticket=forged", "/live/", "/live/?ticket="])
def test_without_a_good_ticket_nothing_is_said(hall: Hall, address: str) -> None:
    assert closing_code(hall.open(f"ws://127.0.0.1:{hall.port}{address}")) == 4401


def test_who_is_no_longer_admitted_is_refused_at_the_door(hall: Hall) -> None:
    hall.refused.add("1")

    assert closing_code(hall.socket()) == 4401


def test_who_is_no_longer_admitted_is_dropped_while_connected(hall: Hall) -> None:
    stays, goes = hall.socket("guest:1"), hall.socket("guest:2")
    heard(stays), heard(goes)

    hall.refused.add("2")

    assert closing_code(goes) == 4401
    hall.happen()
    assert heard(stays)["seq"] == 1


def test_without_the_sweep_who_is_no_longer_admitted_would_stay(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "admitted", set)
    goes = hall.socket()
    heard(goes)

    hall.refused.add("1")

    nothing_happens(goes)


def test_a_ticket_that_grew_too_old_is_dropped_while_connected(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    socket = hall.socket()
    heard(socket)

    monkeypatch.setattr(hub_module, "MAX_AGE_SECONDS", -1)

    assert closing_code(socket) == 4401


def test_an_expired_ticket_opens_nothing(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    address = hall.address()
    monkeypatch.setattr(tickets, "MAX_AGE_SECONDS", -1)

    assert closing_code(hall.open(address)) == 4401


def test_another_path_says_that_it_does_not_exist(hall: Hall) -> None:
    assert closing_code(hall.open(f"ws://127.0.0.1:{hall.port}/elsewhere/")) == 4404


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "http://127.0.0.1",
        "http://127.0.0.1:1",
        "http://127.0.0.1.evil.example:{port}",
        "null",
        "file://",
        "ftp://127.0.0.1:{port}",
    ],
)
def test_pages_from_elsewhere_may_not_connect(hall: Hall, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        hall.open(hall.address(), origin=origin.format(port=hall.port))

    assert refused.value.response.status_code == 403


def test_our_own_page_may_connect(hall: Hall) -> None:
    assert heard(hall.open(hall.address(), origin=f"http://127.0.0.1:{hall.port}"))["head"] == 0


def test_without_the_origin_check_a_page_from_elsewhere_would_connect(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket_module, "_matches", lambda _origin, _host: True)

    assert heard(hall.open(hall.address(), origin="http://evil.example"))["head"] == 0


def test_a_delivery_that_was_lost_is_found_in_the_log(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    socket = hall.socket()
    heard(socket)

    with monkeypatch.context() as patch:
        patch.setattr(hub, "offer", lambda _delivery: None)
        hall.happen(words="lost")

    assert heard(socket)["html"] == "<p>lost for tables</p>"


def test_without_the_tail_a_lost_delivery_stays_lost(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replay, "changed_logs", lambda _known: ({}, set()))
    socket = hall.socket()
    heard(socket)
    wait_until(lambda: hub._catching and all(task.done() for task in hub._catching.values()))

    with monkeypatch.context() as patch:
        patch.setattr(hub, "offer", lambda _delivery: None)
        hall.happen(words="lost")

    nothing_happens(socket)


def test_a_gap_is_filled_before_what_came_after_it(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    socket = hall.socket()
    heard(socket)

    with monkeypatch.context() as patch:
        patch.setattr(hub, "offer", lambda _delivery: None)
        hall.happen(words="one")
    hall.happen(words="two")

    assert [heard(socket)["seq"] for _ in range(2)] == [1, 2]


def test_what_comes_twice_is_sent_once(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    socket = hall.socket()
    heard(socket)
    offer = hub.offer
    monkeypatch.setattr(hub, "offer", lambda delivery: (offer(delivery), offer(delivery)))

    hall.happen(words="one")
    hall.happen(words="two")

    assert [heard(socket)["seq"] for _ in range(2)] == [1, 2]
    socket.send('{"ping": 1}')
    assert "head" in heard(socket)


def test_a_restored_log_with_another_epoch_makes_pages_reload(hall: Hall) -> None:
    socket = hall.socket()
    heard(socket)

    Log.objects.filter(pk=hall.log.pk).update(epoch="restored", head=F("head") + 3)

    assert heard(socket) == {"epoch": "restored", "reload": True}


def test_an_event_while_a_socket_is_joining_is_neither_missed_nor_doubled(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard(hall.socket("guest:8"))  # The room is known; deliveries go straight through.
    welcome_all = replay.welcome_all
    happened: list[object] = []

    def slow(arrivals: Collection[replay.Arrival]) -> object:
        answers = welcome_all(arrivals)
        happened.append(hall.happen(words="in between"))
        return answers

    monkeypatch.setattr(replay, "welcome_all", slow)
    socket = hall.socket(epoch=hall.log.epoch, since=0)
    wait_until(lambda: happened)
    monkeypatch.setattr(replay, "welcome_all", welcome_all)

    seen = [heard(socket) for _ in range(2)]
    assert [frame.get("seq", frame.get("head")) for frame in seen] == [1, 1]
    hall.happen(words="after")
    assert event_of(socket)["seq"] == 2


def test_a_browser_that_stops_reading_is_let_go_and_the_others_get_everything(raw_hall: Hall) -> None:
    words = "x" * 50_000
    stalled = raw_hall.open(raw_hall.address("guest:1"), max_queue=1)
    others = [raw_hall.socket(f"guest:{n}") for n in range(2, 5)]
    for socket in others:
        heard(socket)
    room = hub.rooms[raw_hall.log.pk]

    for n in range(1, 401):
        raw_hall.happen(words=words)
        for socket in others:
            assert event_of(socket)["seq"] == n

    wait_until(lambda: len(room.topics["tables"]) == len(others), 10)
    assert stalled is not None


def test_receipts_are_kept_in_the_bulletin(hall: Hall) -> None:
    socket = hall.socket("guest:7")
    heard(socket)
    hall.happen()
    heard(socket)

    socket.send('{"have": 1}')

    wait_until(lambda: getattr(presence.read(hall.log.pk).get("guest:7"), "have", 0) == 1)
    assert presence.read(hall.log.pk)["guest:7"].in_touch
    socket.close()
    wait_until(lambda: not presence.read(hall.log.pk)["guest:7"].in_touch)


def test_a_receipt_for_the_future_counts_only_up_to_the_present(hall: Hall) -> None:
    socket = hall.socket("guest:7")
    heard(socket)
    hall.happen()

    socket.send('{"have": 999}')

    wait_until(lambda: getattr(presence.read(hall.log.pk).get("guest:7"), "have", 0) == 1)
