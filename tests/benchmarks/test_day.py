from __future__ import annotations

import pytest

from benchmarks.day import growth
from benchmarks.running_order import MINUTES

MB = 1024 * 1024


def test_memory_is_compared_with_what_it_was_after_the_first_minute() -> None:
    memory = [(float(second), (80 if second < 60 else 100) * MB) for second in range(120)]
    memory += [(120.0, 108 * MB), (121.0, 104 * MB)]
    settled, grown = growth(memory)
    assert settled == 100 * MB
    assert grown == pytest.approx(8.0)


def test_a_server_that_stays_as_it_is_has_not_grown() -> None:
    assert growth([(float(second), 100 * MB) for second in range(300)]) == (100 * MB, 0.0)


def test_a_short_run_is_compared_with_its_own_half() -> None:
    memory = [(float(second), (80 if second < 15 else 100) * MB) for second in range(31)]
    assert growth(memory) == (100 * MB, 0.0)


def test_the_day_is_six_hours_long() -> None:
    assert MINUTES == 360
