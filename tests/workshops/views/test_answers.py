from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from live import kinds as live_kinds
from tests.asked import CHOICE, CLOSED, CLOSED_WORDS, KIND, PREFIX, TEXT, TICK, draw, find
from tests.factories import first_table, make_roadshow, seated
from tests.pages import words
from workshops import answering
from workshops.actions.devices import move_device
from workshops.actions.hold import freeze, resume
from workshops.actions.room import close_roadshow, remove_device
from workshops.models import Answer, Device, Roadshow
from workshops.tokens import new_token
from workshops.views.answers import ELSEWHERE, HELD, INCOMPLETE, OTHER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(answering._finders, PREFIX, find)
    monkeypatch.setitem(live_kinds._renderers, KIND, draw)


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow(tables=2)


@pytest.fixture
def tablet(roadshow: Roadshow) -> Client:
    return seated(first_table(roadshow))


def by_script(tablet: Client, fields: dict[str, str], key: str = "") -> Any:
    """Post as the outbox does."""
    headers = {"Accept": "application/json", "Idempotency-Key": key or new_token()}
    return tablet.post(reverse("answer"), fields, headers=headers)


def by_form(tablet: Client, fields: dict[str, str | list[str]], key: str = "") -> Any:
    """Post as a plain form does."""
    return tablet.post(reverse("answer"), fields | {"Idempotency-Key": key or new_token()})


def said(page: str) -> dict[str, str]:
    """Return what a page says that its table has answered."""
    found = re.findall(r'data-field="([^"]*)" data-version="\d+" data-value="([^"]*)"', page)
    return {field: unescape(value) for field, value in found}


def stands(field: str) -> str:
    return Answer.objects.get(field=field).value


# By script


