"""What a live page needs to stay true: its ticket, and how far it was when it was drawn."""

from __future__ import annotations

from dataclasses import dataclass

from live.replay import head_for
from live.tickets import issue
from workshops.models import Roadshow
from workshops.queries.day import server_now


@dataclass(frozen=True)
class LivePage:
    """What `templates/live.html` writes into the body: where to connect, from which event on, and the time here.

    `now` is in milliseconds since 1970, for static/js/clock.js.
    """

    ticket: str
    epoch: str
    head: int
    now: int


def live_page(roadshow: Roadshow, subject: str, *topics: str) -> LivePage:
    """Return a page's live side. Call it before anything on the page is read.

    What happens between here and the drawing is then brought again, which is harmless; the other way
    round it would be missed.
    """
    epoch, head = head_for(roadshow.log_id, topics)
    return LivePage(issue(subject, roadshow.log_id, topics), epoch, head, server_now())
