"""`manage.py sample`: load the sample programme."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from workshops.sample import load_sample


class Command(BaseCommand):
    """Load the sample programme; what exists already is left alone."""

    help = "Load the sample programme: five roadshows and two cases, invented people only."

    def handle(self, **_options: Any) -> None:
        """Load and say so."""
        programme = load_sample(timezone.localdate())
        names = ", ".join(roadshow.city for roadshow in programme.roadshows.filter(rehearsal_of=None).order_by("order"))
        self.stdout.write(f"The sample programme is there: {names}.")
