"""What happened lately, in words: who did what and when, for the consoles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from live.models import Event
from workshops import kinds
from workshops.models import Hold, Roadshow, SignalKind
from workshops.queries.running_order import what_was_done

# As many as one reads at a glance.
MOST = 8

# Takes an event's payload, returns what was done, as in "Ann ...".
Words = Callable[[dict[str, Any]], str]


@dataclass(frozen=True)
class Done:
    """Something that somebody did."""

    at: datetime
    actor: str
    words: str


def register(kind: str, words: Words) -> None:
    """Let events of `kind` be told in words."""
    if _words.setdefault(kind, words) is not words:
        message = f"two ways to tell events of kind {kind!r}"
        raise ValueError(message)


def lately(roadshow: Roadshow) -> list[Done]:
    """Return the newest things that were done, the latest first; what nobody can tell in words is left out."""
    events = Event.objects.filter(log=roadshow.log_id, kind__in=_words).order_by("-seq")[:MOST]
    return [Done(event.at, event.actor, _words[event.kind](event.payload)) for event in events]


def _clock(said: dict[str, Any]) -> str:
    if "minutes" in said:
        minutes = said["minutes"]
        return f"{'added' if minutes > 0 else 'took off'} {abs(minutes)} min"
    return "stopped the clock" if said["stands"] else "let the clock run on"


def _held(said: dict[str, Any]) -> str:
    held = {Hold.FROZEN: "froze all tables", Hold.PAUSED: "paused the room", Hold.NONE: "let everybody go on"}
    return held[Hold(said["hold"])]


def _signal(said: dict[str, Any]) -> str:
    words = {
        SignalKind.HELP: ("asked for help", "saw to the call for help of table {table}"),
        SignalKind.MOMENT: ("needs a moment", "saw to table {table}, which needed a moment"),
        SignalKind.DONE: ("is done", "is not done after all"),
    }[SignalKind(said["signal"])]
    return words[0] if said["stands"] else words[1].format(table=said["table"])


def _screen(said: dict[str, Any]) -> str:
    if said["dark"]:
        return "made a screen dark"
    return "held a screen" if said["held"] else "changed what a screen shows"


_words: dict[str, Words] = {
    kinds.OPENED: lambda _said: "opened the roadshow",
    kinds.CLOSED: lambda _said: "closed the roadshow",
    kinds.CODE_ROTATED: lambda said: f"gave table {said['table']} a new code",
    kinds.DEVICE_REMOVED: lambda said: f"removed device {said['device']} of table {said['table']}",
    kinds.DEVICE_MOVED: lambda said: f"moved device {said['device']} of table {said['from']} to table {said['to']}",
    kinds.STARTED: lambda said: f"started {said['title']}",
    kinds.BACK: lambda said: f"went back from {said['title']}",
    kinds.SKIPPED: lambda said: f"{'left out' if said['skipped'] else 'took in again'} {said['title']}",
    kinds.CLOCK: _clock,
    kinds.REHEARSAL: lambda _said: "began a rehearsal",
    kinds.ORDER: what_was_done,
    kinds.CARE: lambda _said: "changed the support card",
    kinds.HELD: _held,
    kinds.BROADCAST: lambda _said: "put a notice on every device",
    kinds.TAKEN_DOWN: lambda _said: "took a notice down",
    kinds.PARKED: lambda _said: "parked a question",
    kinds.SETTLED: lambda _said: "settled a question, or took that back",
    kinds.SIGNAL: _signal,
    kinds.RESENT: lambda said: f"sent everything to table {said['table']} again",
    kinds.SCREEN: _screen,
    kinds.HIDDEN: lambda _said: "hid something that needs attention",
    kinds.SHOWN: lambda _said: "let something hidden be shown again",
}
