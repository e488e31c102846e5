from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.factories import first_table, make_roadshow, seated
from tests.pages import words
from workshops import visits
from workshops.actions.room import remove_device
from workshops.models import Device, Roadshow, RoadshowState

pytestmark = pytest.mark.django_db

PATH = "/table/health/"
FOUND = {
    "server": "ok",
    "socket": "no",
    "clock": "ok",
    "storage": "ok",
    "camera": "",
    "touch": "ok",
    "touch_by": "pen",
    "screen": "810x1080",
}
SENT = FOUND | {"round_trip": 12, "clock_offset": -93_600_000}


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow(city="Leeds")


@pytest.fixture
def seat(roadshow: Roadshow) -> Client:
    """Return the browser of a device at table 1."""
    return seated(first_table(roadshow))


def test_a_device_at_a_table_is_told_which(seat: Client) -> None:
    page = seat.get(PATH)
    assert (page.status_code, "It is at Table 1, Leeds." in words(page.text)) == (200, True)
    assert "no-store" in page.headers["cache-control"]


def test_before_the_doors_open_anybody_may_check_a_device(client: Client) -> None:
    page = client.get(PATH)
    assert page.status_code == 200
    assert "It is at no table yet, so what it finds is only counted." in words(page.text)


def test_every_check_has_a_place_and_a_field(client: Client) -> None:
    page = client.get(PATH).text
    assert re.findall(r'data-check="(\w+)"', page) == ["server", "socket", "clock", "storage", "camera", "touch"]
    assert set(SENT) <= set(re.findall(r'name="(\w+)"', page))


def test_a_photo_that_is_tried_is_sent_nowhere(client: Client) -> None:
    (field,) = re.findall(r'<input[^>]*type="file"[^>]*>', client.get(PATH).text)
    assert "name=" not in field
    assert 'capture="environment"' in field


def test_what_a_device_at_a_table_found_is_kept(seat: Client) -> None:
    answer = seat.post(PATH, SENT)
    assert (answer.status_code, answer.headers["location"]) == (302, "/table/health/told/")
    device = Device.objects.get()
    assert (device.health, device.round_trip, device.clock_offset) == (FOUND, 12, -93_600_000)


def test_a_browser_without_scripts_sends_what_its_person_tried(seat: Client) -> None:
    seat.post(PATH, {"camera": "ok", "touch": "no", "server": "", "round_trip": ""})
    device = Device.objects.get()
    assert (device.health["camera"], device.health["touch"], device.health["server"]) == ("ok", "no", "")
    assert device.round_trip is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"server": "perhaps"},
        {"round_trip": "soon"},
        {"round_trip": -1},
        {"clock_offset": 10**15},
        {"screen": "<script>"},
        {"touch_by": "x" * 21},
    ],
)
def test_what_makes_no_sense_is_refused_in_words_and_nothing_is_stored(seat: Client, wrong: dict[str, object]) -> None:
    answer = seat.post(PATH, SENT | wrong)
    assert answer.status_code == 400
    assert "nothing was stored" in words(answer.text)
    assert Device.objects.get().health == {}


def test_a_form_of_another_page_is_refused(roadshow: Roadshow) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = seated(first_table(roadshow)).cookies
    assert strict.post(PATH, SENT).status_code == 403
    assert Device.objects.get().health == {}


def test_control_the_pages_own_form_is_taken(roadshow: Roadshow) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = seated(first_table(roadshow)).cookies
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', strict.get(PATH).text)
    assert token is not None
    assert strict.post(PATH, SENT | {"csrfmiddlewaretoken": token[1]}).status_code == 302
    assert Device.objects.get().health == FOUND


def test_a_device_at_no_table_is_only_counted(client: Client) -> None:
    client.get(PATH)
    client.post(PATH, SENT)
    assert not Device.objects.exists()
    (visit,) = visits.noted()
    assert (visit.by, visit.socket) == ("http://testserver", "no")
    assert "This device is counted" in client.get("/table/health/told/").text


def test_a_device_is_counted_by_a_digest_and_not_by_its_secret(client: Client) -> None:
    client.get(PATH)
    (visit,) = visits.noted()
    assert client.cookies["csrftoken"].value not in visit.device


def test_every_browser_is_a_device_of_its_own() -> None:
    for _ in range(2):
        Client().get(PATH)
    assert len(visits.noted()) == 2


def test_what_was_sent_is_shown_to_the_device(seat: Client) -> None:
    seat.post(PATH, SENT)
    shown = words(seat.get("/table/health/told/").text)
    assert "Device 1 of Table 1, Leeds: live updates do not come through." in shown
    assert "Not tried: A photo." in shown


def test_a_device_of_a_roadshow_that_is_not_open_may_be_checked(seat: Client) -> None:
    Roadshow.objects.update(state=RoadshowState.PLANNED)
    seat.post(PATH, SENT)
    assert Device.objects.get().health == FOUND


def test_a_device_measures_in_passing(seat: Client) -> None:
    answer = seat.post("/table/report/", {"round_trip": 40, "clock_offset": -1_000})
    device = Device.objects.get()
    assert (answer.status_code, device.round_trip, device.clock_offset) == (204, 40, -1_000)


@pytest.mark.parametrize("fields", [{}, {"round_trip": "x", "clock_offset": 1}, {"round_trip": 1}])
def test_measures_that_make_no_sense_are_refused(seat: Client, fields: dict[str, object]) -> None:
    assert seat.post("/table/report/", fields).status_code == 400
    assert Device.objects.get().round_trip is None


def test_who_is_at_no_table_has_nothing_to_measure(client: Client, seat: Client) -> None:
    device = Device.objects.get()
    remove_device(device, actor="Ana")
    measures = {"round_trip": 40, "clock_offset": 0}
    assert [each.post("/table/report/", measures).status_code for each in (client, seat)] == [401, 401]


def test_measuring_in_passing_is_cheap(seat: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):
        seat.post("/table/report/", {"round_trip": 40, "clock_offset": 0})


def test_nothing_is_reported_by_following_a_link(seat: Client) -> None:
    assert seat.get("/table/report/").status_code == 405


def test_a_table_page_says_where_to_report_and_at_which_table_it_is(seat: Client, roadshow: Roadshow) -> None:
    page = seat.get(reverse("table")).text
    assert (
        f'data-place="{first_table(roadshow).pk}" data-answer-url="/table/answers/" data-report="/table/report/"'
        in page
    )
