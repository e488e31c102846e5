"""What a table's own devices hear of its drawings."""

from __future__ import annotations

from drawings.fragments.own import own_drawings
from drawings.kinds import BEGUN, DESCRIBED, HANDED_IN, RELEASED, WITHDRAWN
from live import kinds
from live.kinds import Notice
from workshops.fragments.answers import said
from workshops.models import Table


def connect() -> None:
    """Register how it is drawn."""
    for kind in (BEGUN, HANDED_IN, WITHDRAWN, DESCRIBED, RELEASED):
        kinds.register(kind, draw)


def draw(notice: Notice) -> str:
    """Draw it for the table itself."""
    own, _, pk = notice.topic.partition(":")
    if own != "table":
        return ""
    table = Table.objects.select_related("roadshow").get(pk=int(pk))
    fields = notice.payload.get("fields")
    return own_drawings(table) + (said(table, fields) if fields else "")
