"""Spreadsheets (XLSX) that somebody sent, as rows of cells.

Their size, their cells and their longest text are counted before they are opened, for the library that opens them would
make a table of any size that two cells far apart ask for.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO
from xml.parsers import expat

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from workshops.zips import MOST_LISTED, UNREADABLE, sizes, zip_read

MOST_PACKED, MOST_UNPACKED = 12 * 1024 * 1024, 24 * 1024 * 1024
# Characters: as many cells as there are, each with the longest text.
_MOST_TEXT = 64 * 1024 * 1024
_CELL = re.compile(r"([A-Za-z]*)(\d+)")


class UnreadableBookError(Exception):
    """This is no workbook, or a damaged one."""


class HeavyBookError(Exception):
    """This workbook unpacks to more than any sheet that is asked for here."""


class WideBookError(Exception):
    """This workbook has cells beyond the rows and columns that are taken, or endless texts."""


def tables(file: IO[bytes], *, rows: int, columns: int) -> dict[str, list[list[object]]]:
    """Return the cells of every sheet by its name, row by row from its first one on, empty or not.

    Raises UnreadableBookError, HeavyBookError, or WideBookError when it has more than so many rows or columns.
    """
    try:
        _require_harmless(file, rows, columns)
        file.seek(0)
        book = CalamineWorkbook.from_filelike(file)
        return {name: _cells(book.get_sheet_by_name(name)) for name in book.sheet_names}
    except (CalamineError, expat.ExpatError, *UNREADABLE, ValueError) as error:
        raise UnreadableBookError from error


def _cells(sheet: CalamineSheet) -> list[list[object]]:
    return [list(row) for row in sheet.to_python(skip_empty_area=False)]


def _require_harmless(file: IO[bytes], rows: int, columns: int) -> None:
    """Raise an error for a workbook that would become too large when it is opened."""
    counting = _Counting(rows, columns)
    for name, content in _parts(file):
        if name.endswith((".xml", ".rels")):
            counting.read(content)
        elif b"sheetData" in content:
            raise UnreadableBookError  # It hides a sheet under a name that none has.
    if counting.too_large:
        raise WideBookError


def _parts(file: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    packed, listed = sizes(file)
    if packed > MOST_PACKED or listed > MOST_LISTED:
        raise UnreadableBookError
    with zipfile.ZipFile(file) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            raise UnreadableBookError
        total = 0
        for info in archive.infolist():
            content = zip_read(archive, info, MOST_UNPACKED - total + 1)
            total += len(content)
            if total > MOST_UNPACKED:
                raise HeavyBookError
            yield info.filename, content


@dataclass
class _Counting:
    """Counts what a workbook's XML would ask the memory for."""

    rows: int
    columns: int
    cells: int = 0
    longest: int = 0
    far: bool = False
    _here: int = 0

    @property
    def too_large(self) -> bool:
        """Whether opening it would cost more than it may."""
        return self.far or self.cells * self.longest > _MOST_TEXT

    def read(self, xml: bytes) -> None:
        """Count one part of the workbook."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._begin
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._refuse
        parser.Parse(xml, True)  # noqa: FBT003 -- expat takes no keyword

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local in {"c", "row"}:
            self.cells += local == "c"
            self.far = self.far or self._is_far(attributes.get("r", ""))
        if local in {"si", "c"}:
            self._here = 0

    def _text(self, text: str) -> None:
        self._here += len(text)
        self.longest = max(self.longest, self._here)

    def _refuse(self, *_declared: object) -> None:
        self.far = True

    def _is_far(self, place: str) -> bool:
        match = _CELL.fullmatch(place)
        if match is None:
            return bool(place)
        column = 0
        for letter in match[1].upper():
            column = column * 26 + ord(letter) - 64
        return int(match[2]) > self.rows or column > self.columns
