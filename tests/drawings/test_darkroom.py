from __future__ import annotations

import io
import json
import subprocess
import sys

import pytest
from django.conf import settings
from PIL import Image

from drawings.darkroom import pictures
from tests.photographed import jpeg, photo
from workshops.developing import printed
from workshops.images import DAMAGED, BadImageError


def test_a_photo_of_paper_becomes_two_pictures() -> None:
    made = pictures(photo((1600, 1200)), 800)
    assert {kind: max(picture.size) <= 800 for kind, picture in made.items()} == {"plain": True, "paper": True}
    plain, paper = (picture.width / picture.height for picture in made.values())
    assert (round(plain, 2), paper > plain) == (1.33, True)


def test_a_dark_photo_stays_the_one_that_it_is() -> None:
    assert list(pictures(Image.new("RGB", (200, 150), (30, 35, 40)), 800)) == ["plain"]


def test_what_is_printed_holds_every_picture_whole() -> None:
    head, _newline, rest = printed(jpeg(), "drawings.darkroom", "300").partition(b"\n")
    made = json.loads(head)
    assert [each["kind"] for each in made] == ["plain", "paper"]
    assert sum(each["bytes"] for each in made) == len(rest)
    at = 0
    for each in made:
        image = Image.open(io.BytesIO(rest[at : at + each["bytes"]]))
        image.load()
        assert image.size == (each["width"], each["height"])
        at += each["bytes"]


def test_half_a_photo_is_refused_in_words() -> None:
    whole = jpeg(photo((1600, 1200)))
    with pytest.raises(BadImageError) as error:
        printed(whole[: len(whole) // 2], "drawings.darkroom", "300")
    assert error.value.words == DAMAGED


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc tells it")
def test_a_photo_of_twelve_million_points_takes_little_memory() -> None:
    """Two darkrooms work at once beside the server, and all together may have 400 MB."""
    program = (
        "import re, sys; from pathlib import Path; from drawings.darkroom import main; main('2000');"
        "print(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1], file=sys.stderr)"
    )
    done = subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, "-c", program],
        cwd=settings.BASE_DIR,
        input=jpeg(photo((4000, 3000))),
        capture_output=True,
        check=True,
    )
    assert int(done.stderr) < 110 * 1024  # KB
