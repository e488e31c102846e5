"""What a table does with photos of paper drawings: it sends one, sees what was made of it, and picks."""

from __future__ import annotations

import hashlib
import json
import shutil

from django.conf import settings
from django.db import transaction

from drawings.actions.drawings import DrawingClosedError, begin, check_open, tell
from drawings.actions.pictures import Made, Prints
from drawings.kinds import PICTURED
from drawings.models import Drawing, DrawingKind, Picture, PictureKind
from drawings.queries.drawings import drawing_of
from workshops.developing import LONGEST, printed
from workshops.models import Device

# The database and the day's answers come first: photos stop before the disk is full.
LEAST_FREE = 300 * 1024 * 1024

_WITHDRAWN = "This drawing was withdrawn, so the photo was not stored. Begin another one from the table's page."
_HANDED_IN = (
    "This drawing is handed in, and its picture does not change any more. Nothing was stored. Withdraw it, and "
    "photograph the paper once more as a new drawing."
)
_OTHER_KIND = "This one was begun as {}, so no photo was stored for it. Begin a photo from the table's page."


class NoRoomError(Exception):
    """The disk is nearly full. Nothing was changed; the same photo may come again."""


def take_photo(device: Device, *, key: str, content: bytes) -> Drawing:
    """Store a photo as the drawing of a device's table that has this key; the same photo once more changes nothing.

    Another photo takes the place of the first until the drawing is handed in.
    Raises BadImageError, DrawingClosedError, TooManyError, NoRoomError or OSError (the disk), before anything changed.
    """
    sent = hashlib.sha256(content).hexdigest()
    known = drawing_of(device.table, key)
    if known is not None:
        if known.pictures.filter(sent=sent).exists():
            return known
        _check(known)
    check_open(device.table)
    _check_room()
    made = _developed(content)
    drawing = begin(device, key=key, kind=DrawingKind.PHOTO)
    with Prints() as prints, transaction.atomic():
        drawing = _taking(drawing)
        if drawing.pictures.filter(sent=sent).exists():
            return drawing  # The same photo came twice at once.
        earlier = list(drawing.pictures.values_list("pk", flat=True))
        prints.keep(drawing, made, sent=sent)
        Picture.objects.filter(pk__in=earlier).delete()
        tell(drawing, PICTURED, f"{drawing.table}, {device}")
    return drawing


@transaction.atomic
def choose(device: Device, drawing: Drawing, kind: PictureKind) -> bool:
    """Let one of a photo's pictures stand for its drawing. False when there is no such picture.

    Raises DrawingClosedError.
    """
    drawing = _taking(drawing)
    picture = drawing.pictures.filter(kind=kind).first()
    if picture is None:
        return False
    if drawing.picture_id != picture.pk:
        drawing.picture = picture
        drawing.save(update_fields=["picture"])
        tell(drawing, PICTURED, f"{drawing.table}, {device}")
    return True


def _taking(drawing: Drawing) -> Drawing:
    """Return a drawing as it is now, and as it stays during this transaction, if it takes another picture."""
    now = Drawing.objects.select_for_update(of=("self",)).select_related("table__roadshow").get(pk=drawing.pk)
    _check(now)
    check_open(now.table)
    return now


def _check(drawing: Drawing) -> None:
    if drawing.kind != DrawingKind.PHOTO:
        raise DrawingClosedError(_OTHER_KIND.format(f"“{drawing.get_kind_display()}”"))
    if drawing.withdrawn_at is not None:
        raise DrawingClosedError(_WITHDRAWN)
    if drawing.handed_in_at is not None:
        raise DrawingClosedError(_HANDED_IN)


def _check_room() -> None:
    if shutil.disk_usage(settings.DATA_DIR).free < LEAST_FREE:
        raise NoRoomError


def _developed(content: bytes) -> list[Made]:
    """Return the photo as it is, and the paper in it if there is any. Takes about a second: never in a transaction."""
    head, _newline, rest = printed(content, "drawings.darkroom", str(LONGEST)).partition(b"\n")
    made = []
    for each in json.loads(head):
        picture, rest = rest[: each["bytes"]], rest[each["bytes"] :]
        made.append(Made(PictureKind(each["kind"]), picture, each["width"], each["height"]))
    return made
