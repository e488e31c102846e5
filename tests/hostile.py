"""Files that nobody should send, by what they are; all small enough to be made at once."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache

from PIL import Image, PngImagePlugin

from tests.photographed import jpeg, photo

PLANTED = b"planted-secret"

_SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
_PAGE = b"<!doctype html><script>alert(document.cookie)</script>"


def saved(image: Image.Image, kind: str = "JPEG", **more: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def flood(side: int = 30_000) -> bytes:
    """Return a PNG that says it has this many points on each side, and has none."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def moving(frames: int = 1_000) -> bytes:
    """Return a WebP that moves."""
    pictures = [Image.new("RGB", (2, 2), (n % 256, n // 256, 0)) for n in range(frames)]
    return saved(pictures[0], "WEBP", save_all=True, append_images=pictures[1:], duration=10)


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("../../case.yaml", "slug: x")
    return out.getvalue()


@cache
def bad_files() -> dict[str, bytes]:
    """Return files of which none is a picture to be taken."""
    whole = jpeg(photo((640, 480)))
    return {
        "nothing": b"",
        "one byte": b"\x00",
        "11 MB of nothing": bytes(11 * 1024 * 1024),
        "a PNG of 30000 by 30000": flood(),
        "a PNG of the most points that a PNG can say": flood(2**31 - 1),
        "half a JPEG": whole[: len(whole) // 2],
        "the head of a PNG": saved(Image.new("RGB", (9, 9)), "PNG")[:30],
        "an SVG with a script": _SVG,
        "a page that is named .png": _PAGE,
        "a WebP that moves": moving(),
        "an archive": archive(),
        "an archive that begins as a JPEG": whole[:20] + archive(),
        "a program for a printer": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1 1\n",
        "a GIF": saved(Image.new("RGB", (9, 9)), "GIF"),
        "a TIFF": saved(Image.new("RGB", (9, 9)), "TIFF"),
        "a HEIC photo": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(64),
    }


NAMES = (
    "../../../etc/passwd.png",
    "a\x00b.png",
    "photo\u202egnp.exe",
    "x" * 4_000 + ".jpg",
    "con",
    "'><script>.png",
    "",
)


@cache
def with_planted() -> dict[str, bytes]:
    """Return good pictures in which something is hidden that must not be kept."""
    image = photo((96, 72))
    exif = Image.Exif()
    exif[0x010E] = PLANTED.decode()
    exif.get_ifd(0x8825)[1] = PLANTED.decode()
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", PLANTED.decode())
    return {
        "exif and place": saved(image, exif=exif),
        "comment": saved(image, comment=PLANTED),
        "xmp": saved(image, xmp=PLANTED),
        "profile": saved(image, icc_profile=PLANTED * 20),
        "a script behind it": saved(image) + b"<script>" + PLANTED + b"</script>",
        "an archive behind it": saved(image) + archive() + PLANTED,
        "text of a PNG": saved(image, "PNG", pnginfo=text),
        "exif of a WebP": saved(image, "WEBP", exif=exif),
        "xmp of a WebP": saved(image, "WEBP", xmp=PLANTED),
    }


def mutations(count: int, seed: int = 11) -> Iterator[bytes]:
    """Yield good pictures with planted words in which some bytes are other ones, some are missing, some twice."""
    chance = random.Random(seed)
    goods = list(with_planted().values())
    for n in range(count):
        bad = bytearray(goods[n % len(goods)])
        for _ in range(chance.choice((1, 2, 4, 16))):
            at = chance.randrange(len(bad))
            match chance.randrange(4):
                case 0:
                    bad[at] = chance.randrange(256)
                case 1:
                    del bad[at : at + chance.randrange(40)]
                case 2:
                    bad[at:at] = bad[at : at + chance.randrange(40)]
                case _:
                    bad[at] ^= 1 << chance.randrange(8)
            bad = bad or bytearray(b"\x00")
        yield bytes(bad[: chance.randint(1, len(bad))] if chance.random() < 0.2 else bad)
