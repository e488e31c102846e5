from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from casestudy.actions import reveals
from casestudy.models import CaseRun
from casestudy.queries import runs
from tests.factories import make_roadshow
from workshops.queries.room import room_at_a_glance

pytestmark = pytest.mark.django_db


def reveal(run: CaseRun, up_to: int) -> None:
    for number in range(run.stage + 1, up_to + 1):
        reveals.reveal(run, stage=number, actor="Ana")


def test_a_roadshow_without_a_case_has_no_run() -> None:
    assert runs.run_of(make_roadshow()) is None


def test_before_the_first_reveal_there_is_nothing(run: CaseRun) -> None:
    case = runs.case_at_a_glance(run)
    assert (case.shown, case.newest, case.total) == ((), None, 3)


def test_what_is_shown_is_what_was_revealed_in_order(run: CaseRun) -> None:
    reveal(run, 2)
    case = runs.case_at_a_glance(run)
    assert [(shown.stage.number, shown.newest) for shown in case.shown] == [(1, False), (2, True)]
    assert case.newest == case.shown[-1]


def test_what_was_withdrawn_is_not_shown(run: CaseRun) -> None:
    reveal(run, 2)
    reveals.withdraw(run, stage=2, actor="Ana")
    assert [shown.stage.number for shown in runs.case_at_a_glance(run).shown] == [1]


def test_what_was_shown_again_is_shown_once(run: CaseRun) -> None:
    reveal(run, 2)
    reveals.withdraw(run, stage=2, actor="Ana")
    reveal(run, 2)
    assert [shown.stage.number for shown in runs.case_at_a_glance(run).shown] == [1, 2]


@pytest.mark.parametrize("count", [1, 3])
def test_the_case_costs_the_same_however_much_is_shown(
    run: CaseRun, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    reveal(run, count)
    with django_assert_num_queries(3):  # the run, its stages, and how many stages there are
        found = runs.run_of(run.roadshow)
        assert found is not None
        titles = [shown.stage.title for shown in runs.case_at_a_glance(found).shown]
    assert len(titles) == count


def test_a_stages_papers_come_with_their_agencies(
    run: CaseRun, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    stage = run.case.stages.get(number=1)
    with django_assert_num_queries(1):
        agencies = [paper.agency.name for paper in stage.papers]
    assert agencies


def test_the_next_stage_is_the_one_after_the_newest(run: CaseRun) -> None:
    nexts = [runs.next_stage(run)]
    for number in (1, 2, 3):
        reveal(run, number)
        nexts.append(runs.next_stage(run))
    assert [stage.number if stage else None for stage in nexts] == [1, 2, 3, None]


def test_the_key_of_a_stage_is_of_its_own_events(
    run: CaseRun, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    stage = run.case.stages.get(number=2)
    with django_assert_num_queries(3):
        events = runs.key_of(stage)
        told = [entry.agency.name for event in events for entry in event.key.told.all()]
    assert ([event.ref for event in events], told) == (["E2"], ["The practice"])


def test_marks_say_to_which_stage_each_event_brought_the_room(run: CaseRun) -> None:
    reveal(run, 2)
    reveals.withdraw(run, stage=2, actor="Ana")
    reveal(run, 2)
    assert runs.stage_marks(run.roadshow) == [(1, 1), (2, 2), (3, 1), (4, 2)]
    assert room_at_a_glance(run.roadshow).step == 2


def test_another_rooms_reveals_are_no_marks_here(run: CaseRun) -> None:
    other = reveals.attach_case(make_roadshow(), run.case)
    reveal(other, 3)
    assert runs.stage_marks(run.roadshow) == []
    assert runs.case_at_a_glance(run).shown == ()


def test_every_version_of_every_case_can_be_chosen_from(run: CaseRun, walsh_run: CaseRun) -> None:
    assert list(runs.case_versions()) == [run.case, walsh_run.case]
