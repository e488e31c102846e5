"""What organisers type about how long something is kept, who is to be forgotten, and who reads needs."""

from __future__ import annotations

from typing import Any

from django import forms

from places.forms.attendance import reason_field
from places.models import Kept
from places.spelling import mailbox
from workshops.models import Staff


class RetentionForm(forms.Form):
    """For how many days something is kept, and why not for the usual time."""

    what = forms.ChoiceField(choices=Kept.choices, error_messages={"required": "Say what is kept."})
    days = forms.IntegerField(
        min_value=0,
        label="Days",
        error_messages={
            "required": "Write the number of days.",
            "invalid": "Write the days in digits.",
            "min_value": "Write 0 or more days.",
        },
    )
    reason = reason_field("Why")


class PersonForm(forms.Form):
    """Whose data is looked for: by mailbox alone, since names are not one person's."""

    email = forms.CharField(
        max_length=254,
        label="Their e-mail address",
        error_messages={"required": "Write their e-mail address."},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def clean_email(self) -> str:
        """Refuse what is no address."""
        email: str = self.cleaned_data["email"].strip()
        if not mailbox(email):
            raise forms.ValidationError("This is no e-mail address. Write it like name@example.org.")
        return email


class EraseForm(PersonForm):
    """Who is to be forgotten, typed twice, and at whose wish."""

    word = forms.CharField(max_length=254)
    reason = reason_field("At whose wish")

    def clean(self) -> dict[str, Any]:
        """Refuse a second address that is another."""
        said = super().clean() or {}
        if mailbox(said.get("word", "")) != mailbox(said.get("email", "")):
            self.add_error("word", "This is not the address above, so nothing was erased.")
        return said


class ReaderForm(forms.Form):
    """Who is to see to needs."""

    staff = forms.ModelChoiceField(
        queryset=Staff.objects.none(),
        label="Who sees to needs",
        error_messages={"required": "Choose somebody.", "invalid_choice": "They have no part in this roadshow."},
    )

    def __init__(self, *args: Any, who: list[Staff], **options: Any) -> None:
        """`who` could be named."""
        super().__init__(*args, **options)
        field = self.fields["staff"]
        field.queryset = Staff.objects.filter(pk__in=[each.pk for each in who])  # type: ignore[attr-defined]
