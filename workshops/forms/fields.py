"""Fields that several forms have."""

from __future__ import annotations

from typing import Any

from django import forms

MOST_SIGNS = 4000


class Lines(forms.CharField):
    """Text of several lines, kept with one sign at the end of each, whatever the browser sends."""

    default_error_messages = {
        "max_length": "This is longer than %(limit_value)s signs. Nothing was stored; shorten it or make two of it."
    }

    def __init__(self, *, rows: int, required: bool = False, **options: Any) -> None:
        """`rows`: how many lines are seen at once."""
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(required=required, max_length=MOST_SIGNS, widget=widget, **options)

    def to_python(self, value: Any) -> str:
        """Return the text with plain ends of lines."""
        return str(super().to_python(value)).replace("\r\n", "\n")


class StartField(forms.TimeField):
    """When a day begins."""

    def __init__(self, **options: Any) -> None:
        """Ask for hours and minutes."""
        super().__init__(
            label="The day starts at",
            widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            error_messages={
                "required": "Say when the day starts.",
                "invalid": "This is no time of day. Write it as hours and minutes: 09:30.",
            },
            **options,
        )
