from __future__ import annotations

import pytest

from casestudy.actions import parts as actions
from casestudy.actions import reveals
from casestudy.models import CaseRun, Parts
from casestudy.pooled import Change
from casestudy.queries import pooling
from tests.factories import first_table
from workshops.models import Answer, Table

pytestmark = pytest.mark.django_db


def say(table: Table, field: str, value: str) -> None:
    Answer.objects.create(table=table, field=field, value=value, version=1)


def test_what_a_table_rated_alone_and_together(run: CaseRun) -> None:
    table = first_table(run.roadshow)
    say(table, "case.1.alone-SCH.family.score", "3")
    say(table, "case.1.alone-GP.family.score", "5")
    say(table, "case.1.concern.family.score", "7")
    for other in ("case.1.alone-SCH.anna.score", "case.1.alone-SCH.family.reason", "case.2.alone-SCH.family.score"):
        say(table, other, "9")
    expected = Change(1, (("The school", 3), ("The practice", 5)), 7)
    assert pooling.change_at(run, table, 1) == expected
    assert pooling.changes_in(run, 1) == [expected]


@pytest.mark.parametrize("odd", ["", "11", "-1", "x", "٣"])
def test_what_is_no_score_counts_as_not_rated(run: CaseRun, odd: str) -> None:
    say(first_table(run.roadshow), "case.1.concern.family.score", odd)
    assert pooling.changes_in(run, 1) == []


def test_the_newest_pooled_stage_is_the_one_to_look_at(run: CaseRun) -> None:
    assert pooling.newest_pooled(run) is None
    actions.give_out(run, mode=Parts.TABLES, after=0, actor="Ana")
    for stage in (1, 2, 3):
        reveals.reveal(run, stage=stage, actor="Ana")
    assert pooling.newest_pooled(run) is None
    for stage in (2, 1):
        actions.pool(run, stage=stage, actor="Ana")
    newest = pooling.newest_pooled(run)
    assert newest
    assert newest.number == 2
