"""The load client's own event loop: one epoll, many sockets, timers, and receipts only when nothing waits.

A stamp is taken right after each recv. Receipts are sent one at a time, and only when epoll has just
said that no socket is readable, so that no frame waits behind more than one small send.
"""

from __future__ import annotations

import heapq
import itertools
import select
import time
from collections import deque
from collections.abc import Callable
from typing import Protocol

_AT_ONCE = 4096


class Watched(Protocol):
    """A socket in the loop."""

    def ready(self, mask: int) -> None:
        """Read, or go on with connecting."""


class Loop:
    """Pumps sockets until something holds."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._epoll = select.epoll()
        self._watched: dict[int, Watched] = {}
        self._timers: list[tuple[int, int, Callable[[], None]]] = []
        self._order = itertools.count()
        # Called one at a time, each when nothing is readable.
        self.idle: deque[Callable[[], None]] = deque()

    def watch(self, fd: int, what: Watched, mask: int = select.EPOLLIN) -> None:
        """Call `what.ready` whenever `mask` holds for `fd`."""
        if fd in self._watched:
            self._epoll.modify(fd, mask)
        else:
            self._epoll.register(fd, mask)
        self._watched[fd] = what

    def forget(self, fd: int) -> None:
        """Watch `fd` no more."""
        if self._watched.pop(fd, None) is not None:
            self._epoll.unregister(fd)

    def at(self, when: int, call: Callable[[], None]) -> None:
        """Call at a time (monotonic ns)."""
        heapq.heappush(self._timers, (when, next(self._order), call))

    def pump(self, until: Callable[[], bool], seconds: float) -> bool:
        """Serve all sockets, at least once, until `until` holds; False when that took more than `seconds`."""
        deadline = time.monotonic_ns() + int(seconds * 1e9)
        poll, watched, idle = self._epoll.poll, self._watched, self.idle
        while True:
            now = time.monotonic_ns()
            while self._timers and self._timers[0][0] <= now:
                heapq.heappop(self._timers)[2]()
            events = poll(0 if idle else self._patience(now, deadline), _AT_ONCE)
            for fd, mask in events:
                what = watched.get(fd)
                if what is not None:
                    what.ready(mask)
            if idle and not events:
                idle.popleft()()
            if until():
                return True
            if now >= deadline:
                return False

    def rest(self, seconds: float) -> None:
        """Serve all sockets for so long."""
        self.pump(lambda: False, seconds)

    def _patience(self, now: int, deadline: int) -> float:
        wake = min(deadline, self._timers[0][0]) if self._timers else deadline
        return max(0.0, min((wake - now) / 1e9, 0.05))
