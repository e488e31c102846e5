"""What a table does with its drawings: it begins one, hands it in, and withdraws it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from drawings.kinds import BEGUN, HANDED_IN, WITHDRAWN
from drawings.models import Drawing, DrawingKind
from drawings.queries.drawings import closed_at
from live.announce import announce
from workshops.models import Day, Device, Hold, Table
from workshops.topics import CONSOLES, SCREENS, own_table

# A table of eight draws eight, changes its mind, and photographs them once more.
MOST = 40


class DrawingClosedError(Exception):
    """The drawing is over, or the room is held: words say which. Nothing was changed."""

    def __init__(self, words: str, *, held: bool = False) -> None:
        """Remember the words; `held`: the same may be asked again when the room goes on."""
        super().__init__(words)
        self.words, self.held = words, held


class TooManyError(Exception):
    """A table has begun as many drawings as it may. Nothing was changed."""


@transaction.atomic
def begin(device: Device, *, key: str, kind: DrawingKind) -> Drawing:
    """Begin a drawing for a device's table; the same `key` once more returns what it began.

    Raises DrawingClosedError, TooManyError.
    """
    table = device.table
    Table.objects.select_for_update(no_key=True).get(pk=table.pk)
    known = table.drawings.filter(key=key).first()
    if known is not None:
        return known
    check_open(table)
    begun = table.drawings.count()
    if begun >= MOST:
        raise TooManyError
    drawing = Drawing.objects.create(table=table, device=device, key=key, number=begun + 1, kind=kind)
    _tell(drawing, BEGUN, f"{table}, {device}")
    return drawing


@transaction.atomic
def hand_in(drawing: Drawing, *, actor: str) -> bool:
    """Give a drawing to the facilitators, who can release it. False when it was handed in already.

    Raises DrawingClosedError.
    """
    check_open(drawing.table)
    standing = Drawing.objects.filter(pk=drawing.pk, handed_in_at=None, withdrawn_at=None)
    given = standing.update(handed_in_at=timezone.now())
    if given:
        _tell(drawing, HANDED_IN, actor, CONSOLES)
    return bool(given)


@transaction.atomic
def withdraw(drawing: Drawing, *, actor: str) -> bool:
    """Let a table take its drawing back: it is kept, and shown to nobody. False when it was withdrawn already.

    It may do so while the room is held. Raises DrawingClosedError once the drawing is over.
    """
    _check_time(drawing.table)
    standing = Drawing.objects.filter(pk=drawing.pk, withdrawn_at=None)
    withdrawn = standing.update(withdrawn_at=timezone.now(), withdrawn_by=actor)
    if withdrawn:
        _tell(drawing, WITHDRAWN, actor, CONSOLES, SCREENS)
    return bool(withdrawn)


def check_open(table: Table) -> None:
    """Raise DrawingClosedError unless a table may work on its drawings now."""
    if Day.objects.filter(pk=table.roadshow_id).exclude(hold=Hold.NONE).exists():
        raise DrawingClosedError("The room is held just now. What you made is kept on this device.", held=True)
    _check_time(table)


def _check_time(table: Table) -> None:
    closed = closed_at(table.roadshow)
    if closed is not None:
        raise DrawingClosedError(
            f"The room went on at {timezone.localtime(closed):%H:%M}, so drawings do not change any more. What was "
            "handed in by then is kept. Ask a facilitator if something has to go."
        )


def _tell(drawing: Drawing, kind: str, actor: str, *topics: str) -> None:
    payload = {"drawing": drawing.pk, "table": drawing.table.number, "number": drawing.number}
    table = drawing.table
    announce(table.roadshow.log_id, kind=kind, topics=[own_table(table.pk), *topics], payload=payload, actor=actor)
