"""Three busy doors: how soon a scan is answered; and what two doors that were cut off bring when they are back."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections import deque
from collections.abc import Sequence
from random import Random
from urllib.parse import urlencode

from benchmarks.client import Crowd, Exchange
from benchmarks.hall import Hall
from benchmarks.loop import Loop
from benchmarks.measuring import cpu_seconds, quantile, spread
from benchmarks.options import Options
from benchmarks.processes import ROOT, python
from benchmarks.report import Goal, heading, say
from workshops.tokens import new_token

DOORS, PEOPLE, SCANS, AGAIN = 3, 400, 300, 0.1
# As static/js/outbox/sender.js: so many parcels of a device are under way at once.
DEVICES, EACH, LANES = 2, 50, 3
# What is no ticket is answered by the same view and changes nothing: what the machine gives at that moment.
BARE = 30
GOAL_MS, GOAL_SECONDS, STORED, REFUSED = 150, 10.0, 200, 422


def run(_options: Options) -> list[Goal]:
    """Scan without a pause at three doors; then post what two doors noted while they were cut off."""
    heading(f"door: {SCANS} scans at {DOORS} busy doors; then {DEVICES} x {EACH} scans that were kept on two devices")
    with Hall(devices=0) as hall:
        made = _booked(hall)
        loop = Loop()
        pages = Crowd(loop, hall.port, [f"/live/?ticket={ticket}" for ticket in made["listens"]])
        pages.connect()
        busy = _scans(made["tickets"][:SCANS], Random(1))
        bare, _seconds = _posted(hall, loop, [["no ticket"] * BARE] * DOORS, REFUSED)
        used = cpu_seconds(hall.pid)
        took, _seconds = _posted(hall, loop, [busy[door::DOORS] for door in range(DOORS)])
        used = cpu_seconds(hall.pid) - used
        kept = made["tickets"][SCANS : SCANS + 80]
        # Tickets 30 to 49 were shown at both doors.
        queues = [kept[:EACH], kept[30 : 30 + EACH]]
        lanes = [queue[lane::LANES] for queue in queues for lane in range(LANES)]
        _times, seconds = _posted(hall, loop, lanes)
        counted = _in(hall)
        pages.close()
    spreading, p95 = spread(took), quantile(took, 0.95)
    say(f"a scan: p50 {spreading.p50:.0f} ms, p95 {p95:.0f} ms, worst {spreading.worst:.0f} ms")
    beside = quantile(bare, 0.95)
    ratio = p95 / beside
    say(f"its CPU {1000 * used / len(took):.0f} ms; what is no ticket takes {beside:.0f} ms (p95), so {ratio:.1f} x")
    say(f"{DEVICES * EACH} kept scans were stored in {seconds:.1f} s")
    return [
        Goal("door: a scan answered with three doors busy, p95", p95, GOAL_MS, " ms"),
        Goal("door: 100 kept scans of two devices stored", seconds, GOAL_SECONDS, " s"),
        Goal("door: people counted other than once", abs(counted - SCANS - 80), 0),
    ]


def _booked(hall: Hall) -> dict[str, list[str]]:
    made = subprocess.run(
        python("-m", "benchmarks.book", hall.made["slug"], str(PEOPLE)),
        cwd=ROOT,
        env=os.environ | hall.environment(),
        capture_output=True,
        check=True,
    )
    found: dict[str, list[str]] = json.loads(made.stdout)
    return found


def _scans(tickets: Sequence[str], random: Random) -> list[str]:
    """Return the tickets as they are shown: one in ten a second time."""
    shown = list(tickets) + [ticket for ticket in tickets if random.random() < AGAIN]
    random.shuffle(shown)
    return shown


def _posted(
    hall: Hall, loop: Loop, queues: Sequence[Sequence[str]], expected: int = STORED
) -> tuple[list[float], float]:
    """Post each queue one after the other, all queues at once; return milliseconds of each, and seconds in all."""
    doors = [(Exchange(loop, hall.port), deque(queue)) for queue in queues]
    took: list[float] = []
    began = time.monotonic()

    def all_done() -> bool:
        for exchange, queue in doors:
            if exchange.waiting:
                continue
            if exchange.status:
                if exchange.status != expected:
                    raise RuntimeError(f"A scan was answered with {exchange.status}. It said:\n{hall.said()}")
                took.append((exchange.answered_at - exchange.sent_at) / 1e6)
                exchange.status = 0
            if queue:
                exchange.send(_scan(hall, queue.popleft()))
        return not any(exchange.waiting or queue for exchange, queue in doors)

    loop.pump(all_done, 120)
    seconds = time.monotonic() - began
    for exchange, _queue in doors:
        exchange.close()
    return took, seconds


def _scan(hall: Hall, ticket: str) -> bytes:
    body = urlencode({"noted": "scan", "key": new_token(), "door": "Door", "ticket": ticket}).encode()
    return hall.note(body)


def _in(hall: Hall) -> int:
    """Return how many people the product counts as in."""
    code = "from places.models import Attendance; print(Attendance.objects.filter(arrived_at__isnull=False).count())"
    counted = subprocess.run(
        python("manage.py", "shell", "--no-imports", "-c", code),
        cwd=ROOT,
        env=os.environ | hall.environment(),
        capture_output=True,
        check=True,
    )
    return int(counted.stdout)
