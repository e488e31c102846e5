from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from live.tickets import read
from tests.factories import first_table, join, make_facilitator, make_organiser, make_roadshow, signed_in
from tests.pages import without_tokens, words
from workshops import visits
from workshops.actions import devices as actions
from workshops.models import Device, Roadshow, SignIn
from workshops.topics import DEVICES
from workshops.views import devices as views
from workshops.visits import Visit

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
CONSOLE = "/roadshows/leeds/console/"


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow(tables=3, slug="leeds", city="Leeds")


@pytest.fixture
def device(roadshow: Roadshow) -> Device:
    return join(first_table(roadshow)).device


@pytest.fixture
def desk(roadshow: Roadshow) -> Client:
    """Return the browser of the roadshow's own facilitator."""
    return signed_in(make_facilitator(roadshow))


@pytest.fixture(autouse=True)
def _laptop_in_a_hall(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.HOST, settings.PORT, settings.PUBLIC_URL, settings.SSL_CERTFILE = "0.0.0.0", 8000, "", ""  # noqa: S104
    settings.ALLOWED_HOSTS = ["testserver", "10.1.2.3"]
    monkeypatch.setattr(views, "own_addresses", lambda: ["10.1.2.3"])


def moves(device: Device, roadshow: Roadshow) -> str:
    return reverse("move-device", args=[roadshow.slug, device.pk])


def table_of(device: Device) -> int:
    device.refresh_from_db()
    return device.table.number


def test_every_device_is_listed(desk: Client, roadshow: Roadshow) -> None:
    for table in roadshow.tables.all():
        join(table)
    page = desk.get(f"{CONSOLE}devices/").text
    assert page.count("data-device=") == 3
    assert "Table 2, Device 1" in page


def test_the_page_listens_to_devices_as_its_sign_in(desk: Client, roadshow: Roadshow) -> None:
    ticket = read(desk.get(f"{CONSOLE}devices/").context["live"].ticket)
    assert (ticket.subject, ticket.topics) == (f"staff:{SignIn.objects.get().pk}.{roadshow.pk}", (DEVICES,))


def test_the_console_leads_to_its_devices(desk: Client) -> None:
    assert f'href="{CONSOLE}devices/"' in desk.get(CONSOLE).text


def test_a_tables_inside_shows_what_its_devices_found(desk: Client, device: Device) -> None:
    actions.report_health(device, health={"socket": "no"}, round_trip=80, clock_offset=0)
    shown = words(desk.get(f"{CONSOLE}tables/1/", headers=HTMX).text)
    assert "live updates do not come through" in shown
    assert "It reaches the server in 80 ms; its clock is right." in shown


def test_a_device_is_moved_and_its_old_table_is_shown(desk: Client, device: Device, roadshow: Roadshow) -> None:
    answer = desk.post(moves(device, roadshow), {"table": 3}, headers=HTMX)
    inside = desk.get(f"{CONSOLE}tables/1/", headers=HTMX).text
    assert (answer.status_code, without_tokens(answer.text)) == (200, without_tokens(inside))
    assert table_of(device) == 3


def test_without_scripts_a_device_is_moved_by_the_form_of_its_tables_page(
    desk: Client, device: Device, roadshow: Roadshow
) -> None:
    page = desk.get(f"{CONSOLE}tables/1/").text
    assert f'action="{moves(device, roadshow)}"' in page
    assert re.findall(r"<option>(\d+)</option>", page) == ["2", "3"]
    answer = desk.post(moves(device, roadshow), {"table": 2})
    assert (answer.headers["location"], table_of(device)) == (CONSOLE, 2)


def test_a_room_of_one_table_has_nowhere_to_move_to() -> None:
    roadshow = make_roadshow(tables=1)
    device = join(first_table(roadshow)).device
    page = signed_in(make_organiser()).get(reverse("console-table", args=[roadshow.slug, 1])).text
    assert moves(device, roadshow) not in page


@pytest.mark.parametrize("number", ["", "0", "4", "two", "99999999999999999999"])
def test_a_table_that_is_not_there_gets_no_device(
    desk: Client, device: Device, roadshow: Roadshow, number: str
) -> None:
    assert desk.post(moves(device, roadshow), {"table": number}).status_code == 400
    assert table_of(device) == 1


def test_a_table_of_another_roadshow_gets_no_device(desk: Client, device: Device, roadshow: Roadshow) -> None:
    make_roadshow(tables=7)
    assert desk.post(moves(device, roadshow), {"table": 7}).status_code == 400
    assert table_of(device) == 1


def test_a_device_of_another_roadshow_is_not_found_and_stays(desk: Client, roadshow: Roadshow) -> None:
    other = make_roadshow(tables=2)
    device = join(first_table(other)).device
    answers = [desk.post(address, {"table": 2}) for address in (moves(device, roadshow), moves(device, other))]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert table_of(device) == 1


def test_who_is_not_signed_in_moves_nothing_and_sees_nothing(
    client: Client, device: Device, roadshow: Roadshow
) -> None:
    assert client.post(moves(device, roadshow), {"table": 2}).headers["location"].startswith("/accounts/login/")
    for page in ("devices/", "preflight/"):
        assert client.get(CONSOLE + page).headers["location"].startswith("/accounts/login/")
    assert table_of(device) == 1


def test_another_roadshows_pages_are_not_found(desk: Client) -> None:
    other = make_roadshow()
    for page in ("devices", "preflight"):
        assert desk.get(reverse(page, args=[other.slug])).status_code == 404


def test_nothing_is_moved_by_following_a_link(desk: Client, device: Device, roadshow: Roadshow) -> None:
    assert desk.get(moves(device, roadshow)).status_code == 405


def test_the_network_page_shows_the_way_to_the_check_page(desk: Client) -> None:
    page = desk.get(f"{CONSOLE}preflight/").text
    assert "http://10.1.2.3:8000/table/health/" in page
    assert page.count('<svg role="img"') == 1
    assert "no-store" in desk.get(f"{CONSOLE}preflight/").headers["cache-control"]


def test_the_network_page_says_who_has_been_there(desk: Client) -> None:
    visits.note(Visit("a", "http://10.1.2.3:8000", "ok"))
    shown = words(desk.get(f"{CONSOLE}preflight/").text)
    assert "1 device has been here" in shown
    assert "Live updates come through" in shown


def test_the_network_page_tells_plain_http_from_https(desk: Client, settings: Settings) -> None:
    plain = words(desk.get(f"{CONSOLE}preflight/").text)
    secure = words(desk.get(f"{CONSOLE}preflight/", secure=True).text)
    assert ("This page came over plain http" in plain, "This page came by https" in secure) == (True, True)


def test_with_a_certificate_the_squares_say_https(desk: Client, settings: Settings) -> None:
    settings.SSL_CERTFILE = "/somewhere/hall.pem"
    assert "https://10.1.2.3:8000/table/health/" in desk.get(f"{CONSOLE}preflight/").text


@pytest.mark.parametrize("count", [1, 3])
def test_the_network_page_costs_the_same_however_many_came(
    desk: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        visits.note(Visit(str(number), "http://10.1.2.3:8000"))
    with django_assert_num_queries(5):
        desk.get(f"{CONSOLE}preflight/")
