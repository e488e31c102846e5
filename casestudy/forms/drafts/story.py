"""The case itself, its agencies, and what the room reads: stages and documents."""

from __future__ import annotations

from typing import Any

from django import forms

from casestudy.forms.drafts.base import Line, One, Paragraphs, PartForm, Several, Words
from casestudy.schema import Agency, Case, DocumentHead, StageHead

_THRESHOLD = "threshold_"


class CaseItselfForm(PartForm):
    """The case's own name, and the words that go with every stage."""

    model = Case
    title = Line("Title", most=200)
    slug = Line("Short name", most=50, help_text="Versions of one case have the same. Another one begins another case.")
    banner = Words("Banner", help_text="Says on every stage that family, town and agencies are made up.")
    summary = Words("Summary", rows=4)
    setting = Words("Setting", rows=4)
    whole = Line(
        "Concern is rated for the whole, which this case calls", most=100, required=False, help_text="Empty: the family"
    )
    concern_for = Several("and apart for", "people", required=False)
    threshold_points = forms.IntegerField(
        label="Points that are enough for a referral", required=False, help_text="The sum of the weights of events."
    )
    threshold_words = Words("Why that is enough", required=False)
    threshold_outcome = One("What everybody would have wished to prevent", "refs", required=False)

    def shown(self, part: dict[str, Any]) -> dict[str, Any]:
        """Show the threshold in fields of its own."""
        return part | {_THRESHOLD + name: value for name, value in part.get("threshold", {}).items()}

    def said(self, fields: dict[str, Any]) -> dict[str, Any]:
        """Return the threshold as one."""
        threshold = {n.removeprefix(_THRESHOLD): v for n, v in fields.items() if n.startswith(_THRESHOLD)}
        rest = {name: value for name, value in fields.items() if not name.startswith(_THRESHOLD)}
        return rest | ({"threshold": threshold} if threshold else {})

    def stand_in(self) -> dict[str, Any]:
        """Leave people and agencies out of it."""
        somebody = {"key": "x", "name": "x", "role": "x", "symbol": "other", "first_stage": 1}
        return {"people": [somebody], "agencies": [{"code": "XX", "name": "x", "holds": "x"}]}


class AgencyForm(PartForm):
    """An organisation that may hold a piece of the picture."""

    model = Agency
    name = Line("Name")
    code = Line("Code", most=6, help_text="Two to six capitals or digits: HV")
    type = One("Kind", "agency_types", required=False)
    holds = Words("What it holds")


class StageForm(PartForm):
    """A step of the case."""

    model = StageHead
    title = Line("Title", most=200)
    span = Line("Time that it tells", help_text="As people would say it: October to December 2024")
    content_note = Words("Content note", required=False, help_text="Says plainly what is hard in it.")
    pause = Words("What the facilitator says before it", required=False)
    text = Words("Story", rows=14, help_text="Markdown: an empty line begins a paragraph, **two stars** stress.")
    room_picture = Words("What the room may think now", help_text="Only facilitators see this.")
    facilitator_notes = Paragraphs(
        "Notes for the facilitator", rows=8, help_text="An empty line begins the next. Only facilitators see them."
    )
    expected_discussion = Paragraphs(
        "What tables may say", rows=6, required=False, help_text="An empty line begins the next. Facilitators only."
    )

    def stand_in(self) -> dict[str, Any]:
        """Leave it to the draft where the stage stands."""
        return {"number": 1}


class DocumentForm(PartForm):
    """A paper of the case."""

    model = DocumentHead
    title = Line("Title", most=200)
    stage = One("Stage", "stages", whole=True)
    kind = One("Kind", "document_kinds")
    agency = One("Whose it is", "agencies")
    dated = Line("Date on it", help_text="As it stands on the paper: Monday 2 September 2024")
    events = Several("What it tells of", "refs")
    text = Words("Text", rows=14, help_text="Markdown, as one would meet it in practice.")
    picture = One("Picture", "pictures", required=False)
    picture_words = Words("The picture in words", required=False, help_text="For those who cannot see it.")

    def stand_in(self) -> dict[str, Any]:
        """Leave it to the draft where in its stage it stands."""
        return {"order": 1}
