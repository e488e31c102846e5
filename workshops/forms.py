"""What people type into this app's pages."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from workshops.codes import tidied
from workshops.models import Activity, ActivityKind, Programme, Roadshow

MAX_TABLES = 60
MOST_SIGNS = 4000


class Lines(forms.CharField):
    """Text of several lines, kept with one sign at the end of each, whatever the browser sends."""

    default_error_messages = {
        "max_length": "This is longer than %(limit_value)s signs. Nothing was stored; shorten it or make two of it."
    }

    def __init__(self, *, rows: int, required: bool = False, **options: Any) -> None:
        """`rows`: how many lines are seen at once."""
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(required=required, max_length=MOST_SIGNS, widget=widget, **options)

    def to_python(self, value: Any) -> str:
        """Return the text with plain ends of lines."""
        return str(super().to_python(value)).replace("\r\n", "\n")


class StartField(forms.TimeField):
    """When a day begins."""

    def __init__(self, **options: Any) -> None:
        """Ask for hours and minutes."""
        super().__init__(
            label="The day starts at",
            widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            error_messages={
                "required": "Say when the day starts.",
                "invalid": "This is no time of day. Write it as hours and minutes: 09:30.",
            },
            **options,
        )


class JoinForm(forms.Form):
    """The code on a table's card; spaces, dashes and small letters are forgiven."""

    code = forms.CharField(
        max_length=20,
        label="The code on your table's card",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "autofocus": True},
        ),
        error_messages={"required": "Type the six letters and digits that stand on the card on your table."},
    )

    def clean_code(self) -> str:
        """Return the code as it is printed."""
        return tidied(self.cleaned_data["code"])


class ProgrammeForm(forms.Form):
    """A programme: what the roadshows of one commissioner have in common."""

    name = forms.CharField(max_length=200, label="Name", error_messages={"required": "Give the programme a name."})
    commissioner = forms.CharField(max_length=200, required=False, label="Commissioner")
    summary = forms.CharField(
        required=False,
        label="What it is about",
        help_text="One or two sentences for the front page.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class RoadshowForm(forms.Form):
    """Where and when a roadshow is, and for how many tables."""

    city = forms.CharField(max_length=100, label="City", error_messages={"required": "Say in which city it is."})
    venue = forms.CharField(max_length=200, label="Venue", error_messages={"required": "Say at which venue it is."})
    address = forms.CharField(max_length=300, required=False, label="Address of the venue")
    held_on = forms.DateField(
        label="Date",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Say on which day it is.",
            "invalid": "This is no date. Write it as year, month, day: 2027-03-09.",
        },
    )
    starts_at = StartField(required=False, help_text="The running order counts its times from here.")
    tables = forms.IntegerField(
        min_value=1,
        max_value=MAX_TABLES,
        label="Tables",
        error_messages={
            "required": "Say for how many tables it is.",
            "invalid": "Write the number of tables in digits.",
            "min_value": "A roadshow has at least one table.",
            "max_value": "One roadshow has at most %(limit_value)s tables.",
        },
    )

    def __init__(self, *args: Any, present_tables: int = 0, **options: Any) -> None:
        """`present_tables`: how many there are already; none of those can go."""
        super().__init__(*args, **options)
        self.present_tables = present_tables
        if present_tables:
            words = "More are added at the end, each with its own code. None is taken away: what a table said is kept."
            self.fields["tables"].help_text = words

    def clean_starts_at(self) -> dt.time:
        """Return when the day starts; left empty, as it was planned."""
        starts_at: dt.time = self.cleaned_data["starts_at"] or self.initial["starts_at"]
        return starts_at

    def clean_tables(self) -> int:
        """Refuse to take tables away."""
        tables: int = self.cleaned_data["tables"]
        if tables < self.present_tables:
            raise forms.ValidationError(
                f"There are {self.present_tables} tables, and none is ever taken away. "
                "Leave the spare ones empty; nothing else depends on them."
            )
        return tables


class NewRoadshowForm(RoadshowForm):
    """A roadshow that is yet to be planned."""

    field_order = ("programme",)
    programme = forms.ModelChoiceField(
        Programme.objects.all(),
        empty_label=None,
        label="Programme",
        error_messages={"required": "Choose a programme.", "invalid_choice": "Choose a programme from the list."},
    )


