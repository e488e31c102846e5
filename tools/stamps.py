"""Stamps: small files that say what something was made from, so that nothing is made twice."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(sources: Iterable[Path]) -> str:
    """Return one hash of the contents of `sources`, in their order."""
    return hashlib.sha256(b"".join(hashlib.sha256(path.read_bytes()).digest() for path in sources)).hexdigest()


def is_current(stamp: Path, sources: Iterable[Path]) -> bool:
    """Whether `stamp` was left for exactly these contents."""
    return stamp.is_file() and stamp.read_text() == digest(sources)


def leave(stamp: Path, sources: Iterable[Path]) -> None:
    """Say that what `stamp` stands for is now made from `sources`. Called last, when it is whole."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest(sources))
