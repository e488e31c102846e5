"""The way to who came and to what people need, from the console and from where a roadshow is organised."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from workshops.panels import Spot


def draw_links(spot: Spot) -> SafeString:
    """Draw the links; a rehearsal has nobody who comes."""
    if spot.roadshow.is_rehearsal:
        return SafeString()
    return render_to_string("places/attendance/_links.html", {"roadshow": spot.roadshow})
