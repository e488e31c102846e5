from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from casestudy.actions.reveals import reveal
from live import tickets
from tests.factories import first_table, join, make_activity, make_roadshow, make_run, seated, start
from tests.pages import words
from workshops.access import DEVICE_COOKIE
from workshops.actions import care
from workshops.actions import room as actions
from workshops.actions.rehearsals import begin_rehearsal, throw_away
from workshops.actions.talk import broadcast
from workshops.models import Device, Roadshow, RoadshowState, SupportContact, Table
from workshops.queries.care import signals_in
from workshops.queries.room import subject_of
from workshops.topics import SCREENS, TABLES, own_table
from workshops.views.table import INCOMPLETE, NOTHING

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


# What a table can say


def press(client: Client, kind: str, *, say: bool = True, scripts: bool = True) -> Any:
    headers = {"HX-Request": "true"} if scripts else {}
    return client.post(reverse("table-signal"), {"kind": kind, "say": "yes" if say else ""}, headers=headers)


def standing(roadshow: Roadshow) -> dict[int, list[str]]:
    return {pk: sorted(signals) for pk, signals in signals_in(roadshow.pk).items()}


@pytest.mark.parametrize("kind", ["help", "moment", "done"])
def test_a_table_says_something_with_one_press_and_takes_it_back_with_the_next(roadshow: Roadshow, kind: str) -> None:
    start(make_activity(roadshow))
    table, client = first_table(roadshow), seated(first_table(roadshow))
    answer = press(client, kind)
    assert (answer.status_code, standing(roadshow)) == (200, {table.pk: [kind]})
    assert answer.text.startswith('<section id="dock"')
    assert re.findall(r'aria-pressed="(true|false)"', answer.text).count("true") == 1
    press(client, kind, say=False)
    assert standing(roadshow) == {}
    assert roadshow.log.events.latest("seq").actor == "Table 1, Device 1"


def test_a_device_speaks_for_its_own_table_only(roadshow: Roadshow) -> None:
    actions.add_tables(roadshow, 1)
    press(seated(roadshow.tables.get(number=2)), "help")
    assert standing(roadshow) == {roadshow.tables.get(number=2).pk: ["help"]}


def test_two_devices_of_a_table_that_press_at_once_say_it_once(roadshow: Roadshow) -> None:
    for client in (seated(first_table(roadshow)), seated(first_table(roadshow))):
        assert press(client, "help").status_code == 200
    assert roadshow.log.events.count() == 1


def test_without_scripts_a_press_leads_back_to_the_table(roadshow: Roadshow) -> None:
    client = seated(first_table(roadshow))
    answer = press(client, "help", scripts=False)
    assert (answer.status_code, answer.headers["location"]) == (302, reverse("table"))
    assert standing(roadshow) == {first_table(roadshow).pk: ["help"]}


@pytest.mark.parametrize("scripts", [True, False])
def test_being_done_with_nothing_is_refused_in_words(roadshow: Roadshow, *, scripts: bool) -> None:
    answer = press(seated(first_table(roadshow)), "done", scripts=scripts)
    assert (answer.status_code, NOTHING in answer.text, "<html" in answer.text) == (409, True, not scripts)
    assert roadshow.log.events.count() == 0


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("kind", ["", "bored", "\x00"])
def test_a_press_that_is_not_whole_is_refused_in_words(roadshow: Roadshow, kind: str, *, scripts: bool) -> None:
    answer = press(seated(first_table(roadshow)), kind, scripts=scripts)
    assert (answer.status_code, INCOMPLETE in answer.text) == (400, True)
    assert roadshow.log.events.count() == 0


def test_every_button_of_the_page_is_an_ordinary_form_with_its_token(roadshow: Roadshow) -> None:
    start(make_activity(roadshow))
    client = Client(enforce_csrf_checks=True)
    client.cookies[DEVICE_COOKIE] = join(first_table(roadshow)).token
    every = re.findall(r"<form.*?</form>", client.get(reverse("table")).text, re.DOTALL)
    own = (form for form in every if "data-action" in form)
    forms = [form for form in own if reverse("begin-drawing") not in form]  # what higher apps ask they try themselves
    assert [re.findall(r'data-action="([^"]+)"', form) for form in forms] == [["done"], ["help"], ["moment"], ["park"]]
    for form in forms:
        (address,) = re.findall(r' action="([^"]+)"', form)
        fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
        answer = client.post(address, fields | {"text": "Who knew?"})
        assert (answer.status_code, answer.headers["location"]) == (302, reverse("table"))
    assert standing(roadshow) == {first_table(roadshow).pk: ["done", "help", "moment"]}
    assert roadshow.questions.get().text == "Who knew?"


