"""A table's drawings as they stand, until when it may work on them, and what the wall shows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from drawings.blind import drawings_to_code
from drawings.models import Drawing
from workshops.models import ActivityKind, Answer, Day, Roadshow, Table, Turn
from workshops.queries.care import hidings

YES = "yes"


def drawings_of(table: Table) -> QuerySet[Drawing]:
    """Return what a table drew, as far as it is not withdrawn."""
    return table.drawings.filter(withdrawn_at=None).select_related("table__roadshow", "picture")


def drawing_of(table: Table, key: str) -> Drawing | None:
    """Return a table's drawing by its key, also one that is withdrawn."""
    return table.drawings.filter(key=key).select_related("table__roadshow", "picture").first()


def is_away(drawing: Drawing) -> bool:
    """Whether its own table sees nothing of a drawing: it withdrew it, or a facilitator has taken it off just now."""
    return drawing.withdrawn_at is not None or drawing.item in hidings(drawing.table.roadshow)


def closed_at(roadshow: Roadshow) -> datetime | None:
    """Return when the drawing was over; None while a table may draw, change the words, or withdraw.

    It is over once something else has had the room after "Draw your challenge", and open again while that has
    it again. A roadshow whose running order has no drawing leaves it open.
    """
    turn = Day.objects.select_related("turn__activity").get(pk=roadshow.pk).turn
    if turn is None or turn.activity.kind == ActivityKind.DRAW:
        return None
    drawn = Turn.objects.filter(roadshow=roadshow, activity__kind=ActivityKind.DRAW, undone_at=None, pk__lt=turn.pk)
    after = Turn.objects.filter(roadshow=roadshow, undone_at=None, pk__gt=drawn.order_by("-pk").values("pk")[:1])
    return after.order_by("pk").values_list("started_at", flat=True).first()


def on_the_wall(roadshow: Roadshow) -> list[Drawing]:
    """Return what the room may see, in the order of its release: released, consented to, not withdrawn, not hidden."""
    released = drawings_to_code(roadshow).filter(released_at__isnull=False).order_by("released_at", "pk")
    agreed = consents(released, "show")
    return [drawing for drawing in released if drawing.pk in agreed]


def consents(drawings: Iterable[Drawing], consent: str) -> set[int]:
    """Return the primary keys of those drawings whose table said yes to `consent`: "show" or "publish"."""
    fields = {(drawing.table_id, f"{drawing.prefix}{consent}"): drawing.pk for drawing in drawings}
    said = Answer.objects.filter(
        table__in={table for table, _field in fields}, field__in=[field for _table, field in fields], value=YES
    )
    return {fields[found] for found in said.values_list("table", "field") if found in fields}
