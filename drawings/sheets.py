"""The contact sheet: drawings on paper, small and in order, each with its words."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from django.utils.formats import date_format

from drawings.models import Picture
from drawings.queries.wall import Entry
from workshops.models import Roadshow
from workshops.typesetting import typeset


def contact_sheet(roadshow: Roadshow, entries: Sequence[Entry], *, found: bool) -> bytes:
    """Return a PDF of drawings; with `found`, also with what their tables found in them."""
    data = {
        "city": roadshow.city,
        "programme": roadshow.programme.name,
        "date": date_format(roadshow.held_on, "j F Y"),
        "practice": roadshow.rehearsal_of_id is not None,
        "drawings": [_drawing(entry, found=found) for entry in entries],
    }
    return typeset("drawings/paper/contact.typ", data)


def _drawing(entry: Entry, *, found: bool) -> dict[str, Any]:
    picture = entry.drawing.picture
    return {
        "title": entry.title,
        "table": str(entry.drawing.table),
        "shows": entry.shows,
        "alt": entry.alt,
        "picture": _as_svg(picture) if picture else "",
        "factors": [code.word for code in entry.factors] if found else [],
        "publish": entry.may_publish,
    }


def _as_svg(picture: Picture) -> str:
    """Return a picture in an SVG, which is text and so can stand in JSON; nothing when its file is gone."""
    try:
        with picture.small.open() as file:
            content = base64.b64encode(file.read()).decode()
    except FileNotFoundError:
        return ""
    width, height = picture.width, picture.height
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<image href="data:image/jpeg;base64,{content}" width="{width}" height="{height}"/></svg>'
    )
