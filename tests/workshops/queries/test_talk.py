from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories import first_table, make_roadshow
from workshops.actions.care import hide
from workshops.actions.talk import park_question, settle_question
from workshops.models import ParkedQuestion, Roadshow
from workshops.queries.talk import open_questions, own_questions, questions_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow(tables=2)


def park(roadshow: Roadshow, *texts: str, table: int = 1) -> list[ParkedQuestion]:
    asks = roadshow.tables.get(number=table)
    return [park_question(roadshow, text=text, actor=str(asks), table=asks) for text in texts]


def test_those_that_wait_come_first_and_each_part_is_in_the_order_of_asking(roadshow: Roadshow) -> None:
    _a, b, c, _d = park(roadshow, "a", "b", "c", "d")
    for question in (c, b):
        settle_question(question, actor="Ana")
    assert [glance.question.text for glance in questions_of(roadshow)] == ["a", "d", "b", "c"]
    assert [glance.question.text for glance in open_questions(roadshow)] == ["a", "d"]


def test_a_hidden_question_is_there_with_who_hid_it(roadshow: Roadshow) -> None:
    shown, hidden = park(roadshow, "shown", "hidden")
    hide(roadshow, hidden.item, actor="Ana")
    found = {glance.question: glance.hiding and glance.hiding.hidden_by for glance in questions_of(roadshow)}
    assert found == {shown: None, hidden: "Ana"}


def test_a_question_of_the_same_number_hidden_elsewhere_is_shown_here(roadshow: Roadshow) -> None:
    (question,) = park(roadshow, "here")
    hide(make_roadshow(), question.item, actor="Ana")
    assert [glance.hiding for glance in questions_of(roadshow)] == [None]


def test_a_table_sees_its_own_questions_hidden_and_settled_ones_too(roadshow: Roadshow) -> None:
    one, two = park(roadshow, "one", "two")
    park(roadshow, "not ours", table=2)
    park_question(roadshow, text="nobody's", actor="Ana")
    hide(roadshow, one.item, actor="Ana")
    settle_question(two, actor="Ana")
    assert own_questions(first_table(roadshow)) == [one, two]


@pytest.mark.parametrize("count", [1, 5])
def test_questions_cost_the_same_however_many_there_are(
    roadshow: Roadshow, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for question in park(roadshow, *map(str, range(count))):
        hide(roadshow, question.item, actor="Ana")
    with django_assert_num_queries(2):
        glances = questions_of(roadshow)
        assert [str(glance.question.table) for glance in glances] == ["Table 1"] * count
