"""What the forms for parts of a draft have in common: the schema is what judges them, in the words of the forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from django import forms
from pydantic import BaseModel, ValidationError

from casestudy.drafting import Content, mark
from casestudy.pack.content import plain_words

MOST_SIGNS = 20_000
_EMPTY = {"required": "This may not be empty."}


class Line(forms.CharField):
    """A text of one line."""

    def __init__(self, label: str, *, most: int = 100, **options: Any) -> None:
        """`most`: how many signs it may have."""
        super().__init__(label=label, max_length=most, error_messages=_EMPTY, **options)


class Words(forms.CharField):
    """A text of several lines, with plain ends of lines whatever the browser sends."""

    def __init__(self, label: str, *, rows: int = 3, **options: Any) -> None:
        """`rows`: how many lines are seen at once."""
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(label=label, max_length=MOST_SIGNS, widget=widget, error_messages=_EMPTY, **options)

    def to_python(self, value: Any) -> str:
        """Return the text with one sign at the end of each line, as files have it."""
        return "\n".join(str(super().to_python(value)).splitlines()).strip()


class Paragraphs(Words):
    """A list of texts, with an empty line between one and the next."""

    def prepare_value(self, value: Any) -> Any:
        """Show a list as text."""
        return "\n\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """Return the list."""
        return [part.strip() for part in re.split(r"\n\s*\n", super().clean(value)) if part.strip()]


class Day(forms.DateField):
    """A date."""

    def __init__(self, label: str, **options: Any) -> None:
        """Ask for a day as browsers do."""
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        words = _EMPTY | {"invalid": "This is no date. Write it as year, month, day: 2026-03-09."}
        super().__init__(label=label, widget=widget, error_messages=words, **options)


class One(forms.ChoiceField):
    """One of several; `of` names the list that the form gives it when it is drawn."""

    def __init__(self, label: str, of: str, *, whole: bool = False, **options: Any) -> None:
        """`whole`: what is chosen is a number."""
        super().__init__(label=label, error_messages=_EMPTY, **options)
        self.of, self.whole = of, whole

    def clean(self, value: Any) -> Any:
        """Return what was chosen."""
        chosen = super().clean(value)
        return int(chosen) if chosen and self.whole else chosen


class Several(forms.MultipleChoiceField):
    """Any of several."""

    def __init__(self, label: str, of: str, **options: Any) -> None:
        """`of` names the list that the form gives it when it is drawn."""
        super().__init__(label=label, widget=forms.CheckboxSelectMultiple, error_messages=_EMPTY, **options)
        self.of = of


Choices = list[tuple[str, str]]


def enum_choices(values: Iterable[str]) -> Choices:
    """Return the words of a closed list: "missed-opportunity" is "Missed opportunity"."""
    return [(str(value), str(value).replace("-", " ").capitalize()) for value in values]


class ContentForm(forms.Form):
    """A form whose choices are the parts of a draft."""

    def __init__(self, *args: Any, content: Content, lists: dict[str, Choices], **options: Any) -> None:
        """Take the lists of what can be chosen, by name. What is chosen already stays, even if it is there no more."""
        super().__init__(*args, **options)
        self.content = content
        for name, field in self.fields.items():
            if isinstance(field, One | Several):
                field.choices = _with_present(lists[field.of], self.initial.get(name), none=isinstance(field, One))


class RowForm(ContentForm):
    """A line of a list inside a part. Empty, it says nothing; begun, it needs what `needed` names."""

    needed: ClassVar[tuple[str, ...]]

    def clean(self) -> dict[str, Any]:
        """Ask for what is missing in a line that was begun."""
        if any(self.cleaned_data.values()):
            for name in self.needed:
                if not self.cleaned_data.get(name) and name not in self.errors:
                    self.add_error(name, "Choose one, or empty the whole line.")
        return self.cleaned_data


class PartForm(ContentForm):
    """One part of a draft. `seen` marks what it said when the form was opened."""

    model: ClassVar[type[BaseModel]]
    rows: ClassVar[dict[str, type[RowForm]]] = {}
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, part: dict[str, Any], content: Content, lists: dict[str, Choices]) -> None:
        """`part`: what it says now, empty for one that is yet to be added."""
        initial = self.shown(part) | {"seen": mark(part) if part else ""}
        super().__init__(data, initial=initial, content=content, lists=lists)
        self.row_sets = {
            name: forms.formset_factory(form, extra=2, max_num=60, absolute_max=80)(
                data, prefix=name, initial=initial.get(name, []), form_kwargs={"content": content, "lists": lists}
            )
            for name, form in self.rows.items()
        }

    def shown(self, part: dict[str, Any]) -> dict[str, Any]:
        """Return a part as its fields show it."""
        return dict(part)

    def said(self, fields: dict[str, Any]) -> dict[str, Any]:
        """Return the part that the fields say; what is empty says nothing."""
        return fields

    def clean(self) -> dict[str, Any]:
        """Judge the whole by the schema; its complaints go to the fields that they are about."""
        fields = {name: self._in_order(name, v) for name, v in self.cleaned_data.items() if name != "seen"}
        for name, row_set in self.row_sets.items():
            if row_set.is_valid():
                fields[name] = [row for row in map(_told, row_set.cleaned_data) if row]
            else:
                self.add_error(None, "Look at what is marked in the list below.")
        self.part = _plain(self.said(_told(fields)))
        if not self.errors:
            self._judge()
        return self.cleaned_data

    def _in_order(self, name: str, value: Any) -> Any:
        """Keep the order in which several were chosen before; a browser sends them in that of the page."""
        if not isinstance(self.fields[name], Several):
            return value
        before = [one for one in self.initial.get(name, []) if one in value]
        return before + [one for one in value if one not in before]

    def _judge(self) -> None:
        head = {name: value for name, value in self.part.items() if name != "text"}
        try:
            self.model.model_validate(self.stand_in() | head)
        except ValidationError as error:
            for flaw in error.errors():
                places = [*map(str, flaw["loc"]), "_".join(map(str, flaw["loc"]))]
                named = [name for name in places if name in self.fields]
                words = plain_words(flaw["type"], flaw["msg"])
                self.add_error(named[-1] if named else None, words[:1].upper() + words[1:] + ".")

    def stand_in(self) -> dict[str, Any]:
        """Return what the schema asks for and the form does not, because the draft sees to it."""
        return {}


def _told(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in ("", None, [])}


def _plain(value: Any) -> Any:
    """Return a value as JSON has it: dates as text."""
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def _with_present(choices: Choices, present: Any, *, none: bool) -> Choices:
    chosen = present if isinstance(present, list) else [present]
    known = {value for value, _words in choices}
    return [*([("", "Choose")] if none else []), *choices, *_unknown(chosen, known)]


def _unknown(chosen: list[Any], known: set[str]) -> Iterator[tuple[str, str]]:
    yield from ((str(one), f"{one} (not in this case)") for one in chosen if one and str(one) not in known)
