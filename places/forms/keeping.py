"""What organisers type about how long something is kept, who is to be forgotten, and who reads needs."""

from __future__ import annotations

from typing import Any

from django import forms

from places.forms.attendance import reason_field
from places.models import Kept
from places.queries.keeping import LEAST_DAYS
from places.spelling import mailbox
from workshops.models import Staff


class RetentionForm(forms.Form):
    """For how many days something is kept, and why not for the usual time."""

    what = forms.ChoiceField(choices=Kept.choices, error_messages={"required": "Say what is kept."})
    days = forms.IntegerField(
        min_value=LEAST_DAYS,
        label="Days",
        error_messages={
            "required": "Write the number of days.",
            "invalid": "Write the days in digits.",
            "min_value": "Write 1 or more: nothing goes before the day that it is for is over.",
        },
    )
    reason = reason_field("Why")


class PersonForm(forms.Form):
    """Whose data is looked for: by mailbox, since names are not one person's."""

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


class NameForm(forms.Form):
    """The name of somebody who left no address; an organiser then chooses whose booking is meant."""

    name = forms.CharField(
        max_length=200,
        label="Their name, as they gave it",
        error_messages={"required": "Write their name."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class EraseForm(forms.Form):
    """That somebody is to be forgotten: their address or name typed again, and at whose wish."""

    word = forms.CharField(max_length=254, error_messages={"required": "Type what stands above."})
    reason = reason_field("At whose wish", longest=200)

    def __init__(self, *args: Any, of: str, **options: Any) -> None:
        """`of`: what they are called by."""
        super().__init__(*args, **options)
        self.of = of

    def clean_word(self) -> str:
        """Refuse what is somebody else's."""
        word: str = self.cleaned_data["word"]
        if _plain(word) != _plain(self.of):
            raise forms.ValidationError("This is not what stands above, so nothing was erased.")
        return word


def _plain(word: str) -> str:
    return mailbox(word) or " ".join(word.split()).casefold()


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
