"""What a coder sees before they have coded: drawings with their words, and their own codings. Nothing of others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from drawings.blind import drawings_to_code, is_closed, seen_at
from drawings.models import Coding, Drawing
from drawings.shuffling import shuffled
from workshops.models import Answer, Roadshow, Staff

# Of what a table says of its drawing only these: its tags and factors would tell a coder what it found.
WORDS = ("title", "shows", "alt")
TWICE = 2


@dataclass(frozen=True)
class Words:
    """What a table says of its drawing, apart from what it found in it."""

    title: str = ""
    shows: str = ""
    alt: str = ""


@dataclass(frozen=True)
class Item:
    """A drawing in a coder's own order. `closed`: they have looked at the results since it was handed in."""

    drawing: Drawing
    words: Words
    coding: Coding | None
    closed: bool

    @property
    def waits(self) -> bool:
        """Whether they are still to code it."""
        return self.coding is None and not self.closed


@dataclass(frozen=True)
class Progress:
    """How far a coder has come in a roadshow, and in how many of its drawings two or more have looked."""

    items: tuple[Item, ...]
    twice: int

    @property
    def coded(self) -> list[Item]:
        """What they have coded."""
        return [item for item in self.items if item.coding is not None]

    @property
    def waiting(self) -> list[Item]:
        """What they are still to code."""
        return [item for item in self.items if item.waits]

    @property
    def closed(self) -> list[Item]:
        """What they can no longer code, because they have seen what others found."""
        return [item for item in self.items if item.closed and item.coding is None]

    def place_of(self, drawing: Drawing) -> int:
        """Return the number of a drawing in the coder's order, from 1."""
        return [item.drawing.pk for item in self.items].index(drawing.pk) + 1

    def item(self, drawing: Drawing) -> Item:
        """Return a drawing as it stands in the coder's order."""
        return self.items[self.place_of(drawing) - 1]

    def next_after(self, drawing: Drawing) -> Item | None:
        """Return what to code after a drawing: what waits behind it, or else before it."""
        place = self.place_of(drawing)
        return next((item for item in (*self.items[place:], *self.items[: place - 1]) if item.waits), None)


def words_of(drawings: Iterable[Drawing]) -> dict[int, Words]:
    """Return what tables say of drawings, by primary key. In one query, whatever the number."""
    wanted = {
        (drawing.table_id, f"{drawing.prefix}{name}"): (drawing.pk, name) for drawing in drawings for name in WORDS
    }
    tables, fields = {table for table, _field in wanted}, [field for _table, field in wanted]
    found: dict[int, dict[str, str]] = {pk: {} for pk, _name in wanted.values()}
    for table, field, value in Answer.objects.filter(table__in=tables, field__in=fields).values_list(
        "table", "field", "value"
    ):
        if key := wanted.get((table, field)):
            found[key[0]][key[1]] = value
    return {pk: Words(**said) for pk, said in found.items()}


def progress_of(roadshow: Roadshow, coder: Staff) -> Progress:
    """Return every drawing of a roadshow in a coder's own order, with their own coding of it."""
    drawings = {drawing.pk: drawing for drawing in drawings_to_code(roadshow)}
    words = words_of(drawings.values())
    own = {coding.drawing_id: coding for coding in Coding.objects.filter(coder=coder, ended_at=None)}
    seen = seen_at(roadshow, coder)
    items = (
        Item(drawings[pk], words[pk], own.get(pk), is_closed(drawings[pk], seen))
        for pk in shuffled(drawings, seed=coder.pk)
    )
    standing = Coding.objects.filter(drawing__in=drawings, ended_at=None).values("drawing")
    return Progress(tuple(items), standing.annotate(times=Count("pk")).filter(times__gte=TWICE).count())
