"""Twenty frames a second to 1,000 sockets for 15 seconds: everybody must get every one."""

from __future__ import annotations

import time

from benchmarks.hall import Gathering, gathered
from benchmarks.measuring import spread
from benchmarks.options import Options
from benchmarks.report import Goal, heading, say

SOCKETS, PER_SECOND, SECONDS = 1000, 20, 15
CATCH_UP = 20.0


def run(_options: Options) -> list[Goal]:
    """Press in time with a clock, first with no console open, then with one."""
    return [goal for consoles in (0, 1) for goal in _run(consoles)]


def _run(consoles: int) -> list[Goal]:
    name = f"steady, consoles open: {consoles}"
    heading(f"{name}: {PER_SECOND} frames a second to {SOCKETS:,} sockets for {SECONDS} s")
    with gathered(SOCKETS, consoles=consoles) as room:
        used, began = room.hall.cpu(), time.monotonic()
        pressed = _press_by_the_clock(room)
        share = (room.hall.cpu() - used) / (time.monotonic() - began)
        room.loop.pump(lambda: all(room.devices.has_all(seq) for seq in pressed), CATCH_UP)
        came = sum(len({number for number, _ in room.devices.arrivals[seq]}) for seq in pressed)
        twice = sum(len(room.devices.arrivals[seq]) for seq in pressed) - came
        late = spread(
            [
                (stamp - room.facilitator.committed(seq)) / 1e6
                for seq in pressed
                for _, stamp in room.devices.arrivals[seq]
            ]
        )
        say(f"{came:,} of {len(pressed) * SOCKETS:,} delivered, {twice} twice; {100 * share:.0f} % of a core;")
        say(f"commit to each socket: p50 {late.p50:.1f} ms, p99 {late.p99:.1f} ms, worst {late.worst:.1f} ms")
        return [
            Goal(f"{name}: delivered", 100 * came / (len(pressed) * SOCKETS), 100, " %", at_least=True),
            Goal(f"{name}: delivered twice", twice, 0),
            # A press waits for the answer to the one before it, as a facilitator's does.
            Goal(f"{name}: frames a second", len(pressed) / SECONDS, 0.95 * PER_SECOND, at_least=True),
        ]


def _press_by_the_clock(room: Gathering) -> list[int]:
    """Press every 1 / PER_SECOND seconds, or as soon as the press before was answered; return the events' numbers."""
    pressed: list[int] = []
    exchange, began = room.facilitator.exchange, time.monotonic_ns()
    for n in range(PER_SECOND * SECONDS):
        due = began + n * 1_000_000_000 // PER_SECOND
        room.loop.pump(lambda due=due: time.monotonic_ns() >= due and not exchange.waiting, 10)  # type: ignore[misc]
        if time.monotonic_ns() > began + SECONDS * 1_000_000_000:
            break
        pressed.append(room.facilitator.press()[0])
    room.loop.pump(lambda: not exchange.waiting, 10)
    return pressed
