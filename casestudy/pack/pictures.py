"""Pictures of a pack: judged by their content, and made anew from their pixels, so that nothing else comes along."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass

from PIL import Image

from workshops.images import BadImageError, no_larger, opened

MAX_BYTES = 4 * 1024 * 1024
MAX_SIDE = 1280  # what a tablet shows; larger ones are made smaller
MAX_STORED_BYTES = 2 * 1024 * 1024
CONTENT_TYPE = "image/webp"


@dataclass(frozen=True)
class Picture:
    """A picture as it is stored: WebP without loss, so that it may come and go and stay the same.

    `pixels` marks what can be seen.
    """

    name: str
    content: bytes
    width: int
    height: int
    pixels: str


class BadPictureError(Exception):
    """A picture that cannot be used, and why in words."""


def stored_name(name: str) -> str:
    """Return the name under which a picture is stored, whatever it was before: "scan.jpg" is "scan.webp"."""
    return name.rpartition(".")[0] + ".webp"


def made_anew(name: str, content: bytes) -> Picture:
    """Return a picture made from the pixels of a PNG, JPEG or WebP file. Raises BadPictureError.

    Transparent parts become white: documents are paper.
    """
    if len(content) > MAX_BYTES:
        raise BadPictureError(f"a picture has at most {MAX_BYTES // 1024 // 1024} MB")
    try:
        return _stored(name, no_larger(opened(content), MAX_SIDE))
    except BadImageError as error:
        raise BadPictureError(error.words) from error


def _stored(name: str, image: Image.Image) -> Picture:
    file = io.BytesIO()
    image.save(file, "WEBP", lossless=True, quality=60)
    if file.tell() > MAX_STORED_BYTES:
        raise BadPictureError("this picture is too full of detail to be sent to every table; make it smaller")
    pixels = hashlib.sha256(b"%d %d " % image.size + image.tobytes()).hexdigest()
    return Picture(stored_name(name), file.getvalue(), image.width, image.height, pixels)
