"""What staff type about attendance: a correction, a letter, and whether they want advice."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils import timezone

from places.models import Outcome
from places.queries.attendance import BECAME
from workshops.forms.fields import Lines
from workshops.models import Roadshow

AS_NOTED = "as-noted"
LONGEST_REASON = 500


def reason_field(label: str, *, longest: int = LONGEST_REASON) -> forms.CharField:
    """Return a field for why something is done; blanks alone are no reason."""
    return forms.CharField(label=label, max_length=longest, error_messages={"required": "Say why: the reason is kept."})


class CorrectionForm(forms.Form):
    """What became of somebody in truth."""

    outcome = forms.ChoiceField(
        label="What became of them",
        choices=[*Outcome.choices, (AS_NOTED, "As the doors noted it")],
        error_messages={"required": "Choose what became of them.", "invalid_choice": "This is none of the choices."},
    )
    left_at = forms.TimeField(
        required=False,
        label="Left at",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Write the time as hours and minutes: 12:30."},
    )
    reason = reason_field("Why it is corrected")

    def clean_outcome(self) -> Outcome | None:
        """Return the outcome; None for what the doors noted."""
        said = self.cleaned_data["outcome"]
        return None if said == AS_NOTED else Outcome(said)

    def left_on(self, roadshow: Roadshow) -> dt.datetime | None:
        """Return the moment at which somebody left."""
        at = self.cleaned_data["left_at"]
        return timezone.make_aware(dt.datetime.combine(roadshow.held_on, at)) if at else None


class LetterForm(forms.Form):
    """A mail to everybody of whom the same became. `send`: the key under which it is sent, once it was looked at."""

    to_whom = forms.MultipleChoiceField(
        label="To whom",
        choices=list(BECAME.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one, or nobody gets it."},
    )
    subject = forms.CharField(
        label="Subject", max_length=150, error_messages={"required": "Write what the mail is about."}
    )
    words = Lines(
        rows=8,
        required=True,
        label="What you write",
        help_text="Their name stands above it; the day and the link to their booking below it.",
        error_messages={"required": "Write something."},
    )
    certificates = forms.BooleanField(required=False, label="With a link to their certificate, for those who came")
    send = forms.CharField(required=False, max_length=64)


class AdviceForm(forms.Form):
    """Which chance of too many people an organiser accepts."""

    percent = forms.IntegerField(
        min_value=1,
        max_value=20,
        initial=5,
        label="The chance of too many people that you accept, in percent",
        error_messages={
            "required": "Write a number from 1 to 20.",
            "invalid": "Write the number in digits.",
            "min_value": "1 or more: it is never nothing.",
            "max_value": "20 at most: nobody is to stand outside on one day in five.",
        },
    )


class TakeForm(forms.Form):
    """How many more than the room holds are to be let book."""

    beyond = forms.IntegerField(min_value=0, max_value=2_000)
