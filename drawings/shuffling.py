"""In which order a coder meets the drawings: another for each, so that not all are tired at the same ones. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256


def shuffled(units: Iterable[int], *, seed: int) -> list[int]:
    """Return the units in an order that `seed` decides. One more unit leaves the order of the others as it was."""
    return sorted(units, key=lambda unit: sha256(f"{seed}:{unit}".encode()).digest())
