from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from tests.factories import first_table, join, make_roadshow, seated
from tests.pages import words
from workshops.access import DEVICE_COOKIE
from workshops.actions import room as actions
from workshops.codes import is_code
from workshops.models import Device, Roadshow, RoadshowState, Table
from workshops.throttle import MAX_FAILURES, failed_too_often
from workshops.views.joining import COOKIE_SECONDS, join_with_code

pytestmark = pytest.mark.django_db

NO_TABLE = "No table has this code. Look at the card again: it shows six letters and digits."


@pytest.fixture
def table() -> Table:
    return first_table(make_roadshow(city="Leeds"))


def test_the_page_asks_for_the_code(client: Client) -> None:
    page = client.get(reverse("join"))
    assert page.status_code == 200
    assert 'name="code"' in page.text


def test_a_code_that_is_typed_leads_to_the_table(client: Client, table: Table) -> None:
    answer = client.post(reverse("join"), {"code": f" {table.code[:3].lower()}-{table.code[3:].lower()} "})
    assert (answer.status_code, answer.headers["location"]) == (302, "/table/")
    assert Device.objects.get().table == table
    assert client.get("/table/").status_code == 200


def test_a_code_that_is_scanned_leads_to_the_table(client: Client, table: Table) -> None:
    answer = client.get(reverse("join-code", args=[table.code]))
    assert (answer.status_code, answer.headers["location"]) == (302, "/table/")


