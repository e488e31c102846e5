"""How the gallery is filtered."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django import forms

from drawings.codebook import CODEBOOK
from drawings.fields import IDEAS
from drawings.models import DrawingKind
from drawings.queries.wall import Entry, State
from workshops.models import Roadshow

ANY = ("", "Any")
CONSENTS = (
    ("show", "May be shown"),
    ("publish", "May be published"),
    ("neither", "Neither"),
)
# A withdrawn drawing is shown to nobody.
STATES = [(state.value, state.label) for state in State if state != State.WITHDRAWN]

_KEEPS: dict[str, Callable[[Entry, str], bool]] = {
    "table": lambda entry, number: entry.drawing.table.number == int(number),
    "kind": lambda entry, kind: entry.drawing.kind == kind,
    "state": lambda entry, state: entry.state == state,
    "consent": lambda entry, consent: {
        "show": entry.may_show,
        "publish": entry.may_publish,
        "neither": not (entry.may_show or entry.may_publish),
    }[consent],
    "idea": lambda entry, idea: entry.idea == idea,
    "factor": lambda entry, factor: factor in [code.name for code in entry.factors],
}
# What a table found in its drawing, which a coder must not know.
FOUND = ("idea", "factor")


class GalleryForm(forms.Form):
    """Which drawings to show; nothing chosen: all of them. `found`: whether one may filter by what tables found."""

    table = forms.ChoiceField(required=False)
    kind = forms.ChoiceField(choices=[ANY, *DrawingKind.choices], required=False, label="Made")
    idea = forms.ChoiceField(choices=[ANY, *IDEAS], required=False, label="Picture idea")
    factor = forms.ChoiceField(
        choices=[ANY, *((code.name, code.word) for code in CODEBOOK)], required=False, label="Factor, as its table says"
    )
    state = forms.ChoiceField(choices=[ANY, *STATES], required=False)
    consent = forms.ChoiceField(choices=[ANY, *CONSENTS], required=False)

    def __init__(self, data: Mapping[str, object], roadshow: Roadshow, *, found: bool) -> None:
        """Offer this roadshow's tables."""
        super().__init__(data, label_suffix="")
        numbers = roadshow.tables.values_list("number", flat=True)
        self.fields["table"].choices = [ANY, *((str(n), f"Table {n}") for n in numbers)]  # type: ignore[attr-defined]
        if not found:
            for name in FOUND:
                del self.fields[name]

    def chosen(self, entries: list[Entry]) -> list[Entry]:
        """Return those that are asked for. A filter that means nothing is left out."""
        self.is_valid()
        asked = [(_KEEPS[name], value) for name, value in self.cleaned_data.items() if value]
        return [entry for entry in entries if all(keeps(entry, value) for keeps, value in asked)]
