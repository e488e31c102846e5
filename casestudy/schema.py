"""The shape of a case pack, as pydantic models. No Django, no files: only what is true of every case."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
# As long as the columns in which they are stored.
Phrase = Annotated[Text, StringConstraints(max_length=100)]
Title = Annotated[Text, StringConstraints(max_length=200)]
Sentence = Annotated[Text, StringConstraints(max_length=300)]
Number = Annotated[int, Field(ge=1, le=99)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{1,5}$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=50)]
Ref = Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,2}[0-9]{1,3}$")]


class DocumentKind(StrEnum):
    """What a document would be called by the person who picks it up."""

    LETTER = "letter"
    CALL_NOTE = "call-note"
    AGENCY_RECORD = "agency-record"
    EMAIL = "email"
    VISIT_NOTE = "visit-note"
    FORM = "form"
    TEXT_MESSAGE = "text-message"
    LOG = "log"
    MINUTES = "minutes"
    ASSESSMENT = "assessment"

    @property
    def words(self) -> str:
        """As people say it: "call-note" is "Call note"."""
        return "E-mail" if self == DocumentKind.EMAIL else self.replace("-", " ").capitalize()


class Told(StrEnum):
    """Whether somebody who should have known was told."""

    YES = "yes"
    NO = "no"
    PART = "part"
    LATE = "late"


class Factor(StrEnum):
    """The six cultural factors that stop information being shared."""

    TRUST = "trust"
    FEAR = "fear"
    RISK = "risk"
    RELATIONSHIPS = "relationships"
    PROCESSES = "processes"
    LEADERSHIP = "leadership"


class EventType(StrEnum):
    """How the review reads an event."""

    MISSED_OPPORTUNITY = "missed-opportunity"
    GOOD_PRACTICE = "good-practice"
    MIXED = "mixed"
    CONTEXT = "context"


class Part(BaseModel):
    """Any part of a pack: unknown fields are refused, so that a typing error cannot lose text."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Person(Part):
    """Somebody in the case; `born` is a date where the day is known, else only the year is given."""

    key: Name
    name: Phrase
    role: Sentence
    born: dt.date | None = None
    born_year: Annotated[int, Field(ge=1800, le=2200)] | None = None
    died: dt.date | None = None
    symbol: Annotated[str, StringConstraints(pattern=r"^(male|female|other|unknown)$")]
    parents: list[Name] = []
    first_stage: Number


class Couple(Part):
    """Two people who are or were partners, for the genogram."""

    people: Annotated[list[Name], Field(min_length=2, max_length=2)]
    state: Annotated[str, StringConstraints(pattern=r"^(together|ended)$")]
    first_stage: Number


class Agency(Part):
    """An organisation or service that may hold a piece of the picture."""

    code: Code
    name: Phrase
    holds: Text


class ToldEntry(Part):
    """One line of the facilitator's key: who should have known, and were they told."""

    agency: Code
    who: Phrase | None = None
    told: Told
    note: Sentence | None = None


class EventKey(Part):
    """The facilitator's key of an event; nothing of it is ever sent to a table."""

    type: EventType
    told: list[ToldEntry] = []
    barrier: Factor | None = None
    made_sense: Text | None = None


class Event(Part):
    """A dated fact inside the window of the case."""

    ref: Ref
    on: dt.date
    stage: Number
    concerns: Annotated[list[Name], Field(min_length=1)]
    held_by: Annotated[list[Code], Field(min_length=1)]
    fact: Text
    vulnerability: Text
    key: EventKey

    @model_validator(mode="after")
    def _missed_opportunities_made_sense_to_somebody(self) -> Self:
        missed = {EventType.MISSED_OPPORTUNITY, EventType.MIXED}
        if self.key.type in missed and not self.key.made_sense:
            message = "a missed opportunity needs key.made_sense: why it made sense at the time"
            raise ValueError(message)
        return self


class HistoryItem(Part):
    """A fact from before the window; `when` is how people would say it, `on` is for sorting."""

    ref: Ref
    on: dt.date
    when: Phrase
    stage: Number
    concerns: Annotated[list[Name], Field(min_length=1)]
    held_by: Annotated[list[Code], Field(min_length=1)]
    fact: Text
    key_note: Text | None = None


class Case(Part):
    """What `case.yaml` holds: the case's own name and the words that go with every stage."""

    slug: Name
    title: Title
    banner: Text
    summary: Text
    setting: Text
    people: Annotated[list[Person], Field(min_length=1)]
    couples: list[Couple] = []
    agencies: Annotated[list[Agency], Field(min_length=1)]


class Chronology(Part):
    """What `chronology.yaml` holds."""

    events: Annotated[list[Event], Field(min_length=1)]
    history: list[HistoryItem] = []


class StageHead(Part):
    """The front matter of a stage; its body is the narrative in Markdown."""

    number: Number
    title: Title
    span: Phrase
    content_note: Text | None = None
    pause: Text | None = None
    room_picture: Text
    facilitator_notes: Annotated[list[Text], Field(min_length=1)]


class DocumentHead(Part):
    """The front matter of a document; its body is the document's text in Markdown."""

    stage: Number
    order: Number
    kind: DocumentKind
    title: Title
    agency: Code
    dated: Phrase
    events: Annotated[list[Ref], Field(min_length=1)]
