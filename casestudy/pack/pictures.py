"""Pictures of a pack: judged by their content, and made anew from their pixels, so that nothing else comes along."""

from __future__ import annotations

import hashlib
import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

MAX_BYTES = 4 * 1024 * 1024
MAX_PIXELS = 12_000_000
MAX_SIDE = 1280  # what a tablet shows; larger ones are made smaller
MAX_STORED_BYTES = 2 * 1024 * 1024
CONTENT_TYPE = "image/webp"
_TOO_LARGE = f"a picture has at most {MAX_PIXELS // 1_000_000} million pixels"
_FORMATS = ("PNG", "JPEG", "WEBP")
# What Pillow raises at content that is damaged, or made to harm.
_UNREADABLE = (OSError, ValueError, SyntaxError, EOFError, MemoryError)


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

    Its size is read before anything is unpacked. Transparent parts become white: documents are paper.
    """
    if len(content) > MAX_BYTES:
        raise BadPictureError(f"a picture has at most {MAX_BYTES // 1024 // 1024} MB")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=_FORMATS)
            if image.width * image.height > MAX_PIXELS:
                raise BadPictureError(_TOO_LARGE)
            return _stored(name, _flat(image))
    except Image.DecompressionBombError as error:
        raise BadPictureError(_TOO_LARGE) from error
    except _UNREADABLE as error:
        raise BadPictureError("this is not a PNG, JPEG or WebP picture that can be read") from error


def _flat(image: Image.Image) -> Image.Image:
    """Return the first picture of a file, upright, on white, no larger than is shown."""
    upright = ImageOps.exif_transpose(image).convert("RGBA")
    upright.thumbnail((MAX_SIDE, MAX_SIDE))
    paper = Image.new("RGBA", upright.size, "white")
    return Image.alpha_composite(paper, upright).convert("RGB")


def _stored(name: str, image: Image.Image) -> Picture:
    file = io.BytesIO()
    image.save(file, "WEBP", lossless=True, quality=60)
    if file.tell() > MAX_STORED_BYTES:
        raise BadPictureError("this picture is too full of detail to be sent to every table; make it smaller")
    pixels = hashlib.sha256(b"%d %d " % image.size + image.tobytes()).hexdigest()
    return Picture(stored_name(name), file.getvalue(), image.width, image.height, pixels)
