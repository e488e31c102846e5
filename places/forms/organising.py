"""What organisers type about places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from places.actions.booking import Details, NeedsSaid
from places.forms.booking import BookingForm, PersonName, choice
from places.models import AgencyType, ClaimState, JobLevel, Places
from places.signups import COLUMNS, BadSignupsError, Row, read
from places.spelling import mailbox
from workshops.forms.fields import Lines
from workshops.models import Roadshow

MOST = 2_000
_YES = {"yes", "y", "true", "1", "x", "ja"}


def _number(label: str, words: str, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(
        min_value=0,
        max_value=MOST,
        label=label,
        help_text=words,
        error_messages={
            "required": "Write a number; 0 for none.",
            "invalid": "Write the number in digits.",
            "min_value": "Write 0 or more.",
            "max_value": "This is more than %(limit_value)s.",
        },
        **options,
    )


class PlacesForm(forms.Form):
    """How many places there are, by which rules they are given, and when they can be booked."""

    capacity = _number("Places", "As many as the room holds.")
    beyond = _number("Beyond that", "So many more may be booked, since some never come. 0 unless you are sure.")
    most_of_one = _number("At most for one organisation", "0: any number. Further people wait, and hold up nobody.")
    missed_first = forms.BooleanField(required=False, label="Who got no place at an earlier date comes first")
    new_first = forms.BooleanField(required=False, label="Organisations without a place come first")
    opens_at = forms.DateTimeField(
        required=False,
        label="Booking opens at",
        help_text="Empty: at once.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": "Write day and time like 2027-03-09T09:00."},
    )
    closed = forms.BooleanField(required=False, label="Booking is closed", help_text="Offers and links go on working.")
    frozen_days = _number(
        "Days before the day on which bookings freeze",
        "From then on nobody moves or hands over. Giving a place up is always possible. 0: never.",
    )

    def decided(self, present: Places | None) -> dict[str, Any]:
        """Return what was decided, by the names of Places' fields."""
        said = dict(self.cleaned_data)
        was = present.closed_at if present else None
        said["closed_at"] = (was or timezone.now()) if said.pop("closed") else None
        return said


def initial_of(places: Places | None) -> dict[str, Any]:
    """Return what stands now; before there are places, what is usual."""
    if places is None:
        return {"capacity": 0, "beyond": 0, "most_of_one": 0, "frozen_days": 0}
    names = ("capacity", "beyond", "most_of_one", "missed_first", "new_first", "opens_at", "frozen_days")
    return {name: getattr(places, name) for name in names} | {"closed": places.closed_at is not None}


class FilterForm(forms.Form):
    """Which claims to list."""

    state = forms.ChoiceField(required=False, label="Show", choices=[("", "Everybody"), *ClaimState.choices])
    find = forms.CharField(required=False, max_length=100, label="Name, address or organisation has")


class ReasonForm(forms.Form):
    """Why an organiser goes past the order. Every organiser can read it."""

    reason = Lines(rows=2, required=True, label="Reason", error_messages={"required": "Say why."})


class SignupForm(BookingForm):
    """One row of such a spreadsheet. What is wrong is said to whoever mends the sheet."""

    no_consent = "Needs are kept only with consent. Write yes here, or empty Access needs and Dietary needs."
    name = PersonName(label="Name", several="Give each person a row.")
    agency = choice("Agency", AgencyType, f"Write one of these: {', '.join(AgencyType.labels)}.")
    level = choice("Level", JobLevel, f"Write one of these: {', '.join(JobLevel.labels)}.")


class SignupsForm(forms.Form):
    """A spreadsheet of people who signed up elsewhere."""

    file = forms.FileField(
        label="XLSX or CSV",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": "Choose a file.", "empty": "This file is empty."},
    )

    def clean_file(self) -> list[tuple[Details, NeedsSaid | None]]:
        """Return everybody in the sheet; name every row that cannot be stored, so that all can be mended at once."""
        try:
            rows = read(self.cleaned_data["file"].read())
        except BadSignupsError as error:
            raise forms.ValidationError(error.problems) from error
        people, problems = [], _shared(rows)
        for row in rows:
            form = _as_booking(row)
            if form.is_valid():
                people.append((form.details(), form.needs()))
            else:
                problems += _problems(row, form)
        if problems:
            raise forms.ValidationError(problems)
        return people


def _as_booking(row: Row) -> SignupForm:
    said: dict[str, Any] = dict(row.said)
    said["agency"] = _chosen(AgencyType, said.get("agency", ""))
    said["level"] = _chosen(JobLevel, said.get("level", ""))
    said["needs_consent"] = said.get("needs_consent", "").casefold() in _YES
    return SignupForm(said, roadshow=Roadshow(), dates=[])


def _chosen(choices: type[AgencyType | JobLevel], said: str) -> str:
    """Return the value that somebody means who wrote it or its words."""
    plain = said.casefold()
    meant = (choice.value for choice in choices if plain in (choice.value.casefold(), str(choice.label).casefold()))
    return str(next(meant, said))


def _shared(rows: Sequence[Row]) -> list[str]:
    """Say which rows have one mailbox: all but one of them would be lost."""
    lines = defaultdict(list)
    for row in rows:
        lines[mailbox(row.said.get("email", ""))].append(str(row.line))
    return [
        f"Rows {', '.join(same[:-1])} and {same[-1]} have one mailbox, {address}; capitals and what follows a + do not "
        "count. Give everybody an address of their own, and each person one row."
        for address, same in lines.items()
        if address and len(same) > 1
    ]


def _problems(row: Row, form: SignupForm) -> list[str]:
    return [
        f"Row {row.line}, {COLUMNS[name][0]} {row.said.get(name, '')[:60]!r}: {' '.join(map(str, errors))}"
        for name, errors in form.errors.items()
        if name in COLUMNS
    ]
