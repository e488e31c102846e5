"""What devices at the doors send."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.utils import timezone

from places.actions.booking import Details
from places.actions.noting import Note
from places.forms.booking import AddressField, choice
from places.models import AgencyType, JobLevel, Noted
from places.spelling import organisation

# However long a device was cut off on a day.
LONGEST = dt.timedelta(hours=18)
BACK = "back"  # somebody whose claim has ended, and who is here all the same
GROUP = "group"
# With a member's number behind it, the key of a group still fits in the 64 signs of its column.
_KEY = re.compile(r"\A[\w-]{22,44}\Z")
_NOT_A_NAME = re.compile(r"[@<>;\r\n\t]|https?:")


class NoteForm(forms.Form):
    """One thing noted at a door: its key, when it happened by the device's own clock, and what that says now."""

    noted = forms.ChoiceField(choices=[*Noted.choices, (BACK, BACK), (GROUP, GROUP)])
    key = forms.RegexField(_KEY)
    door = forms.CharField(max_length=40, required=False)
    at = forms.IntegerField(required=False)
    now = forms.IntegerField(required=False)
    claim = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    ticket = forms.CharField(max_length=2000, required=False)
    of = forms.CharField(max_length=1000, required=False)
    table = forms.IntegerField(required=False, min_value=1, max_value=2**31)

    def note(self, by: str) -> Note:
        """Return what was noted, with its time by our clock: devices' clocks are wrong, but go at the right speed."""
        said = self.cleaned_data
        ago = dt.timedelta(milliseconds=_bounded((said["now"] or 0) - (said["at"] or said["now"] or 0)))
        return Note(said["key"], said["door"].strip() or "a door", by, timezone.now() - ago, said["table"])


class WalkInForm(forms.Form):
    """Somebody who comes without a booking. What is not asked at the door can be added later."""

    name = forms.CharField(label="Name", max_length=120, error_messages={"required": "Type their name."})
    organisation = forms.CharField(
        label="Organisation", max_length=200, error_messages={"required": "Say for which organisation they work."}
    )
    agency = choice("Kind of agency", AgencyType, "Choose the kind of agency that fits best.")
    level = forms.ChoiceField(label="Level", choices=[("", "Not said"), *JobLevel.choices], required=False)
    email = AddressField(
        label="Work e-mail",
        required=False,
        help_text="For the certificate of attendance. Whoever has booked this day with it comes in on that booking.",
        error_messages={"invalid": "This is no e-mail address. It looks like name@example.org. It can stay empty."},
    )

    def clean_name(self) -> str:
        """Refuse what is no name of one person."""
        name = " ".join(str(self.cleaned_data["name"]).split())
        if _NOT_A_NAME.search(name):
            raise forms.ValidationError("This looks like a list or an address. Type the name of one person.")
        return name

    def clean_organisation(self) -> str:
        """Refuse a name of signs only: all of those would be one organisation."""
        name = str(self.cleaned_data["organisation"])
        if not organisation(name):
            raise forms.ValidationError("Say for which organisation they work, in letters.")
        return name

    def details(self) -> Details:
        """Return who they are, as they said it."""
        said: dict[str, Any] = self.cleaned_data
        return Details(said["name"], said["email"], said["organisation"], said["agency"], said["level"])


class KeepForm(forms.Form):
    """Until when unclaimed places are kept."""

    minutes = forms.IntegerField(min_value=0, max_value=240)


def _bounded(milliseconds: int) -> int:
    return min(max(milliseconds, 0), int(LONGEST.total_seconds() * 1000))
