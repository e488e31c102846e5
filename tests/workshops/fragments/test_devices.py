from __future__ import annotations

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from live import kinds
from live.hub import hub
from live.room import Delivery
from tests.factories import first_table, join, make_organiser, make_roadshow, signed_in
from tests.pages import frames, words
from workshops.actions import devices as actions
from workshops.actions.room import remove_device
from workshops.fragments import devices as fragments
from workshops.fragments.room import lately, room
from workshops.models import Device, Roadshow
from workshops.topics import CONSOLES, DEVICES, own_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow(tables=2)


@pytest.fixture
def device(roadshow: Roadshow) -> Device:
    return join(first_table(roadshow)).device


def page(roadshow: Roadshow) -> str:
    return signed_in(make_organiser()).get(reverse("devices", args=[roadshow.slug])).text


@pytest.mark.parametrize("kind", fragments.DEVICE_KINDS)
def test_every_kind_is_drawn_for_whoever_hears_of_it(roadshow: Roadshow, kind: str) -> None:
    drawn = [
        kinds.render(kinds.Notice(roadshow.log_id, 1, kind, topic, {})) for topic in (CONSOLES, DEVICES, own_table(1))
    ]
    assert drawn == [room(roadshow) + lately(roadshow), fragments.devices(roadshow), "<p data-ask-again></p>"]


def test_what_is_pushed_is_what_the_page_shows(
    roadshow: Roadshow,
    device: Device,
    delivered: list[Delivery],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        actions.report_health(device, health={"camera": "no"}, round_trip=12, clock_offset=-93_600_000)
    (push,) = delivered
    pushed = frames(push)[DEVICES]
    assert pushed.startswith('<section id="devices"')
    assert pushed in page(roadshow)


def test_a_removed_device_is_no_longer_listed(
    roadshow: Roadshow,
    device: Device,
    delivered: list[Delivery],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        remove_device(device, actor="Ana")
    (push,) = delivered
    assert "data-device=" not in frames(push)[DEVICES]


def test_a_device_is_shown_with_what_it_found(roadshow: Roadshow, device: Device) -> None:
    actions.report_health(device, health={"camera": "no", "server": "ok"}, round_trip=12, clock_offset=-93_600_000)
    shown = words(fragments.devices(roadshow))
    assert "1 of 1 device checked, 1 with something that does not work" in shown
    assert "it could not take a photo . Not tried: Live updates, The clock" in shown.replace("photo.", "photo .")
    assert "It reaches the server in 12 ms; its clock is 1 day 2 hours ahead." in shown


def test_a_device_on_which_everything_works_says_so(roadshow: Roadshow, device: Device) -> None:
    every = dict.fromkeys(("server", "socket", "clock", "storage", "camera", "touch"), "ok")
    actions.report_health(device, health=every, round_trip=12, clock_offset=0)
    shown = words(fragments.devices(roadshow))
    assert "everything that was tried works." in shown
    assert "Not tried" not in shown
    assert "does not work" not in shown


def test_a_device_that_was_not_checked_says_what_is_known_all_the_same(roadshow: Roadshow, device: Device) -> None:
    actions.report_measures(device, round_trip=12, clock_offset=0)
    shown = words(fragments.devices(roadshow))
    assert "0 of 1 device checked" in shown
    assert "Not checked yet. It reaches the server in 12 ms; its clock is right." in shown


def test_an_empty_room_says_how_devices_come(roadshow: Roadshow) -> None:
    assert "No device is at a table yet." in words(fragments.devices(roadshow))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many_devices_there_are(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    roadshow = make_roadshow(tables=count)
    for table in roadshow.tables.all():
        join(table)
    with django_assert_num_queries(6):
        drawn = fragments.devices(roadshow)
    assert drawn.count("data-device=") == count


def test_a_change_of_presence_is_shown_on_the_page_of_devices(roadshow: Roadshow, delivered: list[Delivery]) -> None:
    fragments.presence_changed(roadshow.log_id)
    (push,) = delivered
    assert push.seq is None
    assert frames(push) == {DEVICES: fragments.devices(roadshow)}


def test_a_change_of_presence_that_nobody_watches_is_not_drawn(
    roadshow: Roadshow, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    deliveries: list[Delivery] = []
    monkeypatch.setattr(hub, "offer", deliveries.append)
    with django_assert_num_queries(0):
        fragments.presence_changed(roadshow.log_id)
    assert deliveries == []


def test_presence_in_a_log_without_a_roadshow_is_nobodys_business(delivered: list[Delivery]) -> None:
    fragments.presence_changed(999)
    assert delivered == []
