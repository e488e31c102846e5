"""What people type into this app's pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from workshops.actions.day import STEPS
from workshops.codes import tidied
from workshops.health import CHECKS, NO, OK
from workshops.models import Programme, Roadshow, SignalKind, Table

MAX_TABLES = 60


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


class MeasuresForm(forms.Form):
    """What a device measured, in milliseconds: a request there and back, and what to add to its clock."""

    # A day and half a century: what a patient network and a flat battery can do.
    round_trip = forms.IntegerField(min_value=0, max_value=86_400_000)
    clock_offset = forms.IntegerField(min_value=-(10**14), max_value=10**14)


class HealthForm(MeasuresForm):
    """What a device found about itself. Nothing of it has to be there: some browsers run no scripts."""

    touch_by = forms.CharField(max_length=20, required=False)
    screen = forms.RegexField(r"^\d{1,5}x\d{1,5}$", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Add a field for each check."""
        super().__init__(*args, **options)
        for check in CHECKS:
            self.fields[check.key] = forms.ChoiceField(choices=[(OK, OK), (NO, NO)], required=False)
        for name in MeasuresForm.base_fields:
            self.fields[name].required = False

    @property
    def health(self) -> dict[str, str]:
        """What to keep, by name; the measures apart."""
        return {name: value for name, value in self.cleaned_data.items() if name not in MeasuresForm.base_fields}


class MoveForm(forms.Form):
    """To which table of the room a device goes."""

    table = forms.ModelChoiceField(Table.objects.none(), to_field_name="number")

    def __init__(self, *args: Any, roadshow: Roadshow, **options: Any) -> None:
        """Take the tables of `roadshow` only."""
        super().__init__(*args, **options)
        self.fields["table"].queryset = roadshow.tables.all()  # type: ignore[attr-defined]


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
