"""What is measured and how: percentiles, a server's CPU time and memory, and who runs on which core."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.loop import Loop

SERVER_CORE, CLIENT_CORE = 0, 1
# Read once: later this process is bound to one core itself.
_OURS = os.sched_getaffinity(0)
# A server is at rest when it used less than this share of its core for so long.
_REST_SHARE, _REST_SECONDS = 0.08, 0.15


@dataclass(frozen=True, slots=True)
class Spread:
    """Median, 99th percentile and worst of some measurements."""

    p50: float
    p99: float
    worst: float


def quantile(values: Sequence[float], share: float) -> float:
    """Return the nearest-rank quantile: the smallest value that `share` of all values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]


def spread(values: Sequence[float]) -> Spread:
    """Return the spread of at least one value."""
    return Spread(quantile(values, 0.5), quantile(values, 0.99), max(values))


def processes(pid: int) -> Iterator[int]:
    """Yield a process and all that it started."""
    yield pid
    for task in _tasks(pid):
        try:
            children = (task / "children").read_text().split()
        except OSError:
            continue  # The thread ended meanwhile.
        for child in children:
            yield from processes(int(child))


def cpu_seconds(pid: int) -> float:
    """Return the CPU time that a process and all it started have used, thread by thread (kernel's own ns)."""
    used = 0
    for each in processes(pid):
        for task in _tasks(each):
            try:
                used += int((task / "schedstat").read_text().split()[0])
            except OSError:
                continue  # The thread ended meanwhile.
    return used / 1e9


def memory_bytes(pid: int) -> int:
    """Return the resident memory of a process and all that it started, shared pages counted once each."""
    page = os.sysconf("SC_PAGE_SIZE")
    return sum(int(Path(f"/proc/{each}/statm").read_text().split()[1]) * page for each in processes(pid))


def at_rest(loop: Loop, pid: int, *, seconds: float = 40.0) -> bool:
    """Wait until a server has done all its work (receipts, bulletins, drawings); False if it never rests."""
    deadline = time.monotonic() + seconds
    used = cpu_seconds(pid)
    while time.monotonic() < deadline:
        loop.rest(_REST_SECONDS)
        before, used = used, cpu_seconds(pid)
        if used - before < _REST_SHARE * _REST_SECONDS:
            return True
    return False


@contextmanager
def on_core(core: int) -> Iterator[None]:
    """Run this thread, and what it starts meanwhile, on one core; on all as before afterwards."""
    before = os.sched_getaffinity(0)
    if core in _OURS:
        os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@contextmanager
def on_all_cores() -> Iterator[None]:
    """Run this thread, and what it starts meanwhile, on every core: a browser is many processes."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, _OURS)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def room_for(sockets: int) -> None:
    """Let this process and its servers hold so many sockets.

    Raises SystemExit with what to do when this account may not.
    """
    wanted = sockets + 500
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else hard
    if most < wanted:
        raise SystemExit(
            f"This account may open {hard} files, {wanted} are needed for {sockets} sockets. Nothing was measured. "
            f"Raise it (ulimit -Hn {wanted}, as root), or ask for fewer: make bench ARGS='--sockets 1000'"
        )
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _tasks(pid: int) -> list[Path]:
    try:
        return list(Path(f"/proc/{pid}/task").iterdir())
    except OSError:
        return []
