"""Every drawing with what its table says of it and where it stands: for consoles, screens and the gallery."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import TextChoices

from drawings.codebook import CODEBOOK, Code
from drawings.models import Drawing, Wall
from drawings.queries.drawings import YES, on_the_wall
from workshops.models import Answer, Hiding, Roadshow
from workshops.queries.care import hidings


class State(TextChoices):
    """Where a drawing stands between its table and the wall."""

    WAITING = "waiting", "Waiting to be released"
    SHOWN = "shown", "On the wall"
    WITHHELD = "withheld", "Its table does not want it shown"
    HIDDEN = "hidden", "Hidden, because it needs attention"
    WITHDRAWN = "withdrawn", "Withdrawn by its table"


@dataclass(frozen=True)
class Entry:
    """A drawing that was handed in. `said`: what its table says of it, by the names of the fields."""

    drawing: Drawing
    said: Mapping[str, str]
    hiding: Hiding | None

    @property
    def title(self) -> str:
        """Its title; a drawing without one is named by its table and number."""
        return self.said.get("title") or f"Drawing {self.drawing.number} of {str(self.drawing.table).lower()}"

    @property
    def shows(self) -> str:
        """What it shows."""
        return self.said.get("shows", "")

    @property
    def alt(self) -> str:
        """Words for those who cannot see it."""
        return self.said.get("alt") or self.shows or self.title

    @property
    def idea(self) -> str:
        """The picture idea that its table chose."""
        return self.said.get("idea", "")

    @property
    def factors(self) -> list[Code]:
        """What its table found in it."""
        return [code for code in CODEBOOK if self.said.get(f"factor.{code.name}") == YES]

    @property
    def may_show(self) -> bool:
        """Whether its table agreed that the room sees it."""
        return self.said.get("show") == YES

    @property
    def may_publish(self) -> bool:
        """Whether its table agreed that it is printed."""
        return self.said.get("publish") == YES

    @property
    def state(self) -> State:
        """Where it stands."""
        if self.drawing.withdrawn_at is not None:
            return State.WITHDRAWN
        if self.hiding is not None:
            return State.HIDDEN
        if not self.may_show:
            return State.WITHHELD
        return State.WAITING if self.drawing.released_at is None else State.SHOWN


def entries_of(roadshow: Roadshow) -> list[Entry]:
    """Return everything that was handed in, in the order of the tables and of their drawings."""
    handed_in = Drawing.objects.filter(table__roadshow=roadshow, handed_in_at__isnull=False)
    ordered = handed_in.select_related("table__roadshow", "picture").order_by("table__number", "number")
    return entries(roadshow, ordered)


def entries(roadshow: Roadshow, drawings: Iterable[Drawing]) -> list[Entry]:
    """Return drawings of a roadshow with their words, in the order given."""
    drawings = list(drawings)
    said, hidden = _said(drawings), hidings(roadshow)
    return [Entry(drawing, said[drawing.pk], hidden.get(drawing.item)) for drawing in drawings]


def shown_entries(roadshow: Roadshow) -> list[Entry]:
    """Return what the room may see, in the order of its release."""
    return entries(roadshow, on_the_wall(roadshow))


def wall_of(roadshow_pk: int) -> Wall:
    """Return how the wall of a roadshow is sorted, and what stands large on it."""
    return Wall.objects.filter(pk=roadshow_pk).first() or Wall(pk=roadshow_pk)


def _said(drawings: Iterable[Drawing]) -> dict[int, dict[str, str]]:
    """Return what tables say of drawings, by primary key. In one query, whatever the number."""
    known = {(drawing.table_id, drawing.key): drawing.pk for drawing in drawings}
    said: dict[int, dict[str, str]] = {pk: {} for pk in known.values()}
    answers = Answer.objects.filter(table__in={table for table, _key in known}, field__startswith="drawing.")
    for table, field, value in answers.values_list("table", "field", "value"):
        key, _, name = field.removeprefix("drawing.").partition(".")
        if pk := known.get((table, key)):
            said[pk][name] = value
    return said
