"""Which drawings are coded, and who does not know yet what others found in them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from drawings.models import Coding, Drawing, Look
from workshops.models import Roadshow, Staff
from workshops.queries.care import hidings


def drawings_to_code(roadshow: Roadshow) -> QuerySet[Drawing]:
    """Return the drawings that are coded and counted: handed in, not withdrawn, not hidden."""
    hidden = [item.removeprefix("drawing:") for item in hidings(roadshow) if item.startswith("drawing:")]
    standing = Drawing.objects.filter(table__roadshow=roadshow, handed_in_at__isnull=False, withdrawn_at=None)
    return standing.exclude(pk__in=hidden).select_related("table__roadshow", "picture")


def seen_at(roadshow: Roadshow, staff: Staff) -> datetime | None:
    """Return when somebody last saw what all have found in a roadshow; None when they never did."""
    return Look.objects.filter(roadshow=roadshow, staff=staff).values_list("at", flat=True).first()


def is_closed(drawing: Drawing, seen: datetime | None) -> bool:
    """Whether somebody who saw the results at `seen` knows what was found in a drawing."""
    return seen is not None and drawing.handed_in_at is not None and drawing.handed_in_at <= seen


def standing_coding(drawing: Drawing, coder: Staff) -> Coding | None:
    """Return what a coder found in a drawing, as it stands."""
    return Coding.objects.filter(drawing=drawing, coder=coder, ended_at=None).first()
