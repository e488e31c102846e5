"""A table's drawings as the table itself sees them: each with its title, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Max

from drawings.models import Drawing, Mark
from drawings.queries.drawings import closed_at, consents
from workshops.models import Answer, Table
from workshops.queries.care import hidings


class State(StrEnum):
    """How far a drawing is."""

    BEGUN = "begun"
    HANDED_IN = "handed-in"
    RELEASED = "released"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Own:
    """A drawing with its title and state, and whether its table agreed that it is shown.

    `newest`: the number of its newest mark, so that a picture of its strokes is asked for once; `closed_at`: when
    drawing was over.
    """

    drawing: Drawing
    title: str
    state: State
    may_be_shown: bool
    newest: int
    closed_at: datetime | None

    @property
    def stands(self) -> bool:
        """Whether its table did not withdraw it."""
        return self.state != State.WITHDRAWN

    @property
    def is_away(self) -> bool:
        """Whether its table sees nothing of it."""
        return self.state in {State.HIDDEN, State.WITHDRAWN}

    @property
    def words(self) -> str:
        """What it is called on its table's page."""
        return self.title or f"Drawing {self.drawing.number}"

    @property
    def can_be_handed_in(self) -> bool:
        """Whether the table may hand it in now."""
        return self.state == State.BEGUN and self.closed_at is None

    @property
    def can_be_withdrawn(self) -> bool:
        """Whether the table may take it back now."""
        return self.stands and self.closed_at is None


def own_drawings_of(table: Table) -> list[Own]:
    """Return everything that a table drew, in order; what it withdrew as well."""
    return _seen(table, list(table.drawings.select_related("table__roadshow", "picture")))


def own(drawing: Drawing) -> Own:
    """Return one drawing as its table sees it, also when it was withdrawn."""
    return _seen(drawing.table, [drawing])[0]


def _seen(table: Table, drawings: list[Drawing]) -> list[Own]:
    if not drawings:
        return []
    fields = [f"{drawing.prefix}title" for drawing in drawings]
    titles = dict(Answer.objects.filter(table=table, field__in=fields).values_list("field", "value"))
    agreed = consents(drawings, "show")
    newest = dict(
        Mark.objects.filter(drawing__in=drawings)
        .values("drawing")
        .annotate(newest=Max("number"))
        .values_list("drawing", "newest")
    )
    hidden = set(hidings(table.roadshow))
    closed = closed_at(table.roadshow)
    return [
        Own(
            drawing,
            " ".join(titles.get(f"{drawing.prefix}title", "").split()),
            _state(drawing, hidden=drawing.item in hidden),
            drawing.pk in agreed,
            newest.get(drawing.pk, 0),
            closed,
        )
        for drawing in drawings
    ]


def _state(drawing: Drawing, *, hidden: bool) -> State:
    if drawing.withdrawn_at is not None:
        return State.WITHDRAWN
    if hidden:
        return State.HIDDEN
    if drawing.released_at is not None:
        return State.RELEASED
    return State.BEGUN if drawing.handed_in_at is None else State.HANDED_IN
