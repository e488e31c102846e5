"""Drawings that tables have handed in, with their words and tags, and what coders found in them."""

from __future__ import annotations

import itertools

from django.utils import timezone

from drawings.actions.coding import code, look
from drawings.blind import standing_coding
from drawings.models import Coding, Drawing, DrawingKind
from workshops.models import Answer, Roadshow, Staff, Table

_keys = itertools.count(1)


def handed_in(
    table: Table, *tags: str, title: str = "A boat", shows: str = "We sit in it.", **fields: object
) -> Drawing:
    """Return a drawing of a table that is handed in; `tags` are the factors that the table itself found in it."""
    plain = {"key": f"drawing-{next(_keys):014}", "kind": DrawingKind.PAD, "handed_in_at": timezone.now()}
    drawing = Drawing.objects.create(table=table, number=table.drawings.count() + 1, **plain | fields)
    say(drawing, title=title, shows=shows)
    say(drawing, **{f"factor.{tag}": "yes" for tag in tags})
    return drawing


def say(drawing: Drawing, **said: str) -> None:
    """Let a table say something of its drawing, in the fields of these names."""
    for name, value in said.items():
        field = f"{drawing.prefix}{name}"
        Answer.objects.update_or_create(table=drawing.table, field=field, defaults={"value": value, "version": 1})


def find(coder: Staff, drawing: Drawing, *codes: str, note: str = "") -> Coding:
    """Let somebody find these codes in a drawing, whatever they found before."""
    stands = standing_coding(drawing, coder)
    return code(drawing, coder, codes=codes, note=note, seen=stands.pk if stands else 0)


def looked(staff: Staff, *roadshows: Roadshow) -> Staff:
    """Let somebody have seen what was found."""
    look(roadshows, staff)
    return staff
