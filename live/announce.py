"""The one door to every screen: number an event in the caller's transaction, push it after commit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F

from live.hub import hub
from live.kinds import Reading
from live.models import Event, Frame, Log, Topic
from live.replay import draw_frame, topic_heads
from live.room import Delivery
from live.wire import passing_text


def announce(
    log_id: int,
    *,
    kind: str,
    topics: Sequence[str],
    payload: dict[str, Any] | None = None,
    actor: str = "",
) -> Event:
    """Append an event to a log and, once the transaction commits, push it to `topics`.

    Must run inside the transaction that makes the change, so that either both hold or neither. The
    log's row is locked from here to the commit: events commit in the order of their numbers.
    """
    if not transaction.get_connection().in_atomic_block:
        message = "announce() belongs inside the transaction of the change that it announces"
        raise transaction.TransactionManagementError(message)
    if not Log.objects.filter(pk=log_id).update(head=F("head") + 1):
        raise Log.DoesNotExist
    log = Log.objects.get(pk=log_id)
    event = Event.objects.create(log=log, seq=log.head, kind=kind, payload=payload or {}, actor=actor)
    newest = topic_heads(log_id, topics)
    frames = Frame.objects.bulk_create(
        Frame(log=log, event=event, topic=topic, seq=event.seq, after=newest.get(topic, 0)) for topic in topics
    )
    Topic.objects.bulk_create(
        (Topic(log=log, name=topic, head=event.seq) for topic in topics),
        update_conflicts=True,
        unique_fields=["log", "name"],
        update_fields=["head"],
    )
    transaction.on_commit(lambda: _push(log, event, frames), robust=True)
    return event


def show(log_id: int, *, topic: str, kind: str, draw: Callable[[], str]) -> None:
    """Push a passing state that is no event: unnumbered, never replayed, drawn only if somebody looks.

    Nothing happens for a log that was thrown away.
    """
    if not hub.has_listeners(log_id, topic):
        return
    epoch = Log.objects.values_list("epoch", flat=True).filter(pk=log_id).first()
    if epoch is not None:
        text = passing_text(epoch, topic, kind, draw())
        hub.offer(Delivery(log_id, epoch, None, ((topic, 0, text),)))


def _push(log: Log, event: Event, frames: list[Frame]) -> None:
    """Draw the event once per topic that somebody listens to, and hand it to the hub."""
    heard = [frame for frame in frames if hub.has_listeners(log.pk, frame.topic)]
    reading = Reading()
    texts = tuple((frame.topic, frame.after, draw_frame(log.epoch, frame, reading)) for frame in heard)
    hub.offer(Delivery(log.pk, log.epoch, event.seq, texts))
