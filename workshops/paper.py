"""The paper pack: what is printed for a day without Wi-Fi. This app owns the list of sections; others add theirs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.formats import date_format

from workshops.models import ActivityKind, Roadshow
from workshops.typesetting import typeset


class Audience(StrEnum):
    """Who is handed a pack: each has one of its own, so that a key can never lie among a table's sheets."""

    TABLES = "tables"
    FACILITATOR = "facilitator"


# Takes the roadshow and the address under which tablets reach this server; returns what the template shows,
# as JSON has it, or None when this roadshow has nothing of the kind.
Data = Callable[[Roadshow, str], object]


@dataclass(frozen=True)
class Section:
    """A part of a pack.

    `template` lies under `templates/` and defines `section(part)`, where `part` has `name`, `copies` and `data`.
    `activity` is the part of the day that needs it: packs follow the day. `copies` says how often to print it.
    """

    name: str
    audience: Audience
    activity: ActivityKind
    copies: str
    template: str
    data: Data


@dataclass(frozen=True)
class Part:
    """A section with what it says in one roadshow."""

    section: Section
    data: object


_sections: list[Section] = []


def register(section: Section) -> None:
    """Let a section stand in its audience's pack, after those of the same activity registered before it."""
    if section not in _sections:
        _sections.append(section)


def parts_of(roadshow: Roadshow, audience: Audience, address: str) -> list[Part]:
    """Return what a roadshow's pack for this audience holds, in the order of the day."""
    ordered = sorted(_sections, key=lambda section: list(ActivityKind).index(section.activity))
    asked = (Part(s, s.data(roadshow, address)) for s in ordered if s.audience == audience)
    return [part for part in asked if part.data is not None]


def pack(roadshow: Roadshow, audience: Audience, address: str) -> bytes:
    """Return the PDF of a roadshow's pack for this audience, made anew from what holds now."""
    parts = parts_of(roadshow, audience, address)
    return typeset("workshops/paper/pack.typ", _as_json(roadshow, audience, parts))


def _as_json(roadshow: Roadshow, audience: Audience, parts: list[Part]) -> dict[str, object]:
    return {
        "audience": audience,
        "programme": roadshow.programme.name,
        "city": roadshow.city,
        "venue": roadshow.venue,
        "date": date_format(roadshow.held_on, "l j F Y"),
        "tables": roadshow.tables.count(),
        "practice": roadshow.rehearsal_of_id is not None,
        "parts": [
            {
                "name": part.section.name,
                "copies": part.section.copies,
                "template": f"/{part.section.template}",
                "data": part.data,
            }
            for part in parts
        ],
    }
