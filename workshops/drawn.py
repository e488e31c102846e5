"""What a process draws once: parts of pages whose key names all that they depend on, so that they never change."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from django.core.cache import caches

Drawn = TypeVar("Drawn")


def drawn_once(key: str, draw: Callable[[], Drawn]) -> Drawn:
    """Return what was drawn under `key` in this process, or draw it; kept for a day."""
    return cast("Drawn", caches["drawn"].get_or_set(key, draw))
