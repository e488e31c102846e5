from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from live.models import Bulletin
from live.presence import FRESH_FOR
from tests.factories import first_table, join, make_facilitator, make_organiser, make_roadshow
from workshops import panels
from workshops.actions import room as actions
from workshops.models import Device, Roadshow
from workshops.queries.room import RoomGlance, roadshows_of, room_at_a_glance, subject_of, tables_with_codes

pytestmark = pytest.mark.django_db


def say(roadshow: Roadshow, device: Device, *, have: int = 0, sockets: int = 1, ago: timedelta = timedelta()) -> None:
    """Let a server process say what it knows of a device."""
    written = timezone.now() - ago
    entry = [have, sockets, int(written.timestamp())]
    process = f"process-{Bulletin.objects.count()}"
    Bulletin.objects.create(
        log_id=roadshow.log_id, process=process, entries={subject_of(device): entry}, written_at=written
    )


@pytest.fixture
def _stages_at_events_2_and_5(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let event 2 bring step 1, and event 5 step 2."""
    monkeypatch.setattr(panels, "_marks", [lambda _roadshow: [(5, 2), (2, 1)]])


def test_a_table_where_nobody_is_yet() -> None:
    room = room_at_a_glance(make_roadshow(tables=2))
    assert [(glance.in_touch, glance.has, glance.out_of_touch_since) for glance in room.tables] == [(0, 0, None)] * 2
    assert (room.devices, room.taking_part, room.step) == (0, 0, 0)


def test_a_device_that_joined_but_never_connected_is_not_in_touch() -> None:
    roadshow = make_roadshow()
    join(first_table(roadshow))
    (glance,) = room_at_a_glance(roadshow).tables
    assert [(device.in_touch, device.since) for device in glance.devices] == [(False, None)]
    assert glance.out_of_touch_since is None


@pytest.mark.usefixtures("_stages_at_events_2_and_5")
@pytest.mark.parametrize(("have", "step"), [(0, 0), (1, 0), (2, 1), (4, 1), (5, 2), (99, 2)])
def test_a_device_has_the_step_of_the_newest_mark_that_it_acknowledged(have: int, step: int) -> None:
    roadshow = make_roadshow()
    device = join(first_table(roadshow)).device
    say(roadshow, device, have=have)
    room = room_at_a_glance(roadshow)
    assert room.tables[0].has == step
    assert room.step == 2
    assert room.reached == (step == 2)


@pytest.mark.usefixtures("_stages_at_events_2_and_5")
def test_a_table_has_what_all_its_devices_in_touch_have() -> None:
    roadshow = make_roadshow()
    slow, quick, gone = (join(first_table(roadshow)).device for _ in range(3))
    say(roadshow, slow, have=2)
    say(roadshow, quick, have=5)
    say(roadshow, gone, have=0, sockets=0)
    room = room_at_a_glance(roadshow)
    assert (room.tables[0].in_touch, room.tables[0].has, room.reached) == (2, 1, 0)


@pytest.mark.usefixtures("_stages_at_events_2_and_5")
def test_a_table_that_lost_all_its_devices_keeps_what_it_had_and_counts_for_nothing() -> None:
    roadshow = make_roadshow()
    device = join(first_table(roadshow)).device
    say(roadshow, device, have=5, sockets=0, ago=timedelta(minutes=3))
    room = room_at_a_glance(roadshow)
    (glance,) = room.tables
    assert (glance.in_touch, glance.has, room.reached, room.taking_part) == (0, 2, 0, 0)
    assert glance.out_of_touch_since == glance.devices[0].since


def test_a_bulletin_that_is_no_longer_renewed_counts_as_out_of_touch_since_then() -> None:
    roadshow = make_roadshow()
    device = join(first_table(roadshow)).device
    say(roadshow, device, ago=FRESH_FOR * 2)
    (glance,) = room_at_a_glance(roadshow).tables
    assert glance.in_touch == 0
    assert glance.out_of_touch_since == Bulletin.objects.get().written_at


def test_a_table_is_out_of_touch_since_its_last_device_left() -> None:
    roadshow = make_roadshow()
    first, last = (join(first_table(roadshow)).device for _ in range(2))
    say(roadshow, first, sockets=0, ago=timedelta(minutes=9))
    say(roadshow, last, sockets=0, ago=timedelta(minutes=4))
    (glance,) = room_at_a_glance(roadshow).tables
    assert glance.out_of_touch_since == max(device.since for device in glance.devices if device.since)


def test_a_removed_device_is_no_longer_shown() -> None:
    roadshow = make_roadshow()
    device = join(first_table(roadshow)).device
    actions.remove_device(device, actor="Ana")
    assert room_at_a_glance(roadshow).tables[0].devices == ()


def test_a_device_that_moved_is_not_in_touch_for_its_old_table() -> None:
    roadshow = make_roadshow(tables=2)
    joined = join(first_table(roadshow))
    say(roadshow, joined.device)
    actions.join_table(roadshow.tables.get(number=2).code, token=joined.token)
    assert [glance.in_touch for glance in room_at_a_glance(roadshow).tables] == [0, 0]


@pytest.mark.parametrize("count", [1, 3])
def test_the_room_costs_the_same_whatever_its_size(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    roadshow = make_roadshow(tables=count)
    for table in roadshow.tables.all():
        say(roadshow, join(table).device)
    with django_assert_num_queries(6):  # marks, bulletins, signals, tables, codes, devices
        room = room_at_a_glance(roadshow)
        assert summary(room) == (count, count, count)


def summary(room: RoomGlance) -> tuple[int, int, int]:
    """Read what the console shows."""
    return room.devices, room.taking_part, len({glance.table.code for glance in room.tables})


@pytest.mark.parametrize("count", [1, 3])
def test_cards_cost_the_same_whatever_the_size(count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    roadshow = make_roadshow(tables=count)
    with django_assert_num_queries(2):
        assert len([table.code for table in tables_with_codes(roadshow)]) == count


def test_a_rotated_code_is_the_one_on_the_card() -> None:
    roadshow = make_roadshow()
    new = actions.rotate_code(first_table(roadshow), actor="Ana")
    assert [table.code for table in tables_with_codes(roadshow)] == [new.code]


def test_an_organiser_runs_every_roadshow_and_a_facilitator_their_own() -> None:
    own, other = make_roadshow(), make_roadshow()
    assert set(roadshows_of(make_organiser())) == {own, other}
    assert list(roadshows_of(make_facilitator(own))) == [own]
