"""Pictures of a pack: judged by content, bounded, made anew; the same again after any number of journeys."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from casestudy.pack import read, read_pack
from casestudy.pack.pictures import MAX_SIDE, BadPictureError, made_anew
from casestudy.pack.writer import write_pack as write
from tests.factories import SMALL_PACK, write_pack
from workshops.images import DAMAGED, FAR_TOO_LARGE, NO_PICTURE, TOO_LARGE


def drawn(kind: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **options: object) -> bytes:
    file = io.BytesIO()
    image = Image.radial_gradient("L").resize(size).convert(mode)
    image.save(file, kind, **options)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_it_becomes_the_same_kind_of_picture_whatever_it_was(kind: str) -> None:
    picture = made_anew("map.any", drawn(kind))
    assert (picture.name, picture.width, picture.height) == ("map.webp", 40, 30)
    assert Image.open(io.BytesIO(picture.content)).format == "WEBP"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_made_anew_again_it_is_the_same(kind: str) -> None:
    once = made_anew("map.png", drawn(kind, (3000, 2000)))
    assert max(once.width, once.height) == MAX_SIDE
    assert made_anew(once.name, once.content) == once


def test_what_is_not_seen_does_not_come_along() -> None:
    exif = Image.Exif()
    exif[0x010E] = "the house at 4 Real Street"
    picture = made_anew("map.jpg", drawn("JPEG", exif=exif))
    assert b"Real Street" in drawn("JPEG", exif=exif)
    assert b"Real Street" not in picture.content


def test_a_picture_lying_on_its_side_is_put_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = made_anew("map.jpg", drawn("JPEG", (40, 30), exif=exif))
    assert (picture.width, picture.height) == (30, 40)


def huge_png() -> bytes:
    """Return a PNG whose header says 50,000 x 50,000 and which has nothing else."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (huge_png(), FAR_TOO_LARGE),
        (drawn(size=(6001, 4000)), TOO_LARGE.format(width=6001, height=4000)),
        (b"x" * (4 * 1024 * 1024 + 1), "a picture has at most 4 MB"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", NO_PICTURE),
        (drawn("GIF", mode="L"), NO_PICTURE),
        (drawn()[:60], DAMAGED),
        (b"\x89PNG\r\n\x1a\n", NO_PICTURE),
        (b"", NO_PICTURE),
    ],
)
def test_what_is_no_picture_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(BadPictureError) as refusal:
        made_anew("map.png", content)
    assert str(refusal.value) == words


def with_picture(folder: Path, name: str = "map.png", content: bytes | None = None) -> Path:
    fields = f"order: 1\npicture: {name}\npicture_words: A map of the town."
    write_pack(folder, SMALL_PACK | {"documents/E1.md": SMALL_PACK["documents/E1.md"].replace("order: 1", fields)})
    (folder / "pictures").mkdir()
    (folder / "pictures" / name).write_bytes(drawn() if content is None else content)
    return folder


def test_a_pack_brings_its_pictures_and_goes_with_them(tmp_path: Path) -> None:
    pack = read_pack(with_picture(tmp_path / "a"))
    assert [picture.name for picture in pack.pictures] == ["map.webp"]
    assert pack.documents[0].head.picture == "map.webp"
    write(pack, tmp_path / "b.zip")
    assert read_pack(tmp_path / "b.zip") == pack


def test_another_picture_is_another_pack(tmp_path: Path) -> None:
    one = read_pack(with_picture(tmp_path / "a"))
    other = read_pack(with_picture(tmp_path / "b", content=drawn(size=(41, 30))))
    assert one.digest != other.digest


def test_a_picture_that_is_none_is_named(tmp_path: Path) -> None:
    reading = read(with_picture(tmp_path, content=b"MZ"))
    assert [str(problem) for problem in reading.problems] == [f"pictures/map.png: {NO_PICTURE}"]


def test_two_that_differ_only_in_their_ending_are_named(tmp_path: Path) -> None:
    folder = with_picture(tmp_path)
    (folder / "pictures/map.jpg").write_bytes(drawn("JPEG"))
    words = "two pictures have this name; the ending alone does not tell them apart"
    assert [str(problem) for problem in read(folder).problems] == [f"pictures/map.webp: {words}"]


def test_one_that_nobody_shows_is_worth_a_look(tmp_path: Path) -> None:
    folder = with_picture(tmp_path)
    (folder / "pictures/other.png").write_bytes(drawn())
    assert [str(each) for each in read(folder).warnings] == ["pictures/other.webp: no document shows this picture"]
