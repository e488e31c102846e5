"""A program: let a group of three and some others come to a roadshow of today, each planned at a table of their own.

Arguments: slug, how many places are left free. It prints the ticket of the first of the group.
"""

from __future__ import annotations

import datetime as dt
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from places.actions.groups import name_place  # noqa: E402 -- Django first
from places.actions.places import set_places  # noqa: E402
from places.actions.seating import set_tables  # noqa: E402
from places.links import ticket_of  # noqa: E402
from tests.booked import ask_for, details, make_group  # noqa: E402
from workshops.models import Roadshow  # noqa: E402

GROUP = ("Gina", "Gus", "Gwen")
OTHERS = ("Zara", "Zed", "Zoe")


def main(slug: str, free: str) -> None:
    """Book, plan, and print the ticket."""
    roadshow = Roadshow.objects.get(slug=slug)
    roadshow.starts_at = dt.time(23, 59)
    roadshow.save()
    places = set_places(roadshow, capacity=len(GROUP) + len(OTHERS) + int(free))
    for booking, name in zip(make_group(places, len(GROUP)).bookings.order_by("pk"), GROUP, strict=True):
        name_place(booking, details(name))
    for name in OTHERS:
        ask_for(places, name)
    set_tables(roadshow, chairs=8, at_the_door=False, step_free=(), own={})
    claims = list(roadshow.claims.order_by("arrival"))
    for claim, table in zip(claims, roadshow.tables.order_by("number"), strict=False):
        claim.table = table
        claim.save(update_fields=["table"])
    print(ticket_of(claims[0]))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
