"""All drawings with their words as one ZIP, made while it is sent, so that no more than one picture is in memory."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from drawings.models import DrawingKind
from drawings.queries.gallery import name_of, row_of
from drawings.queries.wall import Entry
from drawings.strokes import standing, svg
from workshops.cells import as_csv

if TYPE_CHECKING:
    from typing_extensions import Buffer


class _Passage(io.RawIOBase):
    """A file that hands on what is written to it."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def write(self, data: Buffer, /) -> int:
        """Take what is written."""
        content = bytes(data)
        self._waiting += content
        return len(content)

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        taken = bytes(self._waiting)
        self._waiting.clear()
        return taken


def archive(entries: Sequence[Entry], *, found: bool) -> Iterator[bytes]:
    """Yield a ZIP of drawings: pictures, strokes and words; with `found`, also what their tables found in them."""
    passage = _Passage()
    rows = [row_of(entry, found=found) for entry in entries]
    with ZipFile(passage, "w") as file:
        file.writestr("words.csv", as_csv([*rows[:1], *(row.values() for row in rows)]), ZIP_DEFLATED)
        file.writestr("words.json", json.dumps(rows, ensure_ascii=False, indent=2), ZIP_DEFLATED)
        yield passage.taken()
        for entry in entries:
            _add(file, entry)
            yield passage.taken()
    yield passage.taken()


def _add(file: ZipFile, entry: Entry) -> None:
    drawing = entry.drawing
    # A file that is gone from the store must not break off what is half sent.
    with suppress(FileNotFoundError):
        if drawing.picture is not None:
            with drawing.picture.file.open() as picture:
                file.writestr(f"pictures/{name_of(entry)}.jpg", picture.read(), ZIP_STORED)
    if drawing.kind == DrawingKind.PAD:
        strokes = svg(standing(drawing.marks.values_list("number", "op")))
        file.writestr(f"strokes/{name_of(entry)}.svg", strokes, ZIP_DEFLATED)
