"""Where places stand on the public pages and on the organisers'."""

from __future__ import annotations

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from places.queries.dates import availabilities, availability
from workshops import panels
from workshops.models import Roadshow
from workshops.panels import Place, Spot


def connect() -> None:
    """Let the public pages say what can be booked, and the organisers' lead to the places."""
    panels.register(Place.PUBLIC_ROADSHOW, draw_public)
    panels.register(Place.ORGANISING, draw_organising)
    panels.register_lines(lines)


def draw_public(spot: Spot) -> SafeString:
    """Draw how many places are left, and the way to ask for one."""
    found = availability(spot.roadshow)
    if found is None:
        return SafeString()
    return render_to_string("places/_public.html", {"roadshow": spot.roadshow, "available": found})


def draw_organising(spot: Spot) -> SafeString:
    """Draw how the places stand, and the way to them."""
    context = {"roadshow": spot.roadshow, "available": availability(spot.roadshow)}
    return render_to_string("places/_organising.html", context)


def lines(roadshows: Sequence[Roadshow]) -> dict[int, SafeString]:
    """Return in a few words what can be booked, by roadshow."""
    return {
        pk: format_html('<span class="places-left" data-places="{}">{}</span>', found.left, found.words)
        for pk, found in availabilities(roadshows).items()
        if found.words
    }
