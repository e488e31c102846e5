"""Kinds of events and how each is drawn for a topic. Higher apps fill this in their AppConfig."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Notice:
    """An event on its way to a topic, as a renderer sees it."""

    log_id: int
    seq: int
    kind: str
    topic: str
    payload: dict[str, Any]


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
