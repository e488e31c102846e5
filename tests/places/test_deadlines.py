"""Until when an offer stands: in working hours, shorter as the day nears."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from places.deadlines import AT_ONCE, offer_until

LONDON = ZoneInfo("Europe/London")
# Monday 2 March 2026, in the morning.
MONDAY = dt.datetime(2026, 3, 2, 9, tzinfo=LONDON)


def day(number: int, hour: int = 9) -> dt.datetime:
    return dt.datetime(2026, 3, number, hour, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("ahead", "until"),
    [
        (dt.timedelta(days=20), day(4, 9)),  # 24 working hours are two days of 12
        (dt.timedelta(days=10), day(3, 9)),
        (dt.timedelta(days=3), day(2, 13)),
        (dt.timedelta(days=1), day(2, 11)),
        (dt.timedelta(hours=20), MONDAY + AT_ONCE),
    ],
)
def test_the_nearer_the_day_the_shorter_an_offer_stands(ahead: dt.timedelta, until: dt.datetime) -> None:
    assert offer_until(MONDAY, MONDAY + ahead) == until


@pytest.mark.parametrize(
    ("made", "until"),
    [
        (day(2, 18), day(3, 10)),  # in the evening: what is left of it, and the morning
        (day(2, 22), day(3, 12)),  # at night: from eight on
        (day(6, 19), day(9, 11)),  # on a Friday evening: past the weekend
        (day(7, 10), day(9, 12)),  # on a Saturday
        (day(2, 5), day(2, 12)),
    ],
)
def test_nobody_loses_a_place_overnight_or_over_a_weekend(made: dt.datetime, until: dt.datetime) -> None:
    assert offer_until(made, made + dt.timedelta(days=5)) == until


def test_an_offer_never_outlasts_the_beginning_of_the_day() -> None:
    friday, sunday = day(6, 19), day(8, 9)
    assert offer_until(friday, sunday) == sunday


@pytest.mark.parametrize(
    ("made", "begins", "until"),
    [
        (day(2, 22), dt.timedelta(hours=11, minutes=30), day(3, 8) + AT_ONCE),  # the evening before
        (day(8, 15), dt.timedelta(hours=18), day(9, 8) + AT_ONCE),  # a Sunday, and a Monday's roadshow
        (day(3, 8), dt.timedelta(minutes=10), day(3, 8) + dt.timedelta(minutes=10)),  # just before it begins
    ],
)
def test_the_list_is_not_used_up_while_people_sleep_before_the_day(
    made: dt.datetime, begins: dt.timedelta, until: dt.datetime
) -> None:
    assert offer_until(made, made + begins) == until


def test_the_hours_are_those_of_the_place_when_the_clocks_change() -> None:
    friday = dt.datetime(2026, 3, 27, 18, tzinfo=LONDON)  # the clocks go forward on the 29th
    assert offer_until(friday, friday + dt.timedelta(days=5)) == dt.datetime(2026, 3, 30, 10, tzinfo=LONDON)
