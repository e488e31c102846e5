"""What the buttons about agencies' parts send."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from casestudy.models import CaseRun, Parts


class PoolForm(forms.Form):
    """Which stage the button named."""

    stage = forms.IntegerField(min_value=1, max_value=99)


class TakePartsForm(forms.Form):
    """The newest change to the parts that the button knew of."""

    after = forms.IntegerField(min_value=0)


class GivePartsForm(TakePartsForm):
    """How the parts are given out; `as_before`: the hands that were taken back."""

    mode = forms.TypedChoiceField(choices=[(m.value, m.label) for m in Parts if m.value], coerce=Parts)
    as_before = forms.BooleanField(required=False)


class HandForm(forms.Form):
    """What a table is to play, and what it played when the form was drawn: codes with spaces between."""

    part = forms.TypedMultipleChoiceField()
    was = forms.CharField(max_length=400, required=False)

    def __init__(self, run: CaseRun, data: Any) -> None:
        """Let it be any agencies of the case."""
        super().__init__(data)
        codes = run.case.agencies.values_list("code", flat=True)
        self.part_field.choices = [("", ""), *((code, code) for code in codes)]

    @property
    def part_field(self) -> forms.TypedMultipleChoiceField:
        """The field of the parts."""
        field = self.fields["part"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101 -- declared above
        return field

    def clean_part(self) -> list[str]:
        """Return the codes chosen; at least one, and none twice."""
        codes = [code for code in self.cleaned_data["part"] if code]
        if not codes:
            raise ValidationError("Choose at least one agency. Nothing was changed.")
        if len(set(codes)) < len(codes):
            raise ValidationError("The same agency stands here twice. Nothing was changed; choose another.")
        return codes

    def clean_was(self) -> list[str]:
        """Return the codes."""
        return str(self.cleaned_data["was"]).split()


class PresentForm(forms.Form):
    """Which agencies sit at a table."""

    agency = forms.MultipleChoiceField(required=False)

    def __init__(self, run: CaseRun, data: Any) -> None:
        """Let it be any agencies of the case."""
        super().__init__(data)
        field = self.fields["agency"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 -- declared above
        field.choices = [(code, code) for code in run.case.agencies.values_list("code", flat=True)]
