"""A table's own drawings, with what became of each."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from drawings.queries.wall import entries
from workshops.models import Table


def own_drawings(table: Table) -> SafeString:
    """Draw a table's own drawings."""
    drawings = table.drawings.filter(withdrawn_at=None).select_related("table__roadshow", "picture")
    lines = ((each.title, _state(each.hiding is not None)) for each in entries(table.roadshow, drawings))
    return format_html('<ul id="own-drawings" data-region>{}</ul>', format_html_join("", "<li>{}{}</li>", lines))


def _state(hidden: bool) -> str:  # noqa: FBT001 -- a stand-in
    return ": taken off by a facilitator" if hidden else ""
