"""What a table has answered, as its page's scripts read it: one element a field, drawn for page and push alike."""

from __future__ import annotations

from collections.abc import Collection

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from workshops.models import Table
from workshops.queries.answers import answers_of, answers_to


def said(table: Table, fields: Collection[str] | None = None) -> SafeString:
    """Draw what a table has answered: all of it, or `fields` as an addition to what the page has."""
    answers = answers_of(table) if fields is None else answers_to(table, fields)
    context = {"answers": answers.values(), "adds": fields is not None}
    return render_to_string("workshops/answers/_said.html", context)
