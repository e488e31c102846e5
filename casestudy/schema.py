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
Weight = Annotated[int, Field(ge=0, le=9)]
FileName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*\.(png|jpg|webp)$", max_length=80)]
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


class Symbol(StrEnum):
    """How a genogram draws somebody."""

    MALE = "male"
    FEMALE = "female"
    OTHER = "other"
    UNKNOWN = "unknown"
    PET = "pet"


class CoupleState(StrEnum):
    """How two people are together, as a genogram's line says it."""

    MARRIED = "married"
    TOGETHER = "together"
    LIVING_TOGETHER = "living-together"
    SEPARATED = "separated"
    DIVORCED = "divorced"
    ENDED = "ended"


class MarkKind(StrEnum):
    """What a genogram's special line says of two people."""

    CLOSE = "close"
    HOSTILE = "hostile"
    ABUSE = "abuse"
    CUT_OFF = "cut-off"


class AgencyType(StrEnum):
    """What kind of organisation an agency is."""

    POLICE = "police"
    HEALTH = "health"
    EDUCATION = "education"
    SOCIAL_CARE = "social-care"
    HOUSING = "housing"
    PROBATION = "probation"
    FIRE = "fire"
    CHARITY = "charity"
    PARTNERSHIP = "partnership"
    OTHER = "other"


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
    """Somebody in the case; `born` is a date where the day is known, else only the year is given.

    The room knows of them from `first_stage` on, of a pregnancy from `expected_stage`, of a death from
    `died_stage`.
    """

    key: Name
    name: Phrase
    role: Sentence
    born: dt.date | None = None
    born_year: Annotated[int, Field(ge=1800, le=2200)] | None = None
    died: dt.date | None = None
    symbol: Symbol
    parents: list[Name] = []
    first_stage: Number
    expected_stage: Number | None = None
    died_stage: Number | None = None


class Mark(Part):
    """What a special line between two people says, and from which stage on the room knows it."""

    kind: MarkKind
    stage: Number


class Couple(Part):
    """Two people who are or were partners, for the genogram."""

    people: Annotated[list[Name], Field(min_length=2, max_length=2)]
    state: CoupleState
    first_stage: Number
    marks: list[Mark] = []


class Household(Part):
    """People who live together, from a stage on until another household of one of them."""

    name: Phrase
    people: Annotated[list[Name], Field(min_length=1)]
    first_stage: Number


class Threshold(Part):
    """When what is known together is enough for a referral, by this case: the sum of its events' weights.

    `words` says why; `outcome` is the event that everybody would have wished to prevent.
    """

    points: Annotated[int, Field(ge=1, le=99)]
    words: Text
    outcome: Ref


class Agency(Part):
    """An organisation or service that may hold a piece of the picture."""

    code: Code
    name: Phrase
    holds: Text
    type: AgencyType = AgencyType.OTHER


class ToldEntry(Part):
    """One line of the facilitator's key: who should have known, and were they told; `on`: when, if late."""

    agency: Code
    who: Phrase | None = None
    told: Told
    on: dt.date | None = None
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
    weight: Weight = 0
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
    weight: Weight = 0
    key_note: Text | None = None


class Case(Part):
    """What `case.yaml` holds: the case's own name and the words that go with every stage.

    Tables rate their concern for the `whole`, in the case's own words for it, and for each of `concern_for`.
    """

    slug: Name
    title: Title
    banner: Text
    summary: Text
    setting: Text
    people: Annotated[list[Person], Field(min_length=1, max_length=100)]
    couples: Annotated[list[Couple], Field(max_length=100)] = []
    households: Annotated[list[Household], Field(max_length=100)] = []
    whole: Phrase = "the family"
    concern_for: list[Name] = []
    threshold: Threshold | None = None
    agencies: Annotated[list[Agency], Field(min_length=1, max_length=100)]


class Chronology(Part):
    """What `chronology.yaml` holds."""

    events: Annotated[list[Event], Field(min_length=1, max_length=500)]
    history: Annotated[list[HistoryItem], Field(max_length=200)] = []


class StageHead(Part):
    """The front matter of a stage; its body is the narrative in Markdown."""

    number: Number
    title: Title
    span: Phrase
    content_note: Text | None = None
    pause: Text | None = None
    room_picture: Text
    facilitator_notes: Annotated[list[Text], Field(min_length=1)]
    expected_discussion: list[Text] = []


class DocumentHead(Part):
    """The front matter of a document; its body is the document's text in Markdown.

    `picture` is a file of the pack's folder `pictures/`, `picture_words` what it shows, for those who cannot see it.
    """

    stage: Number
    order: Number
    kind: DocumentKind
    title: Title
    agency: Code
    dated: Phrase
    events: Annotated[list[Ref], Field(min_length=1)]
    picture: FileName | None = None
    picture_words: Text | None = None
