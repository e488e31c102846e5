"""Sent pictures, developed in the darkroom: a process of its own, of which only a few work at once."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from threading import BoundedSemaphore

from django.conf import settings

from workshops.images import DAMAGED, MOST_BYTES, BadImageError

CONTENT_TYPE = "image/jpeg"
LONGEST = 2_000
MOST_AT_ONCE = 2
MOST_SECONDS = 30
TOO_MANY_BYTES = "This picture has more than 10 MB. Nothing was stored; it is still on your device. Send a smaller one."

_log = logging.getLogger("roadshow.images")
_places = BoundedSemaphore(MOST_AT_ONCE)


@dataclass(frozen=True)
class Picture:
    """A safe picture: JPEG, upright, made of pixels alone. Width and height in points."""

    content: bytes
    width: int
    height: int


def developed(content: bytes, longest: int = LONGEST, *, darkroom: Sequence[str] = ("workshops.darkroom",)) -> Picture:
    """Return a safe picture of what was sent, its longer side at most `longest` points.

    `darkroom` names the program and its further arguments. Raises BadImageError, also where the darkroom broke
    down or took too long over it: such a file was made for that.
    """
    program, *arguments = darkroom
    head, _newline, picture = printed(content, program, str(longest), *arguments).partition(b"\n")
    return Picture(picture, **json.loads(head))


def printed(content: bytes, program: str, *arguments: str) -> bytes:
    """Return what a darkroom, our own `program`, prints of what was sent. Raises BadImageError as `developed` does."""
    if len(content) > MOST_BYTES:
        raise BadImageError(TOO_MANY_BYTES)
    with _places:
        try:
            done = subprocess.run(  # noqa: S603 -- our own program
                [sys.executable, "-m", program, *arguments],
                cwd=settings.BASE_DIR,
                input=content,
                capture_output=True,
                timeout=MOST_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise BadImageError(DAMAGED) from error
    if done.returncode == 0:
        return done.stdout
    if done.returncode == 1 and not done.stderr.startswith(b"Traceback"):
        raise BadImageError(done.stderr.decode())
    _log.warning("The darkroom ended with %s: %s", done.returncode, done.stderr.decode(errors="replace")[-500:])
    raise BadImageError(DAMAGED)