def test_the_devices_cookie_is_for_the_server_alone_and_lasts_for_the_day(client: Client, table: Table) -> None:
    client.get(reverse("join-code", args=[table.code]))
    cookie = client.cookies[DEVICE_COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", COOKIE_SECONDS)
    assert cookie["secure"] == ""


def test_behind_tls_the_devices_cookie_never_travels_in_the_clear(
    client: Client, table: Table, settings: Settings
) -> None:
    settings.SESSION_COOKIE_SECURE = True
    client.get(reverse("join-code", args=[table.code]))
    assert client.cookies[DEVICE_COOKIE]["secure"] is True


def test_scanning_the_card_again_makes_no_second_device(client: Client, table: Table) -> None:
    for _ in range(3):
        client.get(reverse("join-code", args=[table.code]))
    assert Device.objects.count() == 1


def test_a_device_that_is_at_a_table_is_told_so(table: Table) -> None:
    page = seated(table).get(reverse("join")).text
    assert "This device is at Table 1, Leeds." in words(page)


def refusal(client: Client, code: str) -> tuple[int, str]:
    """Return the status of a refusal, and its words as the page shows them."""
    answer = client.get(reverse("join-code", args=[code]))
    assert DEVICE_COOKIE not in client.cookies
    (told,) = answer.context["form"].errors["code"]
    assert told in words(answer.text)
    return answer.status_code, told


def test_a_code_that_never_was_is_refused_in_words(client: Client, table: Table) -> None:
    wrong = "222222" if table.code != "222222" else "333333"
    assert refusal(client, wrong) == (404, NO_TABLE)


def test_a_retired_code_says_that_there_is_a_new_one(client: Client, table: Table) -> None:
    old = table.code
    actions.rotate_code(table, actor="Ana")
    told = "This table has a new code. Ask a facilitator for the new card, or type the new code here."
    assert refusal(client, old) == (410, told)
    assert not Device.objects.exists()


def test_a_code_of_a_closed_roadshow_says_that_it_is_closed(client: Client, table: Table) -> None:
    actions.close_roadshow(table.roadshow, actor="Ana")
    told = "The Leeds roadshow is closed, so its codes join nothing any more. What was said is kept."
    assert refusal(client, table.code) == (403, told)
    assert not Device.objects.exists()


def test_a_code_of_a_planned_roadshow_says_not_yet(client: Client, table: Table) -> None:
    Roadshow.objects.update(state=RoadshowState.PLANNED)
    told = "The Leeds roadshow has not opened yet. Keep this page, and try again when you are asked to."
    assert refusal(client, table.code) == (403, told)


def test_control_the_same_code_joins_while_the_roadshow_is_open(client: Client, table: Table) -> None:
    actions.close_roadshow(table.roadshow, actor="Ana")
    actions.open_roadshow(table.roadshow, actor="Ana")
    assert client.get(reverse("join-code", args=[table.code])).status_code == 302


def test_no_code_at_all_is_asked_for_again(client: Client) -> None:
    answer = client.post(reverse("join"), {"code": " "})
    assert answer.status_code == 400
    assert "Type the six letters and digits that stand on the card on your table." in answer.text


def test_what_was_typed_wrong_stays_to_be_mended(client: Client) -> None:
    answer = client.post(reverse("join"), {"code": '22"2<2'})
    assert answer.status_code == 404
    assert 'value="22&quot;2&lt;2"' in answer.text


def test_a_refused_device_stays_where_it_is(table: Table) -> None:
    client = seated(table)
    answer = client.post(reverse("join"), {"code": "22222Z"})
    assert answer.status_code == 404
    assert client.get("/table/").status_code == 200


def test_many_wrong_codes_are_answered_with_a_wait_and_still_in_words(client: Client, table: Table) -> None:
    answers = [client.post(reverse("join"), {"code": "22222Z"}) for _ in range(MAX_FAILURES + 1)]
    assert [answer.status_code for answer in answers] == [404] * MAX_FAILURES + [429]
    assert answers[-1].headers["retry-after"] == "1"
    assert "Many wrong codes came from this network" in answers[-1].text
    assert client.get(reverse("join-code", args=[table.code])).status_code == 302


@pytest.mark.parametrize("kind", ["retired", "closed"])
def test_codes_that_once_were_right_are_no_guesses(client: Client, table: Table, kind: str) -> None:
    old = table.code
    if kind == "retired":
        actions.rotate_code(table, actor="Ana")
    else:
        actions.close_roadshow(table.roadshow, actor="Ana")
    statuses = {client.get(reverse("join-code", args=[old])).status_code for _ in range(MAX_FAILURES + 1)}
    assert statuses == {410 if kind == "retired" else 403}


ADDRESS = "10.0.0.7"

View = Callable[[HttpRequest, str], HttpResponse]


def admitted_while_somebody_guesses(view: View, table: Table, rf: RequestFactory) -> int:
    """Let 300 devices join from one address while 1,000 wrong codes come from it; return how many got in."""
    for _ in range(900):  # what each of them does; the last hundred come as requests
        failed_too_often(ADDRESS)
    code, statuses = table.code, []
    for turn in range(400):
        if turn % 4 == 0:
            guess = view(rf.get("/join/", REMOTE_ADDR=ADDRESS), f"{turn:06}")
            assert guess.status_code == 429
        else:
            statuses.append(view(rf.get("/join/", REMOTE_ADDR=ADDRESS), code).status_code)
    return statuses.count(302)


def test_a_whole_hall_joins_from_one_address_while_somebody_guesses(table: Table, rf: RequestFactory) -> None:
    assert admitted_while_somebody_guesses(join_with_code, table, rf) == 300
    assert table.devices.count() == 300


def test_control_a_throttle_that_refuses_an_address_would_shut_the_hall_out(table: Table, rf: RequestFactory) -> None:
    def refusing(request: HttpRequest, code: str) -> HttpResponse:
        if failed_too_often(request.META["REMOTE_ADDR"]):
            return HttpResponse(status=429)
        return join_with_code(request, code)

    assert admitted_while_somebody_guesses(refusing, table, rf) == 0


# As bytes, because a browser or a script may send any.
ODD = {
    "NUL": b"AB%00C23",
    "lone surrogate": b"%ED%A0%80",
    "no UTF-8": b"%FF%FE",
    "emoji": "🦊🦊🦊".encode(),
    "right to left": "שלום".encode(),
    "1 MB": b"A" * 1024 * 1024,
    "1 MB of ß": "ß".encode() * 512 * 1024,
    "template": b"{{7*7}}",
    "SQL": b"'%20OR%201=1--",
}


@pytest.mark.parametrize("name", ODD)
def test_whatever_is_typed_is_answered_in_words(client: Client, name: str) -> None:
    form = "application/x-www-form-urlencoded"
    answer = client.post(reverse("join"), b"code=" + ODD[name], content_type=form)
    assert answer.status_code in {400, 404, 413}
    assert "</html>" in answer.text


@pytest.mark.parametrize("name", set(ODD) - {"1 MB", "1 MB of ß"})
def test_whatever_stands_in_the_address_is_answered_in_words(client: Client, name: str) -> None:
    answer = client.get("/join/" + ODD[name].decode("latin-1") + "/")
    assert answer.status_code == 404
    assert "</html>" in answer.text


@pytest.mark.parametrize("cookie", ["\x00", "🦊".encode().decode("latin-1"), "x" * 4000, "', DROP TABLE"])
def test_a_cookie_that_is_no_devices_is_ignored(client: Client, table: Table, cookie: str) -> None:
    client.cookies[DEVICE_COOKIE] = cookie
    assert client.get("/table/").status_code == 401
    assert client.get(reverse("join-code", args=[table.code])).status_code == 302
    assert client.get("/table/").status_code == 200


def test_every_table_has_a_code_that_a_card_can_show(table: Table) -> None:
    assert is_code(table.code)
    assert join(table).device.number == 1
