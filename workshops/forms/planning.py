"""What is typed about the running order, the care of the room, and what is observed."""

from __future__ import annotations

from typing import Any

from django import forms

from workshops.forms.fields import Lines, StartField
from workshops.models import Activity, ActivityKind, Roadshow


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
