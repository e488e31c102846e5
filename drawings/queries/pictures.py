"""Which pictures of drawings somebody may see."""

from __future__ import annotations

from django.db.models import F

from drawings.blind import drawings_to_code
from drawings.models import Picture
from drawings.queries.drawings import consents, is_away
from workshops.models import Device, Roadshow


def picture_at_table(device: Device, pk: int) -> Picture | None:
    """Return a picture of a device's own table; none of a drawing that was withdrawn or taken off by a facilitator."""
    theirs = Picture.objects.select_related("drawing__table__roadshow").filter(drawing__table=device.table_id)
    found = theirs.filter(pk=pk).first()
    return None if found is None or is_away(found.drawing) else found


def picture_handed_in(roadshow: Roadshow, pk: int) -> Picture | None:
    """Return a picture that whoever runs a roadshow may see, also one that they hid: handed in, and not withdrawn.

    Of the two pictures of a photo only the one that its table chose.
    """
    standing = Picture.objects.filter(drawing__table__roadshow=roadshow, drawing__withdrawn_at=None)
    return standing.filter(pk=pk, drawing__picture=F("pk"), drawing__handed_in_at__isnull=False).first()


def picture_to_code(roadshow: Roadshow, pk: int) -> Picture | None:
    """Return a picture that observers and coders may see: handed in, not withdrawn, not hidden."""
    return Picture.objects.filter(pk=pk, drawing__picture=F("pk"), drawing__in=drawings_to_code(roadshow)).first()


def picture_on_the_wall(roadshow: Roadshow, pk: int) -> Picture | None:
    """Return a picture that the room may see: the one that stands for a drawing on the wall."""
    drawing = drawings_to_code(roadshow).filter(picture=pk, released_at__isnull=False).first()
    return drawing.picture if drawing is not None and consents([drawing], "show") else None
