"""Keeping the pictures of a drawing, large and small."""

from __future__ import annotations

import io

from django.core.files.base import ContentFile
from PIL import Image

from drawings.models import Drawing, Picture, PictureKind
from workshops.images import encoded, no_larger

SMALL = 480


def keep_picture(drawing: Drawing, kind: PictureKind, content: bytes, width: int, height: int) -> Picture:
    """Store a safe picture of a drawing, large and small, and let it be the drawing's own."""
    picture = Picture(drawing=drawing, kind=kind, width=width, height=height)
    small = encoded(no_larger(Image.open(io.BytesIO(content)), SMALL))
    picture.file.save("large", ContentFile(content), save=False)
    picture.small.save("small", ContentFile(small), save=False)
    picture.save()
    Drawing.objects.filter(pk=drawing.pk).update(picture=picture)
    drawing.picture = picture
    return picture
