from __future__ import annotations

import pytest

from drawings.forms.coding import MOST, CodingForm, SettlingForm


def test_what_is_chosen_and_noted_is_taken() -> None:
    form = CodingForm({"codes": ["trust", "fear"], "note": " A wall. ", "seen": "7"})
    assert form.is_valid()
    assert form.cleaned_data == {"codes": ["trust", "fear"], "note": "A wall.", "seen": 7}


def test_a_page_that_does_not_say_what_it_saw_saw_nothing() -> None:
    form = CodingForm({"codes": ["trust"]})
    assert form.is_valid()
    assert form.cleaned_data["seen"] == 0


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "codes"),
        ({"codes": ["envy"]}, "codes"),
        ({"codes": ["not-culture", "fear"]}, "codes"),
        ({"codes": ["other"]}, "codes"),
        ({"codes": ["fear"], "note": "a" * (MOST + 1)}, "note"),
        ({"codes": ["fear"], "seen": "seven"}, "seen"),
    ],
)
def test_what_cannot_be_taken_is_told_at_its_field_and_stays(sent: dict[str, object], field: str) -> None:
    form = CodingForm(sent)
    assert list(form.errors) == [field]
    assert form.chosen == sent.get("codes", [])


def test_settling_needs_a_reason_which_also_says_what_the_other_is() -> None:
    assert list(SettlingForm({"codes": ["fear"]}).errors) == ["reason"]
    assert SettlingForm({"codes": ["other"], "reason": "Envy"}).is_valid()
