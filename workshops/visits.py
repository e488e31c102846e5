"""Which devices opened the check page, by which address, and whether news reaches them at once.

Counted for the preflight page, in the cache and for half a day: before the doors open no device is at a
table, so there is no other place for it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache

from workshops.health import UNTRIED

KEPT_SECONDS = 12 * 60 * 60
MOST = 1_000


@dataclass(frozen=True)
class Visit:
    """A device that came by the address `by`; `socket` is what it found (workshops.health)."""

    device: str
    by: str
    socket: str = UNTRIED


def note(visit: Visit) -> None:
    """Remember a visit. Of two at the same moment neither is lost."""
    cache.add("visits", 0, KEPT_SECONDS)
    try:
        number = cache.incr("visits")
    except ValueError:  # It ran out between the two calls.
        return
    cache.set(f"visit:{number % MOST}", (visit.device, visit.by, visit.socket), KEPT_SECONDS)


def noted() -> list[Visit]:
    """Return every device once: the address it came by last, and the last that it found."""
    newest = int(cache.get("visits", 0))
    numbers = range(max(0, newest - MOST) + 1, newest + 1)
    found = cache.get_many(f"visit:{number % MOST}" for number in numbers)
    visits: dict[str, Visit] = {}
    for number in numbers:
        if (row := found.get(f"visit:{number % MOST}")) is None:
            continue
        visit = Visit(*row)
        before = visits.pop(visit.device, visit)
        visits[visit.device] = Visit(visit.device, visit.by, visit.socket or before.socket)
    return list(visits.values())
