"""What a change to drawings brings to each page: to the table's own, to consoles, to screens."""

from __future__ import annotations

from typing import Any

from drawings import kinds
from drawings.fragments.console import console_drawings
from drawings.fragments.own import own_drawings
from drawings.models import Drawing
from live import kinds as live_kinds
from live.kinds import Notice
from workshops import attention
from workshops.fragments.answers import said
from workshops.fragments.room import lately
from workshops.fragments.screens import all_screens
from workshops.models import Roadshow, Table
from workshops.queries import log
from workshops.topics import CONSOLES, SCREENS, TABLES, own_table


def connect() -> None:
    """Register how changes to drawings are drawn, and how they are told."""
    for kind in (kinds.BEGUN, kinds.HANDED_IN, kinds.WITHDRAWN, kinds.DESCRIBED, kinds.RELEASED, kinds.WALL):
        live_kinds.register(kind, draw_change)
    attention.register("drawing", attention.Things(_tables_of, _draw_attention))
    log.register(kinds.HANDED_IN, lambda said: f"handed in drawing {said['number']} of table {said['table']}")
    log.register(kinds.WITHDRAWN, lambda said: f"withdrew drawing {said['number']} of table {said['table']}")
    log.register(kinds.RELEASED, _released_words)
    log.register(kinds.WALL, _wall_words)


def draw_change(notice: Notice) -> str:
    """Draw for one topic what a change to drawings changed, as things stand now."""
    if notice.topic == SCREENS:
        return all_screens(Roadshow.objects.get(log_id=notice.log_id), notice.reading)
    if notice.topic == CONSOLES:
        roadshow = Roadshow.objects.get(log_id=notice.log_id)
        return console_drawings(roadshow) + lately(roadshow)
    table = _table(notice)
    if notice.kind == kinds.DESCRIBED:
        return own_drawings(table) + said(table, notice.payload["fields"])
    return own_drawings(table)


def _draw_attention(notice: Notice) -> str:
    """Draw what hiding a drawing changes, beside what everybody is shown: screens are drawn there as a whole."""
    if notice.topic in (TABLES, SCREENS):
        return ""
    if notice.topic == CONSOLES:
        return console_drawings(Roadshow.objects.get(log_id=notice.log_id))
    return own_drawings(_table(notice))


def _tables_of(roadshow: Roadshow, item: str) -> list[str]:
    """Return the table whose drawing it is; none when it is no drawing of this roadshow."""
    drawings = Drawing.objects.filter(pk=int(item.partition(":")[2]), table__roadshow=roadshow)
    return [own_table(table) for table in drawings.values_list("table", flat=True)]


def _table(notice: Notice) -> Table:
    return Table.objects.select_related("roadshow").get(pk=int(notice.topic.partition(":")[2]))


def _released_words(said: dict[str, Any]) -> str:
    count = len(said["drawings"])
    drawings = "a drawing" if count == 1 else f"{count} drawings"
    return f"put {drawings} on the wall" if said["released"] else f"took {drawings} off the wall"


def _wall_words(said: dict[str, Any]) -> str:
    if said["shown"]:
        return "showed a drawing large"
    return "sorted the wall" if said["grouping"] else "showed all drawings together"
