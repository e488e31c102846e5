"""Pictures that somebody sent, made anew from their pixels and from nothing else. Runs in a process of its own.

Beware of what Pillow alone lets through: half a JPEG passes `verify()`, a flood of points only warns, and a saved
JPEG keeps its comment.
"""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ["JPEG", "PNG", "WEBP"]
MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 24_000_000
QUALITY = 85

NO_PICTURE = "This is no picture that can be read here: send a JPEG, PNG or WebP. Nothing was stored."
TOO_LARGE = (
    "This picture has {width} by {height} points, more than the 24 million that are taken here. Send a smaller one."
)
MOVES = "This picture moves. Send a still one."
DAMAGED = "This picture is damaged or only half of it came. Send it again."


class BadImageError(Exception):
    """A picture that is not taken, and words that say why."""

    def __init__(self, words: str) -> None:
        """Remember the words."""
        super().__init__(words)
        self.words = words


def opened(content: bytes) -> Image.Image:
    """Return the pixels of a picture, upright, in RGB, without anything that came along with them.

    Format and size are read from its head before it is decoded. Raises BadImageError.
    """
    image = _headed(content)
    try:
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
            image = Image.open(io.BytesIO(content), formats=FORMATS)
            moves = getattr(image, "n_frames", 1) > 1
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise BadImageError(NO_PICTURE) from error
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise BadImageError(TOO_LARGE.format(width=width, height=height))
    if moves:
        raise BadImageError(MOVES)
    return image


def _on_white(image: Image.Image) -> Image.Image:
    """Copy the pixels onto white paper. A new picture has no profile, comment, place or thumbnail."""
    paper = Image.new("RGB", image.size, "white")
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        with_alpha = image.convert("RGBA")
        paper.paste(with_alpha, mask=with_alpha.getchannel("A"))
    else:
        paper.paste(image.convert("RGB"))
    return paper
