"""Tables of what was coded, for a spreadsheet or a statistics program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils import timezone

from drawings.blind import drawings_to_code
from drawings.codebook import CODEBOOK, NAMES
from drawings.models import Coding, Drawing, Settlement
from drawings.queries.coding import words_of
from drawings.queries.results import tags_of
from workshops.models import Roadshow

Row = list[str]

HEAD = ["roadshow", "held on", "table", "drawing", "title", "source", "by", "at", "until", *NAMES, "note"]
CODEBOOK_HEAD = ["code", "word", "applies", "does not apply when"]


def codebook_rows() -> list[Row]:
    """Return the codebook."""
    return [CODEBOOK_HEAD, *([code.name, code.word, code.applies, code.not_when] for code in CODEBOOK)]


def coding_rows(roadshows: Iterable[Roadshow]) -> Iterator[Row]:
    """Yield every coding of drawings that are not withdrawn or hidden: those that ended as well, which have an "until".

    The source is "table" for what a table found in its own drawing, "coder", or "settled". A code is 1 or 0.
    """
    yield HEAD
    for roadshow in roadshows:
        drawings = drawings_to_code(roadshow).prefetch_related("codings__coder", "settlements__settled_by")
        words, tags = words_of(drawings), tags_of(drawings)
        for drawing in drawings:
            about = _about(roadshow, drawing, words[drawing.pk].title)
            if drawing.pk in tags:
                yield [*about, "table", str(drawing.table), "", "", *_marks(tags[drawing.pk]), ""]
            yield from ([*about, *_of_coder(coding)] for coding in drawing.codings.all())
            yield from ([*about, *_of_settlement(settled)] for settled in drawing.settlements.all())


def _about(roadshow: Roadshow, drawing: Drawing, title: str) -> Row:
    return [str(roadshow), f"{roadshow.held_on:%Y-%m-%d}", str(drawing.table.number), str(drawing.number), title]


def _of_coder(coding: Coding) -> Row:
    times = [_moment(coding.made_at), _moment(coding.ended_at)]
    return ["coder", str(coding.coder), *times, *_marks(coding.codes), coding.note]


def _of_settlement(settled: Settlement) -> Row:
    times = [_moment(settled.settled_at), _moment(settled.ended_at)]
    return ["settled", str(settled.settled_by), *times, *_marks(settled.codes), settled.reason]


def _marks(codes: Iterable[str]) -> Row:
    chosen = set(codes)
    return [str(int(name in chosen)) for name in NAMES]


def _moment(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
