"""What the buttons of the wall say."""

from __future__ import annotations

from django import forms

from drawings.models import Grouping


class ReleaseForm(forms.Form):
    """Which drawings somebody saw waiting when they released all of them: primary keys, a space between them."""

    seen = forms.RegexField(r"^\d{1,18}( \d{1,18})*$", max_length=100_000)

    def clean_seen(self) -> frozenset[int]:
        """Return the primary keys."""
        return frozenset(map(int, self.cleaned_data["seen"].split()))


class LargeForm(forms.Form):
    """Which drawing to show large; none: all of them."""

    drawing = forms.IntegerField(min_value=1, required=False)


class GroupingForm(forms.Form):
    """How to sort the wall; nothing: all together."""

    grouping = forms.TypedChoiceField(
        choices=Grouping.choices, coerce=Grouping, empty_value=Grouping.NONE, required=False
    )
