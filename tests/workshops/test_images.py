from __future__ import annotations

import io
import random
import sys
import types
import zipfile
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from PIL import Image, ImageFile, PngImagePlugin

from tests.hostile import flood
from workshops import images
from workshops.images import BadImageError, encoded, no_larger, opened

GPS = 0x8825
ORIENTATION = 0x0112
PLANTED = b"planted-secret"


def picture(size: tuple[int, int] = (60, 40), colour: str = "teal") -> Image.Image:
    return Image.new("RGB", size, colour)


def saved(image: Image.Image, kind: str = "JPEG", **more: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def marked() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = PLANTED.decode()
    exif.get_ifd(GPS)[1] = "N"
    return exif


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_good_picture_keeps_its_pixels(kind: str) -> None:
    image = opened(saved(picture(), kind))
    assert (image.mode, image.size) == ("RGB", (60, 40))
    assert max(abs(a - b) for a, b in zip(image.getpixel((30, 20)), (0, 128, 128), strict=True)) <= 3  # type: ignore[arg-type]


def test_a_picture_that_was_taken_lying_down_stands_upright() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    assert opened(saved(picture((60, 40)), exif=exif)).size == (40, 60)


def test_what_shines_through_stands_on_white() -> None:
    assert opened(saved(Image.new("RGBA", (4, 4), (0, 0, 0, 0)), "PNG")).getpixel((1, 1)) == (255, 255, 255)


def _png_with_text() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", PLANTED.decode())
    return saved(picture(), "PNG", pnginfo=info)


PLANTINGS: dict[str, Callable[[], bytes]] = {
    "exif and place": lambda: saved(picture(), exif=marked()),
    "comment": lambda: saved(picture(), comment=PLANTED),
    "xmp": lambda: saved(picture(), xmp=PLANTED),
    "profile": lambda: saved(picture(), icc_profile=PLANTED * 20),
    "trailing bytes": lambda: saved(picture()) + PLANTED,
    "text of a PNG": _png_with_text,
}


@pytest.mark.parametrize("planting", PLANTINGS)
def test_nothing_that_came_along_is_kept(planting: str) -> None:
    content = PLANTINGS[planting]()
    assert PLANTED in content
    image = opened(content)
    assert PLANTED not in encoded(image)
    assert image.info == {}
    assert dict(image.getexif()) == {}


def test_a_picture_saved_as_it_was_opened_would_keep_its_comment() -> None:
    image = Image.open(io.BytesIO(saved(picture(), comment=PLANTED)))
    assert PLANTED in saved(image)


def _moving() -> bytes:
    frames = [picture(colour=colour) for colour in ("red", "green", "blue")]
    return saved(frames[0], "WEBP", save_all=True, append_images=frames[1:])


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("case.yaml", "slug: x")
    return out.getvalue()


NO_PICTURES = {
    "nothing": b"",
    "a drawing with a script": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "a page": b"<!doctype html><script>alert(1)</script>",
    "a program for a printer": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1 1\n",
    "an archive": _zip(),
    "another format": saved(picture(), "GIF"),
    "a head alone": saved(picture(), "PNG")[:12],
}


@pytest.mark.parametrize("name", NO_PICTURES)
def test_what_is_no_picture_is_not_taken(name: str) -> None:
    with pytest.raises(BadImageError) as error:
        opened(NO_PICTURES[name])
    assert error.value.words == images.NO_PICTURE


def test_half_a_picture_is_not_taken_though_its_head_is_good() -> None:
    half = saved(Image.effect_noise((400, 300), 80))
    with pytest.raises(BadImageError) as error:
        opened(half[: len(half) // 2])
    assert error.value.words == images.DAMAGED


def test_a_picture_that_moves_is_not_taken() -> None:
    with pytest.raises(BadImageError) as error:
        opened(_moving())
    assert error.value.words == images.MOVES


def test_a_flood_of_points_is_refused_before_it_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    flood = saved(Image.new("1", (13_000, 13_000)), "PNG")
    monkeypatch.setattr(Image.Image, "load", lambda *_: pytest.fail("it was decoded"))
    with pytest.raises(BadImageError, match="13000 by 13000"):
        opened(flood)


def test_the_longer_side_is_made_to_fit_and_small_pictures_stay() -> None:
    assert no_larger(picture((400, 100)), 200).size == (200, 50)
    assert no_larger(picture((100, 40)), 200).size == (100, 40)


def test_hundreds_of_damaged_pictures_are_taken_or_refused_in_words() -> None:
    """Mutations of good pictures, by a seed."""
    chance = random.Random(7)
    goods = [saved(Image.effect_noise((48, 32), 60).convert("RGB"), kind) for kind in ("JPEG", "PNG", "WEBP")]
    for n in range(600):
        bad = bytearray(goods[n % 3])
        for _ in range(chance.randint(1, 12)):
            bad[chance.randrange(len(bad))] = chance.randrange(256)
        with suppress(BadImageError):
            opened(bytes(bad[: chance.randint(1, len(bad))]))


# HEIC

HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(64)


def test_without_its_reader_a_heic_photo_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    with pytest.raises(BadImageError) as error:
        opened(HEIC)
    assert error.value.words == images.HEIC


def test_with_its_reader_a_heic_photo_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    class Heif(ImageFile.ImageFile):
        """Stands for the reader: whatever begins as HEIC is a red picture."""

        format = "HEIF"

        def _open(self) -> None:
            self._size, self._mode, self.tile = (8, 6), "RGB", []

        def load(self) -> Any:
            self.im = picture((8, 6), "red").im
            return super().load()

    def register_heif_opener() -> None:
        Image.register_open("HEIF", Heif, lambda head: head[4:8] == b"ftyp")

    reader = types.ModuleType("pillow_heif")
    monkeypatch.setattr(reader, "register_heif_opener", register_heif_opener, raising=False)
    monkeypatch.setitem(sys.modules, "pillow_heif", reader)
    monkeypatch.setattr(Image, "OPEN", dict(Image.OPEN))
    monkeypatch.setattr(Image, "ID", list(Image.ID))
    image = opened(HEIC)
    assert (image.size, image.getpixel((1, 1))) == ((8, 6), (255, 0, 0))


def test_only_what_begins_as_one_is_given_to_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = types.ModuleType("pillow_heif")
    monkeypatch.setitem(sys.modules, "pillow_heif", reader)  # asked for anything, it would fail
    assert opened(saved(picture())).size == (60, 40)


def test_far_too_many_points_are_called_that_and_not_no_picture() -> None:
    with pytest.raises(BadImageError) as error:
        opened(flood())
    assert error.value.words == images.FAR_TOO_LARGE


# No more is decoded than is needed


def test_of_a_large_jpeg_only_as_much_is_decoded_as_is_shown() -> None:
    content = saved(picture((4_000, 3_000)))
    assert opened(content, 2_000).size == (2_000, 1_500)
    assert opened(content, 1_900).size == (2_000, 1_500)  # an eighth, a quarter, a half, or all of it
    assert opened(content).size == (4_000, 3_000)


@pytest.mark.parametrize("size", [(4_000, 1), (1, 4_000)])
def test_a_picture_that_is_hardly_there_is_no_trouble(size: tuple[int, int]) -> None:
    assert max(opened(saved(picture(size)), 100).size) >= 100
