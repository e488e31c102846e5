"""The browser's rules, as static/js/live/ has them: what a page has, what a frame means for it. Pure."""

from __future__ import annotations

from enum import StrEnum
from random import Random
from typing import Any

BASE_SECONDS, CAP_SECONDS, POLL_SECONDS = 0.5, 15.0, 3.0

Frame = dict[str, Any]


class Take(StrEnum):
    """What a frame means for a page."""

    APPLY = "apply"
    IGNORE = "ignore"  # it had that already
    HEAL = "heal"  # something before it is missing


class Position:
    """What a page has of its log."""

    def __init__(self, epoch: str, head: int) -> None:
        """`head`: the newest event that the page was drawn with."""
        self.epoch = epoch
        self._base = head
        self._topics: dict[str, int] = {}

    @property
    def have(self) -> int:
        """The newest event of its topics that it has."""
        return max(self._base, *self._topics.values(), 0)

    def take(self, frame: Frame) -> Take:
        """Say what `frame` means, and move on if it is to be applied."""
        if frame["epoch"] != self.epoch:
            return Take.HEAL
        if "seq" not in frame:
            return Take.APPLY
        had = max(self._base, self._topics.get(frame["topic"], 0))
        if frame["seq"] <= had:
            return Take.IGNORE
        if frame["after"] > had:
            return Take.HEAL
        self._topics[frame["topic"]] = frame["seq"]
        return Take.APPLY

    def behind(self, beat: Frame) -> bool:
        """Whether a heartbeat, or the answer to a poll, shows that something was missed."""
        return bool(beat["epoch"] != self.epoch or beat["head"] > self.have)


def retry_seconds(attempt: int, random: Random) -> float:
    """Return how long to wait before attempt number `attempt` (0 is the first retry): full jitter."""
    return random.random() * min(CAP_SECONDS, BASE_SECONDS * 2.0**attempt)


def poll_seconds(random: Random) -> float:
    """Return how long to wait before the next poll: POLL_SECONDS, half of it more or less."""
    return POLL_SECONDS * (0.5 + random.random())
