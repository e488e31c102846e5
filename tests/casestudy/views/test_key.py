from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from casestudy.actions import key as actions
from casestudy.models import CaseRun
from tests.factories import first_table, make_facilitator, seated, signed_in
from tests.pages import words

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def console(run: CaseRun) -> Client:
    """Return the browser of the roadshow's own facilitator."""
    return signed_in(make_facilitator(run.roadshow))


def address(name: str, run: CaseRun) -> str:
    return reverse(name, args=[run.roadshow.slug])


@pytest.mark.parametrize(("start", "leads_to"), [("", "console"), ("key", "key")])
def test_opening_leads_back_to_where_it_was_pressed(console: Client, run: CaseRun, start: str, leads_to: str) -> None:
    answer = console.post(address("open-key", run), {"from": start})
    assert (answer.status_code, answer.headers["location"]) == (302, address(leads_to, run))
    run.refresh_from_db()
    assert run.key_opened_by == "facilitator@example.org"


def test_before_it_is_opened_the_button_warns(console: Client, run: CaseRun) -> None:
    for page in ("console", "key"):
        assert "stages take no more answers. It can be closed again." in words(console.get(address(page, run)).text)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("open-key", "Ana opened the key at 21:00. Your press changed nothing."),
        ("close-key", "The key is closed to the room already. Your press changed nothing."),
    ],
)
def test_the_slower_of_two_is_told(console: Client, run: CaseRun, name: str, told: str) -> None:
    if name == "open-key":
        actions.open_key(run, actor="Ana")
        CaseRun.objects.update(key_opened_at=dt.datetime(2026, 7, 1, 20, 0, tzinfo=dt.UTC))
    pressed = console.post(address(name, run), headers=HTMX)
    assert (pressed.status_code, words(pressed.text)) == (409, told)
    page = console.post(address(name, run), {"from": "key"})
    assert (page.status_code, told in words(page.text)) == (409, True)


def test_the_page_says_who_held_what_and_who_was_told(console: Client, run: CaseRun) -> None:
    html = console.get(address("key", run)).text
    page = words(html)
    assert "E1 · 1 Mar 2026 Fact 1 was seen. What stopped it: trust" in page
    cells = html.count('class="told" data-sign="held"'), html.count('class="told" data-sign="no"')
    assert cells == (4, 3)
    assert "This case does not say how much would have been enough" in page


def test_a_table_reads_it_once_it_is_open(run: CaseRun) -> None:
    tablet = seated(first_table(run.roadshow))
    assert tablet.get(reverse("table-key")).status_code == 404
    actions.open_key(run, actor="Ana")
    assert "Every event, and who had it" in tablet.get(reverse("table-key")).text
    assert reverse("table-key") in tablet.get(reverse("table")).text
