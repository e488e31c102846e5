from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.factories import make_programme, make_roadshow
from tests.pages import words
from workshops.models import RoadshowState

pytestmark = pytest.mark.django_db


def test_the_programme_shows_each_roadshow_with_date_venue_and_state(client: Client) -> None:
    programme = make_programme(name="Sharing to protect")
    make_roadshow(programme=programme, slug="leeds", city="Leeds", venue="The Sample Mill")
    page = client.get(reverse("home"))
    assert page.status_code == 200
    for told in ("Sharing to protect", "Leeds", "The Sample Mill", "Open today"):
        assert told in words(page.text)
    assert 'data-roadshow="leeds" data-state="open"' in page.text
    assert 'datetime="2026-03-02"' in page.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_programme_costs_the_same_whatever_its_length(
    client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    programme = make_programme()
    for _ in range(count):
        make_roadshow(programme=programme)
    with django_assert_num_queries(3):
        page = client.get(reverse("home"))
    assert page.text.count("data-roadshow=") == count


def test_before_there_is_a_programme_the_page_says_so(client: Client) -> None:
    assert "There is no programme yet." in client.get(reverse("home")).text


def test_the_words_of_a_programme_are_words_and_not_markup(client: Client) -> None:
    make_programme(name="<script>alert(1)</script>")
    page = client.get(reverse("home")).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize("state", RoadshowState.values)
def test_a_roadshow_leads_to_its_tables_while_it_is_open(client: Client, state: RoadshowState) -> None:
    roadshow = make_roadshow(state=state)
    page = client.get(reverse("roadshow", args=[roadshow.slug]))
    assert page.status_code == 200
    assert ("Join a table with its code" in page.text) == (state == RoadshowState.OPEN)


def test_a_roadshow_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get("/roadshows/atlantis/").status_code == 404


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz"])
def test_nothing_can_be_posted_to_pages_for_reading(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_monitor_hears_that_all_is_well_and_keeps_no_old_answer(client: Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer.headers["cache-control"]


def away(execute: Callable[..., object], *arguments: object) -> object:
    raise OperationalError("the disk is gone")


def test_a_database_that_does_not_answer_makes_the_server_unready_but_alive(client: Client) -> None:
    with connection.execute_wrapper(away):
        ready, healthy = client.get("/readyz"), client.get("/healthz")
    assert (ready.status_code, ready.json()) == (503, {"status": "the database does not answer"})
    assert healthy.status_code == 200


def test_a_public_page_loads_nothing_from_elsewhere_and_runs_nothing_inline(client: Client) -> None:
    make_roadshow()
    page = client.get(reverse("home"))
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "https://" not in page.text.replace('href="https://www.w3.org', "")
    assert "<style" not in page.text
    assert " style=" not in page.text
