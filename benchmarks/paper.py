"""Both paper packs of the shipped case, asked for over HTTP as a facilitator's browser does."""

from __future__ import annotations

from benchmarks.client import Exchange
from benchmarks.hall import Hall
from benchmarks.loop import Loop
from benchmarks.measuring import spread
from benchmarks.options import Options
from benchmarks.report import Goal, heading, say, table

TIMES, LIMIT_SECONDS = 10, 3.0
AUDIENCES = ("tables", "facilitator")


def run(_options: Options) -> list[Goal]:
    """Ask for each pack a few times, first of a server that has made none yet; the slowest answer counts."""
    heading(f"paper: each pack {TIMES} times, the first one by a server that was just started")
    rows, goals = [], []
    for audience in AUDIENCES:
        with Hall(devices=0) as hall:
            took, size = _ask(hall, audience)
        spreading = spread(took)
        rows.append([audience, size / 1024, took[0], spreading.p50, spreading.worst])
        goals.append(Goal(f"paper: pack for {audience}, worst", spreading.worst, LIMIT_SECONDS, " s"))
    say(table(["pack", "KB", "first s", "p50 s", "worst s"], rows))
    return goals


def _ask(hall: Hall, audience: str) -> tuple[list[float], int]:
    """Return how many seconds each answer took to its last byte, and how many bytes it had."""
    loop = Loop()
    exchange = Exchange(loop, hall.port)
    sizes: list[int] = []
    exchange.answered = lambda answer: sizes.append(len(answer))
    took: list[float] = []
    for _ in range(TIMES):
        sent = exchange.send(hall.pack(audience))
        if not loop.pump(lambda: not exchange.waiting, 60) or exchange.status != 200:  # noqa: PLR2004 -- HTTP's success
            raise RuntimeError(f"The pack for {audience} was answered with {exchange.status}. It said:\n{hall.said()}")
        took.append((exchange.answered_at - sent) / 1e9)
    exchange.close()
    return took, sizes[-1]
