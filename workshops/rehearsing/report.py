"""What a rehearsal showed, in figures and in words. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from workshops.rehearsing.play import Played
from workshops.rehearsing.records import Got, How, Kept, Press, Record, Sent
from workshops.topics import CONSOLES, SCREENS, TABLES

OWN = "each table's own"
# How many losses are spelled out.
MOST_NAMED = 20


@dataclass(frozen=True)
class Spread:
    """How long something took, in milliseconds: so many times, median, 95th and 99th percentile, worst."""

    n: int
    p50: float
    p95: float
    p99: float
    worst: float


@dataclass
class TopicFigures:
    """What the pages of one topic should have got, and by which way each came; `twice` counts what came again."""

    topic: str
    pages: int = 0
    frames: int = 0
    due: int = 0
    socket: int = 0
    replay: int = 0
    page: int = 0
    lost: int = 0
    twice: int = 0


@dataclass(frozen=True)
class Figures:
    """Everything that is reported. `losses` names what was lost or doubled, in words."""

    topics: list[TopicFigures]
    latency: dict[str, Spread | None]
    gaps: int
    ignored: int
    connections_lost: int
    equal_after: Spread | None
    never_equal: list[str]
    sent_away: list[str]
    http: dict[str, int]
    unanswered: int
    answers: dict[str, dict[str, int]]
    refused: int
    presses: dict[str, int]
    seconds: float
    losses: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing was lost, nothing came twice, and everybody was equal in the end."""
        return not self.losses and not self.never_equal

    def as_json(self) -> dict[str, Any]:
        """Return the figures for other programs."""
        return asdict(self) | {"ok": self.ok}


def figures(played: Played, sent: Sequence[Sent], kept: Sequence[Kept]) -> Figures:
    """Compare what was sent with what each page got, and what was accepted with what was kept."""
    losses: list[str] = []
    topics: dict[str, TopicFigures] = {}
    by_topic: defaultdict[str, list[Sent]] = defaultdict(list)
    for frame in sent:
        by_topic[frame.topic].append(frame)
    for record in played.records:
        for topic in record.topics:
            entry = topics.setdefault(_group(topic), TopicFigures(_group(topic)))
            _count(record, by_topic[topic], topic, entry, losses)
    for topic, frames in by_topic.items():
        if _group(topic) in topics:
            topics[_group(topic)].frames += sum(frame.seq > _first(played.records, topic) for frame in frames)
    losses += [
        f"table {each.table}: an accepted answer ({each.does}) is kept {each.times} times"
        for each in kept
        if each.times != 1
    ]
    drops = [drop for record in played.records for drop in record.drops]
    equal = [drop.equal_at - drop.back_at for drop in drops if drop.equal_at and drop.back_at]
    return Figures(
        topics=list(topics.values()),
        latency=_latencies(played, sent),
        gaps=sum(record.gaps for record in played.records),
        ignored=sum(record.ignored for record in played.records),
        connections_lost=len(drops),
        equal_after=spread(equal),
        never_equal=_never_equal(played, by_topic),
        sent_away=[f"{record.name}: {record.sent_away}" for record in played.records if record.sent_away],
        http={f"{method} {status}": n for (method, status), n in sorted(played.traffic.statuses.items())},
        unanswered=played.traffic.unanswered,
        answers=_answers(kept),
        refused=played.refused,
        presses=dict(sorted(Counter(f"{press.does} {press.status}" for press in played.presses).items())),
        seconds=played.ended_at - played.began_at,
        losses=losses,
    )


def spread(seconds: Iterable[float]) -> Spread | None:
    """Return the spread of some durations by nearest rank, in milliseconds; None when there are none."""
    ordered = sorted(seconds)
    if not ordered:
        return None

    def at(share: float) -> float:
        return 1000 * ordered[max(0, -int(-share * len(ordered) // 1) - 1)]

    return Spread(len(ordered), at(0.5), at(0.95), at(0.99), 1000 * ordered[-1])


def _count(record: Record, frames: list[Sent], topic: str, entry: TopicFigures, losses: list[str]) -> None:
    """Count how each frame of a topic came to a page, and note what did not come or came again."""
    got: defaultdict[int, list[Got]] = defaultdict(list)
    for each in record.got:
        if each.topic == topic:
            got[each.seq].append(each)
    drawn = max(record.pages, default=0)
    entry.pages += 1
    for frame in frames:
        if frame.seq <= record.first:
            continue
        entry.due += 1
        came = got.get(frame.seq, [])
        if came:
            entry.socket += came[0].how == How.SOCKET
            entry.replay += came[0].how == How.REPLAY
            entry.twice += len(came) - 1
        elif frame.seq <= drawn:
            entry.page += 1
        else:
            entry.lost += 1
        if len(came) > 1 or (not came and frame.seq > drawn):
            losses.append(f"{record.name}: event {frame.seq} ({frame.kind}) came {len(came)} times on {topic}")


def _latencies(played: Played, sent: Sequence[Sent]) -> dict[str, Spread | None]:
    """Return how long frames took from being written to pages that were connected."""
    written = {(frame.topic, frame.seq): frame.at - played.clock_ahead for frame in sent}
    took: defaultdict[str, list[float]] = defaultdict(list)
    pressed = _pressed(played.presses, sent, played.clock_ahead)
    for record in played.records:
        name = "slow devices" if record.slow else _listener(record)
        for got in record.got:
            if got.how == How.SOCKET and (got.topic, got.seq) in written:
                took[f"written to {name}"].append(got.at - written[got.topic, got.seq])
                if name == "devices" and got.seq in pressed:
                    took["pressed on the console to devices"].append(got.at - pressed[got.seq])
    return {name: spread(seconds) for name, seconds in sorted(took.items())}


def _pressed(presses: Iterable[Press], sent: Iterable[Sent], clock_ahead: float) -> dict[int, float]:
    """Return when the facilitator pressed what made each event for all tables."""
    events = {frame.seq: frame.at - clock_ahead for frame in sent if frame.topic == TABLES}
    return {
        seq: press.sent_at
        for press in presses
        for seq, at in events.items()
        if press.sent_at <= at <= press.answered_at
    }


def _never_equal(played: Played, by_topic: dict[str, list[Sent]]) -> list[str]:
    """Name the pages that did not have their newest event in the end, those that were sent away set aside."""
    found = []
    for record in played.records:
        newest = max((frames[-1].seq for topic in record.topics if (frames := by_topic.get(topic))), default=0)
        if record.have < newest and not record.sent_away:
            found.append(f"{record.name} has event {record.have} of {newest}")
    return found


def _answers(kept: Iterable[Kept]) -> dict[str, dict[str, int]]:
    """Return for each kind of answer how many were accepted, and how many of those were kept, lost or doubled."""
    counts: dict[str, dict[str, int]] = {}
    for each in sorted(kept, key=lambda each: each.does):
        entry = counts.setdefault(each.does, {"accepted": 0, "kept": 0, "lost": 0, "doubled": 0})
        entry["accepted"] += 1
        entry["lost" if each.times == 0 else "kept" if each.times == 1 else "doubled"] += 1
    return counts


def _first(records: Iterable[Record], topic: str) -> int:
    """Return the oldest event with which a page of a topic was first drawn."""
    return min((record.first for record in records if topic in record.topics), default=0)


def _group(topic: str) -> str:
    return topic if topic in (TABLES, SCREENS, CONSOLES) else OWN


def _listener(record: Record) -> str:
    return "devices" if TABLES in record.topics else "screens" if SCREENS in record.topics else "consoles"
