from __future__ import annotations

import time

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from live import gate
from live.announce import announce
from live.models import Log
from live.tickets import issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Log:
    monkeypatch.setattr(gate, "_checks", {"guest": lambda ids: set(ids) - {"gone"}})
    return Log.objects.create()


def test_poll_says_how_far_the_tickets_topics_are(client: Client, log: Log) -> None:
    for topic in ("tables", "screens", "screens"):
        with transaction.atomic():
            announce(log.pk, kind="thing", topics=[topic])

    answer = client.get("/live/head/", {"ticket": issue("guest:1", log.pk, ("tables",))})

    assert (answer.status_code, answer.json()) == (200, {"epoch": log.epoch, "head": 1})


@pytest.mark.parametrize("ticket", ["", "forged"])
def test_poll_without_a_good_ticket_is_refused_in_words(client: Client, log: Log, ticket: str) -> None:
    answer = client.get("/live/head/", {"ticket": ticket})

    assert (answer.status_code, "Load the page again" in answer.json()["error"]) == (401, True)


def test_poll_of_somebody_no_longer_admitted_is_refused(client: Client, log: Log) -> None:
    answer = client.get("/live/head/", {"ticket": issue("guest:gone", log.pk, ("tables",))})

    assert answer.status_code == 401


def test_polls_are_never_cached(client: Client, log: Log) -> None:
    answer = client.get("/live/head/", {"ticket": issue("guest:1", log.pk, ("tables",))})

    assert "no-store" in answer["Cache-Control"]


def test_the_clock_says_what_time_it_is_here(client: Client) -> None:
    before = time.time() * 1000 - 1

    answer = client.get("/live/clock/")

    assert before <= answer.json()["now"] <= time.time() * 1000


def test_the_clock_is_never_cached_and_reads_nothing(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/live/clock/")

    assert "no-store" in answer["Cache-Control"]


def test_the_clock_cannot_be_set(client: Client) -> None:
    assert client.post("/live/clock/").status_code == 405
