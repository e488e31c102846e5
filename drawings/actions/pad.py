"""What is done on the pad, stored once however often it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Sum, TextField
from django.db.models.functions import Cast, Length

from drawings.actions.drawings import DrawingClosedError, begin, check_open, newest_mark
from drawings.models import Drawing, DrawingKind, Mark
from workshops.models import Device

# A busy three minutes are 2,000 strokes, or half a million characters.
MOST_MARKS = 6_000
MOST_CHARACTERS = 4_000_000


class OtherMarkError(Exception):
    """A mark of this number is there, and another one: two pages of one device drew at once. Nothing was changed."""

    def __init__(self, last: int) -> None:
        """Remember the highest number that is taken."""
        super().__init__(last)
        self.last = last


class NotYoursError(Exception):
    """Only the device that began a drawing draws on it. Nothing was changed."""


class FullError(Exception):
    """The paper holds as much as it may. Nothing was changed."""


@dataclass(frozen=True)
class Put:
    """What became of marks: the drawing, the highest number that is taken, and how many are new."""

    drawing: Drawing
    last: int
    new: int


@transaction.atomic
def put_marks(device: Device, *, key: str, marks: Mapping[int, dict[str, Any]]) -> Put:
    """Store what was done on a device's pad, by number; what is there already is not stored again.

    The drawing is begun if need be. Either all marks are stored or none. Raises DrawingClosedError, TooManyError,
    NotYoursError, OtherMarkError, FullError.
    """
    drawing = begin(device, key=key, kind=DrawingKind.PAD)
    if drawing.device_id != device.pk or drawing.kind != DrawingKind.PAD:
        raise NotYoursError
    known = dict(drawing.marks.filter(number__in=marks).values_list("number", "op"))
    if any(known[number] != marks[number] for number in known):
        raise OtherMarkError(newest_mark(drawing))
    new = {number: op for number, op in marks.items() if number not in known}
    if new:
        _check_takes_marks(drawing)
        Mark.objects.bulk_create(Mark(drawing=drawing, number=number, op=op) for number, op in new.items())
        _check_room(drawing)
    return Put(drawing, newest_mark(drawing), len(new))


def _check_takes_marks(drawing: Drawing) -> None:
    check_open(drawing.table)
    if drawing.handed_in_at is not None or drawing.withdrawn_at is not None:
        done = "handed in" if drawing.withdrawn_at is None else "withdrawn"
        raise DrawingClosedError(
            f"This drawing was {done}, so nothing is drawn on it any more. Begin another one at your table's page."
        )


def _check_room(drawing: Drawing) -> None:
    written = Length(Cast("op", TextField()))
    held = drawing.marks.aggregate(marks=Count("pk"), characters=Sum(written))
    if held["marks"] > MOST_MARKS or held["characters"] > MOST_CHARACTERS:
        raise FullError
