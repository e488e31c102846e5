"""Everything that a table should have, once more, for a table that looks as though it missed something."""

from __future__ import annotations

from live.kinds import Notice
from workshops.fragments.answers import said
from workshops.fragments.day import dock, notices, own_parked, table_day
from workshops.fragments.devices import ASK_AGAIN
from workshops.fragments.room import draw_lately
from workshops.models import Table
from workshops.panels import Place, Spot, in_place, topics_of
from workshops.topics import CONSOLES


def draw_again(notice: Notice) -> str:
    """Draw all live parts of a table's page as they are now; for consoles, only that it was done."""
    if notice.topic == CONSOLES:
        return draw_lately(notice)
    table = Table.objects.select_related("roadshow").get(pk=int(notice.topic.partition(":")[2]))
    roadshow = table.roadshow
    if any(topics_of(device) for device in table.devices.filter(removed_at=None)):
        return ASK_AGAIN  # Its devices do not all see the same, so each fetches its own page.
    parts = (table_day(roadshow), notices(roadshow), dock(table), own_parked(table))
    spot = Spot(roadshow, table=table)
    places = (Place.TABLE_BAR, Place.TABLE, Place.TABLE_ANSWERS)
    return "".join((*parts, said(table), *(in_place(place, spot) for place in places)))
