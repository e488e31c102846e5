"""The sample's places: as many as its tables seat."""

from __future__ import annotations

from places.models import Places
from workshops.models import Programme

SEATS_AT_A_TABLE = 8


def add_places(programme: Programme) -> None:
    """Give each of the sample's roadshows places, where it has none yet."""
    for roadshow in programme.roadshows.filter(rehearsal_of=None, places=None):
        Places.objects.create(roadshow=roadshow, capacity=roadshow.tables.count() * SEATS_AT_A_TABLE)
