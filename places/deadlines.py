"""Until when somebody may take a place that is offered to them. Pure; moments are in the local time of the roadshow.

An offer ends in working hours, so that nobody loses a place overnight or over a weekend, and the nearer the day,
the shorter it stands.
"""

from __future__ import annotations

import datetime as dt

OPENS, CLOSES = dt.time(8), dt.time(20)
SATURDAY = 5
LAST_DAY = dt.timedelta(days=1)
AT_ONCE = dt.timedelta(minutes=30)
# From so far before the day on, an offer stands for so many working hours.
STANDS = (
    (dt.timedelta(days=14), dt.timedelta(hours=24)),
    (dt.timedelta(days=7), dt.timedelta(hours=12)),
    (dt.timedelta(days=2), dt.timedelta(hours=4)),
    (LAST_DAY, dt.timedelta(hours=2)),
    (dt.timedelta(0), AT_ONCE),
)


def offer_until(now: dt.datetime, begins: dt.datetime) -> dt.datetime:
    """Return when an offer made at `now` ends, for a roadshow that begins at `begins`; never after it begins."""
    ahead = begins - now
    hours = next((stands for before, stands in STANDS if ahead >= before), AT_ONCE)
    return min(_after_working(now, hours), begins)


def _after_working(moment: dt.datetime, left: dt.timedelta) -> dt.datetime:
    """Return the moment at which so much working time has passed."""
    while True:
        opens, closes = (dt.datetime.combine(moment.date(), at, moment.tzinfo) for at in (OPENS, CLOSES))
        start = max(moment, opens)
        if moment.weekday() < SATURDAY and start < closes:
            if start + left <= closes:
                return start + left
            left -= closes - start
        moment = opens + dt.timedelta(days=1)
