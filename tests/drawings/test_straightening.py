from __future__ import annotations

import random
from math import cos, radians, sin

import pytest
from PIL import Image, ImageDraw

from drawings.straightening import Sheet, found, perspective, straightened
from tests.photographed import TABLE, TILTED, photo, sheet

Corners = tuple[tuple[float, float], ...]

UPRIGHT: Corners = ((0.2, 0.1), (0.8, 0.1), (0.8, 0.9), (0.2, 0.9))
TURNED: Corners = ((0.3, 0.05), (0.95, 0.4), (0.7, 0.95), (0.05, 0.6))
LEANING: Corners = ((0.25, 0.2), (0.75, 0.2), (0.92, 0.85), (0.08, 0.85))


def far(found_at: Sheet, corners: Corners, size: tuple[int, int]) -> float:
    """Return how far the worst corner is from where it should be, as a share of the photo's width."""
    there = [(x * size[0], y * size[1]) for x, y in corners]
    return max(max(abs(x - u), abs(y - v)) / size[0] for (x, y), (u, v) in zip(found_at.corners, there, strict=True))


@pytest.mark.parametrize("corners", [TILTED, UPRIGHT, TURNED, LEANING])
@pytest.mark.parametrize("shadow", [False, True])
def test_a_sheet_is_found_by_its_corners(corners: Corners, shadow: bool) -> None:
    taken = photo(corners=corners, shadow=shadow)
    sheet_found = found(taken)
    assert sheet_found is not None
    assert far(sheet_found, corners, taken.size) < 0.02


def turned(degrees: int, lean: float) -> Corners:
    """Return the corners of a sheet that is turned in the photo; one that leans is shorter at its top."""
    turn, (wide, high), (width, height) = radians(degrees), (380, 270), (800, 600)
    corners = []
    for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        u, v = x * (1 + lean * y) * wide / 2, y * high / 2
        corners.append((0.5 + (u * cos(turn) - v * sin(turn)) / width, 0.5 + (u * sin(turn) + v * cos(turn)) / height))
    return tuple(corners)


@pytest.mark.parametrize("lean", [0.0, 0.15])
@pytest.mark.parametrize("degrees", [*range(-45, 46, 5), -44, 43, 44])
def test_a_sheet_is_found_however_it_is_turned(degrees: int, lean: float) -> None:
    corners = turned(degrees, lean)
    taken = photo(corners=corners, shadow=True)
    sheet_found = found(taken)
    assert sheet_found is not None
    # Where it lies on its corner nothing tells which of two corners is the upper left one.
    orders = range(4) if abs(degrees) > 40 else [0]
    assert min(far(sheet_found, corners[n:] + corners[:n], taken.size) for n in orders) < 0.02


def grey_at(image: Image.Image, x: int, y: int) -> int:
    found_there = image.convert("L").getpixel((x, y))
    assert isinstance(found_there, int)
    return found_there


@pytest.mark.parametrize("corners", [TILTED, LEANING])
def test_what_was_straight_on_paper_is_straight_again(corners: Corners) -> None:
    straight = straightened(photo((1600, 1200), corners))
    assert straight is not None
    grey = straight.convert("L")
    # The mast stands in the middle, from a seventh below the top down to the deck.
    for y in (grey.height // 4, grey.height // 2):
        darkest = min(range(grey.width), key=lambda x: grey_at(grey, x, y))
        assert abs(darkest / grey.width - 0.5) < 0.02


def test_nothing_of_the_table_is_left_around_it() -> None:
    straight = straightened(photo((1600, 1200)))
    assert straight is not None
    right, bottom = straight.width - 2, straight.height - 2
    assert min(grey_at(straight, *at) for at in ((1, 1), (right, 1), (1, bottom), (right, bottom))) > 180


def _two_sheets() -> Image.Image:
    taken = Image.new("RGB", (800, 600), TABLE)
    for left in (20, 420):
        taken.paste(sheet((360, 250)).resize((360, 250)), (left, 30 if left == 20 else 300))
    ImageDraw.Draw(taken).rectangle((360, 200, 460, 380), fill="white")
    return taken


def _round() -> Image.Image:
    taken = Image.new("RGB", (800, 600), TABLE)
    ImageDraw.Draw(taken).ellipse((100, 50, 700, 550), fill="white")
    return taken


UNSURE = {
    "the sheet fills the photo": sheet((800, 600)),
    "one colour": Image.new("RGB", (400, 300), "white"),
    "a sheet on a table as bright": photo().point(lambda value: 215 + value // 8),
    "a round plate": _round(),
    "two sheets that touch": _two_sheets(),
    "a sheet far away": photo(corners=((0.4, 0.4), (0.6, 0.4), (0.6, 0.55), (0.4, 0.55))),
    "one point": Image.new("RGB", (1, 1), "white"),
    "noise": Image.effect_noise((400, 300), 90).convert("RGB"),
}


@pytest.mark.parametrize("name", UNSURE)
def test_what_is_no_sheet_on_something_darker_stays_as_it_is(name: str) -> None:
    assert straightened(UNSURE[name]) is None


def test_a_sheet_full_of_ink_is_a_sheet() -> None:
    taken = photo(corners=UPRIGHT)
    draw = ImageDraw.Draw(taken)
    chance = random.Random(3)
    for _ in range(40):
        x, y = chance.randint(200, 560), chance.randint(90, 460)
        draw.line((x, y, x + 60, y + 50), fill="black", width=8)
    assert found(taken) is not None


def test_the_perspective_leads_from_the_flat_corners_to_those_in_the_photo() -> None:
    placed = Sheet(((10, 20), (200, 40), (190, 160), (5, 140)))
    a, b, c, d, e, f, g, h = perspective(placed)
    width, height = placed.size
    for (x, y), corner in zip(((0, 0), (width, 0), (width, height), (0, height)), placed.corners, strict=True):
        below = g * x + h * y + 1
        assert ((a * x + b * y + c) / below, (d * x + e * y + f) / below) == pytest.approx(corner)
