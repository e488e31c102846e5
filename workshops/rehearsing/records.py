"""What is noted while a rehearsal is played: what each page got and when, what was pressed and answered. Pure.

All moments are seconds since 1970 by the clock of this machine.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class How(StrEnum):
    """By which way something reached a page."""

    SOCKET = "socket"
    REPLAY = "replay"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Got:
    """A numbered frame that a page applied, and when it had come."""

    topic: str
    seq: int
    at: float
    how: How


@dataclass(slots=True)
class Drop:
    """A connection that was lost: when, when the network was there again, and when the page was equal again."""

    at: float
    back_at: float | None = None
    equal_at: float | None = None


@dataclass
class Record:
    """What one page got. `first` is the event that it was first drawn with, `pages` the ones of later drawings."""

    name: str
    topics: tuple[str, ...]
    slow: bool = False
    first: int = 0
    have: int = 0
    got: list[Got] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    drops: list[Drop] = field(default_factory=list)
    gaps: int = 0
    ignored: int = 0  # frames that it had already
    polls: int = 0
    sent_away: str = ""  # why the server let it in no more


@dataclass(frozen=True, slots=True)
class Press:
    """A press of the facilitator's, from right before it was sent until it was answered."""

    does: str
    sent_at: float
    answered_at: float
    status: int


@dataclass(frozen=True, slots=True)
class Said:
    """An answer of a table that the server accepted. `key` marks it; "" for what has none."""

    does: str
    table: int
    key: str
    fields: dict[str, str]
    sent_at: float
    answered_at: float


@dataclass(frozen=True, slots=True)
class Sent:
    """A frame as the log has it. `at`: when its event was written, by the server's clock."""

    topic: str
    seq: int
    at: float
    kind: str
    actor: str


@dataclass(frozen=True, slots=True)
class Kept:
    """How often an accepted answer was found in the database: once is right."""

    does: str
    table: int
    times: int
