from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories import first_table, make_roadshow
from workshops.models import Answer, Roadshow
from workshops.queries.answers import answers_in, answers_of, answers_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def roadshow() -> Roadshow:
    roadshow = make_roadshow(tables=3)
    for number, field, value in [(1, "case.1.score", "7"), (1, "case.10.score", "2"), (2, "case.1.score", "3")]:
        Answer.objects.create(table=roadshow.tables.get(number=number), field=field, value=value, version=1)
    Answer.objects.create(table=first_table(make_roadshow()), field="case.1.score", value="9", version=1)
    return roadshow


def test_a_tables_answers_by_name(roadshow: Roadshow) -> None:
    table = first_table(roadshow)
    assert list(answers_of(table)) == ["case.1.score", "case.10.score"]
    assert list(answers_of(table, "case.1.")) == ["case.1.score"]
    assert list(answers_to(table, ["case.10.score", "case.9.score"])) == ["case.10.score"]


def test_a_rooms_answers_by_table_in_one_query(
    roadshow: Roadshow, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert answers_in(roadshow, "case.1.") == {1: {"case.1.score": "7"}, 2: {"case.1.score": "3"}}
