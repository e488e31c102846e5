from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from pytest_django import Settings

from config import errors
from config.intake import BrokenOffError
from tests.pages import words

pytestmark = pytest.mark.django_db


def assert_is_a_page_in_words(html: str, title: str) -> None:
    """A whole page, with what happened and a way on, and nothing of the machine."""
    assert "</html>" in html
    assert f"<h1>{title}</h1>" in html
    assert 'href="/"' in html
    assert "Traceback" not in html
    assert "Exception" not in html


@pytest.mark.parametrize("host", ["elsewhere.example", "10.9.9.9:8000", "hall.local.elsewhere.example", "hall_local"])
def test_an_unknown_host_name_is_answered_with_the_right_ones(client: Client, settings: Settings, host: str) -> None:
    settings.ALLOWED_HOSTS = ["localhost", "10.1.2.3", "hall.local"]
    answer = client.get("/", headers={"host": host})
    assert answer.status_code == 400
    assert_is_a_page_in_words(answer.text, "This server does not go by that name")
    listed = "http://localhost:8000/, http://10.1.2.3:8000/, http://hall.local:8000/"
    assert f"Open one of these instead: {listed}." in words(answer.text)
    assert host not in answer.text


@pytest.mark.parametrize("host", ["localhost", "10.1.2.3:8000", "HALL.local"])
def test_control_a_known_host_name_is_served(client: Client, settings: Settings, host: str) -> None:
    settings.ALLOWED_HOSTS = ["localhost", "10.1.2.3", "hall.local"]
    assert client.get("/", headers={"host": host}).status_code == 200


def test_an_address_that_is_not_there_is_not_found(client: Client) -> None:
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    assert_is_a_page_in_words(answer.text, "There is nothing at this address")


@pytest.mark.parametrize("headers", [{"Accept": "*/*"}, {"Accept": "text/html, */*", "HX-Request": "true"}])
def test_a_script_that_does_not_ask_for_a_page_is_refused_as_ever(client: Client, headers: dict[str, str]) -> None:
    answer = client.get("/table/report/", headers=headers)
    assert (answer.status_code, answer["Allow"], answer.text) == (405, "POST", "")


def test_the_address_of_a_press_leads_to_its_page_also_by_head(client: Client) -> None:
    for ask in (client.get, client.head):
        answer = ask("/table/report/?how=1", headers={"Accept": "text/html"})
        assert (answer.status_code, answer["Location"]) == (302, "/table/")
    assert client.options("/table/report/", headers={"Accept": "text/html"}).status_code == 405


def test_what_is_sent_where_nothing_is_taken_is_answered_in_words(client: Client) -> None:
    answer = client.post("/places/order/", headers={"Accept": "text/html"})
    assert (answer.status_code, answer["Allow"]) == (405, "GET")
    assert_is_a_page_in_words(answer.text, "Nothing can be sent to this address")


@pytest.mark.parametrize(
    ("path", "above"),
    [
        ("/organising/held/person/export/", "/organising/held/person/"),
        ("/roadshows/leeds/seating/rules/3/remove/", "/roadshows/leeds/seating/rules/"),
        ("/nowhere/at/all/", "/"),
        ("//elsewhere.example/x/", "/"),
    ],
)
def test_the_page_above_is_the_nearest_address_there_is(path: str, above: str) -> None:
    assert errors.page_above(path) == above


def test_a_form_without_its_token_is_answered_in_words() -> None:
    answer = Client(enforce_csrf_checks=True).post("/join/", {"code": "ABC234"})
    assert answer.status_code == 403
    assert_is_a_page_in_words(answer.text, "This page was open too long")
    assert "What you sent was not stored." in words(answer.text)


def test_control_a_form_with_its_token_is_taken() -> None:
    client = Client(enforce_csrf_checks=True)
    client.get("/join/")
    fields = {"code": "22222Z", "csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    assert client.post("/join/", fields).status_code == 404  # no such code, but read


def failing(error: Exception) -> Callable[..., object]:
    def execute(*_: object) -> object:
        raise error

    return execute


def test_a_fault_of_the_server_is_answered_in_words(client: Client) -> None:
    client.raise_request_exception = False
    with connection.execute_wrapper(failing(RuntimeError("a private matter of the server"))):
        answer = client.get("/")
    assert answer.status_code == 500
    assert_is_a_page_in_words(answer.text, "Something went wrong on the server")
    assert "private matter" not in answer.text


def test_a_database_that_is_away_is_worth_another_try(client: Client) -> None:
    with connection.execute_wrapper(failing(OperationalError("database is locked"))):
        answer = client.get("/")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert_is_a_page_in_words(answer.text, "The server is too busy for a moment")
    assert "What you sent was not stored." in words(answer.text)


def test_a_body_that_broke_off_is_no_fault_of_the_server(client: Client) -> None:
    class Broken(io.BytesIO):
        def read(self, *_: object) -> bytes:
            raise BrokenOffError

    body = {"wsgi.input": Broken(), "CONTENT_LENGTH": "500", "CONTENT_TYPE": "application/x-www-form-urlencoded"}
    response = client.post("/join/", **body)  # type: ignore[arg-type]
    assert response.status_code == 400
    assert "Only the beginning of this came" in response.content.decode()


def test_a_request_that_makes_no_sense_is_answered_in_words(client: Client) -> None:
    many = "&".join(f"f{n}=1" for n in range(2000))
    answer = client.post("/join/", many, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert_is_a_page_in_words(answer.text, "This request made no sense to the server")


def test_what_is_not_open_to_somebody_is_answered_in_words(rf: RequestFactory) -> None:
    answer = errors.forbidden(rf.get("/"), PermissionDenied())
    assert answer.status_code == 403
    assert_is_a_page_in_words(answer.text, "This is not open to you")


def test_the_pages_need_no_database_and_no_request(rf: RequestFactory) -> None:
    request = rf.get("/")
    with connection.execute_wrapper(failing(OperationalError("gone"))):
        answers = [
            errors.bad_request(request, SuspiciousOperation()),
            errors.not_found(request, KeyError()),
            errors.csrf_failure(request),
            errors.server_error(request),
        ]
    assert [answer.status_code for answer in answers] == [400, 404, 403, 500]
