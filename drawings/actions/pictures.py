"""Keeping the pictures of a drawing: files and rows come together and go together."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.fields.files import FieldFile
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


class Prints:
    """The pictures that a transaction keeps, which stands within: where it comes to nothing, their files go again."""

    def __init__(self) -> None:
        """Have none yet."""
        self._names: list[str] = []

    def __enter__(self) -> Self:
        """Begin, before the transaction does."""
        return self

    def __exit__(self, failure: type[BaseException] | None, *_more: object) -> None:
        """Leave no file behind of a transaction that failed."""
        for name in self._names if failure else ():
            default_storage.delete(name)

    def keep(self, drawing: Drawing, made: Sequence[Made], *, sent: str = "") -> list[Picture]:
        """Store pictures, large and small; the last one stands for the drawing. `sent`: a digest of what they show."""
        pictures = [
            Picture(drawing=drawing, kind=each.kind, width=each.width, height=each.height, sent=sent) for each in made
        ]
        for picture, each in zip(pictures, made, strict=True):
            self._store(picture.file, each.content)
            self._store(picture.small, _small(each.content))
        for picture in pictures:
            picture.save(force_insert=True)
        drawing.picture = pictures[-1]
        drawing.save(update_fields=["picture"])
        return pictures

    def _store(self, field: FieldFile, content: bytes) -> None:
        field.save("", ContentFile(content), save=False)
        self._names.append(str(field.name))


def connect() -> None:
    """Let files go with their rows."""
    post_delete.connect(_with_its_files, sender=Picture)


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
