"""The date that the rush is for: `python -m benchmarks.dates prepare|count SLUG PLACES` prints JSON."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from collections import Counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.utils import timezone  # noqa: E402 -- settings first

from places.actions.places import set_places  # noqa: E402
from places.models import Claim  # noqa: E402
from workshops.models import Roadshow, RoadshowState  # noqa: E402


def prepare(roadshow: Roadshow, places: int) -> dict[str, int]:
    """Let the date be planned, be a month ahead, and have so many places."""
    ahead = timezone.localdate() + dt.timedelta(days=30)
    Roadshow.objects.filter(pk=roadshow.pk).update(held_on=ahead, state=RoadshowState.PLANNED)
    return {"capacity": set_places(roadshow, capacity=places).capacity}


def count(roadshow: Roadshow, places: int) -> dict[str, int]:
    """Return how many have a place and wait; and how many stand elsewhere than the order of asking says."""
    claims = list(Claim.objects.filter(roadshow=roadshow).order_by("pk").values_list("arrival", "state"))
    states = Counter(state for _arrival, state in claims)
    expected = ["confirmed"] * places + ["waiting"] * max(len(claims) - places, 0)
    wrong = sum(claim != (n, state) for n, (claim, state) in enumerate(zip(claims, expected, strict=False), start=1))
    return {"confirmed": states["confirmed"], "waiting": states["waiting"], "out_of_order": wrong}


if __name__ == "__main__":
    verb = {"prepare": prepare, "count": count}[sys.argv[1]]
    print(json.dumps(verb(Roadshow.objects.get(slug=sys.argv[2]), int(sys.argv[3]))))
