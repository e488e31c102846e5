"""What the buttons of the wall say."""

from __future__ import annotations

from django import forms

from drawings.models import Grouping


class LargeForm(forms.Form):
    """Which drawing to show large; none: all of them."""

    drawing = forms.IntegerField(min_value=1, required=False)


class GroupingForm(forms.Form):
    """How to sort the wall; nothing: all together."""

    grouping = forms.TypedChoiceField(
        choices=Grouping.choices, coerce=Grouping, empty_value=Grouping.NONE, required=False
    )
