"""What is typed and pressed on the page of mixed tables."""

from __future__ import annotations

from typing import Any

from django import forms

from places.models import Claim, RuleKind
from places.models.seating import CHAIRS
from places.queries.seating import Seated
from places.queries.seating_page import named

_GONE = {
    "required": "Choose somebody first.",
    "invalid_choice": "That person has no place any more. Nothing was changed.",
}
MOST_CHAIRS, MOST_MOVES = 40, 60


class _Choice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Somebody who has a place at this roadshow."""

    def label_from_instance(self, claim: Claim) -> str:
        """Name the person as the page does."""
        return f"{named(claim)}, {claim.booking.organisation}"


class HandForm(forms.Form):
    """Whom a press is about, and what it does with them: a table's number, or nothing for no table."""

    claim = _Choice(Claim.objects.none(), error_messages=_GONE)
    to = forms.IntegerField(required=False)
    other = _Choice(Claim.objects.none(), required=False, error_messages=_GONE, empty_label="Change places with …")
    locked = forms.BooleanField(required=False)

    def __init__(self, seated: Seated, *args: Any, **options: Any) -> None:
        """`seated`: among whom one chooses."""
        super().__init__(*args, **options)
        for name in ("claim", "other"):
            self.fields[name].queryset = _people(seated)  # type: ignore[attr-defined]


class RepairForm(forms.Form):
    """How many people may be asked to move."""

    most = forms.IntegerField(
        min_value=0,
        max_value=MOST_MOVES,
        initial=6,
        label="Moves at most",
        error_messages={
            "required": "Say how many people may move.",
            "invalid": "Write the number of moves in digits.",
            "max_value": "More than %(limit_value)s moves are a new plan. Mix all tables anew instead.",
        },
    )


class TablesForm(forms.Form):
    """What the tables are like."""

    chairs = forms.IntegerField(
        min_value=1,
        max_value=MOST_CHAIRS,
        initial=CHAIRS,
        label="Chairs at each table",
        error_messages={"required": "Say how many chairs a table has.", "invalid": "Write the number in digits."},
    )
    at_the_door = forms.BooleanField(
        required=False,
        label="Give everybody their table as they come in",
        help_text="So that those who stay away, and those who come unasked, leave no gaps. Otherwise plans are kept.",
    )

    def __init__(self, seated: Seated, *args: Any, **options: Any) -> None:
        """`seated`: whose tables."""
        super().__init__(*args, **options)
        self.rows = [self._row(seated, table.number) for table in seated.tables]

    def _row(self, seated: Seated, number: int) -> tuple[int, forms.BoundField, forms.BoundField]:
        """Add the fields of one table: its own number of chairs, and whether it has no steps."""
        own = next(getattr(table, "seats", None) for table in seated.tables if table.number == number)
        chairs = forms.IntegerField(
            required=False,
            min_value=1,
            max_value=MOST_CHAIRS,
            initial=own.chairs or None if own else None,
            label=f"Chairs at table {number}, if other",
        )
        steps = forms.BooleanField(
            required=False, initial=bool(own and own.step_free), label=f"Table {number} is reached without steps"
        )
        self.fields[f"chairs-{number}"], self.fields[f"step-free-{number}"] = chairs, steps
        return number, self[f"chairs-{number}"], self[f"step-free-{number}"]

    @property
    def said(self) -> dict[str, Any]:
        """What set_tables takes."""
        data = self.cleaned_data
        numbers = [number for number, _chairs, _steps in self.rows]
        return {
            "chairs": data["chairs"],
            "at_the_door": data["at_the_door"],
            "step_free": [number for number in numbers if data[f"step-free-{number}"]],
            "own": {number: data[f"chairs-{number}"] for number in numbers if data[f"chairs-{number}"]},
        }


class RuleForm(forms.Form):
    """Two people, what they do, and why."""

    one = _Choice(Claim.objects.none(), label="Who", error_messages=_GONE, empty_label="Choose")
    kind = forms.ChoiceField(choices=RuleKind.choices, label="What they do")
    other = _Choice(Claim.objects.none(), label="With whom", error_messages=_GONE, empty_label="Choose")
    reason = forms.CharField(
        max_length=300,
        label="Why",
        help_text="Facilitators of this roadshow and organisers read it. Write no more than they need.",
        error_messages={"required": "Say why: others will wonder."},
    )

    def __init__(self, seated: Seated, *args: Any, **options: Any) -> None:
        """`seated`: among whom one chooses."""
        super().__init__(*args, **options)
        for name in ("one", "other"):
            self.fields[name].queryset = _people(seated)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Take two different people only."""
        data = super().clean() or {}
        if data.get("one") and data.get("one") == data.get("other"):
            self.add_error("other", "That is the same person. Choose two people.")
        return data


def _people(seated: Seated) -> Any:
    found = Claim.objects.filter(pk__in=[claim.pk for claim in seated.claims])
    return found.select_related("booking", "roadshow", "table").order_by("booking__name", "arrival")
