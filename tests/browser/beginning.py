"""A program: let a roadshow of today have begun so many minutes ago. Arguments: its slug, minutes."""

from __future__ import annotations

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from places.models import Places  # noqa: E402 -- Django first
from tests.booked import begun  # noqa: E402

if __name__ == "__main__":
    slug, minutes = sys.argv[1:]
    begun(Places.objects.select_related("roadshow").get(roadshow__slug=slug), minutes=int(minutes))
