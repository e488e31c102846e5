from __future__ import annotations

import pytest

from casestudy.actions import parts as actions
from casestudy.actions import reveals
from casestudy.models import CaseRun, Part, Parts
from casestudy.queries import parts
from casestudy.queries.parts import Fragment
from tests.factories import first_table, join
from workshops.models import Answer, Device, Table
from workshops.topics import EVERYBODY, WATCHERS

pytestmark = pytest.mark.django_db


def hold(run: CaseRun, table: Table, *codes: str, mode: Parts = Parts.DEVICES) -> None:
    """Let a table play agencies."""
    CaseRun.objects.filter(pk=run.pk).update(parts=mode)
    run.refresh_from_db()
    for order, code in enumerate(codes, start=1):
        Part.objects.create(run=run, table=table, order=order, agency=run.case.agencies.get(code=code))


def tick(table: Table, code: str, value: str = "yes") -> None:
    Answer.objects.create(table=table, field=f"case.present.{code}", value=value, version=1)


def named(table: Table, number: int) -> str | None:
    agency = parts.part_at(table, number)
    return agency.code if agency else None


def test_where_no_parts_are_given_out_nobody_plays_anything(run: CaseRun) -> None:
    table = first_table(run.roadshow)
    hold(run, table, "SCH", mode=Parts.NONE)
    assert (parts.part_of(join(table).device), parts.seats_at(table)) == (None, [])


def test_with_one_part_every_device_of_the_table_plays_it(run: CaseRun) -> None:
    table = first_table(run.roadshow)
    hold(run, table, "GP", mode=Parts.TABLES)
    assert [named(table, number) for number in (1, 2, 7)] == ["GP"] * 3
    assert parts.seats_at(table) == ["The practice"]


def test_of_several_parts_devices_take_one_each_in_the_order_of_their_numbers(run: CaseRun) -> None:
    table = first_table(run.roadshow)
    hold(run, table, "GP", "SCH")
    assert [named(table, number) for number in (1, 2, 3, 4)] == ["GP", "SCH", "GP", "SCH"]


def test_a_table_that_was_added_later_has_no_part(run: CaseRun) -> None:
    hold(run, first_table(run.roadshow), "GP")
    device = join(run.roadshow.tables.get(number=2)).device
    assert (parts.part_of(device), parts.topics_of(device)) == (None, ["part:"])


def test_a_device_listens_to_the_topic_of_its_part(run: CaseRun) -> None:
    table = first_table(run.roadshow)
    device = join(table).device
    assert parts.topics_of(device) == []
    hold(run, table, "GP")
    assert parts.topics_of(device) == ["part:GP"]


def test_of_a_reveal_hear_everybody_and_then_those_who_hear_of_fragments(run: CaseRun) -> None:
    assert parts.reveal_topics(run) == EVERYBODY
    hold(run, first_table(run.roadshow), "GP", "SCH")
    assert parts.reveal_topics(run) == (*EVERYBODY, WATCHERS, "part:", "part:SCH", "part:GP")


def test_without_parts_the_pieces_of_every_stage_lie_together(run: CaseRun) -> None:
    reveals.reveal(run, stage=1, actor="Ana")
    assert (parts.is_pooled(run, 1), parts.unpooled(run)) == (True, [])


def test_with_parts_a_stage_is_in_pieces_until_it_is_pooled(run: CaseRun) -> None:
    hold(run, first_table(run.roadshow), "GP")
    for stage in (1, 2):
        reveals.reveal(run, stage=stage, actor="Ana")
    assert [stage.number for stage in parts.unpooled(run)] == [2, 1]
    actions.pool(run, stage=1, actor="Ana")
    assert [parts.is_pooled(run, stage) for stage in (1, 2, 3)] == [True, False, False]
    assert [stage.number for stage in parts.unpooled(run)] == [2]


# What an agency holds


def test_an_agency_has_its_own_papers_and_no_others(run: CaseRun) -> None:
    stage = run.case.stages.get(number=2)
    school, practice = (Fragment(stage, agency) for agency in run.case.agencies.all())
    assert [paper.title for paper in school.papers] == ["Letter of stage 2"]
    assert practice.papers == []


def test_what_an_agency_holds_and_none_of_its_papers_says_is_added(run: CaseRun) -> None:
    stage = run.case.stages.get(number=2)
    run.case.events.filter(ref="E2").update(held_by=["SCH", "GP"])
    school, practice = (Fragment(stage, agency) for agency in run.case.agencies.all())
    assert school.facts == [], "its letter is about both"
    assert [(fact.when, fact.words) for fact in practice.facts] == [
        ("Early 2025", "Something came before."),
        ("2 March 2026", "Fact 2 was seen."),
    ]


def test_an_agency_may_hold_nothing_about_a_stage(run: CaseRun) -> None:
    stage, practice = run.case.stages.get(number=1), run.case.agencies.get(code="GP")
    assert Fragment(stage, practice).is_empty
    assert Fragment(stage, None).is_empty


# Who is here


def test_those_that_hold_most_come_first_and_those_that_hold_nothing_not_at_all(run: CaseRun) -> None:
    run.case.agencies.create(code="ZOO", order=9, name="The zoo", holds="Nothing")
    run.case.agencies.filter(code="GP").update(order=0)
    assert [agency.code for agency in parts.holders(run.case)] == ["SCH", "GP"]


def test_a_table_says_which_agencies_sit_at_it(run: CaseRun) -> None:
    one, two = run.roadshow.tables.all()
    tick(one, "GP")
    tick(one, "SCH", "")
    tick(two, "SCH", "")
    assert parts.present_in(run.roadshow) == {1: frozenset({"GP"})}


def places(run: CaseRun, mode: Parts, most: int = 9) -> list[tuple[bool, ...]]:
    return [seats.taken for seats in parts.seats_of(run, mode, most)]


def test_with_a_part_for_each_table_a_table_has_one_place(run: CaseRun) -> None:
    for _ in range(3):
        join(first_table(run.roadshow))
    assert places(run, Parts.TABLES) == [(True,), (False,)]


def test_with_a_part_for_each_device_a_table_has_a_place_for_each(run: CaseRun) -> None:
    for _ in range(3):
        join(first_table(run.roadshow))
    assert places(run, Parts.DEVICES) == [(True, True, True), (False,)]
    assert places(run, Parts.DEVICES, most=2) == [(True, True), (False,)]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [([2], (True,)), ([1, 3], (True, False, True)), ([3, 4], (True, True)), ([2, 3, 7], (True, True, True))],
)
def test_gaps_among_the_devices_numbers_leave_each_device_a_place_of_its_own(
    run: CaseRun, numbers: list[int], expected: tuple[bool, ...]
) -> None:
    table = first_table(run.roadshow)
    for number in numbers:
        Device.objects.create(table=table, number=number, token_digest=f"device {number}")
    assert places(run, Parts.DEVICES)[0] == expected


def test_a_device_that_was_removed_has_no_place(run: CaseRun) -> None:
    joined = [join(first_table(run.roadshow)).device for _ in range(2)]
    Device.objects.filter(pk=joined[1].pk).update(removed_at="2026-03-02T09:00Z")
    assert places(run, Parts.DEVICES) == [(True,), (False,)]
