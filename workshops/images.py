"""Pictures that somebody sent, made anew from their pixels and from nothing else. Runs in a process of its own.

Beware of what Pillow alone lets through: half a JPEG passes `verify()`, a flood of points only warns, and a saved
JPEG keeps its comment.
"""

from __future__ import annotations

import io
import warnings
from importlib import import_module

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ["JPEG", "PNG", "WEBP"]
MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 24_000_000
QUALITY = 85

NO_PICTURE = "This is no picture that can be read here: send a JPEG, PNG or WebP. Nothing was stored."
TOO_LARGE = (
    "This picture has {width} by {height} points, more than the 24 million that are taken here. Send a smaller one."
)
FAR_TOO_LARGE = "This picture has far more than the 24 million points that are taken here. Send a smaller one."
HEIC = (
    "This is a HEIC photo, and this server cannot read those. Nothing was stored. Photograph it from this page "
    "instead, or set the camera to JPEG (on an iPad or iPhone: Settings, Camera, Formats, Most Compatible)."
)
MOVES = "This picture moves. Send a still one."
# What stands in the first bytes of such files: a box of the type "ftyp", and who made it (ISO/IEC 23008-12).
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
DAMAGED = "This picture is damaged or only half of it came. Send it again."


class BadImageError(Exception):
    """A picture that is not taken, and words that say why."""

    def __init__(self, words: str) -> None:
        """Remember the words."""
        super().__init__(words)
        self.words = words


def opened(content: bytes, longest: int = MOST_PIXELS) -> Image.Image:
    """Return the pixels of a picture, upright, in RGB, without anything that came along with them.

    Format and size are read from its head before it is decoded; where the format allows it, not more is decoded than
    it takes for a longer side of `longest` points. Raises BadImageError.
    """
    image = _headed(content)
    share = min(1, longest / max(image.size))
    try:
        image.draft("RGB", (max(1, int(image.width * share)), max(1, int(image.height * share))))
        image.load()
        upright = ImageOps.exif_transpose(image)
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise BadImageError(DAMAGED) from error
    return _on_white(upright)


def encoded(image: Image.Image) -> bytes:
    """Return a picture as JPEG."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()


def no_larger(image: Image.Image, longest: int) -> Image.Image:
    """Return a picture whose longer side has at most `longest` points."""
    if max(image.size) <= longest:
        return image
    smaller = image.copy()
    smaller.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return smaller


def _headed(content: bytes) -> Image.Image:
    """Read what a picture says of itself, and believe it only so far."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # A warning of size would come before our own words on it.
            image = Image.open(io.BytesIO(content), formats=_formats(content))
            moves = getattr(image, "n_frames", 1) > 1
    except Image.DecompressionBombError as error:
        raise BadImageError(FAR_TOO_LARGE) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise BadImageError(NO_PICTURE) from error
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise BadImageError(TOO_LARGE.format(width=width, height=height))
    if moves:
        raise BadImageError(MOVES)
    return image


def _formats(content: bytes) -> list[str]:
    """Return the formats that are taken: HEIC too where its reader is installed. Raises BadImageError."""
    if content[4:8] != b"ftyp" or content[8:12] not in _HEIC_BRANDS:
        return FORMATS
    try:
        reader = import_module("pillow_heif")
    except ImportError as error:
        raise BadImageError(HEIC) from error
    reader.register_heif_opener()
    return [*FORMATS, "HEIF"]


def _on_white(image: Image.Image) -> Image.Image:
    """Copy the pixels onto white paper. A new picture has no profile, comment, place or thumbnail."""
    paper = Image.new("RGB", image.size, "white")
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        with_alpha = image.convert("RGBA")
        paper.paste(with_alpha, mask=with_alpha.getchannel("A"))
    else:
        paper.paste(image.convert("RGB"))
    return paper
