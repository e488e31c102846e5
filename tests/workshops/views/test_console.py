from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from live.tickets import read
from tests.factories import first_table, join, make_facilitator, make_organiser, make_roadshow, signed_in
from tests.pages import without_tokens
from workshops.models import Device, Roadshow, RoadshowState, SignIn
from workshops.topics import CONSOLES

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow(tables=2, slug="leeds", city="Leeds")


@pytest.fixture
def console(roadshow: Roadshow) -> Client:
    """Return the browser of the roadshow's own facilitator."""
    return signed_in(make_facilitator(roadshow))


def presses(roadshow: Roadshow, device: Device) -> list[str]:
    """Return the address of every button that this app puts on a console."""
    return [
        reverse("open-roadshow", args=[roadshow.slug]),
        reverse("close-roadshow", args=[roadshow.slug]),
        reverse("rotate-code", args=[roadshow.slug, 1]),
        reverse("remove-device", args=[roadshow.slug, device.pk]),
    ]


def everything(roadshow: Roadshow) -> list[object]:
    """Return what a press can change."""
    roadshow.refresh_from_db()
    return [roadshow.state, *roadshow.tables.values_list("codes", "codes__retired_at", "devices__removed_at")]


def test_each_table_is_there_with_its_code_and_what_it_has(console: Client, roadshow: Roadshow) -> None:
    page = console.get("/roadshows/leeds/console/").text
    shown = re.findall(r'data-table="(\d+)" data-join="([^"]+)"\s+data-have="(\d+)"', page)
    codes = [reverse("join-code", args=[table.code]) for table in roadshow.tables.all()]
    assert shown == [("1", codes[0], "0"), ("2", codes[1], "0")]


def test_the_page_is_never_kept(console: Client) -> None:
    assert "no-store" in console.get("/roadshows/leeds/console/").headers["cache-control"]


def test_the_console_lists_its_screens_and_cards(console: Client, roadshow: Roadshow) -> None:
    page = console.get("/roadshows/leeds/console/").text
    assert reverse("screen", args=[roadshow.screens.get().token]) in page
    assert reverse("cards", args=["leeds"]) in page


