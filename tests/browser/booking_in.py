"""A program: let people book for a roadshow of today that begins in the evening. Arguments: slug, places, people.

It prints their tickets, a line each. The last people get no place and wait.
"""

from __future__ import annotations

import datetime as dt
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from places.actions.booking import NeedsSaid, book  # noqa: E402 -- Django first
from places.actions.places import set_places  # noqa: E402
from places.links import ticket_of  # noqa: E402
from places.models import AgencyType  # noqa: E402
from tests.booked import NOTICE, details  # noqa: E402
from workshops.models import Roadshow  # noqa: E402

FIRST = ("Ada", "Ben", "Cleo", "Dan", "Eve", "Finn", "Gwen", "Hugh", "Ines", "Jon")
LAST = (
    "Archer",
    "Baker",
    "Cooper",
    "Draper",
    "Fisher",
    "Glover",
    "Harper",
    "Mason",
    "Porter",
    "Weaver",
    "Tyler",
    "Smith",
)
ORGANISATIONS = ("Sample Police", "Made-up Trust", "Invented School", "Example Council", "Fictional Homes")


def main(slug: str, places: str, people: str) -> None:
    """Book, and print the tickets in the order of booking."""
    roadshow = Roadshow.objects.get(slug=slug)
    roadshow.starts_at = dt.time(23, 59)  # Nothing is given on before the test says that the day has begun.
    roadshow.save()
    set_places(roadshow, capacity=int(places))
    for n in range(int(people)):
        name = f"{FIRST[n % len(FIRST)]} {LAST[n // len(FIRST) % len(LAST)]}"
        kind = AgencyType.values[n % 5]
        said = details(name=name, email=f"person{n}@example.org", organisation=ORGANISATIONS[n % 5], agency_type=kind)
        needs = NeedsSaid(access="a ramp") if n % 9 == 0 else None
        book([roadshow], said, privacy_notice=NOTICE, needs=needs)
    for claim in roadshow.claims.select_related("booking").order_by("arrival"):
        print(ticket_of(claim))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
