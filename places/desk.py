"""One desk for many who ask at the same moment. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Event, Lock
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


class Desk(Generic[Asked, Answer]):
    """Whoever comes while others are served is served next, together with all who came meanwhile, in their order.

    What costs the same for one and for many, such as a commit that has to reach the disk, is then paid once for all of
    them. One of them serves in their own thread, and then calls the first of those who wait by now to serve the next.
    """

    def __init__(
        self, serve: Callable[[Sequence[Asked]], Sequence[Answer]], *, in_vain: tuple[type[Exception], ...] = ()
    ) -> None:
        """`serve`: answers many, all or none of them. `in_vain`: errors after which none would fare better alone."""
        self._serve = serve
        self._in_vain = in_vain
        self._lock = Lock()
        self._waiting: list[_Visitor[Asked, Answer]] = []
        self._is_taken = False

    def ask(self, asked: Asked) -> Answer:
        """Return the answer, or raise what `serve` raises for this one."""
        visitor: _Visitor[Asked, Answer] = _Visitor(asked)
        with self._lock:
            self._waiting.append(visitor)
            if not self._is_taken:
                self._call_next()
        visitor.called.wait()
        if visitor.serves:
            self._serve_all()
        if visitor.error is not None:
            raise visitor.error
        return visitor.answers[0]

    def _call_next(self) -> None:
        """Let the first who waits serve all. It needs the lock."""
        self._is_taken = bool(self._waiting)
        for visitor in self._waiting[:1]:
            visitor.serves = True
            visitor.called.set()

    def _serve_all(self) -> None:
        with self._lock:
            visitors, self._waiting = self._waiting, []
        try:
            self._answer(visitors)
        finally:
            with self._lock:
                self._call_next()
            for visitor in visitors:
                visitor.called.set()

    def _answer(self, visitors: Sequence[_Visitor[Asked, Answer]]) -> None:
        """Serve together; where that fails, one by one, so that nobody suffers for another's request."""
        try:
            answers = self._serve([visitor.asked for visitor in visitors])
        except Exception as error:  # noqa: BLE001 -- raised again by those whom it concerns
            if len(visitors) > 1 and not isinstance(error, self._in_vain):
                for visitor in visitors:
                    self._answer([visitor])
                return
            for visitor in visitors:
                visitor.error = error
        else:
            for visitor, answer in zip(visitors, answers, strict=True):
                visitor.answers.append(answer)


class _Visitor(Generic[Asked, Answer]):
    """One who asks, and what became of it."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.answers: list[Answer] = []
        self.error: Exception | None = None
        self.called = Event()
        self.serves = False
