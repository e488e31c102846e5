"""What is typed, measured and chosen about a device and its table."""

from __future__ import annotations

from typing import Any

from django import forms

from workshops.codes import tidied
from workshops.health import CHECKS, NO, OK
from workshops.models import Roadshow, Table


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


class MoveDeviceForm(forms.Form):
    """To which table of the room a device goes."""

    table = forms.ModelChoiceField(Table.objects.none(), to_field_name="number")

    def __init__(self, *args: Any, roadshow: Roadshow, **options: Any) -> None:
        """Take the tables of `roadshow` only."""
        super().__init__(*args, **options)
        self.fields["table"].queryset = roadshow.tables.all()  # type: ignore[attr-defined]
