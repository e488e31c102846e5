"""Give invented people places at a roadshow: `python tests/browser/guests.py SLUG NAME,ORGANISATION ...`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from places.actions.places import set_places  # noqa: E402 -- settings first
from places.actions.seating import set_tables  # noqa: E402
from places.models import Booking, Places  # noqa: E402
from tests.seated import come  # noqa: E402
from workshops.models import Roadshow  # noqa: E402

roadshow = Roadshow.objects.get(slug=sys.argv[1])
# Whom an earlier test invited leaves first.
Booking.objects.filter(programme=roadshow.programme).delete()
Places.objects.filter(roadshow=roadshow).delete()
set_places(roadshow, capacity=100)
for guest in sys.argv[2:]:
    come(roadshow, guest.replace(",", " "))
set_tables(roadshow, chairs=2, at_the_door=True, step_free=(), own={})
