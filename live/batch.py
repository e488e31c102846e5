"""Many askers, few questions: what is asked while a question is under way is asked together next."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from typing import Generic, TypeVar

Question = TypeVar("Question")
Answer = TypeVar("Answer")


class Batch(Generic[Question, Answer]):
    """Gathers questions into calls of `ask`, one at a time.

    An answer is always read after its question was put, never taken from a reading that was under
    way: a socket that subscribes and then asks how far the log is cannot miss what happens between.
    """

    def __init__(self, ask: Callable[[Collection[Question]], Awaitable[dict[Question, Answer]]]) -> None:
        """`ask` takes distinct questions and returns an answer to each."""
        self._ask = ask
        self._waiting: list[tuple[Question, asyncio.Future[Answer]]] = []
        self._task: asyncio.Task[None] | None = None

    async def __call__(self, question: Question) -> Answer:
        """Return the answer; raises what `ask` raised."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((question, future))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work())
        return await future

    async def _work(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                answers = await self._ask({question for question, _ in batch})
            except Exception as error:  # noqa: BLE001 -- every asker gets it
                for _, future in batch:
                    if not future.done():
                        future.set_exception(error)
                continue
            for question, future in batch:
                if not future.done():
                    future.set_result(answers[question])
