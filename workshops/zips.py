"""ZIP files that somebody sent: how large they are, and what is in them, before anything is believed."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import IO

# A ZIP's list of contents: its files' names and little more. Python reads it whole, at hundred times its size.
MOST_LISTED = 512 * 1024
# What reading a damaged or oddly packed ZIP raises.
UNREADABLE = (OSError, EOFError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error)
_END, _LARGE_END = b"PK\x05\x06", b"PK\x06\x07"
_END_BYTES, _COMMENT_BYTES = 22, 65535


def sizes(file: Path | IO[bytes]) -> tuple[int, int]:
    """Return how long a file is, and how long its list of contents is by what a ZIP says at its end, in bytes."""
    if isinstance(file, Path):
        with file.open("rb") as opened:
            return sizes(opened)
    size = file.seek(0, 2)
    file.seek(max(0, size - _END_BYTES - _COMMENT_BYTES))
    tail = file.read()
    file.seek(0)
    at = tail.rfind(_END)
    if at < 0:
        return size, 0
    large = _LARGE_END in tail[max(0, at - 64) : at]
    return size, MOST_LISTED + 1 if large else int.from_bytes(tail[at + 12 : at + 16], "little")


def zip_read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    """Return a file's content, but no more than `most` bytes of it."""
    with archive.open(info) as file:
        return file.read(most)
