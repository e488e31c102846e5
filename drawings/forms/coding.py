"""What is typed while coding and settling."""

from __future__ import annotations

from typing import Any

from django import forms

from drawings.codebook import CODEBOOK, trouble

MOST = 2_000
_LONG = "There is room for %(limit_value)s characters. Shorten it; nothing was stored yet."


class CodesForm(forms.Form):
    """Which codes apply, and what the page showed as standing when it was drawn (0: nothing)."""

    codes = forms.MultipleChoiceField(
        choices=[(code.name, code.word) for code in CODEBOOK],
        required=False,
        error_messages={"invalid_choice": "One of these codes is not in the codebook. Choose again."},
    )
    seen = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def clean_seen(self) -> int:
        """Return what was seen; nothing when the page does not say."""
        return self.cleaned_data["seen"] or 0

    def clean(self) -> dict[str, Any]:
        """Refuse codes that cannot stand together."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "codes" in cleaned and (words := trouble(cleaned["codes"], cleaned.get(self.note_name, ""))):
            self.add_error("codes", words)
        return cleaned

    # The field in which "other" is explained.
    note_name = "note"

    @property
    def chosen(self) -> list[str]:
        """The codes that are ticked when the form is shown."""
        return list(self["codes"].value() or [])


class CodingForm(CodesForm):
    """What a coder finds in a drawing."""

    note = forms.CharField(
        max_length=MOST,
        required=False,
        label="Note",
        help_text="What made you hesitate; what the other factor is.",
        error_messages={"max_length": _LONG},
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SettlingForm(CodesForm):
    """What coders who differ settle on."""

    note_name = "reason"
    reason = forms.CharField(
        max_length=MOST,
        label="Why",
        help_text="What the talk came to, for whoever reads the report.",
        error_messages={"max_length": _LONG, "required": "Say why. Without a reason nobody can follow it later."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
