from __future__ import annotations

from contextlib import suppress

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from live.room import Delivery
from tests.factories import first_table, join, make_roadshow
from tests.together import together
from workshops.actions import devices as actions
from workshops.actions.room import remove_device
from workshops.models import Device, Roadshow, Table
from workshops.topics import CONSOLES, DEVICES, own_table

pytestmark = pytest.mark.django_db

FOUND = {"server": "ok", "camera": "no", "screen": "810x1080"}


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow(tables=2)


@pytest.fixture
def device(roadshow: Roadshow) -> Device:
    return join(first_table(roadshow)).device


def second_table(roadshow: Roadshow) -> Table:
    return roadshow.tables.get(number=2)


def test_what_a_device_found_is_kept_with_when(device: Device) -> None:
    before = timezone.now()
    assert actions.report_health(device, health=FOUND, round_trip=12, clock_offset=-93_600_000)
    device.refresh_from_db()
    assert (device.health, device.round_trip, device.clock_offset) == (FOUND, 12, -93_600_000)
    assert device.checked_at is not None
    assert device.checked_at >= before


def test_a_later_check_replaces_what_was_found_and_keeps_what_was_not_measured(device: Device) -> None:
    actions.report_health(device, health=FOUND, round_trip=12, clock_offset=7)
    actions.report_health(device, health={"server": "ok"}, round_trip=None, clock_offset=None)
    device.refresh_from_db()
    assert (device.health, device.round_trip, device.clock_offset) == ({"server": "ok"}, 12, 7)


def test_what_was_measured_in_passing_leaves_the_check_alone(device: Device) -> None:
    actions.report_health(device, health=FOUND, round_trip=12, clock_offset=7)
    assert actions.report_measures(device, round_trip=90, clock_offset=8)
    device.refresh_from_db()
    assert (device.health, device.round_trip, device.clock_offset) == (FOUND, 90, 8)


def test_measuring_in_passing_costs_one_query_and_tells_nobody(
    device: Device, roadshow: Roadshow, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        actions.report_measures(device, round_trip=90, clock_offset=8)
    assert not roadshow.log.events.exists()


def test_a_removed_device_has_nothing_to_say(device: Device, roadshow: Roadshow) -> None:
    remove_device(device, actor="Ana")
    said = [
        actions.report_health(device, health=FOUND, round_trip=12, clock_offset=7),
        actions.report_measures(device, round_trip=12, clock_offset=7),
        actions.move_device(device, second_table(roadshow), actor="Ana"),
    ]
    device.refresh_from_db()
    assert said == [False, False, False]
    assert (device.health, device.round_trip, device.table.number) == ({}, None, 1)
    assert [event.kind for event in roadshow.log.events.all()] == ["device-removed"]


def test_a_check_is_told_once_and_after_commit_to_the_page_of_devices(
    device: Device,
    roadshow: Roadshow,
    delivered: list[Delivery],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        actions.report_health(device, health=FOUND, round_trip=12, clock_offset=7)
        assert delivered == []
    assert [[topic for topic, _after, _text in push.texts] for push in delivered] == [[DEVICES]]
    event = roadshow.log.events.get()
    assert (event.kind, event.actor) == ("device-checked", "Table 1, Device 1")
    assert event.payload == {"table": 1, "device": 1}


def test_a_moved_device_is_at_its_new_table_under_the_next_number(device: Device, roadshow: Roadshow) -> None:
    join(second_table(roadshow))
    assert actions.move_device(device, second_table(roadshow), actor="Ana")
    device.refresh_from_db()
    assert (device.table.number, device.number) == (2, 2)


def test_a_move_is_told_to_consoles_devices_and_the_table_that_is_left(
    device: Device,
    roadshow: Roadshow,
    delivered: list[Delivery],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        actions.move_device(device, second_table(roadshow), actor="Ana")
        assert delivered == []
    topics = [CONSOLES, DEVICES, own_table(first_table(roadshow).pk)]
    assert [[topic for topic, _after, _text in push.texts] for push in delivered] == [topics]
    event = roadshow.log.events.get()
    assert (event.kind, event.actor, event.payload) == ("device-moved", "Ana", {"from": 1, "to": 2, "device": 1})


def test_a_device_that_is_there_already_stays_as_it_is(device: Device, roadshow: Roadshow) -> None:
    assert not actions.move_device(device, first_table(roadshow), actor="Ana")
    device.refresh_from_db()
    assert (device.table.number, device.number) == (1, 1)
    assert not roadshow.log.events.exists()


@pytest.mark.parametrize("verb", ["report", "move"])
def test_what_was_rolled_back_is_told_to_nobody(
    verb: str,
    device: Device,
    roadshow: Roadshow,
    delivered: list[Delivery],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True), suppress(ZeroDivisionError), transaction.atomic():
        if verb == "report":
            actions.report_health(device, health=FOUND, round_trip=12, clock_offset=7)
        else:
            actions.move_device(device, second_table(roadshow), actor="Ana")
        raise ZeroDivisionError
    device.refresh_from_db()
    assert (device.health, device.table.number) == ({}, 1)
    assert delivered == []
    assert not roadshow.log.events.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_move_the_same_device_at_once_leave_it_at_one_table() -> None:
    roadshow = make_roadshow(tables=3)
    device = join(first_table(roadshow)).device
    tables = list(roadshow.tables.filter(number__gt=1))
    moved = together(*(lambda table=table: actions.move_device(device, table, actor="Ana") for table in tables))
    device.refresh_from_db()
    assert moved == [True, True]
    assert device.number == 1
    left = [event.payload["from"] for event in roadshow.log.events.order_by("seq")]
    assert left[0] == 1
    assert left[1] == roadshow.log.events.order_by("seq")[0].payload["to"]
