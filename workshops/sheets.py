"""This app's sections of the paper pack: what each says, as plain data for its template."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import segno
from django.urls import reverse
from django.utils.formats import date_format

from workshops.models import ActivityKind, Roadshow, Table
from workshops.paper import Audience, Section, register
from workshops.queries.day import ActivityGlance, day_at_a_glance
from workshops.queries.room import tables_with_codes

ONCE = "once"
EACH_TABLE = "one for each table"
EACH_FACILITATOR = "one for each facilitator"


def connect() -> None:
    """Register the sections that every roadshow has, whatever is worked on in it."""
    for name, activity, copies, file, data in (
        ("Table cards", ActivityKind.ARRIVAL, ONCE, "cards", cards),
        ("Support card", ActivityKind.ARRIVAL, EACH_TABLE, "support", support),
        ("Drawing sheet", ActivityKind.DRAW, "one for each person", "drawing", blank),
        ("Review sheet", ActivityKind.REVIEW, "three for each table", "review", blank),
        ("Requests sheet", ActivityKind.REQUESTS, "two for each table", "requests", blank),
    ):
        register(Section(name, Audience.TABLES, activity, copies, f"workshops/paper/{file}.typ", data))
    register(
        Section(
            name="The day",
            audience=Audience.FACILITATOR,
            activity=ActivityKind.ARRIVAL,
            copies=EACH_FACILITATOR,
            template="workshops/paper/day.typ",
            data=day,
        )
    )


def blank(_roadshow: Roadshow, _address: str) -> dict[str, Any]:
    """Return nothing to fill in: a sheet that is the same everywhere."""
    return {}


def cards(roadshow: Roadshow, address: str) -> dict[str, Any]:
    """Return each table's card with its QR code."""
    return {
        "where": f"{roadshow.city}, {date_format(roadshow.held_on, 'j F Y')}",
        "link": address + reverse("join"),
        "tables": [_card(table, address) for table in tables_with_codes(roadshow)],
    }


def support(roadshow: Roadshow, _address: str) -> dict[str, Any]:
    """Return whom to turn to, and where it is quiet; what nobody has entered is left to write in."""
    return {
        "lead": roadshow.safeguarding_lead,
        "reach": roadshow.safeguarding_reach,
        "quiet_room": roadshow.quiet_room,
        "contacts": list(roadshow.contacts.values("name", "reach", "hint")),
    }


def day(roadshow: Roadshow, address: str) -> dict[str, Any]:
    """Return the running order with its planned times, and whom to turn to."""
    activities = [_activity(glance) for glance in day_at_a_glance(roadshow).activities]
    return support(roadshow, address) | {"starts": _clock(roadshow.starts_at), "activities": activities}


def _card(table: Table, address: str) -> dict[str, Any]:
    drawing = io.BytesIO()
    link = address + reverse("join-code", args=[table.code])
    segno.make(link, error="m", micro=False).save(drawing, kind="svg", border=0)
    return {"name": str(table), "code": table.code, "qr": drawing.getvalue().decode()}


def _activity(glance: ActivityGlance) -> dict[str, Any]:
    activity = glance.activity
    ends = dt.datetime.combine(dt.date.min, glance.starts) + activity.planned
    return {
        "title": activity.title,
        "starts": _clock(glance.starts),
        "ends": _clock(ends.time()),
        "minutes": activity.minutes,
        "prompts": activity.prompt_lines,
        "notes": [line for line in map(str.strip, activity.notes.splitlines()) if line],
        "wellbeing": activity.wellbeing,
        "left_out": activity.skipped_at is not None,
    }


def _clock(time: dt.time) -> str:
    return f"{time:%H:%M}"
