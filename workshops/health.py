"""What a device finds about itself, and how that is said. Pure.

A finding is "ok", "no" (it was tried and failed) or "" (it was not tried), by the name of its check.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

OK, NO, UNTRIED = "ok", "no", ""


@dataclass(frozen=True)
class Check:
    """Something that every device ticks off; `trouble` is what the console says when it failed."""

    key: str
    title: str
    trouble: str


CHECKS = (
    Check("server", "Reaching the server", "it reaches the server slowly or not at all"),
    Check("socket", "Live updates", "live updates do not come through"),
    Check("clock", "The clock", "its clock could not be compared"),
    Check("storage", "Keeping your work", "it does not keep what is written on it"),
    Check("camera", "A photo", "it could not take a photo"),
    Check("touch", "Touch", "parts of its screen do not answer"),
)

_SECOND, _MINUTE, _HOUR, _DAY = 1, 60, 3_600, 86_400
_UNITS = ((_DAY, "day"), (_HOUR, "hour"), (_MINUTE, "minute"), (_SECOND, "second"))
# Two seconds are nothing that anybody in a room would see.
_RIGHT_WITHIN = 2


def troubles(found: Mapping[str, str]) -> list[str]:
    """Return in words what failed, in the order of the checks."""
    return [check.trouble for check in CHECKS if found.get(check.key) == NO]


def untried(found: Mapping[str, str]) -> list[str]:
    """Return the titles of the checks that were not tried."""
    return [check.title for check in CHECKS if not found.get(check.key)]


def clock_words(offset: int) -> str:
    """Say how far a device's clock is off; `offset` is what to add to it, in milliseconds.

    static/js/health/words.js says the same on the device itself.
    """
    seconds = round(abs(offset) / 1000)
    if seconds < _RIGHT_WITHIN:
        return "right"
    return f"{_length(seconds)} {'ahead' if offset < 0 else 'behind'}"


def _length(seconds: int) -> str:
    """Say a length of time by its largest unit that is not nothing, and the next one: "1 day 2 hours"."""
    at = next(n for n, (size, _name) in enumerate(_UNITS) if seconds >= size)
    parts = []
    for size, name in _UNITS[at : at + 2]:
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count} {name}{'s' if count > 1 else ''}")
    return " ".join(parts)
