"""Keeping the pictures of a drawing: files and rows come together and go together."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.signals import post_delete
from PIL import Image

from drawings.models import Drawing, Picture, PictureKind
from workshops.images import encoded, no_larger

# The longer side of the small one, which stands in lists and among many on the wall.
SMALL = 640


@dataclass(frozen=True)
class Made:
    """A picture that was made here: JPEG, from pixels alone."""

    kind: PictureKind
    content: bytes
    width: int
    height: int


def keep_picture(drawing: Drawing, kind: PictureKind, content: bytes, width: int, height: int) -> Picture:
    """Store a picture that was made here, large and small; from now on it stands for its drawing."""
    [picture] = keep_pictures(drawing, [Made(kind, content, width, height)])
    return picture


def keep_pictures(drawing: Drawing, made: Sequence[Made], *, sent: str = "") -> list[Picture]:
    """Store pictures of a drawing, all or none; the last one stands for it. `sent`: the digest of what they show."""
    with _stored(drawing, made, sent) as pictures, transaction.atomic():
        for picture in pictures:
            picture.save(force_insert=True)
        drawing.picture = pictures[-1]
        drawing.save(update_fields=["picture"])
    return pictures


def connect() -> None:
    """Let files go with their rows."""
    post_delete.connect(_with_its_files, sender=Picture)


@contextmanager
def _stored(drawing: Drawing, made: Sequence[Made], sent: str) -> Iterator[list[Picture]]:
    """Store the files of pictures whose rows come next; where those do not come, the files go again."""
    names: list[str] = []
    try:
        pictures = []
        for each in made:
            picture = Picture(drawing=drawing, kind=each.kind, width=each.width, height=each.height, sent=sent)
            for field, content in ((picture.file, each.content), (picture.small, _small(each.content))):
                field.save("", ContentFile(content), save=False)
                names.append(str(field.name))
            pictures.append(picture)
        yield pictures
    except BaseException:
        for name in names:
            default_storage.delete(name)
        raise


def _small(content: bytes) -> bytes:
    """Return a small copy. The picture was made here, so that no darkroom is needed."""
    image = Image.open(io.BytesIO(content))
    image.draft("RGB", (SMALL, SMALL))
    return encoded(no_larger(image.convert("RGB"), SMALL))


def _with_its_files(instance: Picture, **_signal: object) -> None:
    """Once it is certain that the row is gone, nothing is left of the picture."""
    names = [instance.file.name, instance.small.name]

    def discard() -> None:
        for name in filter(None, names):
            default_storage.delete(name)

    transaction.on_commit(discard)
