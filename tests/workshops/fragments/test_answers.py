from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories import first_table, make_roadshow, seated
from tests.pages import regions
from workshops.fragments.answers import said
from workshops.models import Answer, Table

pytestmark = pytest.mark.django_db


@pytest.fixture
def table() -> Table:
    table = first_table(make_roadshow())
    for field, value in {"case.1.unknown": "One.\nTwo.", "case.1.passed": "yes"}.items():
        Answer.objects.create(table=table, field=field, value=value, version=3)
    return table


def test_the_page_holds_everything_that_its_table_has_answered_and_nobody_elses(table: Table) -> None:
    Answer.objects.create(table=first_table(make_roadshow()), field="case.1.score", value="9", version=1)
    drawn = said(table)
    assert drawn.count("<li") == 2
    assert 'id="said-case.1.unknown" data-field="case.1.unknown" data-version="3" data-value="One.\nTwo."' in drawn
    assert drawn in seated(table).get(reverse("table")).text


def test_a_frame_adds_the_fields_that_changed_and_leaves_the_others(table: Table) -> None:
    adds = said(table, ["case.1.passed"])
    (region,) = regions(adds)
    assert (region, adds.count("<li"), "data-merge" in adds) == ("said", 1, True)
    assert "data-merge" not in said(table)


def test_a_table_without_answers_has_an_empty_list_to_add_to() -> None:
    drawn = said(first_table(make_roadshow()))
    assert list(regions(drawn)) == ["said"]
    assert "<li" not in drawn
