from __future__ import annotations

from PIL import Image, ImageDraw

from drawings.lifting import lifted
from tests.photographed import sheet


def shaded(paper: Image.Image) -> Image.Image:
    """Return a sheet half of which lies in the shadow."""
    shade = Image.linear_gradient("L").rotate(90).resize(paper.size).point(lambda value: 130 + value * 125 // 255)
    return Image.composite(paper, Image.new("RGB", paper.size), shade)


def grey_at(image: Image.Image, x: float, y: float) -> int:
    found = image.convert("L").getpixel((int(x * image.width), int(y * image.height)))
    assert isinstance(found, int)
    return found


def test_a_shadow_goes_and_paper_is_white_from_side_to_side() -> None:
    dim = shaded(sheet())
    assert abs(grey_at(dim, 0.02, 0.05) - grey_at(dim, 0.98, 0.05)) > 60
    even = lifted(dim)
    assert even is not None
    assert min(grey_at(even, x, 0.05) for x in (0.02, 0.3, 0.7, 0.98)) > 240


def test_ink_stays_and_keeps_its_colour() -> None:
    even = lifted(shaded(sheet()))
    assert even is not None
    red, _green, blue = even.getpixel((even.width // 2, even.height // 3))  # type: ignore[misc]
    assert blue > red + 30
    assert grey_at(even, 0.5, 0.3) < 110


def test_a_large_patch_of_dark_colour_is_not_taken_for_a_shadow() -> None:
    paper = sheet()
    ImageDraw.Draw(paper).rectangle((150, 60, 450, 360), fill=(20, 60, 30))
    even = lifted(paper)
    assert even is not None
    assert grey_at(even, 0.4, 0.5) < 130


def test_a_photo_without_bright_paper_is_left_alone() -> None:
    assert lifted(Image.new("RGB", (200, 150), (30, 35, 40))) is None


def test_a_picture_of_one_point_is_no_trouble() -> None:
    assert lifted(Image.new("RGB", (1, 1), "white")) is not None
