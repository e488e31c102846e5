"""Fill the benchmark's own database with people who booked: `python -m benchmarks.book SLUG PEOPLE`."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from live.tickets import issue  # noqa: E402 -- settings first
from places.actions.booking import Details, book  # noqa: E402
from places.actions.places import set_places  # noqa: E402
from places.links import ticket_of  # noqa: E402
from places.models import AgencyType  # noqa: E402
from places.topics import DOOR  # noqa: E402
from workshops.actions.running_order import begin_at  # noqa: E402
from workshops.models import Roadshow, SignIn  # noqa: E402


def booked(slug: str, people: int) -> dict[str, list[str]]:
    """Return the tickets of so many people, and what three doors listen with."""
    roadshow = Roadshow.objects.get(slug=slug)
    starts = roadshow.starts_at
    begin_at(roadshow, dt.time(23, 59), actor="bench")  # Nobody books once the day has begun.
    set_places(roadshow, capacity=people)
    for n in range(people):
        kind = AgencyType.values[n % 5]
        details = Details(f"Person {n}", f"person{n}@example.org", f"Organisation {n % 20}", kind, "practitioner")
        book([roadshow], details, privacy_notice="bench")
    begin_at(roadshow, starts, actor="bench")
    claims = roadshow.claims.select_related("booking").order_by("arrival")
    sign_in = SignIn.objects.latest("pk")
    listens = [issue(f"staff:{sign_in.pk}.{roadshow.pk}", roadshow.log_id, (DOOR,)) for _door in range(3)]
    return {"tickets": [ticket_of(claim) for claim in claims], "listens": listens}


if __name__ == "__main__":
    print(json.dumps(booked(sys.argv[1], int(sys.argv[2]))))
