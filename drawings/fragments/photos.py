"""The photos of a table: how each stands, with both of its pictures to pick from."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from drawings.fragments.own import own_drawings
from drawings.kinds import PICTURED
from drawings.models import Drawing, PictureKind
from live import kinds
from live.kinds import Notice
from workshops.topics import own_table

# In the order in which they are offered.
CHOICES = (
    (PictureKind.PAPER, "Straightened and brightened"),
    (PictureKind.PLAIN, "As it was taken"),
)


def connect() -> None:
    """Let a table hear of its own photos."""
    kinds.register(PICTURED, _drawn)


def photo_card(drawing: Drawing, csrf_token: str) -> SafeString:
    """Draw a photographed drawing for its own table, to pick the better picture."""
    pictures = {picture.kind: picture for picture in drawing.pictures.all()}
    choices = [
        {"picture": pictures[kind], "words": words, "stands": drawing.picture_id == pictures[kind].pk}
        for kind, words in CHOICES
        if kind in pictures
    ]
    page = reverse("own-drawing", args=[drawing.key])
    context = {"drawing": drawing, "page": page, "choices": choices, "csrf_token": csrf_token}
    return render_to_string("drawings/photo/_card.html", context)


def _drawn(notice: Notice) -> str:
    drawing = Drawing.objects.select_related("table__roadshow").filter(pk=notice.payload["drawing"]).first()
    return own_drawings(drawing.table) if drawing and notice.topic == own_table(drawing.table_id) else ""