class StaffForm(forms.Form):
    """Whom to give a role: by address; the account is made if need be."""

    email = forms.EmailField(
        label="E-mail address",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Type the e-mail address of the person.",
            "invalid": "This is no e-mail address. It looks like name@example.org.",
        },
    )

    def clean_email(self) -> str:
        """Return the address as it is kept."""
        return str(self.cleaned_data["email"]).lower()


class BeginForm(forms.Form):
    """When the day begins."""

    starts_at = StartField()


class ActivityForm(forms.Form):
    """One activity of a running order."""

    kind = forms.ChoiceField(choices=ActivityKind.choices, label="What kind of activity")
    title = forms.CharField(max_length=100, label="Title", error_messages={"required": "Give it a title."})
    minutes = forms.IntegerField(
        min_value=1,
        max_value=600,
        label="Minutes",
        error_messages={
            "required": "Say how many minutes it takes.",
            "invalid": "Write the minutes in digits.",
            "min_value": "It takes at least one minute.",
            "max_value": "One activity takes at most %(limit_value)s minutes. Make two of it.",
        },
    )
    prompts = Lines(rows=5, label="Prompts for the tables", help_text="One a line. Every table sees them.")
    notes = Lines(rows=6, label="Notes for the facilitator", help_text="One a line. Only the console shows them.")
    wellbeing = Lines(
        rows=3, label="A word of care", help_text="What may be hard here, and what people may do. Every table sees it."
    )
    # The mark of what the change began from.
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, begun: bool = False, **options: Any) -> None:
        """`begun`: it had the room, and so its minutes are settled."""
        super().__init__(*args, **options)
        if begun:
            self.fields["minutes"].disabled = True
            self.fields["minutes"].help_text = "It has begun. The console gives it more time, or less."


class NewActivityForm(ActivityForm):
    """An activity that is yet to be added: where it is to stand as well."""

    field_order = ("kind", "title", "minutes", "after")
    after = forms.ModelChoiceField(
        Activity.objects.none(),
        required=False,
        label="Where it stands",
        empty_label="At the end",
        error_messages={"invalid_choice": "What it should follow is not in the order any more. Choose again."},
    )

    def __init__(self, roadshow: Roadshow, *args: Any, **options: Any) -> None:
        """`roadshow`: whose running order it is to be in."""
        super().__init__(*args, **options)
        places = self.fields["after"]
        places.queryset = roadshow.activities.filter(removed_at=None)  # type: ignore[attr-defined]
        places.label_from_instance = lambda activity: f"After {activity}"  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    """Where an activity or a line goes to, and where it was when the button was drawn."""

    to = forms.IntegerField(min_value=0, max_value=9999)
    seen = forms.IntegerField(min_value=0, max_value=9999)


class CopyForm(forms.Form):
    """From which roadshow a running order is copied."""

    source = forms.ModelChoiceField(
        Roadshow.objects.none(),
        empty_label=None,
        label="Copy from",
        error_messages={
            "required": "Choose a roadshow to copy from.",
            "invalid_choice": "Choose a roadshow from the list.",
        },
    )


class CareForm(forms.Form):
    """Who leads on safeguarding, and where it is quiet."""

    safeguarding_lead = forms.CharField(
        max_length=200,
        required=False,
        label="Safeguarding lead",
        help_text="Name and role of somebody who is in the room that day.",
    )
    safeguarding_reach = forms.CharField(
        max_length=200, required=False, label="How to reach them", help_text="A mobile number, or where they sit."
    )
    quiet_room = forms.CharField(
        max_length=200, required=False, label="Quiet room", help_text="Where it is, as one would tell a guest."
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class ContactForm(forms.Form):
    """A line of the support card."""

    name = forms.CharField(max_length=100, label="Name", error_messages={"required": "Say who it is."})
    reach = forms.CharField(
        max_length=100, label="How to reach them", error_messages={"required": "Say how to reach them."}
    )
    hint = forms.CharField(max_length=200, required=False, label="A hint", help_text="For whom it is, or when.")
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class NoteForm(forms.Form):
    """An observer's note, and which press it was."""

    text = Lines(
        rows=4,
        required=True,
        label="What do you see?",
        error_messages={"required": "Write something first. Nothing was stored."},
    )
    key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
