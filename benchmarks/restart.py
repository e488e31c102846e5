"""The server is killed in the middle of a reveal and started again: nobody may lose a frame or get one twice."""

from __future__ import annotations

import random
import signal
import threading
import time

from benchmarks.client import Crowd, WebSocket
from benchmarks.hall import Facilitator, Hall
from benchmarks.loop import Loop
from benchmarks.options import Options
from benchmarks.report import Goal, heading, say
from benchmarks.stamps import COMMITTED

DEVICES = 200
# As static/js/live/backoff.js: full jitter.
BASE_SECONDS, CAP_SECONDS = 0.5, 15.0


class Tablets(Crowd):
    """Devices that come back by the page's own rules, with what they have."""

    may_lose = True

    def __init__(self, loop: Loop, hall: Hall, since: int) -> None:
        """`since`: the newest event when their pages were drawn."""
        super().__init__(loop, hall.port, hall.addresses("devices"))
        self._tickets = list(self.addresses)
        self._attempts = [0] * len(self.addresses)
        self.got: list[list[int]] = [[] for _ in self.addresses]
        self._since = since

    def heard(self, socket_: WebSocket, head: bytes, text: bytes, stamp: int) -> None:
        """Note what came; whoever hears something starts counting attempts anew."""
        super().heard(socket_, head, text, stamp)
        self._attempts[socket_.number] = 0
        if seq := max(0, self._known[head]):
            self.got[socket_.number].append(seq)

    def lost(self, socket_: WebSocket) -> None:
        """Come back after a random part of a doubling time."""
        super().lost(socket_)
        number = socket_.number
        most = min(CAP_SECONDS, BASE_SECONDS * 2 ** self._attempts[number])
        self._attempts[number] += 1
        delay = int(random.random() * most * 1e9)
        self.loop.at(time.monotonic_ns() + delay, lambda: self._come_back(number))

    def _come_back(self, number: int) -> None:
        have = self.got[number][-1] if self.got[number] else self._since
        self.addresses[number] = f"{self._tickets[number]}&epoch={self.epoch}&since={have}"
        self.sockets[number] = WebSocket(self, number)


def run(_options: Options) -> list[Goal]:
    """Kill right after a commit, start again, press once more; compare what each device got with the log."""
    heading(f"restart: kill -9 with {DEVICES} devices connected, then start again")
    with Hall(devices=DEVICES) as hall:
        loop = Loop()
        presser = Facilitator(loop, hall)
        began_at = presser.head
        tablets = Tablets(loop, hall, began_at)
        tablets.connect()
        loop.pump(lambda: tablets.beats >= DEVICES, 20)
        for _ in range(4):
            _press(loop, presser)
        last, _pressed = presser.press()
        while hall.stamps.moment(COMMITTED, last) is None:
            loop.rest(0.0002)
        killed = time.monotonic()
        hall.stop(signal.SIGKILL)
        loop.rest(0.05)
        had = sum(last in got for got in tablets.got)
        starting = threading.Thread(target=hall.start)
        starting.start()
        loop.pump(lambda: not starting.is_alive(), 60)
        started = time.monotonic() - killed
        wanted = list(range(began_at + 1, last + 1))
        loop.pump(lambda: all(len(got) >= len(wanted) for got in tablets.got), 60)
        equal = time.monotonic() - killed
        final = _press(loop, presser)
        loop.pump(lambda: tablets.has_all(final), 20)
        loop.rest(1.0)
        wrong = sum(got != [*wanted, final] for got in tablets.got)
        say(f"{had} of {DEVICES} devices had the last frame when the server was killed.")
        say(f"The server answered {started:.1f} s after the kill; every device was equal after {equal:.1f} s;")
        say(f"{wrong} of {DEVICES} devices lost a frame or got one twice.")
        return [
            Goal("restart: kill to every device equal", equal, 10, " s"),
            Goal("restart: devices that lost a frame or got one twice", wrong, 0),
        ]


def _press(loop: Loop, presser: Facilitator) -> int:
    seq, _pressed = presser.press()
    loop.pump(lambda: not presser.exchange.waiting, 20)
    return seq
