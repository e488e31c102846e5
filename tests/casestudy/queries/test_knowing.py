from __future__ import annotations

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries

from casestudy.models import Agency, CaseRun, ChronologyEvent, ToldStatus
from casestudy.queries.knowing import Grid, grid_of

pytestmark = pytest.mark.django_db


def weigh(run: CaseRun, points: int) -> None:
    """Let every event weigh 2 but the last, which is the outcome."""
    ChronologyEvent.objects.filter(case=run.case).exclude(ref="E3").update(weight=2)
    run.case.threshold = {"points": points, "words": "This much.", "outcome": "E3"}
    run.case.save()


def signs(grid: Grid) -> dict[str, dict[str, str]]:
    """Return what stands in every cell, by event and agency."""
    return {
        row.ref: {
            cell.agency.code: " ".join(["held"] * cell.held + [str(line.told) for line in cell.lines])
            for cell in row.cells
        }
        for row in grid.rows
    }


def test_the_grid_says_for_every_event_who_held_it_and_who_was_told(run: CaseRun) -> None:
    assert signs(grid_of(run.case)) == {
        "H1": {"SCH": "", "GP": "held"},
        "E1": {"SCH": "held", "GP": "no"},
        "E2": {"SCH": "held", "GP": "no"},
        "E3": {"SCH": "held", "GP": "no"},
    }


def test_a_row_has_its_day_its_fact_and_what_stopped_it(run: CaseRun) -> None:
    earlier, first, *_rest = grid_of(run.case).rows
    assert (earlier.when, earlier.fact, earlier.barrier) == ("Early 2025", "Something came before.", "")
    assert (first.when, first.fact, first.barrier) == ("1 Mar 2026", "Fact 1 was seen.", "trust")


def test_an_agency_without_a_part_in_it_has_no_column(run: CaseRun) -> None:
    Agency.objects.create(case=run.case, code="ZOO", order=9, name="The zoo", holds="Nothing")
    assert [agency.code for agency in grid_of(run.case).agencies] == ["SCH", "GP"]


def test_days_and_agencies_are_counted_from_the_key(run: CaseRun) -> None:
    weigh(run, points=4)
    grid = grid_of(run.case)
    assert (grid.knowledge.together_on, grid.knowledge.days_together) == (dt.date(2026, 3, 2), 1)
    assert grid.alone == "The school"
    assert (grid.why_enough, grid.outcome) == ("This much.", "Fact 3 was seen.")
    assert grid.moments[-1] == (dt.date(2026, 3, 2), 4, "The school", 4)


def test_who_was_told_late_counts_from_that_day(run: CaseRun) -> None:
    weigh(run, points=4)
    ToldStatus.objects.filter(key__event__ref="E1").update(told="late", on=dt.date(2026, 3, 2))
    ToldStatus.objects.filter(key__event__ref="E2").update(told="yes")
    assert grid_of(run.case).alone == "The school and The practice"


def test_what_was_known_before_the_case_counts_as_well(run: CaseRun) -> None:
    weigh(run, points=4)
    run.case.history.update(weight=4)
    grid = grid_of(run.case)
    assert (grid.knowledge.together_on, grid.alone) == (dt.date(2025, 1, 1), "The practice")


def test_a_case_without_weights_has_a_grid_and_no_findings(run: CaseRun) -> None:
    grid = grid_of(run.case)
    assert (grid.knowledge.enough, grid.knowledge.together_on, grid.alone, grid.outcome) == (None, None, "", "")
    assert {who for _day, _together, who, _most in grid.moments} == {"nobody"}


def test_the_grid_is_read_in_a_few_queries(
    walsh_run: CaseRun, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(5):
        assert len(grid_of(walsh_run.case).rows) > 30
