"""Dated facts of a draft, with the facilitator's key."""

from __future__ import annotations

from typing import Any

from django import forms

from casestudy.forms.drafts.base import Day, Line, One, PartForm, RowForm, Several, Words
from casestudy.schema import Event, HistoryItem

_KEY = ("type", "barrier", "made_sense", "told")


class FactForm(PartForm):
    """What events and history have in common."""

    ref = Line("Number", most=5, help_text="A letter and digits: E12")
    on = Day("Date")
    stage = One("Revealed in", "stages", whole=True)
    fact = Words("Fact", rows=4)
    concerns = Several("Whom it concerns", "people")
    held_by = Several("Who holds it", "agencies")
    weight = forms.IntegerField(
        label="Weight", min_value=0, max_value=9, required=False, help_text="0 to 9, towards the case's threshold."
    )


class ToldForm(RowForm):
    """One line of the key: who should have known, and were they told."""

    needed = ("agency", "told")
    agency = One("Agency", "agencies", required=False)
    who = Line("Who there", required=False)
    told = One("Told", "told", required=False)
    on = Day("On", required=False)
    note = Line("Note", most=300, required=False)


class EventForm(FactForm):
    """A dated fact inside the window of the case, with its key."""

    model = Event
    rows = {"told": ToldForm}
    vulnerability = Words("What it shows")
    type = One("How the review reads it", "event_types")
    barrier = One("What stopped it being shared", "factors", required=False)
    made_sense = Words("Why it made sense at the time", rows=4, required=False)

    def shown(self, part: dict[str, Any]) -> dict[str, Any]:
        """Show the key's fields beside the others."""
        return {**part, **part.get("key", {})}

    def said(self, fields: dict[str, Any]) -> dict[str, Any]:
        """Return the key as one."""
        key = {name: value for name, value in fields.items() if name in _KEY}
        return {name: value for name, value in fields.items() if name not in _KEY} | {"key": key}


class HistoryForm(FactForm):
    """A fact from before the window."""

    model = HistoryItem
    field_order = ("ref", "on", "when")
    when = Line("As people would say it", help_text="Spring 2024")
    key_note = Words("Note for facilitators", required=False)