# Parked questions


def test_a_table_parks_a_question_once_however_often_the_press_arrives(roadshow: Roadshow) -> None:
    client = seated(first_table(roadshow))
    for _ in range(2):
        answer = client.post(reverse("table-park"), {"text": " Who knew? ", "key": "one-press"})
        assert answer.headers["location"] == reverse("table")
    parked = roadshow.questions.get()
    assert (parked.text, parked.table, parked.asked_by) == ("Who knew?", first_table(roadshow), "Table 1, Device 1")
    assert "Who knew?" in client.get(reverse("table")).text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "The question is empty, so nothing was parked."),
        ("x" * 501, "The question is longer than 500 signs, so it was not parked."),
    ],
)
def test_a_question_that_cannot_be_parked_is_still_there_with_the_reason(
    roadshow: Roadshow, text: str, words: str
) -> None:
    answer = seated(first_table(roadshow)).post(reverse("table-park"), {"text": text})
    assert answer.status_code == 400
    assert words in answer.text
    assert f">\n{text}</textarea>" in answer.text
    assert not roadshow.questions.exists()


def test_a_table_sees_its_own_questions_only(roadshow: Roadshow) -> None:
    actions.add_tables(roadshow, 1)
    one, two = (seated(table) for table in roadshow.tables.all())
    one.post(reverse("table-park"), {"text": "Ours"})
    two.post(reverse("table-park"), {"text": "Theirs"})
    page = one.get(reverse("table")).text
    assert ("Ours" in page, "Theirs" in page) == (True, False)


@pytest.mark.parametrize("count", [1, 4])
def test_the_page_costs_the_same_however_much_was_said(
    roadshow: Roadshow, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = seated(first_table(roadshow))
    for n in range(count):
        start(make_activity(roadshow))
        press(client, "done")
        client.post(reverse("table-park"), {"text": f"Question {n}"})
        broadcast(roadshow, text=f"Notice {n}", actor="Ana")
    with django_assert_num_queries(11):
        assert client.get(reverse("table")).text.count("data-broadcast=") == count


# Stepping out


def test_stepping_out_shows_the_support_card_and_nothing_of_the_case_and_notes_nothing() -> None:
    run = make_run()
    reveal(run, stage=1, actor="Ana")
    SupportContact.objects.create(roadshow=run.roadshow, name="Samaritans", reach="116 123")
    before = run.roadshow.log.events.count()
    page = seated(first_table(run.roadshow)).get(reverse("step-out"))
    assert (page.status_code, "116 123" in page.text, "The beginning" in page.text) == (200, True, False)
    assert "no-store" in page.headers["cache-control"]
    assert (run.roadshow.log.events.count(), standing(run.roadshow)) == (before, {})


def test_whoever_is_at_no_table_gets_the_calm_page_too(client: Client) -> None:
    assert client.get(reverse("step-out")).status_code == 200


def test_a_device_of_a_roadshow_that_was_closed_can_still_step_out(roadshow: Roadshow) -> None:
    client = seated(first_table(roadshow))
    SupportContact.objects.create(roadshow=roadshow, name="Samaritans", reach="116 123")
    actions.close_roadshow(roadshow, actor="Ana")
    assert "116 123" in client.get(reverse("step-out")).text


def test_a_press_in_the_moment_a_rehearsal_is_thrown_away_is_answered_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    rehearsal = begin_rehearsal(make_roadshow(city="Leeds"), actor="Ana")
    table = seated(first_table(rehearsal))
    signal = care.signal

    def signal_too_late(*args: Any, **kwargs: Any) -> bool:
        throw_away(rehearsal, word="Leeds", actor="Ana")
        return signal(*args, **kwargs)

    monkeypatch.setattr(care, "signal", signal_too_late)
    answer = table.post(reverse("table-signal"), {"kind": "help", "say": "yes"})
    assert (answer.status_code, "This device is not at a table" in words(answer.text)) == (401, True)


def test_control_a_fault_at_a_table_that_is_there_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_args: Any, **_kwargs: Any) -> bool:
        raise Table.DoesNotExist

    monkeypatch.setattr(care, "signal", missing)
    with pytest.raises(Table.DoesNotExist):
        seated(first_table(make_roadshow())).post(reverse("table-signal"), {"kind": "help", "say": "yes"})
