"""Certificates of attendance: a page of A4 for everybody who came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from places.models import Outcome
from places.queries.attendance import Line
from workshops.models import Roadshow
from workshops.typesetting import typeset

TEMPLATE = "places/paper/certificates.typ"


def print_certificates(roadshow: Roadshow, lines: Sequence[Line]) -> bytes:
    """Return the PDF of these people's certificates."""
    return typeset(
        TEMPLATE,
        {
            "programme": roadshow.programme.name,
            "commissioner": roadshow.programme.commissioner,
            "venue": f"{roadshow.venue}, {roadshow.city}",
            "day": date_format(roadshow.held_on, "j F Y"),
            "people": [_person(line) for line in lines],
        },
    )


def _person(line: Line) -> dict[str, Any]:
    """Return what a certificate says. Who left early has the hour on it, where it is known, and else that alone."""
    booking, noted = line.claim.booking, line.attendance
    left = timezone.localtime(noted.left_at) if noted and noted.left_at else None
    return {
        "name": booking.name,
        "organisation": booking.organisation,
        "left": f"{left:%H:%M}" if left else "",
        "in_part": line.became == Outcome.LEFT_EARLY,
    }
