"""What the day's tests share: a clock that the test moves, and what a change tells whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from live.room import Delivery
from tests.pages import frames

Push = Callable[[Callable[[], object]], dict[str, str]]
Told = Callable[[Callable[[], object]], list[list[str]]]


class Clock:
    """A time that stands until it is moved."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 3, 2, 10, 0, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now

    def forward(self, **delta: float) -> dt.datetime:
        """Let time pass, and return the new one."""
        self.now += dt.timedelta(**delta)
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Let it be 10:00 until the test says otherwise."""
    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", clock)
    return clock


@pytest.fixture
def told(delivered: list[Delivery], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Told:
    """Return how to do something and get the topics that each of its events reached after the commit."""

    def told(change: Callable[[], object]) -> list[list[str]]:
        delivered.clear()
        with django_capture_on_commit_callbacks(execute=True):
            change()
            assert delivered == [], "told before the commit"
        return [[topic for topic, _after, _text in push.texts] for push in delivered]

    return told


@pytest.fixture
def push(delivered: list[Delivery], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Push:
    """Return how to do something and get what was pushed of it, by topic."""

    def pushed(change: Callable[[], object]) -> dict[str, str]:
        delivered.clear()
        with django_capture_on_commit_callbacks(execute=True):
            change()
        (push,) = delivered
        return frames(push)

    return pushed
