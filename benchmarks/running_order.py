"""Give the benchmark's roadshow a day of six hours: `python -m benchmarks.running_order TABLES`."""

from __future__ import annotations

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from benchmarks.prepare import SLUG  # noqa: E402 -- settings first
from workshops.actions.room import add_tables  # noqa: E402
from workshops.models import Activity, ActivityKind, Roadshow  # noqa: E402

# Six hours in all, as a day has them with lunch left out.
DAY = (
    ("Arrival", ActivityKind.ARRIVAL, 30),
    ("Draw your challenge", ActivityKind.DRAW, 45),
    ("The case, first half", ActivityKind.CASE, 75),
    ("Break", ActivityKind.BREAK, 15),
    ("The case, second half", ActivityKind.CASE, 75),
    ("Our own review", ActivityKind.REVIEW, 60),
    ("Requests to government", ActivityKind.REQUESTS, 40),
    ("Evaluation and close", ActivityKind.EVALUATION, 20),
)
MINUTES = sum(minutes for _title, _kind, minutes in DAY)


def plan_the_day(tables: int) -> None:
    """Put the day in the place of whatever running order there is, and bring the room to so many tables."""
    roadshow = Roadshow.objects.get(slug=SLUG)
    roadshow.activities.all().delete()
    for order, (title, kind, minutes) in enumerate(DAY):
        Activity.objects.create(roadshow=roadshow, order=order, kind=kind, title=title, minutes=minutes)
    add_tables(roadshow, max(0, tables - roadshow.tables.count()))


if __name__ == "__main__":
    plan_the_day(int(sys.argv[1]))
