"""What the page of mixed tables is told while it is open: only that something changed. It then asks for it."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils.html import format_html

from live.announce import show
from places.kinds import SEATING as CHANGED
from places.models import SeatingSettings
from places.topics import SEATING


def tell(settings: SeatingSettings) -> None:
    """Tell every open page, once the transaction commits, which edition of the seating there is now."""
    draw = partial(news, settings.edition)
    log = settings.roadshow.log_id
    transaction.on_commit(lambda: show(log, topic=SEATING, kind=CHANGED, draw=draw), robust=True)


def news(edition: int) -> str:
    """Return the region in which a page finds the newest edition."""
    return format_html('<p id="seating-news" data-region data-edition="{}" hidden></p>', edition)
