"""Reading the log: how far it is, and what came after a number. Runs in threads, never on the loop."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from live import gate
from live.kinds import Notice, Reading, render
from live.models import Frame, Log, Topic
from live.wire import MAX_REPLAY, frame_text

# More than one batch ever needs: MAX_REPLAY frames of every topic of a large room.
_MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Arrival:
    """A socket that wants in: who it is, what it listens to, and the newest event it has."""

    subject: str
    log_id: int
    topics: tuple[str, ...]
    epoch: str | None
    since: int | None


@dataclass(frozen=True, slots=True)
class Welcome:
    """The answer: how far the log is, what to send first, or that the page must be fetched anew."""

    epoch: str
    head: int
    heads: dict[str, int]
    texts: tuple[str, ...] = ()
    reload: bool = False


@dataclass(slots=True)
class Catch:
    """What a hub missed of one log: texts by event number, then topic."""

    epoch: str
    head: int
    texts: dict[int, list[tuple[str, int, str]]] = field(default_factory=dict)
    too_much: bool = False


def draw_frame(epoch: str, frame: Frame, reading: Reading) -> str:
    """Return the text of one frame, drawn from what holds now; frames that are drawn together share a `reading`."""
    event = frame.event
    html = render(Notice(frame.log_id, event.seq, event.kind, frame.topic, event.payload, reading))
    return frame_text(epoch=epoch, seq=event.seq, after=frame.after, topic=frame.topic, kind=event.kind, html=html)


def topic_heads(log_id: int, topics: Collection[str]) -> dict[str, int]:
    """Return the newest event number of each topic that has one."""
    return dict(Topic.objects.filter(log_id=log_id, name__in=topics).values_list("name", "head"))


def head_for(log_id: int, topics: Collection[str]) -> tuple[str, int]:
    """Return the log's epoch and the newest event number among `topics`."""
    epoch = Log.objects.values_list("epoch", flat=True).get(pk=log_id)
    return epoch, max(topic_heads(log_id, topics).values(), default=0)


def welcome_all(arrivals: Collection[Arrival]) -> dict[Arrival, Welcome | None]:
    """Answer many arrivals with a few queries; None for who may not listen (any more)."""
    allowed = gate.admitted({a.subject for a in arrivals})
    by_log: dict[int, list[Arrival]] = {}
    for arrival in arrivals:
        if arrival.subject in allowed:
            by_log.setdefault(arrival.log_id, []).append(arrival)
    answers: dict[Arrival, Welcome | None] = dict.fromkeys(arrivals)
    for log in Log.objects.filter(pk__in=by_log):
        answers.update(_welcome_to(log, by_log[log.pk]))
    return answers


def _welcome_to(log: Log, arrivals: list[Arrival]) -> Iterable[tuple[Arrival, Welcome]]:
    topics = {topic for arrival in arrivals for topic in arrival.topics}
    heads = topic_heads(log.pk, topics)
    lowest = min((a.since for a in arrivals if a.since is not None), default=log.head)
    rows = list(
        Frame.objects.filter(log=log, topic__in=topics, seq__gt=lowest)
        .select_related("event")
        .order_by("-seq")[:_MOST_ROWS],
    )[::-1]
    complete_from = rows[0].seq if len(rows) == _MOST_ROWS else 0
    drawn: dict[int, str] = {}
    reading = Reading()
    for arrival in arrivals:
        own = {topic: heads[topic] for topic in arrival.topics if topic in heads}
        head = max(own.values(), default=0)
        since = head if arrival.since is None else arrival.since
        missed = [f for f in rows if f.seq > since and f.topic in arrival.topics]
        stale = arrival.epoch is not None and arrival.epoch != log.epoch
        if stale or since > log.head or since < complete_from or len(missed) > MAX_REPLAY:
            yield arrival, Welcome(log.epoch, log.head, own, reload=True)
            continue
        for frame in missed:
            if frame.pk not in drawn:
                drawn[frame.pk] = draw_frame(log.epoch, frame, reading)
        yield arrival, Welcome(log.epoch, log.head, own, tuple(drawn[frame.pk] for frame in missed))


def changed_logs(known: dict[int, tuple[str, int]]) -> tuple[dict[int, tuple[str, int]], set[int]]:
    """Return epoch and head of the logs where they are not the `known` ones, and the logs that are gone."""
    rows = {
        pk: (epoch, head) for pk, epoch, head in Log.objects.filter(pk__in=known).values_list("pk", "epoch", "head")
    }
    return {pk: found for pk, found in rows.items() if known[pk] != found}, known.keys() - rows.keys()


def catch_up(log_id: int, after: int, topics: Collection[str]) -> Catch:
    """Read and draw what came after an event number, for a hub that missed it; too much if the log is gone."""
    log = Log.objects.filter(pk=log_id).first()
    if log is None:
        return Catch("", 0, too_much=True)
    rows = Frame.objects.filter(log=log, topic__in=topics, seq__gt=after, seq__lte=log.head)
    catch, reading = Catch(log.epoch, log.head), Reading()
    if rows.count() > MAX_REPLAY * max(1, len(topics)):
        return Catch(log.epoch, log.head, too_much=True)
    for frame in rows.select_related("event").order_by("seq"):
        row = (frame.topic, frame.after, draw_frame(log.epoch, frame, reading))
        catch.texts.setdefault(frame.seq, []).append(row)
    return catch
