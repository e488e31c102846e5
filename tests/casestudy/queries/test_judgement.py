from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from casestudy import judging
from casestudy.actions import reveals
from casestudy.models import CaseRun
from casestudy.queries.judgement import (
    About,
    Rated,
    Shared,
    changes_of_concern,
    concern_at,
    concern_of,
    known_by,
    stage_judgement,
)
from tests.casestudy.judged import answer, rate, reveal, with_children
from tests.factories import join, make_roadshow, make_run
from workshops.models import Answer, Device, Table

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(run: CaseRun) -> CaseRun:
    return with_children(run)


def table(run: CaseRun, number: int) -> Table:
    return run.roadshow.tables.get(number=number)


def device(run: CaseRun, number: int = 1) -> Device:
    return join(table(run, number)).device


def test_tables_are_asked_about_the_whole_and_those_that_the_room_knows_of(run: CaseRun) -> None:
    run.case.people.filter(key="anna").update(first_stage=3, expected_stage=2)
    run.case.whole = "everybody at the farm"
    whole = About("family", "Everybody at the farm")
    assert [known_by(run.case, stage) for stage in (1, 2, 3)] == [
        [whole],
        [whole, About("anna", "Unborn baby")],
        [whole, About("anna", "Anna Small")],
    ]


def test_numbers_are_read_by_table_stage_and_person(run: CaseRun) -> None:
    reveal(run, 1)
    rate(table(run, 1), 1, 3)
    rate(table(run, 2), 1, 7, "anna")
    reveal(run, 2)
    rate(table(run, 1), 2, 10)
    concern = concern_of(run)
    assert concern.stages == (1, 2)
    assert set(concern.rated) == {Rated(1, 1, "family", 3), Rated(2, 1, "anna", 7), Rated(1, 2, "family", 10)}
    assert concern.by_table == {"family": {1: {1: 3, 2: 10}}, "anna": {2: {1: 7}}}
    assert concern.spread("family", 2).scores == (10,)
    assert concern_of(run, table(run, 2)).rated == (Rated(2, 1, "anna", 7),)
    assert {each.stage for each in concern_of(run, up_to=1).rated} == {1}


def test_a_number_that_was_taken_back_is_none(run: CaseRun) -> None:
    reveal(run, 1)
    rate(table(run, 1), 1, 3)
    rate(table(run, 1), 1, "")
    assert concern_of(run).rated == ()


def test_numbers_of_a_withdrawn_stage_wait_until_it_is_shown_again(run: CaseRun) -> None:
    reveal(run, 1)
    rate(table(run, 1), 1, 3)
    reveals.withdraw(run, stage=1, actor="Ana")
    assert concern_of(run).rated == ()
    reveal(run, 1)
    assert len(concern_of(run).rated) == 1


def test_another_room_has_numbers_of_its_own(run: CaseRun) -> None:
    other = make_run(make_roadshow(tables=1))
    for each in (run, other):
        reveal(each, 1)
    rate(table(other, 1), 1, 9)
    assert concern_of(run).rated == ()
    assert stage_judgement(run, 1).rated == 0


def test_what_the_room_says_of_a_stage_is_counted_by_tables(run: CaseRun) -> None:
    reveal(run, 1)
    one, two = device(run), device(run, 2)
    answer(one, {judging.concern(1, "family", "score"): "3", judging.concern(1, "anna", "score"): "5"})
    answer(one, {judging.share(1, "GP", "when"): "now", judging.share(1, "GP", "factor.trust"): "yes"})
    answer(one, {judging.share(1, "SCH", "when"): "advice", judging.share(1, "SCH", "factor.trust"): "yes"})
    answer(two, {judging.share(1, "GP", "when"): "not-yet", judging.share(1, "GP", "factor.fear"): "yes"})
    answer(two, {judging.of_stage(1, "passed"): "yes"})
    judged = stage_judgement(run, 1)
    assert (judged.tables, judged.rated, judged.passed, judged.decided) == (2, 1, 1, 2)
    assert judged.shared == (Shared("The practice", 1, 0, 1), Shared("The school", 0, 1, 0))
    assert dict(judged.barriers) == {
        "Trust": 1,  # one table, though it stands in the way twice there
        "Fear": 1,
        "Risk": 0,
        "Relationships": 0,
        "Processes": 0,
        "Leadership": 0,
    }


def test_the_history_tells_what_every_number_was_at_any_moment(run: CaseRun) -> None:
    reveal(run, 1)
    rate(table(run, 1), 1, 3)
    rate(table(run, 2), 1, 8)
    rate(table(run, 1), 1, 5)
    rate(table(run, 2), 1, "")
    changes = changes_of_concern(run)
    assert [(c.table, c.score) for c in changes] == [(1, 3), (2, 8), (1, 5), (2, None)]
    one, two = (1, 1, "family"), (2, 1, "family")
    stood = [concern_at(changes, change.seq) for change in changes]
    assert stood == [{one: 3}, {one: 3, two: 8}, {one: 5, two: 8}, {one: 5}]
    assert concern_at(changes, 0) == {}


@pytest.mark.parametrize("tables", [1, 40])
def test_reading_costs_the_same_however_many_tables_and_stages(
    tables: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    run = with_children(make_run(make_roadshow(tables=tables)))
    reveal(run, 3)
    Answer.objects.bulk_create(
        Answer(table=each, field=judging.concern(stage, about, "score"), value="4", version=1)
        for each in run.roadshow.tables.all()
        for stage in (1, 2, 3)
        for about in ("family", "anna")
    )
    with django_assert_num_queries(2):  # the people, the answers
        concern = concern_of(run)
    assert len(concern.rated) == tables * 6
    with django_assert_num_queries(3):  # the answers, the tables, the agencies
        assert stage_judgement(run, 3).rated == tables
    with django_assert_num_queries(1):
        changes_of_concern(run)
