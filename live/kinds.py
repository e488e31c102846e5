"""Kinds of events and how each is drawn for a topic. Higher apps fill this in their AppConfig."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

Key = TypeVar("Key", bound=Hashable)
Found = TypeVar("Found")


class Reading:
    """What was read for one drawing, each thing once: whatever is drawn together shows the same state.

    It lasts for that drawing only, and the next one reads anew.
    """

    def __init__(self) -> None:
        """Begin with nothing read."""
        self._found: dict[tuple[object, Hashable], Any] = {}

    def once(self, read: Callable[[Key], Found], key: Key) -> Found:
        """Return `read(key)`, which is asked the first time only."""
        if (read, key) not in self._found:
            self._found[read, key] = read(key)
        found: Found = self._found[read, key]
        return found


@dataclass(frozen=True, slots=True)
class Notice:
    """An event on its way to a topic, as a renderer sees it; `reading` is shared by all that are drawn with it."""

    log_id: int
    seq: int
    kind: str
    topic: str
    payload: dict[str, Any]
    reading: Reading = field(default_factory=Reading)


Renderer = Callable[[Notice], str]

_renderers: dict[str, Renderer] = {}


def register(kind: str, renderer: Renderer) -> None:
    """Let `renderer` draw every event of `kind`.

    It is called once per topic and draws what holds *now*: a replay after a withdrawal must not bring
    the withdrawn text again.
    """
    if _renderers.setdefault(kind, renderer) is not renderer:
        message = f"two renderers for events of kind {kind!r}"
        raise ValueError(message)


def render(notice: Notice) -> str:
    """Return the HTML of an event for a topic; unknown kinds are drawn as nothing."""
    renderer = _renderers.get(notice.kind)
    return renderer(notice) if renderer else ""
