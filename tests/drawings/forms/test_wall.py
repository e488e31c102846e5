from __future__ import annotations

import pytest

from drawings.forms.wall import GroupingForm, LargeForm, ReleaseForm
from drawings.models import Grouping


@pytest.mark.parametrize(("said", "means"), [("12", 12), ("", None)])
def test_a_drawing_or_all_of_them_is_shown(said: str, means: int | None) -> None:
    form = LargeForm({"drawing": said})
    assert (form.is_valid(), form.cleaned_data["drawing"]) == (True, means)


@pytest.mark.parametrize("said", ["-1", "x", "0"])
def test_what_is_no_drawing_is_refused(said: str) -> None:
    assert not LargeForm({"drawing": said}).is_valid()


@pytest.mark.parametrize(("said", "means"), [("7", {7}), ("7 12 7", {7, 12})])
def test_what_was_seen_is_read(said: str, means: set[int]) -> None:
    form = ReleaseForm({"seen": said})
    assert form.is_valid()
    assert form.cleaned_data["seen"] == means


@pytest.mark.parametrize("said", ["", "all", "1,2", "-1", "1  2", "9" * 19])
def test_what_nobody_can_have_seen_is_refused(said: str) -> None:
    assert not ReleaseForm({"seen": said}).is_valid()


@pytest.mark.parametrize("grouping", list(Grouping))
def test_every_way_of_sorting_is_taken(grouping: Grouping) -> None:
    form = GroupingForm({"grouping": grouping.value})
    assert (form.is_valid(), form.cleaned_data["grouping"]) == (True, grouping)


def test_another_one_is_refused() -> None:
    assert not GroupingForm({"grouping": "size"}).is_valid()
