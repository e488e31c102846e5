"""What the buttons of consoles and tables send on the day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from workshops.actions.day import STEPS
from workshops.models import SignalKind, Table


class StartForm(forms.Form):
    """Which activity to start, what the room had when the button was drawn, and which press it was."""

    activity = forms.IntegerField(min_value=1)
    after = forms.IntegerField(min_value=0)
    key = forms.CharField(max_length=64, required=False)


class TurnForm(forms.Form):
    """Which turn the room had when the button was drawn."""

    turn = forms.IntegerField(min_value=1)


class ExtendForm(TurnForm):
    """By how many minutes to move the end of the present activity."""

    minutes = forms.TypedChoiceField(choices=[(step, step) for step in STEPS], coerce=int)


class ClockForm(TurnForm):
    """Whether the clock is to stand or to run."""

    stand = forms.BooleanField(required=False)


class SkipForm(forms.Form):
    """Which activity to leave out, or to take in again."""

    activity = forms.IntegerField(min_value=1)
    skip = forms.BooleanField(required=False)


class PressForm(forms.Form):
    """Which press it was, and nothing else."""

    key = forms.CharField(max_length=64, required=False)


class BroadcastForm(forms.Form):
    """A notice for every device."""

    text = forms.CharField(
        max_length=280,
        error_messages={
            "required": "The notice is empty, so nothing was sent. Type it, then press once more.",
            "max_length": "The notice is longer than %(limit_value)d signs, so it was not sent. Shorten it.",
        },
    )
    key = forms.CharField(max_length=64, required=False)


class QuestionForm(forms.Form):
    """A question to park."""

    text = forms.CharField(
        max_length=500,
        label="The question",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "The question is empty, so nothing was parked. Type it, then press once more.",
            "max_length": "The question is longer than %(limit_value)d signs, so it was not parked. Shorten it.",
        },
    )
    key = forms.CharField(max_length=64, required=False)


class PaperQuestionForm(forms.Form):
    """A question for the room that came on paper: its table, if somebody wrote one down, and its words."""

    table = forms.ModelChoiceField(
        Table.objects.none(),
        to_field_name="number",
        required=False,
        empty_label="No table was written down",
        label="Table",
        error_messages={"invalid_choice": "There is no such table here. Choose one from the list."},
    )
    text = forms.CharField(
        max_length=500,
        label="What is written there",
        help_text="Word for word, but leave out names of real families and colleagues.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Type what is written on the paper.",
            "max_length": "A question has at most %(limit_value)s signs, and this has %(show_value)s. Shorten it.",
        },
    )
    key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, tables: QuerySet[Table], **options: Any) -> None:
        """`tables`: those of the roadshow."""
        super().__init__(*args, **options)
        field = self.fields["table"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- declared above
        field.queryset = tables


class SignalForm(forms.Form):
    """What a table says of itself, and whether it says so or takes it back."""

    kind = forms.ChoiceField(choices=SignalKind.choices)
    say = forms.BooleanField(required=False)


class AttentionForm(forms.Form):
    """What to take off every screen, or to show again."""

    item = forms.RegexField(r"^[a-z]+:[0-9]+$", max_length=60)
    hide = forms.BooleanField(required=False)


class ScreenForm(forms.Form):
    """A new projector screen."""

    name = forms.CharField(
        max_length=60,
        label="Name of the screen",
        error_messages={"required": "Give the screen a name, such as: Left wall."},
    )
