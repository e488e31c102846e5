"""2,000 sockets were cut off, missed a frame, and all come back in the same moment."""

from __future__ import annotations

import time

from benchmarks.client import Crowd
from benchmarks.hall import Gathering, gathered
from benchmarks.measuring import quantile
from benchmarks.options import Options
from benchmarks.report import Goal, heading, say

SOCKETS, TIMES = 2000, 3


def run(_options: Options) -> list[Goal]:
    """Cut everybody off a few times; return the median time until the last one has its heartbeat."""
    heading(f"storm: {SOCKETS:,} sockets come back at once, each having missed one frame")
    with gathered(SOCKETS, consoles=1) as room:
        crowd, took = room.devices, []
        for _ in range(TIMES):
            crowd, seconds = _cut_off(room, crowd)
            took.append(seconds)
        say("Back with the missed frame and a heartbeat after " + ", ".join(f"{s:.2f}" for s in took) + " s.")
        return [Goal(f"storm: {SOCKETS:,} sockets back, median", quantile(took, 0.5), 2, " s")]


def _cut_off(room: Gathering, crowd: Crowd) -> tuple[Crowd, float]:
    """Return the crowd that came back, and the seconds from the first connect to the last heartbeat."""
    loop, presser = room.loop, room.facilitator
    crowd.close()
    since = presser.head
    seq, _pressed = presser.press()
    loop.pump(lambda: not presser.exchange.waiting, 30)
    room.rest()
    back = Crowd(loop, room.hall.port, room.hall.addresses("devices", f"&epoch={crowd.epoch}&since={since}"))
    began = time.monotonic_ns()
    back.connect(in_flight=SOCKETS)
    if not loop.pump(lambda: back.beats >= SOCKETS and back.has_all(seq), 60):
        raise TimeoutError(f"{SOCKETS - back.beats} sockets have no heartbeat after 60 s.")
    return back, (max(s.beat_at for s in back.sockets) - began) / 1e9
