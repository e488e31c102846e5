"""A program: let a roadshow's day have been, yesterday, with people who came, stayed away and got no place.

Arguments: its slug, and that of one to come.
"""

from __future__ import annotations

import datetime as dt
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.utils import timezone  # noqa: E402 -- Django first

from places.actions.booking import NeedsSaid  # noqa: E402
from places.actions.holders import change_needs  # noqa: E402
from tests.attended import came, had_place, missed  # noqa: E402
from tests.booked import make_places  # noqa: E402
from workshops.models import Roadshow, RoadshowState  # noqa: E402


def main(slug: str, ahead: str) -> None:
    """Let six come, two stay away and one get no place; one who is still to come needs something."""
    past, to_come = (Roadshow.objects.get(slug=each) for each in (slug, ahead))
    past.held_on, past.starts_at = timezone.localdate() - dt.timedelta(days=1), dt.time(9, 30)
    past.state = RoadshowState.CLOSED
    past.save()
    to_come.held_on = timezone.localdate() + dt.timedelta(days=30)
    to_come.save()
    places = make_places(20, roadshow=past)
    for n, name in enumerate(("Amira", "Bela", "Chloe", "Dev", "Esi", "Farah")):
        came(places, name, f"09:{5 + 5 * n:02}", agency_type="police" if n % 2 else "health")
    for name in ("Gwen", "Hari"):
        had_place(places, name)
    missed(places, "Ines")
    expected = had_place(make_places(20, roadshow=to_come), "Jakub")
    change_needs(expected.booking, NeedsSaid(access="A hearing loop in the hall", step_free=True))


if __name__ == "__main__":
    main(*sys.argv[1:])
