"""What forms let through fits its column, which PostgreSQL insists on and SQLite does not."""

from __future__ import annotations

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.utils.datastructures import MultiValueDict

from places.forms.attendance import LetterForm
from places.forms.booking import BookingForm, GroupForm, HandOverForm, NamingForm
from places.forms.door import NoteForm, WalkInForm
from places.forms.keeping import EraseForm
from places.forms.organising import SignupsForm
from places.models import Admission, Booking, Correction, Erasure, Group, HandOver, Letter
from places.spelling import organisation
from workshops.forms.organising import StaffForm

LONG = ".".join(sign * 60 for sign in "wxyz")

ROADS: list[tuple[type[forms.Form], str, type[Model], str]] = [
    (BookingForm, "name", Booking, "name"),
    (BookingForm, "email", Booking, "email"),
    (BookingForm, "organisation", Booking, "organisation"),
    (BookingForm, "locality", Booking, "locality"),
    (GroupForm, "name", Group, "coordinator"),
    (GroupForm, "email", Group, "email"),
    (GroupForm, "organisation", Group, "organisation"),
    (NamingForm, "name", Booking, "name"),
    (NamingForm, "email", Booking, "email"),
    (HandOverForm, "name", HandOver, "name"),
    (HandOverForm, "email", HandOver, "email"),
    (WalkInForm, "name", Booking, "name"),
    (WalkInForm, "email", Booking, "email"),
    (WalkInForm, "organisation", Booking, "organisation"),
    (NoteForm, "door", Admission, "door"),
    (LetterForm, "subject", Letter, "subject"),
    (LetterForm, "send", Letter, "key"),
    (EraseForm, "reason", Erasure, "reason"),
    (StaffForm, "email", Correction, "by"),
]


@pytest.mark.parametrize(("form", "field", "model", "column"), ROADS)
def test_a_field_takes_no_more_than_its_column(
    form: type[forms.Form], field: str, model: type[Model], column: str
) -> None:
    longest = form.base_fields[field].max_length  # type: ignore[attr-defined]
    assert longest <= model._meta.get_field(column).max_length  # type: ignore[union-attr]


@pytest.mark.parametrize("form", [BookingForm, GroupForm, NamingForm, HandOverForm, WalkInForm])
@pytest.mark.parametrize("host", [LONG, "\ufdfa" * 60], ids=["long", "longer when plain"])
def test_an_address_that_cannot_be_kept_in_every_spelling_is_refused_in_words(
    form: type[forms.Form], host: str
) -> None:
    with pytest.raises(forms.ValidationError, match="longer than an e-mail address can be"):
        form.base_fields["email"].clean(f"somebody@{host}.org")


def test_a_row_of_a_sign_up_sheet_is_refused_alike() -> None:
    sheet = f"Name,Email,Organisation,Agency,Level\nAnn,somebody@{LONG}.org,Council,health,manager\n".encode()
    form = SignupsForm({}, MultiValueDict({"file": [SimpleUploadedFile("list.csv", sheet)]}))
    assert "Row 2, Email" in str(form.errors["file"])


@pytest.mark.parametrize(
    "name", ["a " + "&" * 198, "\ufdfa" * 200, "Sample & Town " * 14], ids=["and", "plain", "usual"]
)
def test_the_key_of_an_organisation_fits_its_column(name: str) -> None:
    assert 0 < len(organisation(name)) <= (Booking._meta.get_field("organisation_key").max_length or 0)
