"""Rehearsals on PostgreSQL: begun once, thrown away while the room is in use, and put back."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from live.models import Log
from tests.factories import first_table, join
from tests.rehearsed import busy, planned, rows
from tests.servers.test_day import at_once
from workshops.actions.care import signal
from workshops.actions.rehearsals import begin_rehearsal, throw_away
from workshops.actions.room import RoadshowShutError, UnknownCodeError, join_table
from workshops.models import Roadshow, SignalKind, Table

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def live(tmp_path: Path, settings: Settings) -> Roadshow:
    settings.DATA_DIR = tmp_path
    return planned(slug="leeds", city="Leeds")


def test_many_who_press_at_once_begin_one(live: Roadshow) -> None:
    begun = at_once(*[lambda: begin_rehearsal(Roadshow.objects.get(pk=live.pk), actor="Ana")] * 6)
    assert {rehearsal.slug for rehearsal in begun if isinstance(rehearsal, Roadshow)} == {"leeds-rehearsal"}
    assert len(begun) == 6
    assert Roadshow.objects.filter(rehearsal_of=live).count() == 1


def test_what_was_thrown_away_is_put_back_row_by_row(live: Roadshow) -> None:
    rehearsal = busy(begin_rehearsal(live, actor="Ana"))
    before, pk = rows(rehearsal), rehearsal.pk
    snapshot = throw_away(rehearsal, word="Leeds", actor="Ana")
    assert list(Log.objects.all()) == [live.log]
    call_command("loaddata", str(snapshot), verbosity=0)
    back = Roadshow.objects.get(pk=pk)
    kept = {row for row in before if row[0] != "live.log"}  # its head counts the snapshot
    assert kept <= set(rows(back))
    # The sequences go on behind what was put back.
    assert join(first_table(back)).device.number == 2


@pytest.mark.parametrize("attempt", range(5))
def test_whoever_joins_or_asks_while_it_goes_gets_in_before_or_finds_nothing(live: Roadshow, attempt: int) -> None:
    rehearsal = begin_rehearsal(live, actor="Ana")
    table = Table.objects.get(roadshow=rehearsal, number=1)
    joins = [partial(join_table, table.code)] * 4
    asks = [partial(signal, Table.objects.get(pk=table.pk), SignalKind.HELP, actor="Table 1")]
    gone, *others = at_once(partial(throw_away, rehearsal, word="Leeds", actor="Ana"), *joins, *asks)
    assert isinstance(gone, Path), others
    found_nothing = (UnknownCodeError, RoadshowShutError, Table.DoesNotExist, Log.DoesNotExist)
    assert [other for other in others if isinstance(other, Exception) and not isinstance(other, found_nothing)] == []
    assert list(Roadshow.objects.all()) == [live]
    assert list(Log.objects.all()) == [live.log]
