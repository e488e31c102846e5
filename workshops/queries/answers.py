"""What tables have answered, as it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from workshops.models import Answer, Roadshow, Table


def answers_of(table: Table, prefix: str = "") -> dict[str, Answer]:
    """Return what a table has answered in the fields whose names begin with `prefix`, by name."""
    return {answer.field: answer for answer in table.answers.filter(field__startswith=prefix)}


def answers_to(table: Table, fields: Collection[str]) -> dict[str, Answer]:
    """Return what a table has answered in these fields, by name."""
    return {answer.field: answer for answer in table.answers.filter(field__in=fields)}


def answers_in(roadshow: Roadshow, prefix: str) -> dict[int, dict[str, str]]:
    """Return what every table of a room has answered: by its number, then by field. In one query."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    rows = Answer.objects.filter(table__roadshow=roadshow, field__startswith=prefix)
    for number, field, value in rows.values_list("table__number", "field", "value"):
        found[number][field] = value
    return dict(found)
