"""One desk for many who ask at the same moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from time import sleep
from typing import Generic, TypeVar

from django.db import OperationalError, connection, connections

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")

# In a rush, so long more are let come before the next are served: whoever came first would else be served nearly alone,
# for the price of all, and other processes would wait for it.
GATHERING_SECONDS = 0.01


class Desk(Generic[Asked, Answer]):
    """Whoever comes while others are served is served next, together with all who came meanwhile, in their order.

    What costs the same for one and for many, such as a commit that has to reach the disk, is then paid once for all of
    them. One clerk serves, in a thread of its own, so that of all who wait none needs a connection to the database.
    """

    def __init__(self, serve: Callable[[Sequence[Asked]], Sequence[Answer]]) -> None:
        """`serve`: answers many, all or none of them."""
        self._serve = serve
        self._lock = Lock()
        self._waiting: list[tuple[Asked, Future[Answer]]] = []
        self._is_rush = False
        self._clerk = ThreadPoolExecutor(1, thread_name_prefix="desk")

    def ask(self, asked: Asked) -> Answer:
        """Return the answer, or raise what `serve` raises for this one."""
        if connection.in_atomic_block:  # Nobody else sees what is in it, nor is to lose what is theirs with it.
            return self._serve([asked])[0]
        answer: Future[Answer] = Future()
        with self._lock:
            self._waiting.append((asked, answer))
            is_first = len(self._waiting) == 1
        if is_first:
            self._clerk.submit(self._serve_all)
        return answer.result()

    def _serve_all(self) -> None:
        if self._is_rush:
            sleep(GATHERING_SECONDS)
        with self._lock:
            visitors, self._waiting = self._waiting, []
        self._is_rush = len(visitors) > 1
        answers = self._answers([asked for asked, _answer in visitors])
        try:
            if not self._waiting or any(isinstance(answer, Exception) for answer in answers):
                connections.close_all()  # at rest, or where one may be broken
        finally:  # Whatever happens, nobody waits for ever.
            for (_asked, answer), found in zip(visitors, answers, strict=True):
                if isinstance(found, Exception):
                    answer.set_exception(found)
                else:
                    answer.set_result(found)

    def _answers(self, asked: Sequence[Asked]) -> list[Answer | Exception]:
        """Serve together; where that fails one by one, so that nobody suffers for another's request.

        When the database is away nobody would fare better alone.
        """
        try:
            return list(self._serve(asked))
        except Exception as error:  # noqa: BLE001 -- raised again by those whom it concerns
            if len(asked) == 1 or isinstance(error, OperationalError):
                return [error for _each in asked]
            return [self._answers([each])[0] for each in asked]
