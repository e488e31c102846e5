"""The words that go with a drawing, as its table's page asks for them."""

from __future__ import annotations

from dataclasses import dataclass

from drawings.codebook import CODEBOOK
from drawings.fields import IDEAS
from drawings.models import Drawing
from drawings.queries.drawings import YES
from workshops.queries.answers import answers_of


@dataclass(frozen=True)
class Asked:
    """One field: its name, and what stands in it."""

    name: str
    value: str


@dataclass(frozen=True)
class Words:
    """Every field of a drawing. `factors`, `show` and `publish`: boxes to tick, as (name, words, whether ticked)."""

    title: Asked
    shows: Asked
    idea: Asked
    own_idea: Asked
    tags: Asked
    alt: Asked
    factors: list[tuple[str, str, bool]]
    consent: list[tuple[str, str, bool]]
    ideas: tuple[tuple[str, str], ...] = IDEAS


def words_of(drawing: Drawing) -> Words:
    """Return what is asked of a drawing, with what its table has said."""
    stands = {name: answer.value for name, answer in answers_of(drawing.table, drawing.prefix).items()}

    def field(what: str) -> Asked:
        name = f"{drawing.prefix}{what}"
        return Asked(name, stands.get(name, ""))

    def tick(what: str, words: str) -> tuple[str, str, bool]:
        asked = field(what)
        return asked.name, words, asked.value == YES

    return Words(
        title=field("title"),
        shows=field("shows"),
        idea=field("idea"),
        own_idea=field("own-idea"),
        tags=field("tags"),
        alt=field("alt"),
        factors=[tick(f"factor.{code.name}", code.word) for code in CODEBOOK],
        consent=[
            tick("show", "It may be shown in this room"),
            tick("publish", "It may be printed in the report, without a name"),
        ],
    )
