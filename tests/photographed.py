"""Photos as a tablet takes them of a sheet of paper, and drawings that have one."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from drawings.actions.pictures import Made, Prints
from drawings.models import Drawing, DrawingKind, PictureKind
from drawings.straightening import Sheet, perspective
from tests.coded import handed_in, say
from workshops.models import Table

WHOLE = (600, 420)
# Where the corners of the sheet lie in the photo, as shares of it: top left first, then clockwise.
TILTED = ((0.14, 0.12), (0.88, 0.2), (0.84, 0.9), (0.08, 0.8))
INK, PAPER, TABLE = (30, 40, 120), (238, 232, 220), (84, 62, 46)


def sheet(size: tuple[int, int] = WHOLE) -> Image.Image:
    """Return a sheet with a boat on it."""
    paper = Image.new("RGB", size, PAPER)
    draw = ImageDraw.Draw(paper)
    width, height = size
    hull = [(0.15, 0.6), (0.3, 0.8), (0.7, 0.8), (0.85, 0.6), (0.15, 0.6)]
    draw.line([(x * width, y * height) for x, y in hull], fill=INK, width=max(3, width // 80))
    draw.line([(0.5 * width, 0.6 * height), (0.5 * width, 0.15 * height)], fill=INK, width=max(3, width // 80))
    return paper


def photo(
    size: tuple[int, int] = (800, 600), corners: tuple[tuple[float, float], ...] = TILTED, *, shadow: bool = False
) -> Image.Image:
    """Return a photo of a sheet on a table."""
    flat = sheet()
    placed = Sheet(tuple((x * size[0], y * size[1]) for x, y in corners))  # type: ignore[arg-type]
    # Pillow asks where in the sheet a point of the photo lies: the way back of a straightening.
    back = Image.new("L", flat.size, 255)
    inverse = _inverse(placed, flat.size)
    warped = flat.transform(size, Image.Transform.PERSPECTIVE, inverse, resample=Image.Resampling.BICUBIC)
    mask = back.transform(size, Image.Transform.PERSPECTIVE, inverse)
    taken = Image.new("RGB", size, TABLE)
    taken.paste(warped, mask=mask)
    if shadow:
        shade = Image.linear_gradient("L").rotate(90).resize(size).point(lambda value: 140 + value * 115 // 255)
        taken = Image.composite(taken, Image.new("RGB", size), shade)
    return taken


def jpeg(image: Image.Image | None = None, **more: object) -> bytes:
    """Return a photo as a camera sends it."""
    out = io.BytesIO()
    (image or photo()).save(out, "JPEG", quality=90, **more)
    return out.getvalue()


def photographed(table: Table, *, shown: bool = False, **fields: object) -> Drawing:
    """Return a photographed drawing that is handed in, with both of its pictures; `shown`: it may be shown."""
    drawing = handed_in(table, **{"kind": DrawingKind.PHOTO} | fields)  # type: ignore[arg-type]
    small = jpeg(photo((80, 60)))
    Prints().keep(drawing, [Made(kind, small, 80, 60) for kind in (PictureKind.PLAIN, PictureKind.PAPER)])
    if shown:
        say(drawing, show="yes")
    return drawing


def _inverse(placed: Sheet, size: tuple[int, int]) -> list[float]:
    """Return the numbers that turn points of the photo into points of a sheet of this size."""
    a, b, c, d, e, f, g, h = perspective(placed)
    wide, high = (of / to for of, to in zip(placed.size, size, strict=True))
    # The way there as a matrix, for a sheet of `size`; its adjugate is the way back, up to a factor.
    m = ((a * wide, b * high, c), (d * wide, e * high, f), (g * wide, h * high, 1.0))
    back = [
        [
            m[(j + 1) % 3][(i + 1) % 3] * m[(j + 2) % 3][(i + 2) % 3]
            - m[(j + 1) % 3][(i + 2) % 3] * m[(j + 2) % 3][(i + 1) % 3]
            for j in range(3)
        ]
        for i in range(3)
    ]
    last = back[2][2]
    return [value / last for row in back for value in row][:8]
