"""Drawings of every kind for the wall and the gallery, with pictures that look like drawings."""

from __future__ import annotations

import io
import random

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw

from drawings.models import Drawing, DrawingKind, Picture, PictureKind
from tests.coded import handed_in, say
from workshops.models import Table

SIZES = {"large": 1600, "small": 480}
COLOURS = ("#1c2430", "#9c4112", "#0b5d5b", "#6b3f5e", "#2a6338", "#20508c")


def shown(table: Table, *tags: str, **fields: object) -> Drawing:
    """Return a drawing that is on the wall."""
    drawing = handed_in(table, *tags, released_at=timezone.now(), released_by="Ana", **fields)  # type: ignore[arg-type]
    say(drawing, show="yes")
    return drawing


def pictured(drawing: Drawing, *, seed: int = 1, width: int = 1600, height: int = 1200) -> Drawing:
    """Give a drawing a picture of its own, large and small."""
    picture = Picture(drawing=drawing, kind=PictureKind.PAD, width=width, height=height)
    large = sketch(seed, width, height)
    for name, field in (("large", picture.file), ("small", picture.small)):
        out = io.BytesIO()
        scaled = large.copy()
        scaled.thumbnail((SIZES[name], SIZES[name]))
        scaled.save(out, "JPEG", quality=85)
        field.save("sent.jpg", ContentFile(out.getvalue()), save=False)
    picture.save()
    drawing.picture = picture
    drawing.save(update_fields=["picture"])
    return drawing


def in_words(table: Table, text: str, *tags: str, **fields: object) -> Drawing:
    """Return a challenge in words that is on the wall."""
    return shown(table, *tags, kind=DrawingKind.WORDS, shows=text, **fields)


def sketch(seed: int, width: int, height: int) -> Image.Image:
    """Return a boat, a maze, bubbles or a wall, drawn by an unsteady hand."""
    hand = random.Random(seed)
    image = Image.new("RGB", (width, height), "#fffdf8")
    draw = ImageDraw.Draw(image)
    (_boat, _bubbles, _maze, _wall)[seed % 4](draw, hand, width, height)
    return image


def _pen(hand: random.Random, width: int) -> dict[str, object]:
    return {"fill": hand.choice(COLOURS), "width": max(6, width // 110), "joint": "curve"}


def _line(
    draw: ImageDraw.ImageDraw, hand: random.Random, points: list[tuple[float, float]], pen: dict[str, object]
) -> None:
    shaky = [(x + hand.uniform(-6, 6), y + hand.uniform(-6, 6)) for x, y in points]
    draw.line(shaky, **pen)  # type: ignore[arg-type]


def _boat(draw: ImageDraw.ImageDraw, hand: random.Random, w: int, h: int) -> None:
    pen = _pen(hand, w)
    _line(
        draw,
        hand,
        [(w * 0.2, h * 0.62), (w * 0.3, h * 0.8), (w * 0.7, h * 0.8), (w * 0.82, h * 0.6), (w * 0.2, h * 0.62)],
        pen,
    )
    _line(
        draw, hand, [(w * 0.5, h * 0.6), (w * 0.5, h * 0.18), (w * 0.74, h * 0.5), (w * 0.5, h * 0.52)], _pen(hand, w)
    )
    sea = [(w * (0.08 + 0.04 * n), h * (0.86 + 0.02 * (n % 2))) for n in range(22)]
    _line(draw, hand, sea, {"fill": "#20508c", "width": max(6, w // 130), "joint": "curve"})


def _bubbles(draw: ImageDraw.ImageDraw, hand: random.Random, w: int, h: int) -> None:
    for _n in range(7):
        r = hand.uniform(0.07, 0.16) * h
        x, y = hand.uniform(0.18, 0.82) * w, hand.uniform(0.22, 0.78) * h
        draw.ellipse([x - r, y - r, x + r, y + r], outline=hand.choice(COLOURS), width=max(6, w // 120))
        draw.ellipse([x - r / 8, y - r / 3, x + r / 8, y - r / 12], fill=hand.choice(COLOURS))
        _line(draw, hand, [(x, y - r / 12), (x, y + r / 2)], _pen(hand, w))


def _maze(draw: ImageDraw.ImageDraw, hand: random.Random, w: int, h: int) -> None:
    pen = _pen(hand, w)
    for n in range(5):
        d = 0.07 * n * h
        box = [
            (w * 0.2 + d, h * 0.1 + d),
            (w * 0.8 - d, h * 0.1 + d),
            (w * 0.8 - d, h * 0.9 - d),
            (w * 0.2 + d, h * 0.9 - d),
        ]
        _line(draw, hand, [*box[n % 4 :], *box[: n % 4]], pen)


def _wall(draw: ImageDraw.ImageDraw, hand: random.Random, w: int, h: int) -> None:
    pen = _pen(hand, w)
    for row in range(5):
        y = h * (0.25 + 0.12 * row)
        _line(draw, hand, [(w * 0.12, y), (w * 0.88, y)], pen)
        for brick in range(7):
            x = w * (0.15 + 0.11 * brick + 0.05 * (row % 2))
            _line(draw, hand, [(x, y), (x, y + h * 0.12)], pen)
    _line(draw, hand, [(w * 0.5, h * 0.12), (w * 0.62, h * 0.2), (w * 0.46, h * 0.22)], _pen(hand, w))
