"""The drawings of a roadshow afterwards, in order, with what can be taken along of each."""

from __future__ import annotations

from collections.abc import Iterable

from drawings.codebook import CODEBOOK
from drawings.queries.drawings import YES
from drawings.queries.wall import Entry, State, entries_of
from workshops.models import Roadshow

Row = dict[str, str]


def gallery_of(roadshow: Roadshow) -> list[Entry]:
    """Return what was handed in and not withdrawn, which nobody is shown any more."""
    return [entry for entry in entries_of(roadshow) if entry.state != State.WITHDRAWN]


def to_take_along(entries: Iterable[Entry]) -> list[Entry]:
    """Return what may leave the house: not what is hidden because it needs attention."""
    return [entry for entry in entries if entry.state != State.HIDDEN]


def name_of(entry: Entry) -> str:
    """Return a file's name without its ending: made of numbers, so nothing that anybody typed is in it."""
    return f"table-{entry.drawing.table.number:02}-drawing-{entry.drawing.number:02}"


def row_of(entry: Entry, *, found: bool) -> Row:
    """Return what a table says of its drawing; with `found`, also what it found in it."""
    drawing, said = entry.drawing, entry.said
    row = {
        "file": name_of(entry),
        "table": str(drawing.table.number),
        "drawing": str(drawing.number),
        "made": drawing.get_kind_display(),
        "title": said.get("title", ""),
        "what it shows": entry.shows,
        "words for those who cannot see it": said.get("alt", ""),
        "may be shown": _yes(entry.may_show),
        "may be published": _yes(entry.may_publish),
        "state": str(entry.state.label),
    }
    if not found:
        return row
    row |= {"idea": entry.idea, "own idea": said.get("own-idea", ""), "tags": said.get("tags", "")}
    return row | {code.name: _yes(said.get(f"factor.{code.name}") == YES) for code in CODEBOOK}


def _yes(said: bool) -> str:  # noqa: FBT001 -- a word for it
    return "yes" if said else "no"