def test_an_answer_is_stored_and_said_back(tablet: Client) -> None:
    answer = by_script(tablet, {TEXT: "Who has the key?"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json() == {"stored": {TEXT: {"value": "Who has the key?", "version": 1}}, "refused": {}}
    assert said(tablet.get(reverse("table")).text) == {TEXT: "Who has the key?"}


def test_the_same_post_gets_the_same_answer_and_another_one_with_its_key_is_refused(tablet: Client) -> None:
    key = new_token()
    first, again = (by_script(tablet, {TEXT: "One."}, key) for _ in range(2))
    other = by_script(tablet, {TEXT: "Two."}, key)
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert (other.status_code, other.json()) == (409, {"why": OTHER})
    assert stands(TEXT) == "One."


@pytest.mark.parametrize(
    ("fields", "status", "why"),
    [
        ({CLOSED: "7"}, 409, CLOSED_WORDS),
        ({CHOICE: "11"}, 422, "This is none of the choices, so it was not stored. Choose again."),
        ({"probe.nobody": "?"}, 422, "Nobody asks for 'probe.nobody'."),
        ({"nobody.asks": "?"}, 422, "Nobody asks for 'nobody.asks' here, so it was not stored."),
    ],
)
def test_what_is_refused_says_why_and_the_rest_is_stored(
    tablet: Client, fields: dict[str, str], status: int, why: str
) -> None:
    answer = by_script(tablet, fields | {TEXT: "Good."})
    (entry,) = answer.json()["refused"].values()
    assert (answer.status_code, entry["why"]) == (status, why)
    assert stands(TEXT) == "Good."


def test_a_hundred_thousand_characters_are_refused_in_words(tablet: Client) -> None:
    answer = by_script(tablet, {TEXT: "🙂" * 100_000, CHOICE: "7"})
    assert answer.status_code == 422
    assert "100,000 characters long" in answer.json()["refused"][TEXT]["why"]
    assert stands(CHOICE) == "7"


def test_more_than_any_form_holds_is_too_large_and_says_so(tablet: Client, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    answer = by_script(tablet, {TEXT: "x" * 2_000})
    assert answer.status_code == 413
    assert "was not stored" in words(answer.text)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (b"%ED%A0%BD+half", "\N{REPLACEMENT CHARACTER}" * 3 + " half"),
        (b"a%00b", "ab"),
        (b"%FF%FE", "\N{REPLACEMENT CHARACTER}" * 2),
    ],
)
def test_bytes_that_are_no_text_break_nothing(tablet: Client, sent: bytes, kept: str) -> None:
    form = "application/x-www-form-urlencoded"
    headers = {"Accept": "application/json", "Idempotency-Key": new_token()}
    answer = tablet.post(reverse("answer"), TEXT.encode() + b"=" + sent, content_type=form, headers=headers)
    assert (answer.status_code, stands(TEXT)) == (200, kept)


@pytest.mark.parametrize(
    "text", ['<script>alert(1)</script>"><img src=x onerror=alert(1)>', "נועה بنت אמנון \u202e", "👩🏽‍👧‍👦 \n two"]
)
def test_whatever_is_typed_comes_back_as_text(tablet: Client, text: str) -> None:
    by_script(tablet, {TEXT: text})
    page = tablet.get(reverse("table")).text
    assert said(page) == {TEXT: text}
    assert "<script>alert" not in page


@pytest.mark.parametrize("fields", [{}, {"csrfmiddlewaretoken": "x", "plain": "1"}])
def test_a_post_without_a_field_is_refused(tablet: Client, fields: dict[str, str]) -> None:
    answer = by_script(tablet, fields)
    assert (answer.status_code, answer.json()) == (400, {"why": INCOMPLETE})


def test_a_post_without_a_key_is_refused(tablet: Client) -> None:
    answer = tablet.post(reverse("answer"), {TEXT: "One."}, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()) == (400, {"why": INCOMPLETE})
    assert not Answer.objects.exists()


def test_what_was_typed_at_another_table_is_stored_at_neither(tablet: Client, roadshow: Roadshow) -> None:
    device, second = Device.objects.get(), roadshow.tables.get(number=2)
    typed = {TEXT: "Typed at table 1.", "table": str(device.table_id)}
    move_device(device, second, actor="Ana")
    answer = by_script(tablet, typed)
    assert (answer.status_code, answer.json()) == (409, {"why": ELSEWHERE.format("Table 2")})
    assert not Answer.objects.exists()
    assert by_script(tablet, typed | {"table": str(second.pk)}).status_code == 200


def test_while_the_room_is_held_the_same_post_may_come_again_later(tablet: Client, roadshow: Roadshow) -> None:
    key = new_token()
    freeze(roadshow, actor="Ana")
    answer = by_script(tablet, {CHOICE: "7"}, key)
    assert (answer.status_code, answer.json()) == (423, {"why": HELD})
    resume(roadshow, actor="Ana")
    assert by_script(tablet, {CHOICE: "7"}, key).status_code == 200


def test_who_is_at_no_table_or_at_a_closed_roadshow_stores_nothing(
    client: Client, tablet: Client, roadshow: Roadshow
) -> None:
    assert by_script(client, {CHOICE: "7"}).status_code == 401
    close_roadshow(roadshow, actor="Ana")
    assert by_script(tablet, {CHOICE: "7"}).status_code == 403
    remove_device(Device.objects.get(), actor="Ana")
    assert by_script(tablet, {CHOICE: "7"}).status_code == 401
    assert not Answer.objects.exists()


def test_answers_are_posted_from_a_page_of_ours_only(roadshow: Roadshow) -> None:
    tablet = seated(first_table(roadshow))
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = tablet.cookies
    assert by_script(strict, {CHOICE: "7"}).status_code == 403
    assert tablet.get(reverse("answer")).status_code == 405


# Without scripts


def test_a_plain_form_leads_back_to_the_page(tablet: Client) -> None:
    answer = by_form(tablet, {TEXT: "One.", TICK: ["", "yes"], CHOICE: "7"})
    assert (answer.status_code, answer.headers["location"]) == (302, reverse("table"))
    assert said(tablet.get(reverse("table")).text) == {TEXT: "One.", TICK: "yes", CHOICE: "7"}


def test_a_box_whose_tick_was_taken_away_is_empty(tablet: Client) -> None:
    by_form(tablet, {TICK: ["", "yes"]})
    by_form(tablet, {TICK: ""})
    assert stands(TICK) == ""


def test_a_plain_form_of_which_something_is_refused_says_it_on_the_page(tablet: Client) -> None:
    answer = by_form(tablet, {TEXT: "Good.", CLOSED: "7"})
    assert answer.status_code == 409
    assert CLOSED_WORDS in words(answer.text)
    assert said(answer.text) == {TEXT: "Good."}


def test_a_plain_form_says_in_words_that_the_room_is_held(tablet: Client, roadshow: Roadshow) -> None:
    freeze(roadshow, actor="Ana")
    answer = by_form(tablet, {TEXT: "One."})
    assert answer.status_code == 423
    assert HELD in words(answer.text)
