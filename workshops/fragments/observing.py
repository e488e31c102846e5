"""What the room is at, as those see it who watch."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from workshops.models import Roadshow
from workshops.queries.day import day_of, standing_broadcasts


def room_now(roadshow: Roadshow) -> SafeString:
    """Draw the present activity and the notices, under the names by which tables are sent them."""
    context = {"turn": day_of(roadshow).turn, "broadcasts": standing_broadcasts(roadshow)}
    return mark_safe(render_to_string("workshops/observing/_now.html", context))  # noqa: S308 -- a template escapes
