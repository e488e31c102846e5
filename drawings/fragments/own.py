"""A table's own drawings."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

from workshops.models import Table


def own_drawings(table: Table) -> SafeString:
    """Draw how many drawings a table has begun."""
    return format_html('<p id="own-drawings" data-region>{}</p>', table.drawings.filter(withdrawn_at=None).count())
