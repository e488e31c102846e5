"""What can be chosen on the command line."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """How much to measure."""

    sockets: tuple[int, ...] = (100, 1000, 5000)
    reveals: int = 21
    against: tuple[str, ...] = ("nchan", "plain")
    minutes: float = 10.0
    devices: int = 200
    strokes: int = 2_000
