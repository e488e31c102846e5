"""Parts, pooling and the key on PostgreSQL, when many press at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from casestudy.actions import key, parts, reveals
from casestudy.actions.reveals import OutOfTurnError
from casestudy.models import CaseRun, Parts
from live.models import Log
from tests.servers.test_actions import TOGETHER, all_at_once
from workshops.models import Roadshow
from workshops.sample import load_sample

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def run() -> CaseRun:
    load_sample(date(2026, 3, 2))
    return CaseRun.objects.get(roadshow=Roadshow.objects.get(slug="manchester"))


def head(run: CaseRun) -> int:
    return Log.objects.get(pk=run.roadshow.log_id).head


def one_of_many(run: CaseRun, verb: Callable[[CaseRun], object]) -> None:
    """Let many press at once, and expect one to be heard and the others to be told."""
    before = head(run)
    results = all_at_once(lambda: verb(CaseRun.objects.get(pk=run.pk)))
    assert sum(isinstance(result, OutOfTurnError) for result in results) == TOGETHER - 1, results
    assert head(run) == before + 1


def test_of_many_who_give_parts_out_at_once_one_does(run: CaseRun) -> None:
    after = head(run)
    one_of_many(run, lambda own: parts.give_out(own, mode=Parts.TABLES, after=0, actor="a"))
    assert run.hands.count() == run.roadshow.tables.count()
    assert head(run) == after + 1


def test_of_many_who_change_one_table_at_once_one_does(run: CaseRun) -> None:
    parts.give_out(run, mode=Parts.TABLES, after=0, actor="a")
    table = run.roadshow.tables.get(number=1)
    was = list(run.hands.filter(table=table).values_list("agency__code", flat=True))
    wanted = "GP" if was != ["GP"] else "POL"
    one_of_many(run, lambda own: parts.change_hand(own, table, [wanted], was=was, actor="a"))


def test_of_many_who_pool_and_take_it_back_at_once_one_does(run: CaseRun) -> None:
    parts.give_out(run, mode=Parts.TABLES, after=0, actor="a")
    reveals.reveal(run, stage=1, actor="a")
    one_of_many(run, lambda own: parts.pool(own, stage=1, actor="a"))
    one_of_many(run, lambda own: parts.unpool(own, stage=1, actor="a"))


def test_of_many_who_open_and_close_the_key_at_once_one_does(run: CaseRun) -> None:
    one_of_many(run, lambda own: key.open_key(own, actor="a"))
    one_of_many(run, lambda own: key.close_key(own, actor="a"))
