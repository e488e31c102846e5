"""The drawings on the console: what waits, what is on the wall, and how the wall shows it."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from drawings.models import Grouping
from drawings.queries.wall import State, entries_of, wall_of
from workshops import panels
from workshops.models import Roadshow
from workshops.panels import Place, Spot


def connect() -> None:
    """Let the console have its drawings."""
    panels.register(Place.CONSOLE_NEXT, draw_panel)


def draw_panel(spot: Spot) -> SafeString:
    """Draw the console's panel for its page."""
    return console_drawings(spot.roadshow, spot.csrf_token)


def console_drawings(roadshow: Roadshow, csrf_token: str = "") -> SafeString:
    """Draw every drawing that was handed in, those first that wait. What is pushed to many holds no token."""
    found = sorted(entries_of(roadshow), key=lambda entry: (entry.drawing.handed_in_at, entry.drawing.pk))
    by_state = {state.name.lower(): [each for each in found if each.state == state] for state in State}
    wall = wall_of(roadshow.pk)
    shown = by_state["shown"]
    context = by_state | {
        "roadshow": roadshow,
        "csrf_token": csrf_token,
        "count": len(found),
        "wall": wall,
        "large": next((entry for entry in shown if entry.drawing.pk == wall.shown_id), None),
        "groupings": Grouping.choices,
    }
    return render_to_string("drawings/wall/_console.html", context)
