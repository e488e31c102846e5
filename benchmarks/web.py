"""HTTP in the server's own process: Django's ASGI handler against its WSGI handler in 4, 8 and 16 threads."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.client import Exchange
from benchmarks.hall import Gathering, gathered
from benchmarks.loop import Loop
from benchmarks.measuring import spread
from benchmarks.options import Options
from benchmarks.report import Goal, heading, say, table

CONNECTIONS, SECONDS = 64, 5.0
DEVICES, REVEALS = 100, 10
WAYS = (("Django's ASGI handler", "asgi", 8), *((f"WSGI in {n} threads", "threads", n) for n in (4, 8, 16)))
HEAD = ["way", "POST/s", "p99 ms", "GET/s", "p99 ms", "reveal: press-last p50", "p99", "commit-last p50", "p99"]


@dataclass(slots=True)
class Answers:
    """What came back: how fast, and what was no success."""

    per_second: float
    p99: float
    failed: int


class Load:
    """Connections that ask again as soon as they are answered, until told to stop."""

    def __init__(self, loop: Loop, port: int, ask: Callable[[int], bytes]) -> None:
        """`ask(n)` makes the nth request."""
        self._loop, self._ask = loop, ask
        self._exchanges = [Exchange(loop, port) for _ in range(CONNECTIONS)]
        self._asked = self._failed = 0
        self._took: list[float] = []
        self._going = True
        self._began = time.monotonic()
        for exchange in self._exchanges:
            exchange.answered = lambda _answer, exchange=exchange: self._next(exchange)
            self._send(exchange)

    def stop(self) -> Answers:
        """Wait for the last answers and return the sums."""
        seconds = time.monotonic() - self._began
        counted, self._going = len(self._took), False
        self._loop.pump(lambda: not any(e.waiting for e in self._exchanges), 30)
        for exchange in self._exchanges:
            exchange.close()
        return Answers(counted / seconds, spread(self._took).p99, self._failed)

    def _send(self, exchange: Exchange) -> None:
        self._asked += 1
        exchange.send(self._ask(self._asked))

    def _next(self, exchange: Exchange) -> None:
        self._took.append((exchange.answered_at - exchange.sent_at) / 1e6)
        self._failed += exchange.status >= 400  # noqa: PLR2004 -- HTTP's errors
        if self._going:
            self._loop.idle.append(lambda: self._send(exchange))


def run(_options: Options) -> list[Goal]:
    """Measure each way by itself, on a fresh server; print figures and ratios."""
    heading(f"http: {CONNECTIONS} connections, {SECONDS:.0f} s each; reveals to {DEVICES} devices under POST load")
    rows = [[name, *_measure(how, threads)] for name, how, threads in WAYS]
    say(table(HEAD, rows))
    first = rows[0]
    for row in rows[1:]:
        ratios = f"POST {_ratio(row, first, 1):.1f} x, GET {_ratio(row, first, 3):.1f} x"
        say(f"{row[0]} / {first[0]}: {ratios}, commit to last {_ratio(row, first, 7):.2f} x")
    return []


def _measure(how: str, threads: int) -> list[float]:
    with gathered(DEVICES, http=how, threads=threads) as room:
        post = _load(room, room.hall.join)
        get = _load(room, lambda _n: room.hall.table_page())
        if post.failed or get.failed:
            raise RuntimeError(f"{post.failed} POSTs and {get.failed} GETs failed under load.")
        pressed, committed = _reveal_under_load(room)
        presses, commits = spread(pressed), spread(committed)
        figures = [post.per_second, post.p99, get.per_second, get.p99]
        return [*figures, presses.p50, presses.p99, commits.p50, commits.p99]


def _load(room: Gathering, ask: Callable[[int], bytes]) -> Answers:
    load = Load(room.loop, room.hall.port, ask)
    room.loop.rest(SECONDS)
    return load.stop()


def _reveal_under_load(room: Gathering) -> tuple[list[float], list[float]]:
    """Return for each reveal the milliseconds from press and from commit to the last device."""
    load = Load(room.loop, room.hall.port, room.hall.join)
    pressed: list[float] = []
    committed: list[float] = []
    while len(pressed) < REVEALS:
        seq = room.press()
        if room.facilitator.stage:
            last = max(stamp for _, stamp in room.devices.arrivals[seq])
            pressed.append((last - room.facilitator.exchange.sent_at) / 1e6)
            committed.append((last - room.facilitator.committed(seq)) / 1e6)
        room.loop.rest(0.1)
    load.stop()
    return pressed, committed


def _ratio(row: list[object], first: list[object], column: int) -> float:
    return float(str(row[column])) / float(str(first[column]))
