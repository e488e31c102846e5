"""One socket stops reading: the others get everything, it is let go with 1013, and the server does not swell."""

from __future__ import annotations

import time

from benchmarks.client import Crowd
from benchmarks.hall import Gathering, gathered
from benchmarks.options import Options
from benchmarks.report import Goal, heading, say
from benchmarks.stamps import LET_GO

SOCKETS = 100
COME_BACK = 1013
MOST_PRESSES = 3000
# Seconds from press to press: a socket that sends more than 30 receipts a second is let go as well.
APART = 0.05
# Bytes that the stalled one's own side takes before the server's side fills.
SMALL_BUFFER = 4096


def run(_options: Options) -> list[Goal]:
    """Press until the stalled one was let go; then let it read again and see how it was closed."""
    heading(f"stalled: one of {SOCKETS + 1} sockets stops reading")
    with gathered(SOCKETS + 1) as room:
        address = room.devices.addresses.pop()
        room.devices.close()
        room.devices.connect()
        asleep = Crowd(room.loop, room.hall.port, [address], receive_buffer=SMALL_BUFFER)
        asleep.may_lose = True
        asleep.connect()
        for _ in range(10):
            room.press()
        room.rest()
        before = room.hall.memory()
        room.loop.forget(asleep.sockets[0].raw.fileno())
        began = time.monotonic()
        presses = _press_until_let_go(room)
        took, grown = time.monotonic() - began, (room.hall.memory() - before) / 1024 / 1024
        code = _closed_with(room, asleep)
        say(f"Let go after {presses} frames ({took:.1f} s) with {code}; the server grew by {grown:.1f} MB meanwhile;")
        say(f"the other {SOCKETS} got each of the {presses} frames.")
        return [
            Goal("stalled: frames until the stalled one is let go", presses, MOST_PRESSES - 1),
            Goal(f"stalled: closed with {COME_BACK} (1 = yes)", int(code == COME_BACK), 1, at_least=True),
            Goal("stalled: growth of the server", grown, 8, " MB"),
        ]


def _press_until_let_go(room: Gathering) -> int:
    """Return how many frames it took; raises TimeoutError when one of the others misses a frame."""
    for presses in range(1, MOST_PRESSES + 1):
        pressed = time.monotonic()
        room.press()
        room.loop.rest(max(0.0, pressed + APART - time.monotonic()))
        if room.hall.stamps.moment(LET_GO, COME_BACK):
            return presses
    return MOST_PRESSES


def _closed_with(room: Gathering, asleep: Crowd) -> int | None:
    """Let the stalled one read on to its end; return the closing code that it finds there."""
    stalled = asleep.sockets[0]
    room.loop.watch(stalled.raw.fileno(), stalled)
    room.loop.pump(lambda: asleep.open == 0 or stalled.code is not None, 10)
    return stalled.code
