"""A table's own drawings: as a list on its page, and how far each is on that drawing's page."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from drawings.models import Drawing
from drawings.queries.own import Own, own, own_drawings_of
from workshops import panels
from workshops.models import Table
from workshops.panels import Place, Spot
from workshops.tokens import new_token


def connect() -> None:
    """Register where a table begins to draw."""
    panels.register(Place.TABLE, draw_panel, first=True)
    panels.register(Place.TABLE_HELD, draw_held)


def draw_panel(spot: Spot) -> SafeString:
    """Draw what "Draw your challenge" is for, the three ways, and what the table drew.

    It stands on every table's page; the stylesheet shows it while the room draws, or once the table has drawings.
    Where there is no token, in what is pushed and in a preview, it is only the list.
    """
    if spot.table is None:
        return SafeString()
    context = {"drawings": own_drawings_of(spot.table), "csrf_token": spot.csrf_token, "key": new_token()}
    return render_to_string(f"drawings/table/{'_panel' if spot.csrf_token else '_own'}.html", context)


def draw_held(_spot: Spot) -> SafeString:
    """Draw the way to take a drawing back, which a held room does not bar."""
    return render_to_string("drawings/table/_held.html")


def own_drawings(table: Table) -> SafeString:
    """Draw what a table's devices show of its drawings: the list, and on each drawing's page how far that is."""
    drawings = own_drawings_of(table)
    listed = render_to_string("drawings/table/_own.html", {"drawings": drawings})
    # Of the withdrawn ones too: their pages may be open.
    return mark_safe(listed + "".join(_state(each) for each in drawings))  # noqa: S308 -- templates escape


def state(drawing: Drawing, csrf_token: str = "") -> SafeString:
    """Draw how far a drawing is, and what its table can do with it now."""
    return _state(own(drawing), csrf_token)


def ink(drawing: Drawing, last: int) -> SafeString:
    """Draw how far a pad's strokes are, for the other devices that look at it."""
    return render_to_string("drawings/table/_ink.html", {"drawing": drawing, "last": last})


def _state(seen: Own, csrf_token: str = "") -> SafeString:
    context = {"own": seen, "drawing": seen.drawing, "csrf_token": csrf_token}
    return render_to_string("drawings/table/_state.html", context)
