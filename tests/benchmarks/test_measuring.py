from __future__ import annotations

import mmap
import os
import resource
import subprocess
import sys
import time

import pytest

from benchmarks import measuring
from benchmarks.measuring import Spread


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([3.0], 0.5, 3.0),
        ([1.0, 2.0], 0.5, 1.0),
        ([3.0, 1.0, 2.0], 0.5, 2.0),
        ([float(n) for n in range(1, 101)], 0.99, 99.0),
        ([float(n) for n in range(1, 101)], 1.0, 100.0),
        ([float(n) for n in range(1, 41)], 0.95, 38.0),
    ],
)
def test_a_quantile_is_the_smallest_value_that_the_share_does_not_exceed(
    values: list[float], share: float, expected: float
) -> None:
    assert measuring.quantile(values, share) == expected


def test_a_spread_has_median_p99_and_worst() -> None:
    assert measuring.spread([5.0, 1.0, 9.0]) == Spread(p50=5.0, p99=9.0, worst=9.0)


def test_the_cpu_of_a_process_counts_what_it_started() -> None:
    burn = "import subprocess, sys; subprocess.run([sys.executable, '-c', {!r}])"
    work = "import time\nwhile time.process_time() < 0.3: pass\nprint('done', flush=True)\ntime.sleep(30)"
    command = [sys.executable, "-c", burn.format(work)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as parent:  # noqa: S603 -- written above
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"done\n"
        used, children = measuring.cpu_seconds(parent.pid), list(measuring.processes(parent.pid))
        for pid in reversed(children):
            os.kill(pid, 9)
    assert len(children) == 2
    assert used >= 0.3


def test_memory_is_seen_to_grow() -> None:
    before = measuring.memory_bytes(os.getpid())
    # Straight from the system: what was used before and given back inside this process would not show.
    with mmap.mmap(-1, 20_000 * 1024) as block:
        block.write(os.urandom(1024) * 20_000)
        assert measuring.memory_bytes(os.getpid()) - before > 0.9 * len(block)


def test_a_core_is_taken_for_a_while_and_given_back() -> None:
    before = os.sched_getaffinity(0)
    one = min(before)
    with measuring.on_core(one):
        assert os.sched_getaffinity(0) == {one}
    assert os.sched_getaffinity(0) == before


def test_from_one_core_a_server_is_still_started_on_the_other() -> None:
    cores = sorted(os.sched_getaffinity(0))
    one, other = cores[0], cores[-1]
    with measuring.on_core(one), measuring.on_core(other):
        assert os.sched_getaffinity(0) == {other}


def test_more_sockets_than_allowed_are_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _what: (1024, 4096))
    with pytest.raises(SystemExit, match=r"4096 files, 5500 are needed for 5000 sockets.*--sockets 1000"):
        measuring.room_for(5000)


def test_the_limit_is_raised_as_far_as_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    raised: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _what: (1024, 20_000))
    monkeypatch.setattr(resource, "setrlimit", lambda _what, limits: raised.append(limits))
    measuring.room_for(5000)
    assert raised == [(20_000, 20_000)]


def test_time_is_one_clock_for_all_processes() -> None:
    before = time.monotonic_ns()
    said = subprocess.run(
        [sys.executable, "-c", "import time; print(time.monotonic_ns())"], capture_output=True, check=True
    )
    assert before < int(said.stdout) < time.monotonic_ns()