def test_how_far_the_page_is_was_read_before_anything_on_it(console: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        console.get("/roadshows/leeds/console/")
    read = [query["sql"] for query in queries]
    head = next(n for n, sql in enumerate(read) if 'FROM "live_frame"' in sql)
    shown = [n for n, sql in enumerate(read) if '"workshops_table"' in sql or '"live_bulletin"' in sql]
    assert head < min(shown)


@pytest.mark.parametrize("count", [1, 3])
def test_the_console_costs_the_same_whatever_the_size_of_the_room(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    roadshow = make_roadshow(tables=count)
    for table in roadshow.tables.all():
        join(table)
    client = signed_in(make_organiser())
    address = reverse("console", args=[roadshow.slug])
    with CaptureQueriesContext(connection) as first:
        page = client.get(address).text
    assert page.count('data-status="waiting"') + page.count('data-status="lost"') == count
    assert len(first) <= 27
    for table in roadshow.tables.all():
        join(table)
    with django_assert_num_queries(len(first)):
        client.get(address)


@pytest.mark.parametrize("count", [1, 3])
def test_a_tables_inside_costs_the_same_however_many_devices_it_has(
    console: Client, roadshow: Roadshow, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    table = first_table(roadshow)
    for _ in range(count):
        join(table)
    with django_assert_num_queries(12):
        page = console.get(reverse("console-table", args=["leeds", table.number])).text
    assert page.count("data-device=") == count


def test_a_tables_inside_is_a_page_without_scripts_and_a_part_with_them(console: Client, roadshow: Roadshow) -> None:
    join(first_table(roadshow))
    address = reverse("console-table", args=["leeds", 1])
    part = console.get(address, headers=HTMX).text
    assert "<html" not in part
    assert without_tokens(part) in without_tokens(console.get(address).text)


def test_there_is_no_inside_of_a_table_that_is_not_there(console: Client) -> None:
    assert console.get(reverse("console-table", args=["leeds", 99])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_cards_cost_the_same_whatever_the_size_of_the_room(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    roadshow = make_roadshow(tables=count)
    client = signed_in(make_organiser())
    with django_assert_num_queries(7):
        page = client.get(reverse("cards", args=[roadshow.slug])).text
    assert page.count('<svg role="img"') == count


def test_a_card_shows_its_code_and_where_to_type_it(console: Client, roadshow: Roadshow) -> None:
    page = console.get("/roadshows/leeds/console/cards/", headers={"host": "testserver"}).text
    for table in roadshow.tables.all():
        assert f">{table.code}<" in page
    assert "http://testserver/join/" in page


def test_who_is_not_signed_in_is_sent_to_sign_in_and_back(client: Client, roadshow: Roadshow) -> None:
    address = f"/roadshows/{roadshow.slug}/console/"
    answer = client.get(address)
    assert (answer.status_code, answer.headers["location"]) == (302, f"/accounts/login/?next={address}")


def test_a_press_by_who_is_not_signed_in_changes_nothing(client: Client, roadshow: Roadshow) -> None:
    device = join(first_table(roadshow)).device
    before = everything(roadshow)
    for address in presses(roadshow, device):
        assert client.post(address).headers["location"].startswith("/accounts/login/")
    assert everything(roadshow) == before


def test_another_roadshows_console_is_not_found(console: Client) -> None:
    other = make_roadshow()
    assert console.get(reverse("console", args=[other.slug])).status_code == 404
    assert console.get(reverse("cards", args=[other.slug])).status_code == 404


def test_a_press_in_another_roadshow_is_not_found_and_changes_nothing(console: Client) -> None:
    other = make_roadshow()
    device = join(first_table(other)).device
    before = everything(other)
    assert [console.post(address).status_code for address in presses(other, device)] == [404] * 4
    assert everything(other) == before


def test_control_the_same_presses_by_its_own_facilitator_change_it() -> None:
    other = make_roadshow()
    client = signed_in(make_facilitator(other))
    device = join(first_table(other)).device
    before = everything(other)
    assert [client.post(address).status_code for address in presses(other, device)] == [302] * 4
    assert everything(other) != before


def test_a_device_of_another_roadshow_cannot_be_removed_from_here(console: Client, roadshow: Roadshow) -> None:
    device = join(first_table(make_roadshow())).device
    answer = console.post(reverse("remove-device", args=[roadshow.slug, device.pk]))
    device.refresh_from_db()
    assert (answer.status_code, device.removed_at) == (404, None)


def test_an_organiser_may_run_every_roadshow(roadshow: Roadshow) -> None:
    assert signed_in(make_organiser()).get(reverse("console", args=[roadshow.slug])).status_code == 200


def test_a_sign_in_that_was_ended_elsewhere_ends_here(console: Client, roadshow: Roadshow) -> None:
    SignIn.objects.update(ended_at=timezone.now())
    assert console.get(reverse("console", args=[roadshow.slug])).status_code == 302


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("open-roadshow", RoadshowState.PLANNED, RoadshowState.OPEN),
        ("close-roadshow", RoadshowState.OPEN, RoadshowState.CLOSED),
        ("open-roadshow", RoadshowState.CLOSED, RoadshowState.OPEN),
    ],
)
def test_the_doors_open_and_close(console: Client, name: str, before: str, after: str) -> None:
    Roadshow.objects.update(state=before)
    answer = console.post(reverse(name, args=["leeds"]))
    assert answer.headers["location"] == "/roadshows/leeds/console/"
    assert Roadshow.objects.get().state == after


def test_a_press_is_noted_with_who_pressed(console: Client, roadshow: Roadshow) -> None:
    console.post(reverse("close-roadshow", args=["leeds"]))
    assert roadshow.log.events.get().actor == "facilitator@example.org"


def test_a_new_code_is_on_the_page_afterwards(console: Client, roadshow: Roadshow) -> None:
    old = first_table(roadshow).code
    answer = console.post(reverse("rotate-code", args=["leeds", 1]))
    page = console.get(answer.headers["location"]).text
    assert old not in page
    assert first_table(roadshow).code in page


@pytest.mark.parametrize("number", [0, 3, 99999999999999999999])
def test_a_table_that_is_not_there_gets_no_code(console: Client, roadshow: Roadshow, number: int) -> None:
    before = everything(roadshow)
    assert console.post(reverse("rotate-code", args=["leeds", number])).status_code == 404
    assert everything(roadshow) == before


@pytest.mark.parametrize("pk", [0, 99999999999999999999])
def test_a_device_that_is_not_there_is_not_removed(console: Client, pk: int) -> None:
    assert console.post(reverse("remove-device", args=["leeds", pk])).status_code == 404


def test_with_scripts_a_press_is_answered_with_the_inside_of_its_table(console: Client, roadshow: Roadshow) -> None:
    device = join(first_table(roadshow)).device
    for address in (reverse("rotate-code", args=["leeds", 1]), reverse("remove-device", args=["leeds", device.pk])):
        answer = console.post(address, headers=HTMX)
        inside = console.get(reverse("console-table", args=["leeds", 1]), headers=HTMX).text
        assert (answer.status_code, without_tokens(answer.text)) == (200, without_tokens(inside))


def test_nothing_is_changed_by_following_a_link(console: Client, roadshow: Roadshow) -> None:
    device = join(first_table(roadshow)).device
    before = everything(roadshow)
    assert [console.get(address).status_code for address in presses(roadshow, device)] == [405] * 4
    assert everything(roadshow) == before


def test_every_form_of_the_page_can_be_posted_without_scripts(roadshow: Roadshow) -> None:
    join(first_table(roadshow))
    client = signed_in(make_organiser(), Client(enforce_csrf_checks=True))
    pages = [client.get(f"/roadshows/leeds/console/{page}").text for page in ("", "tables/1/", "tables/2/")]
    forms = re.findall(r"<form.*?</form>", "".join(pages), re.DOTALL)
    actions = re.findall(r'data-action="([^"]+)"', "".join(forms))
    assert sorted(actions) == [
        *("add-screen", "broadcast", "choose-view", "dark", "freeze", "hindsight", "hold-screen", "park", "pause"),
        *("rehearse", "send-again", "send-again"),
    ]
    assert len(forms) == len(actions) + 5  # the doors, two codes, one device to move or remove
    for form in forms:
        (address,) = re.findall(r' action="([^"]+)"', form)
        fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]+)"', form))
        fields |= dict(re.findall(r'<select [^>]*name="([^"]+)".*?<option>([^<]+)<', form, re.DOTALL))
        fields |= {"text": "Lunch is ready.", "name": "Left wall", "shows": "join"}  # what somebody types and chooses
        there = "leeds-rehearsal" if address.endswith("/rehearsal/") else "leeds"
        assert client.post(address, fields).headers["location"] == f"/roadshows/{there}/console/"


def test_control_a_form_without_its_token_is_refused(roadshow: Roadshow) -> None:
    client = signed_in(make_organiser(), Client(enforce_csrf_checks=True))
    client.get("/roadshows/leeds/console/")
    before = everything(roadshow)
    assert client.post(reverse("close-roadshow", args=["leeds"])).status_code == 403
    assert everything(roadshow) == before


def test_the_console_listens_as_its_sign_in(console: Client, roadshow: Roadshow) -> None:
    page = console.get("/roadshows/leeds/console/")
    live = page.context["live"]
    assert live.ticket.replace(":", "%3A") in page.text
    subject = f"staff:{SignIn.objects.get().pk}.{roadshow.pk}"
    assert (read(live.ticket).subject, read(live.ticket).topics) == (subject, (CONSOLES,))
