"""Where the lines of the chart stand that shows who knew what: points as steps over the days. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from casestudy.knowing import Knowledge

# Of a picture that is 1000 by 340.
LEFT, RIGHT, TOP, BOTTOM = 60, 970, 92, 290


@dataclass(frozen=True)
class Mark:
    """A value on an axis, or a day that matters: where it stands, and its label."""

    at: int
    label: str


@dataclass(frozen=True)
class Chart:
    """Two lines of steps with their axes; `enough` is how high the threshold stands, if there is one."""

    together: str
    alone: str
    points: tuple[Mark, ...]
    months: tuple[Mark, ...]
    enough: int | None = None
    together_at: int | None = None
    alone_at: int | None = None
    outcome_at: int | None = None


def chart(knowledge: Knowledge, since: dt.date) -> Chart | None:
    """Return the chart from the day `since` to the outcome; what was known before stands as the level at its left.

    None where nothing weighs anything: there is nothing to see then.
    """
    moments = knowledge.moments
    if not moments or not moments[-1].together:
        return None
    end = max(knowledge.outcome_on or moments[-1].on, since + dt.timedelta(days=1))
    top = max(moments[-1].together, knowledge.enough or 0)
    x, y = _across(since, end), _up(top)

    def at(day: dt.date | None) -> int | None:
        return None if day is None else x(day)

    return Chart(
        together=_steps([(x(m.on), y(m.together)) for m in moments], y(0)),
        alone=_steps([(x(m.on), y(m.most_alone)) for m in moments], y(0)),
        points=tuple(Mark(y(points), str(points)) for points in range(0, top + 1, _stride(top))),
        months=tuple(Mark(x(day), f"{day:%b %Y}") for day in _months(since, end)),
        enough=None if knowledge.enough is None else y(knowledge.enough),
        together_at=at(knowledge.together_on),
        alone_at=at(knowledge.alone_on),
        outcome_at=at(knowledge.outcome_on),
    )


def _across(since: dt.date, end: dt.date) -> Callable[[dt.date], int]:
    def x(day: dt.date) -> int:
        share = (max(day, since) - since) / (end - since)
        return round(LEFT + share * (RIGHT - LEFT))

    return x


def _up(top: int) -> Callable[[int], int]:
    def y(points: int) -> int:
        return round(BOTTOM - points / top * (BOTTOM - TOP))

    return y


def _steps(corners: list[tuple[int, int]], ground: int) -> str:
    """Return an SVG path that stays level until each corner, and goes on level to the right edge."""
    path = f"M{LEFT} {ground}"
    for x, y in corners:
        path += f"H{x}V{y}"
    return f"{path}H{RIGHT}"


def _stride(top: int) -> int:
    """Return the distance between labels, so that there are about five."""
    return next(step for step in (1, 2, 5, 10, 20, 50, 100) if top / step <= 6 or step == 100)  # noqa: PLR2004


def _months(since: dt.date, end: dt.date) -> list[dt.date]:
    """Return the first days of months within, as many as have room for their names."""
    first = since.year * 12 + since.month - (since.day == 1)
    last = end.year * 12 + end.month - 1
    every = next(step for step in (1, 2, 3, 6, 12, 24, 60, 120, 1200) if (last - first) / step <= 6 or step == 1200)  # noqa: PLR2004
    return [dt.date(month // 12, month % 12 + 1, 1) for month in range(first, last + 1, every)]
