"""A program: let everybody with a place be planned at one table, and a few more places be free.

Arguments: slug, table, its chairs.
"""

from __future__ import annotations

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from places.actions.places import set_places  # noqa: E402 -- Django first
from places.actions.seating import set_tables  # noqa: E402
from workshops.models import Roadshow  # noqa: E402

if __name__ == "__main__":
    slug, table, chairs = sys.argv[1:]
    roadshow = Roadshow.objects.get(slug=slug)
    set_tables(roadshow, chairs=20, at_the_door=True, step_free=(), own={int(table): int(chairs)})
    set_places(roadshow, capacity=roadshow.claims.count() + 4)
    roadshow.claims.filter(state="confirmed").update(table=roadshow.tables.get(number=table))
