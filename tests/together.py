"""Pressing at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

Answer = TypeVar("Answer")


def together(*presses: Callable[[], Answer]) -> list[Answer]:
    """Let each press happen in a thread of its own, none before all are ready; return what each was answered."""
    ready = Barrier(len(presses))

    def press(verb: Callable[[], Answer]) -> Answer:
        try:
            ready.wait(10)
            return verb()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(presses)) as threads:
        return [answer.result() for answer in [threads.submit(press, verb) for verb in presses]]
