"""The pictures on paper: each stage's sheet holds nothing of a later one."""

from __future__ import annotations

from typing import Any

import pytest

from casestudy import picture_sheets
from casestudy.models import CaseRun
from tests.factories import make_roadshow
from tests.pages import is_for_screen_readers, sheets
from workshops.paper import Audience, pack

pytestmark = pytest.mark.django_db


def sheets_of(run: CaseRun) -> list[dict[str, Any]]:
    found: Any = picture_sheets.at_each_stage(run.roadshow)
    return list(found["sheets"])


def test_there_is_a_sheet_for_each_stage_with_what_it_adds(run: CaseRun) -> None:
    told = [[entry["fact"] for entry in sheet["entries"]] for sheet in sheets_of(run)]
    assert told == [["Fact 1 was seen."], ["Something came before.", "Fact 2 was seen."], ["Fact 3 was seen."]]


def test_a_sheet_holds_nothing_of_a_later_stage_though_nothing_is_revealed_yet(run: CaseRun) -> None:
    first, second, third = (str(sheet) for sheet in sheets_of(run))
    assert ["Bea Small" in sheet for sheet in (first, second, third)] == [False, True, True]
    assert ["The practice" in sheet for sheet in (first, second, third)] == [False, True, True]


def test_facilitators_have_the_whole_case_on_one(run: CaseRun) -> None:
    found: Any = picture_sheets.at_the_end(run.roadshow)
    (sheet,) = found["sheets"]
    assert [entry["number"] for entry in sheet["entries"]] == [1, 2, 3, 4]


def test_a_roadshow_without_a_case_has_no_pictures() -> None:
    assert picture_sheets.at_each_stage(make_roadshow()) is None
    assert picture_sheets.at_the_end(make_roadshow()) is None


@pytest.mark.parametrize(
    ("audience", "name"), [(Audience.TABLES, "Pictures at stage 3"), (Audience.FACILITATOR, "whole case")]
)
def test_the_packs_hold_them_as_pictures_that_a_screen_reader_can_tell(
    run: CaseRun, audience: Audience, name: str
) -> None:
    pdf = pack(run.roadshow, audience, "http://192.0.2.9:8000")
    assert any(name in page for page in sheets(pdf))
    assert is_for_screen_readers(pdf)
