"""Every verb on PostgreSQL, and what happens when many press at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connections

from casestudy.actions.reveals import OutOfTurnError, reveal, withdraw
from casestudy.models import CaseRun, Reveal
from live.models import Event, Frame, Log
from workshops.accounts import make_sign_in_link
from workshops.actions import room as actions
from workshops.models import Roadshow, Table
from workshops.queries.room import room_at_a_glance
from workshops.sample import load_sample

pytestmark = pytest.mark.django_db(transaction=True)

TOGETHER = 6
Result = TypeVar("Result")


@pytest.fixture
def manchester() -> Roadshow:
    load_sample(date(2026, 3, 2))
    return Roadshow.objects.get(slug="manchester")


@pytest.fixture
def run(manchester: Roadshow) -> CaseRun:
    return CaseRun.objects.get(roadshow=manchester)


@pytest.fixture
def table(manchester: Roadshow) -> Table:
    return manchester.tables.get(number=1)


def all_at_once(verb: Callable[[], Result]) -> list[Result | Exception]:
    """Run a verb in several threads at the same moment; return what each got or raised."""
    together = Barrier(TOGETHER)

    def press(_: int) -> Result | Exception:
        together.wait()
        try:
            return verb()
        except Exception as error:  # noqa: BLE001 -- the test says which it may be
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(TOGETHER) as threads:
        return list(threads.map(press, range(TOGETHER)))


def numbers(log_id: int) -> list[int]:
    return list(Event.objects.filter(log=log_id).order_by("pk").values_list("seq", flat=True))


def test_the_sample_is_loaded_once(manchester: Roadshow) -> None:
    load_sample(date(2026, 3, 2))
    assert [roadshow.tables.count() for roadshow in Roadshow.objects.order_by("order")] == [12] * 5
    assert manchester.is_open


def test_a_day_of_verbs_leaves_a_log_without_gaps(manchester: Roadshow, run: CaseRun, table: Table) -> None:
    start = Log.objects.get(pk=manchester.log_id).head
    device = actions.join_table(table.code).device
    reveal(run, stage=1, actor="a")
    withdraw(run, stage=1, actor="a")
    reveal(run, stage=1, actor="a")
    actions.rotate_code(table, actor="a")
    assert actions.remove_device(device, actor="a")
    assert actions.close_roadshow(manchester, actor="a")
    assert actions.open_roadshow(manchester, actor="a")
    head = Log.objects.get(pk=manchester.log_id).head
    assert head == start + 7
    assert numbers(manchester.log_id) == list(range(1, head + 1))
    assert room_at_a_glance(manchester).step == 1


def test_a_device_moves_to_another_table_of_the_room(manchester: Roadshow, table: Table) -> None:
    joined = actions.join_table(table.code)
    other = manchester.tables.get(number=2)
    again = actions.join_table(other.code, token=joined.token)
    assert (again.device.pk, again.device.table, again.token) == (joined.device.pk, other, joined.token)


def test_an_old_code_is_known_as_old(table: Table) -> None:
    old = table.code
    actions.rotate_code(table, actor="a")
    with pytest.raises(actions.RetiredCodeError):
        actions.join_table(old)


def press_reveal(run: CaseRun, stage: int, key: str = "") -> Reveal:
    """Press as a view does, which has read the run for itself."""
    return reveal(CaseRun.objects.get(pk=run.pk), stage=stage, actor="a", key=key)


def test_of_many_reveals_at_once_one_moves_the_room(run: CaseRun) -> None:
    for stage in (1, 2, 3):
        before = Log.objects.get(pk=run.roadshow.log_id).head
        results = all_at_once(partial(press_reveal, run, stage))
        late = [result for result in results if isinstance(result, OutOfTurnError)]
        assert len(late) == TOGETHER - 1, results
        assert {error.run.stage for error in late} == {stage}
        assert Log.objects.get(pk=run.roadshow.log_id).head == before + 1
    assert run.reveals.count() == 3


def test_one_press_that_arrives_many_times_is_answered_alike(run: CaseRun) -> None:
    results = all_at_once(partial(press_reveal, run, 1, key="one press"))
    assert len(set(results)) == 1, results
    assert run.reveals.count() == 1


def test_of_many_withdrawals_at_once_one_moves_the_room(run: CaseRun) -> None:
    reveal(run, stage=1, actor="a")
    results = all_at_once(lambda: withdraw(CaseRun.objects.get(pk=run.pk), stage=1, actor="a"))
    assert sum(isinstance(result, OutOfTurnError) for result in results) == TOGETHER - 1, results
    run.refresh_from_db()
    assert run.stage == 0


def test_many_rooms_events_at_once_are_numbered_without_gap_or_repeat(manchester: Roadshow) -> None:
    before = Log.objects.get(pk=manchester.log_id).head
    tables = iter(list(manchester.tables.all()[:TOGETHER]))
    results = all_at_once(lambda: actions.rotate_code(next(tables), actor="a"))
    assert not [result for result in results if isinstance(result, Exception)]
    assert numbers(manchester.log_id) == list(range(1, before + TOGETHER + 1))
    frames = Frame.objects.filter(log=manchester.log_id, topic="consoles").order_by("seq")
    assert [frame.after for frame in frames] == [0, *[frame.seq for frame in frames][:-1]]


def test_many_devices_that_join_at_once_get_a_number_each(table: Table) -> None:
    code = table.code
    results = all_at_once(lambda: actions.join_table(code).device.number)
    assert sorted(map(str, results)) == [str(n) for n in range(1, TOGETHER + 1)]


def test_new_codes_at_once_leave_one_live_code(table: Table) -> None:
    results = all_at_once(lambda: actions.rotate_code(table, actor="a"))
    assert not [result for result in results if isinstance(result, Exception)]
    assert table.codes.filter(retired_at=None).count() == 1


def test_staff_links_at_once_make_one_account(manchester: Roadshow) -> None:
    results = all_at_once(lambda: make_sign_in_link(email="New@example.org"))
    assert not [result for result in results if isinstance(result, Exception)], results
