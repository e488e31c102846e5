"""What organisers type about programmes, roadshows and staff."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from workshops.forms.fields import StartField
from workshops.models import Programme

MAX_TABLES = 60


class TypedWordForm(forms.Form):
    """The word that somebody types before something is destroyed; the verb compares it."""

    word = forms.CharField(max_length=200)


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
        max_length=200,  # Whoever has no name is called by it in every log.
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Type the e-mail address of the person.",
            "invalid": "This is no e-mail address. It looks like name@example.org.",
            "max_length": "This is longer than %(limit_value)s signs. Use a shorter address of theirs.",
        },
    )

    def clean_email(self) -> str:
        """Return the address as it is kept."""
        return str(self.cleaned_data["email"]).lower()
