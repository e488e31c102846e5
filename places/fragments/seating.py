"""The way to the page of mixed tables, and what it is told while open: only that something changed. It then asks."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from live.announce import show
from places.kinds import SEATING as CHANGED
from places.models import SeatingSettings
from places.topics import SEATING
from workshops.panels import Spot


def tell(settings: SeatingSettings) -> None:
    """Tell every open page, once the transaction commits, which edition of the seating there is now."""
    draw = partial(news, settings.edition)
    log = settings.roadshow.log_id
    transaction.on_commit(lambda: show(log, topic=SEATING, kind=CHANGED, draw=draw), robust=True)


def news(edition: int) -> str:
    """Return the region in which a page finds the newest edition."""
    return format_html('<p id="seating-news" data-region data-edition="{}" hidden></p>', edition)


def draw_link(spot: Spot) -> SafeString:
    """Draw the way to the page of mixed tables; a rehearsal has nobody to seat."""
    if spot.roadshow.is_rehearsal:
        return SafeString()
    return render_to_string("places/seating/_link.html", {"roadshow": spot.roadshow})
