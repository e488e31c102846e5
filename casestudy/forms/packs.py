"""Files that organisers hand in: a case pack, a spreadsheet of events, a picture."""

from __future__ import annotations

from django import forms


class FileForm(forms.Form):
    """A file."""

    file = forms.FileField(
        label="The file",
        error_messages={
            "required": "Choose a file first.",
            "empty": "This file is empty, so nothing was stored.",
            "max_length": "The name of this file is too long. Nothing was stored; give it a shorter one.",
        },
        max_length=200,
    )


class PackForm(FileForm):
    """A case pack."""

    file = forms.FileField(
        label="A case pack, as a ZIP",
        widget=forms.FileInput(attrs={"accept": ".zip"}),
        error_messages=FileForm.base_fields["file"].error_messages,
    )


class SheetForm(FileForm):
    """A spreadsheet of events."""

    file = forms.FileField(
        label="A spreadsheet of events, as XLSX",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages=FileForm.base_fields["file"].error_messages,
    )


class PictureForm(FileForm):
    """A picture, and the name by which documents call it."""

    name = forms.RegexField(
        r"^[a-z0-9][a-z0-9-]*$",
        label="Short name",
        max_length=60,
        help_text="Small letters, digits and dashes: house-plan",
        error_messages={
            "required": "Give it a short name.",
            "invalid": "Use small letters, digits and dashes only, such as: house-plan",
        },
    )
    file = forms.FileField(
        label="A picture: PNG, JPEG or WebP",
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        error_messages=FileForm.base_fields["file"].error_messages,
    )


class StepForm(forms.Form):
    """Up or down."""

    step = forms.TypedChoiceField(choices=[("-1", "up"), ("1", "down")], coerce=int)
