from __future__ import annotations

import json
import threading

import pytest
from django.db import connection, transaction

from live import gate
from live.announce import announce, show
from live.hub import hub
from live.models import Event, Frame, Log
from live.replay import Arrival, catch_up, welcome_all
from live.room import Delivery
from tests.live.conftest import KIND


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> list[Delivery]:
    """What reached the hub, with somebody listening to everything."""
    deliveries: list[Delivery] = []
    monkeypatch.setattr(hub, "has_listeners", lambda _log, _topic: True)
    monkeypatch.setattr(hub, "offer", deliveries.append)
    return deliveries


def happen(log: Log, *topics: str) -> Event:
    return announce(log.pk, kind=KIND, topics=topics, payload={"words": "hello"}, actor="Ann")


def test_event_is_numbered_recorded_and_pushed_once_after_commit(log: Log, offered: list[Delivery]) -> None:
    with transaction.atomic():
        event = happen(log, "tables", "screens")
        assert offered == []

    log.refresh_from_db()
    assert (log.head, event.seq, event.actor, event.payload) == (1, 1, "Ann", {"words": "hello"})
    (delivery,) = offered
    assert (delivery.log_id, delivery.epoch, delivery.seq) == (log.pk, log.epoch, 1)
    topic, after, text = delivery.texts[0]
    assert (topic, after, json.loads(text)["html"]) == ("tables", 0, "<p>hello for tables</p>")


def test_rollback_leaves_neither_number_nor_push(log: Log, offered: list[Delivery]) -> None:
    def work() -> None:
        with transaction.atomic():
            happen(log, "tables")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        work()

    log.refresh_from_db()
    assert (log.head, Event.objects.count(), offered) == (0, 0, [])


def test_frames_say_which_event_of_their_topic_came_before(log: Log, offered: list[Delivery]) -> None:
    for topics in (["tables", "screens"], ["screens"], ["tables"]):
        with transaction.atomic():
            happen(log, *topics)

    rows = Frame.objects.order_by("seq", "pk").values_list("topic", "after", "seq")
    assert list(rows) == [("tables", 0, 1), ("screens", 0, 1), ("screens", 1, 2), ("tables", 1, 3)]
    assert [delivery.seq for delivery in offered] == [1, 2, 3]


def test_outside_a_transaction_nothing_may_be_announced(log: Log) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        happen(log, "tables")


def test_announcing_to_no_log_is_an_error(log: Log) -> None:
    with pytest.raises(Log.DoesNotExist), transaction.atomic():
        announce(log.pk + 1, kind=KIND, topics=["tables"])


def test_a_renderer_that_fails_does_not_undo_the_change(
    log: Log, offered: list[Delivery], caplog: pytest.LogCaptureFixture
) -> None:
    with transaction.atomic():
        announce(log.pk, kind=KIND, topics=["tables"], payload={})

    assert Event.objects.count() == 1
    assert offered == []
    assert "KeyError" in caplog.text


def test_numbers_have_no_gap_and_no_double_when_many_announce_at_once(log: Log, offered: list[Delivery]) -> None:
    start = threading.Barrier(8)

    def work() -> None:
        start.wait()
        for _ in range(5):
            with transaction.atomic():
                happen(log, "tables")
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert list(Event.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 41))
    assert sorted(delivery.seq or 0 for delivery in offered) == list(range(1, 41))


def test_what_nobody_listens_to_is_recorded_but_not_drawn(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    deliveries: list[Delivery] = []
    monkeypatch.setattr(hub, "offer", deliveries.append)

    with transaction.atomic():
        happen(log, "tables")

    assert [delivery.texts for delivery in deliveries] == [()]
    assert Frame.objects.count() == 1


def test_a_passing_state_has_no_number_and_leaves_no_row(log: Log, offered: list[Delivery]) -> None:
    show(log.pk, topic="consoles", kind="room", draw=lambda: "<p>now</p>")

    ((_topic, _after, text),) = offered[0].texts
    assert json.loads(text) == {"epoch": log.epoch, "topic": "consoles", "kind": "room", "html": "<p>now</p>"}
    assert (offered[0].seq, Event.objects.count()) == (None, 0)


def test_a_passing_state_that_nobody_sees_is_not_drawn(log: Log) -> None:
    show(log.pk, topic="consoles", kind="room", draw=lambda: pytest.fail("drawn for nobody"))


def test_frames_of_one_event_are_replayed_and_caught_up_in_the_order_of_its_topics(
    log: Log, offered: list[Delivery], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "admitted", set)
    topics = ("tables", "watchers", "part:", "part:SCH", "consoles")
    for _ in range(3):
        with transaction.atomic():
            happen(log, *topics)
    since = Arrival("guest:1", log.pk, topics, epoch=None, since=0)
    welcome = welcome_all([since])[since]
    assert welcome is not None
    assert [json.loads(text)["topic"] for text in welcome.texts] == [*topics] * 3
    caught = catch_up(log.pk, 0, topics).texts
    assert [[topic for topic, _after, _text in rows] for rows in caught.values()] == [[*topics]] * 3
