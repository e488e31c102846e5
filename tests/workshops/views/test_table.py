from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from live import tickets
from tests.factories import first_table, join, make_roadshow, seated
from workshops.access import DEVICE_COOKIE
from workshops.actions import room as actions
from workshops.models import Device, Roadshow, RoadshowState
from workshops.queries.room import subject_of
from workshops.topics import SCREENS, TABLES, own_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow(city="Leeds")


def ticket_of(page: str) -> tickets.Ticket:
    """Read the ticket in the address at which a page's script connects."""
    (address,) = re.findall(r'data-live="([^"]+)"', page)
    assert urlsplit(address).path == "/live/"
    return tickets.read(unquote(parse_qs(urlsplit(address).query)["ticket"][0]))


def test_a_device_sees_its_tables_page(roadshow: Roadshow) -> None:
    page = seated(first_table(roadshow)).get(reverse("table"))
    assert page.status_code == 200
    assert "<title>Table 1 · Leeds</title>" in page.text
    assert "no-store" in page.headers["cache-control"]


def test_the_page_listens_as_its_device_to_all_tables_and_its_own(roadshow: Roadshow) -> None:
    page = seated(first_table(roadshow)).get(reverse("table")).text
    device = Device.objects.get()
    ticket = ticket_of(page)
    assert (ticket.subject, ticket.log_id) == (subject_of(device), roadshow.log_id)
    assert ticket.topics == (TABLES, own_table(device.table_id))


def test_the_page_says_how_far_it_was_when_it_was_drawn(roadshow: Roadshow) -> None:
    actions.close_roadshow(roadshow, actor="Ana")
    actions.open_roadshow(roadshow, actor="Ana")
    page = seated(first_table(roadshow)).get(reverse("table")).text
    assert f'data-epoch="{roadshow.log.epoch}" data-head="2"' in page


def test_a_device_that_is_at_no_table_is_shown_the_way(client: Client) -> None:
    page = client.get(reverse("table"))
    assert page.status_code == 401
    assert "This device is not at a table" in page.text
    assert reverse("join") in page.text


def test_a_removed_device_is_at_no_table(roadshow: Roadshow) -> None:
    client = seated(first_table(roadshow))
    before = client.get(reverse("table")).status_code
    actions.remove_device(Device.objects.get(), actor="Ana")
    assert (before, client.get(reverse("table")).status_code) == (200, 401)


@pytest.mark.parametrize(
    ("state", "words"),
    [(RoadshowState.CLOSED, "The day has been closed."), (RoadshowState.PLANNED, "It has not begun.")],
)
def test_a_roadshow_that_is_not_open_shows_its_devices_nothing_of_the_day(
    roadshow: Roadshow, state: RoadshowState, words: str
) -> None:
    client = seated(first_table(roadshow))
    Roadshow.objects.update(state=state)
    page = client.get(reverse("table"))
    assert page.status_code == 403
    assert words in page.text
    assert "data-live" not in page.text


def test_a_device_that_moved_sees_its_new_table() -> None:
    roadshow = make_roadshow(tables=2)
    client = seated(first_table(roadshow))
    client.get(reverse("join-code", args=[roadshow.tables.get(number=2).code]))
    assert "<title>Table 2" in client.get(reverse("table")).text


def test_a_device_cannot_pass_for_another_by_its_number(client: Client, roadshow: Roadshow) -> None:
    device = join(first_table(roadshow)).device
    client.cookies[DEVICE_COOKIE] = str(device.pk)
    assert client.get(reverse("table")).status_code == 401


def test_a_screen_needs_no_sign_in_and_listens_to_screens_only(client: Client, roadshow: Roadshow) -> None:
    screen = roadshow.screens.get()
    page = client.get(reverse("screen", args=[screen.token]))
    assert page.status_code == 200
    ticket = ticket_of(page.text)
    assert (ticket.subject, ticket.topics) == (f"screen:{screen.pk}", (SCREENS,))


def test_a_screen_can_do_nothing(client: Client, roadshow: Roadshow) -> None:
    address = reverse("screen", args=[roadshow.screens.get().token])
    page = client.get(address).text
    assert "<form" not in page
    assert "<button" not in page
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("token", ["guess", "%00", "%F0%9F%A6%8A", "%ED%A0%80", "x" * 2000])
def test_a_screen_is_not_found_by_guessing(client: Client, roadshow: Roadshow, token: str) -> None:
    assert roadshow.screens.exists()
    assert client.get(f"/screen/{token}/").status_code == 404
