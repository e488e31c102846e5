"""Who may still listen: subjects such as "device:7", and the checks that higher apps register.

A ticket says who somebody was when the page was made. The gate says whether that still holds; it is
asked when a socket opens, every few seconds while it is open, and for every poll.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection

# Takes the ids of one kind of subject, returns those that may still listen. Runs off the event loop.
Check = Callable[[Collection[str]], set[str]]

_checks: dict[str, Check] = {}


def register(kind: str, check: Check) -> None:
    """Let `check` decide over every subject of `kind` (the part before the colon)."""
    if _checks.setdefault(kind, check) is not check:
        message = f"two checks for subjects of kind {kind!r}"
        raise ValueError(message)


def admitted(subjects: Collection[str]) -> set[str]:
    """Return those of `subjects` that may listen now: one call per kind, none for unknown kinds."""
    by_kind: defaultdict[str, list[str]] = defaultdict(list)
    for subject in subjects:
        kind, _, identity = subject.partition(":")
        by_kind[kind].append(identity)
    return {
        f"{kind}:{identity}"
        for kind, identities in by_kind.items()
        if kind in _checks
        for identity in _checks[kind](identities)
    }
