"""What pictures may show: nothing of an unrevealed stage, and of an unpooled one only one's own."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from casestudy.actions import reveals
from casestudy.fragments.pictures import NAMES, drawing, figure
from casestudy.models import Agency, CaseRun, CaseStudy, Part, Parts, Reveal
from casestudy.pictures.chronology import By
from casestudy.pictures.known import Known, day
from casestudy.queries.pictures import IN_THE_PAPERS, Visible, known, seen_by_all, seen_by_device, seen_by_facilitator
from tests.factories import first_table, join

pytestmark = pytest.mark.django_db

STAGES = 8
LAST = range(1, STAGES)


def couple(partner: str, state: str, stage: int, *marks: dict[str, Any]) -> dict[str, Any]:
    return {"people": [partner, "katie"], "state": state, "first_stage": stage, "marks": list(marks)}


@pytest.fixture
def case(walsh_run: CaseRun) -> CaseStudy:
    """Return the shipped case with everything that a genogram can learn later."""
    case = walsh_run.case
    case.people.filter(key="baby").update(expected_stage=4, died_stage=8)
    case.couples = [
        couple("ryan", "ended", 1),
        couple("lee", "ended", 2, {"kind": "abuse", "stage": 3}),
        couple("craig", "together", 3, {"kind": "cut-off", "stage": 7}),
    ]
    case.households = [
        {"name": "The first home", "people": ["katie", "erin", "toby"], "first_stage": 1},
        {"name": "The later home", "people": ["katie", "erin", "toby", "craig"], "first_stage": 6},
    ]
    case.save()
    return case


def shown(case: CaseStudy, stage: int) -> str:
    """Return everything that any picture says and draws at a stage, as a table, a projector and paper have it."""
    seen = known(case, Visible(stage))
    pages = [figure(case, Visible(stage), name, by=by) for name in NAMES for by in By]
    return "\n".join([*pages, *(drawing(seen, name, large=True) for name in NAMES)])


def later(case: CaseStudy, stage: int) -> dict[str, set[str]]:
    """Return what the stages after `stage` bring that no earlier one does, by kind."""
    events: list[Any] = [*case.events.all(), *case.history.all()]
    held = {code for row in events if row.reveal_stage <= stage for code in row.held_by}
    people = [person for person in case.people.all() if person.first_stage > stage]
    agencies = {agency.name for agency in case.agencies.all() if agency.code not in held}
    return {
        "fact": {row.fact.split(".")[0] for row in events if row.reveal_stage > stage},
        "person": {person.name for person in people},
        "birth": {day(person.born) for person in people if person.born},
        "agency": agencies,
        "death": {day(p.died) for p in case.people.all() if p.died and (p.died_stage or 0) > stage},
        "mark": {'class="abuse"'} if stage < 3 else {'class="cut-off"'} if stage < 7 else set(),
        "home": {"The later home"} if stage < 6 else set(),
    }


def flat(text: str) -> str:
    return " ".join(text.replace("&#x27;", "'").replace("&quot;", '"').split())


def found(case: CaseStudy, stage: int, hidden: dict[str, set[str]]) -> dict[str, set[str]]:
    said = flat(shown(case, stage))
    told = {kind: {piece for piece in pieces if piece in said} for kind, pieces in hidden.items()}
    return {kind: pieces for kind, pieces in told.items() if pieces}


@pytest.mark.parametrize("stage", range(1, STAGES + 1))
def test_no_picture_tells_anything_of_a_later_stage(case: CaseStudy, stage: int) -> None:
    assert found(case, stage, later(case, stage)) == {}


@pytest.mark.parametrize("stage", LAST)
def test_control_one_stage_too_many_is_found(case: CaseStudy, stage: int) -> None:
    told = found(case, stage + 1, later(case, stage))
    assert told["fact"]
    new = [person.name for person in case.people.filter(first_stage=stage + 1)]
    assert told.get("person", set()) == set(new)
    assert ("mark" in told) == (stage + 1 in {3, 7})
    assert ("death" in told) == (stage + 1 == STAGES)


@pytest.mark.parametrize("stage", range(1, STAGES + 1))
def test_the_data_of_a_stage_is_the_same_whatever_comes_later(case: CaseStudy, stage: int) -> None:
    before = known(case, Visible(stage))
    case.events.filter(reveal_stage__gt=stage).delete()
    case.history.filter(reveal_stage__gt=stage).delete()
    case.people.exclude(first_stage__lte=stage).exclude(expected_stage__lte=stage).delete()
    case.people.filter(died_stage__gt=stage).update(died=None, died_stage=None)
    case.people.filter(first_stage__gt=stage).update(name="X", born=None, symbol="pet", role="X")
    case.couples = [{**c, "marks": [m for m in c["marks"] if m["stage"] <= stage]} for c in case.couples]
    case.couples = [c for c in case.couples if c["first_stage"] <= stage]
    case.households = [h for h in case.households if h["first_stage"] <= stage]
    assert known(case, Visible(stage)) == before


@pytest.mark.parametrize("stage", LAST)
def test_control_what_a_stage_itself_brings_changes_the_data(case: CaseStudy, stage: int) -> None:
    before = known(case, Visible(stage))
    case.events.filter(reveal_stage=stage).delete()
    assert known(case, Visible(stage)) != before


@pytest.mark.parametrize("stage", range(1, STAGES + 1))
def test_entries_are_numbered_by_what_is_known_so_that_no_gap_tells_of_others(case: CaseStudy, stage: int) -> None:
    numbers = [entry.number for entry in known(case, Visible(stage)).entries]
    assert numbers == list(range(1, len(numbers) + 1))


def by_key(seen: Known) -> dict[str, Any]:
    return {person.key: person for person in seen.people}


def test_a_child_is_expected_then_there_then_gone_and_never_before(case: CaseStudy) -> None:
    told: list[Any] = [by_key(known(case, Visible(stage))).get("baby") for stage in range(1, STAGES + 1)]
    assert told[:3] == [None] * 3
    expected, born, died = told[3], told[6], told[7]
    assert (expected.name, expected.expected, expected.born, expected.symbol) == ("", True, None, "unknown")
    assert (born.name, born.expected, born.dead, born.died) == ("Will Walsh", False, False, None)
    assert (died.dead, day(died.died)) == (True, "11 Feb 2026")
    assert [bool(each and each.new) for each in told] == [False, False, False, True, False, False, True, True]


def test_a_death_without_a_stage_is_never_told(case: CaseStudy) -> None:
    case.people.filter(key="baby").update(died_stage=None)
    assert by_key(known(case, Visible(8)))["baby"].dead is False


def test_marks_and_homes_come_with_their_stage(case: CaseStudy) -> None:
    def lee(stage: int) -> list[str]:
        return [m.kind for c in known(case, Visible(stage)).couples if "lee" in c.people for m in c.marks]

    assert [lee(stage) for stage in (1, 2, 3)] == [[], [], ["abuse"]]
    assert [home.name for home in known(case, Visible(5)).households] == ["The first home"]
    assert [home.name for home in known(case, Visible(6)).households] == ["The later home"]


def test_ages_are_told_at_the_newest_event_that_is_known(case: CaseStudy) -> None:
    assert str(known(case, Visible(1)).on) == "2024-10-08"
    assert known(case, Visible(0)) == Known()


def test_in_the_first_stage_where_all_is_new_nothing_is_marked(case: CaseStudy) -> None:
    assert [entry.new for entry in known(case, Visible(1)).entries] == [False] * 4
    assert [entry.new for entry in known(case, Visible(2)).entries].count(True) == 5


@pytest.mark.parametrize("stage", [1, 8])
def test_it_costs_four_queries_however_much_is_known(
    case: CaseStudy, stage: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(4):
        known(case, Visible(stage))


def test_of_an_unpooled_stage_an_agency_sees_its_own_alone(case: CaseStudy) -> None:
    before, own = known(case, Visible(6)), known(case, Visible(7, frozenset({"SMS"})))
    fresh = [entry for entry in own.entries if entry.new]
    assert [entry.agencies for entry in fresh] == [("SMS",)]
    assert "Craig tells" in fresh[0].fact
    assert len(own.entries) == len(before.entries) + 1
    assert by_key(own)["baby"].expected  # no paper of theirs is about him
    assert [c.marks for c in own.couples] == [c.marks for c in before.couples]


def test_whoever_ones_own_papers_are_about_is_seen(case: CaseStudy) -> None:
    assert not by_key(known(case, Visible(7, frozenset({"FRS"}))))["baby"].expected


def test_a_fact_of_which_others_hold_a_part_is_left_to_ones_own_papers(case: CaseStudy) -> None:
    fresh = [entry for entry in known(case, Visible(5, frozenset({"NUR"}))).entries if entry.new]
    assert [(entry.agencies, entry.fact) for entry in fresh] == [(("NUR",), IN_THE_PAPERS)]


def test_of_an_older_stage_in_pieces_an_agency_sees_its_own_alone(case: CaseStudy) -> None:
    before = {entry.fact for entry in known(case, Visible(4)).entries}
    own = known(case, Visible(6, frozenset({"SLT"}), apart=5))
    assert {entry.agencies for entry in own.entries if entry.fact not in before} == {("SLT",)}


def reveal(run: CaseRun, up_to: int) -> None:
    for number in range(run.stage + 1, up_to + 1):
        reveals.reveal(run, stage=number, actor="Ana")


def give_out(run: CaseRun, mode: Parts, *codes: str) -> None:
    CaseRun.objects.filter(pk=run.pk).update(parts=mode)
    run.refresh_from_db()
    for order, code in enumerate(codes):
        agency = Agency.objects.get(case=run.case, code=code)
        Part.objects.create(run=run, table=first_table(run.roadshow), order=order, agency=agency)


def test_where_no_parts_are_given_out_everybody_sees_all_that_was_revealed(walsh_run: CaseRun) -> None:
    reveal(walsh_run, 2)
    device = join(first_table(walsh_run.roadshow)).device
    assert seen_by_device(walsh_run, device) == seen_by_all(walsh_run) == Visible(2)


def test_a_device_sees_its_part_until_the_stage_is_pooled(walsh_run: CaseRun) -> None:
    give_out(walsh_run, Parts.DEVICES, "POL", "SCH")
    reveal(walsh_run, 2)
    table = first_table(walsh_run.roadshow)
    devices = [join(table).device for _ in range(3)]
    seen = [seen_by_device(walsh_run, device).only for device in devices]
    assert seen == [frozenset({"POL"}), frozenset({"SCH"}), frozenset({"POL"})]
    assert seen_by_all(walsh_run) == Visible(2, frozenset(), apart=1)
    pooled = {"pooled_at": walsh_run.roadshow.held_on.isoformat() + "T09:00Z"}
    Reveal.objects.filter(stage__number=2).update(**pooled)
    assert seen_by_all(walsh_run).whole == 0, "the first stage is still in pieces"
    Reveal.objects.filter(stage__number=1).update(**pooled)
    assert seen_by_device(walsh_run, devices[0]) == seen_by_all(walsh_run) == Visible(2)


def test_where_tables_have_parts_all_devices_of_one_see_its_part(walsh_run: CaseRun) -> None:
    give_out(walsh_run, Parts.TABLES, "POL")
    reveal(walsh_run, 2)
    devices = [join(first_table(walsh_run.roadshow)).device for _ in range(2)]
    assert [seen_by_device(walsh_run, device).only for device in devices] == [frozenset({"POL"})] * 2


def test_a_facilitator_sees_what_the_room_has_and_may_look_ahead(walsh_run: CaseRun) -> None:
    give_out(walsh_run, Parts.TABLES, "POL")
    reveal(walsh_run, 2)
    assert seen_by_facilitator(walsh_run) == Visible(2)
    assert seen_by_facilitator(walsh_run, 5) == Visible(5)
