"""The button that opens the room's curves, and an answer sheet that is typed in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from casestudy import judging
from casestudy.judging import FACTOR_WORDS, FAMILY, SCORES, YES, Basis, Sure, When
from casestudy.models import CaseRun, Stage
from casestudy.queries.judgement import known_by
from workshops.forms.fields import Lines
from workshops.models import Table

EMPTY = ("", "Not on the sheet")


class CurvesForm(forms.Form):
    """Whether the button opens or closes."""

    open = forms.BooleanField(required=False)


def _chosen(label: str, options: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[EMPTY, *options])


class SheetForm(forms.Form):
    """A table's answer sheet of one stage, or a part of it: what is left empty stays as it is."""

    table = forms.ModelChoiceField(Table.objects.none(), to_field_name="number", empty_label="Choose the table")
    stage = forms.ModelChoiceField(Stage.objects.none(), to_field_name="number", empty_label="Choose the stage")
    about = forms.ChoiceField(label="Whom the number is about", choices=[])
    score = _chosen("How worried they are", [(score, score) for score in SCORES])
    confidence = _chosen("How sure they are", [(sure.value, sure.words) for sure in Sure])
    reason = Lines(rows=2, label="Because")
    agency = forms.ChoiceField(label="With whom they would share", required=False, choices=[])
    when = _chosen("Whether they would", [(when.value, when.words) for when in When])
    what = Lines(rows=2, label="What they would tell")
    whom = Lines(rows=1, label="Whom exactly")
    why = Lines(rows=2, label="Why, or why not")
    basis = _chosen("What allows them to", [(basis.value, basis.words) for basis in Basis])
    basis_words = Lines(rows=1, label="In their own words")
    factors = forms.MultipleChoiceField(
        label="What stands in the way",
        required=False,
        choices=[(factor.value, words) for factor, words in FACTOR_WORDS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    vulnerabilities = Lines(rows=2, label="What makes each child or adult vulnerable")
    unknown = Lines(rows=2, label="What they do not know yet")
    passed = forms.BooleanField(label="The table passed on this stage", required=False)

    def __init__(self, *args: Any, run: CaseRun, **options: Any) -> None:
        """`run`: whose tables, stages, people and agencies can be meant."""
        super().__init__(*args, **options)
        self._run = run
        table, stage = self.fields["table"], self.fields["stage"]
        assert isinstance(table, forms.ModelChoiceField)  # noqa: S101 -- declared above
        assert isinstance(stage, forms.ModelChoiceField)  # noqa: S101 -- likewise
        table.queryset, stage.queryset = run.roadshow.tables.all(), run.case.stages.all()
        last = max(run.case.stages.values_list("number", flat=True), default=0)
        people = [(about.key, about.name) for about in known_by(run.case, last)]
        agencies = list(run.case.agencies.values_list("code", "name"))
        for name, choices in (("about", people), ("agency", [("", "Nobody, or not on the sheet"), *agencies])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- declared above
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        """See that a number is about somebody the stage knows, and a decision about an agency."""
        data = super().clean() or {}
        stage, about = data.get("stage"), data.get("about", FAMILY)
        if stage and about not in [each.key for each in known_by(self._run.case, stage.number)]:
            self.add_error(
                "about", ValidationError("Nobody knows of this child at that stage yet. Choose somebody else.")
            )
        if not data.get("agency") and any(
            data.get(name) for name in ("when", "what", "whom", "why", "basis", "factors")
        ):
            self.add_error("agency", ValidationError("Say which agency this is about; it stands on the sheet too."))
        return data

    def said(self) -> dict[str, str]:
        """Return what the sheet says, by the names of the fields."""
        data = self.cleaned_data
        stage, about, code = data["stage"].number, data["about"], data["agency"]
        said = {judging.concern(stage, about, what): data[what] for what in ("score", "confidence", "reason")}
        said |= {judging.of_stage(stage, what): data[what] for what in ("vulnerabilities", "unknown")}
        said[judging.of_stage(stage, "passed")] = YES if data["passed"] else ""
        if code:
            said |= {judging.share(stage, code, what): data[what] for what in ("when", "what", "whom", "why", "basis")}
            said[judging.share(stage, code, "basis-words")] = data["basis_words"]
            said |= {judging.share(stage, code, f"factor.{factor}"): YES for factor in data["factors"]}
        return {name: value for name, value in said.items() if value}
