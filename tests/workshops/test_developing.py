from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from workshops import developing
from workshops.developing import developed
from workshops.images import DAMAGED, MOST_BYTES, BadImageError


def jpeg(size: tuple[int, int] = (300, 200)) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 40).save(out, "JPEG")
    return out.getvalue()


def test_a_good_picture_is_made_anew_and_fits() -> None:
    picture = developed(jpeg(), 150)
    assert (picture.width, picture.height) == (150, 100)
    assert Image.open(io.BytesIO(picture.content)).size == (150, 100)


def test_a_bad_picture_is_refused_in_the_darkrooms_words() -> None:
    with pytest.raises(BadImageError, match="no picture that can be read"):
        developed(b"<svg/>")


def test_what_is_too_large_does_not_reach_the_darkroom(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("it was sent there"))
    with pytest.raises(BadImageError, match="more than 10 MB"):
        developed(bytes(MOST_BYTES + 1))


BREAKING = {
    "greed": "import sys\nfrom workshops.darkroom import limit\nlimit()\nbytearray(4 * 1024**3)",
    "a crash": "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)",
    "no end": "import time\ntime.sleep(60)",
}


@pytest.mark.parametrize("kind", BREAKING)
def test_a_darkroom_that_breaks_down_takes_nothing_with_it(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken.py").write_text(BREAKING[kind])
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(developing, "MOST_SECONDS", 3)
    with pytest.raises(BadImageError) as error:
        developed(jpeg(), darkroom=("broken",))
    assert error.value.words == DAMAGED


def test_the_greed_would_be_met_without_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: the same program without `limit` gets its memory and ends well, without a picture."""
    (tmp_path / "greedy.py").write_text('import mmap\nmmap.mmap(-1, 4 * 1024**3)\nprint(\'{"width": 1, "height": 1}\')')
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert developed(jpeg(), darkroom=("greedy",)).content == b""
