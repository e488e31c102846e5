"""Fields that only tests ask for, under names that begin with "probe.", and what draws their changes."""

from __future__ import annotations

from live.kinds import Notice
from workshops.answering import ClosedError, Field, UnknownFieldError, clean_text, one_of
from workshops.fragments.answers import said
from workshops.models import Device, Table
from workshops.topics import CONSOLES

PREFIX = "probe"
KIND = "probe-answered"
TEXT, OTHER_TEXT, CHOICE, CLOSED = "probe.1.unknown", "probe.1.vulnerabilities", "probe.1.score", "probe.1.closed"
TICK = "probe.1.trust"
CLOSED_WORDS = "Stage 1 takes no answers any more. It was not stored, and is kept on this device."


def find(_device: Device, name: str) -> Field:
    """Return a field: two texts, a choice from 0 to 10 of which consoles hear, a tick, and one that is closed."""
    if name == CLOSED:
        raise ClosedError(CLOSED_WORDS)
    fields = {
        TEXT: Field(TEXT, clean_text, KIND, merged=True),
        OTHER_TEXT: Field(OTHER_TEXT, clean_text, KIND, merged=True),
        CHOICE: Field(CHOICE, one_of(*map(str, range(11))), KIND, topics=(CONSOLES,)),
        TICK: Field(TICK, one_of("yes"), KIND),
    }
    if name not in fields:
        raise UnknownFieldError(f"Nobody asks for {name!r}.")
    return fields[name]


def draw(notice: Notice) -> str:
    """Draw what changed, for the table's own devices."""
    kind, _, pk = notice.topic.partition(":")
    return said(Table.objects.get(pk=int(pk)), notice.payload["fields"]) if kind == "table" else ""
