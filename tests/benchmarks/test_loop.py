from __future__ import annotations

import socket
import time

from benchmarks.loop import Loop


class Reader:
    """Notes each time that it was ready, and reads what is there."""

    def __init__(self, raw: socket.socket, notes: list[str]) -> None:
        self._raw, self._notes = raw, notes

    def ready(self, mask: int) -> None:  # noqa: ARG002 -- as the loop calls it
        self._raw.recv(1)
        self._notes.append("read")


def test_what_is_idle_waits_until_nothing_is_readable() -> None:
    loop, notes = Loop(), list[str]()
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.send(b"abc")
        loop.watch(ours.fileno(), Reader(ours, notes))
        loop.idle.extend([lambda: notes.append("sent"), lambda: notes.append("sent")])
        assert loop.pump(lambda: len(notes) == 5, 2)
    assert notes == ["read", "read", "read", "sent", "sent"]


def test_timers_fire_in_the_order_of_their_times() -> None:
    loop, notes = Loop(), list[str]()
    now = time.monotonic_ns()
    loop.at(now + 20_000_000, lambda: notes.append("late"))
    loop.at(now, lambda: notes.append("early"))
    assert loop.pump(lambda: len(notes) == 2, 2)
    assert notes == ["early", "late"]
    assert time.monotonic_ns() >= now + 20_000_000


def test_a_wait_that_does_not_come_true_ends() -> None:
    began = time.monotonic()
    assert not Loop().pump(lambda: False, 0.05)
    assert 0.05 <= time.monotonic() - began < 2


def test_what_is_forgotten_is_read_no_more() -> None:
    loop, notes = Loop(), list[str]()
    ours, theirs = socket.socketpair()
    with ours, theirs:
        loop.watch(ours.fileno(), Reader(ours, notes))
        loop.forget(ours.fileno())
        theirs.send(b"a")
        loop.rest(0.05)
    assert notes == []
