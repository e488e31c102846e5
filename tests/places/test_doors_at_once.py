"""Two doors, walk-ins, the clock and a plan at once, on SQLite. Controls: tests/servers/test_doors.py."""

from __future__ import annotations

import pytest

from tests.places.crowded import expect_everybody_once, make_crowd, press_all

pytestmark = pytest.mark.django_db(transaction=True)


def test_whatever_happens_at_once_everybody_is_counted_once_and_nothing_waits_for_ever() -> None:
    crowd = make_crowd()
    press_all(crowd)
    expect_everybody_once(crowd)
