"""What a table does with its drawings: it begins one, hands it in, and withdraws it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from PIL import Image

from drawings.actions.pictures import Made, Prints
from drawings.kinds import BEGUN, HANDED_IN, WITHDRAWN
from drawings.models import Drawing, DrawingKind, PictureKind
from drawings.queries.drawings import closed_at
from drawings.strokes import raster, standing
from live.announce import announce
from workshops.images import encoded
from workshops.models import Answer, Day, Device, Hold, Table
from workshops.topics import CONSOLES, SCREENS, own_table

# A table of eight draws eight, changes its mind, and photographs them once more.
MOST = 40
# The picture that is made of a pad's strokes, for wherever strokes are not drawn anew.
PICTURE_WIDTH = 1_600

NOTHING_THERE = {
    DrawingKind.PAD: "Nothing is on the paper yet, so it was not handed in. Draw something first, or say it in words.",
    DrawingKind.PHOTO: "There is no photo yet, so it was not handed in. Choose one first, or say it in words.",
    DrawingKind.WORDS: "It does not say yet what it shows, so it was not handed in. Write that first.",
}


class DrawingClosedError(Exception):
    """The drawing is over, or the room is held: words say which. Nothing was changed."""

    def __init__(self, words: str, *, held: bool = False) -> None:
        """Remember the words; `held`: the same may be asked again when the room goes on."""
        super().__init__(words)
        self.words, self.held = words, held


class NothingThereError(Exception):
    """There is nothing to hand in: words say what is missing. Nothing was changed."""

    def __init__(self, words: str) -> None:
        """Remember the words."""
        super().__init__(words)
        self.words = words


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
    tell(drawing, BEGUN, f"{table}, {device}")
    return drawing


def hand_in(drawing: Drawing, *, actor: str) -> bool:
    """Give a drawing to the facilitators, who can release it. False when it was handed in already.

    Raises DrawingClosedError, NothingThereError.
    """
    if Drawing.objects.filter(pk=drawing.pk, handed_in_at=None, withdrawn_at=None).exists():
        # Before the transaction, for drawing a picture takes a moment in which the room goes on.
        newest = newest_mark(drawing)
        picture = _picture(drawing)
        with Prints() as prints:
            return _hand_in(drawing, actor, picture, newest, prints)
    return False


@transaction.atomic
def _hand_in(drawing: Drawing, actor: str, picture: Image.Image | None, newest: int, prints: Prints) -> bool:
    Table.objects.select_for_update(no_key=True).get(pk=drawing.table_id)
    check_open(drawing.table)
    if newest_mark(drawing) != newest:
        picture = _picture(drawing)  # Somebody drew on meanwhile; from here on nobody does.
    standing_now = Drawing.objects.filter(pk=drawing.pk, handed_in_at=None, withdrawn_at=None)
    given = standing_now.update(handed_in_at=timezone.now())
    if not given:
        return False
    if picture is not None:
        prints.keep(drawing, [Made(PictureKind.PAD, encoded(picture), *picture.size)])
    tell(drawing, HANDED_IN, actor, CONSOLES)
    return True


def newest_mark(drawing: Drawing) -> int:
    """Return the number of the last thing that was done on a pad; 0 when nothing was."""
    return drawing.marks.aggregate(newest=Max("number"))["newest"] or 0


def _picture(drawing: Drawing) -> Image.Image | None:
    """Return what a pad's strokes look like; None where nothing was drawn here. Raises NothingThereError."""
    strokes = standing(drawing.marks.values_list("number", "op")) if drawing.kind == DrawingKind.PAD else []
    there = {
        DrawingKind.PAD: bool(strokes),
        DrawingKind.PHOTO: drawing.picture_id is not None,
        DrawingKind.WORDS: Answer.objects.filter(table=drawing.table_id, field=f"{drawing.prefix}shows")
        .exclude(value="")
        .exists(),
    }
    kind = DrawingKind(drawing.kind)
    if not there[kind]:
        raise NothingThereError(NOTHING_THERE[kind])
    return raster(strokes, PICTURE_WIDTH) if strokes else None


@transaction.atomic
def withdraw(drawing: Drawing, *, actor: str) -> bool:
    """Let a table take its drawing back: it is kept, and shown to nobody. False when it was withdrawn already.

    It may do so while the room is held. Raises DrawingClosedError once the drawing is over.
    """
    _check_time(drawing.table)
    standing = Drawing.objects.filter(pk=drawing.pk, withdrawn_at=None)
    withdrawn = standing.update(withdrawn_at=timezone.now(), withdrawn_by=actor)
    if withdrawn:
        tell(drawing, WITHDRAWN, actor, CONSOLES, SCREENS)
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


def tell(drawing: Drawing, kind: str, actor: str, *topics: str) -> None:
    """Tell a drawing's own table, and those who hear of `topics`, what was done with it."""
    payload = {"drawing": drawing.pk, "table": drawing.table.number, "number": drawing.number}
    table = drawing.table
    announce(table.roadshow.log_id, kind=kind, topics=[own_table(table.pk), *topics], payload=payload, actor=actor)
