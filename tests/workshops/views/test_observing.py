"""The observers' page: what the tables see, and private notes."""

from __future__ import annotations

import csv
import io
import re
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casestudy.actions.reveals import reveal
from live import gate, tickets
from tests import pages
from tests.factories import (
    give_room,
    make_facilitator,
    make_observer,
    make_order,
    make_roadshow,
    make_run,
    signed_in,
)
from workshops.access import SIGN_IN_KEY
from workshops.accounts import remove_observer
from workshops.actions.talk import note_observation
from workshops.models import ObserverNote, Roadshow, Staff
from workshops.topics import TABLES, WATCHERS

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
PAGE = "/roadshows/leeds/observing/"
NOTES = f"{PAGE}notes/"


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow(slug="leeds", city="Leeds")


@pytest.fixture
def observer(roadshow: Roadshow) -> Staff:
    return make_observer(roadshow)


@pytest.fixture
def client(observer: Staff) -> Client:
    return signed_in(observer)


def words(response: Any) -> str:
    return pages.words(response.content.decode())


def ticket_of(page: Any) -> tickets.Ticket:
    [address] = re.findall(r'data-live="([^"]+)"', page.content.decode())
    ticket = tickets.read(unquote(parse_qs(urlsplit(address).query)["ticket"][0]))
    assert ticket
    return ticket


# Watching


def test_an_observer_sees_what_the_tables_see(client: Client, roadshow: Roadshow) -> None:
    run = make_run(roadshow)
    reveal(run, stage=1, actor="Ana")
    give_room(make_order(roadshow, "Draw", prompts="Draw it.\nShow it.", notes="Only for Ana")[0])
    page = client.get(PAGE)
    assert "The story of stage 1 is told here." in words(page)
    assert "The story of stage 2 is told here." not in words(page)
    assert "Draw it.Show it." in words(page)
    assert "Only for Ana" not in words(page)
    assert "no-store" in page["Cache-Control"]


def test_there_is_nothing_to_press_but_the_note(client: Client, roadshow: Roadshow) -> None:
    make_run(roadshow)
    page = client.get(PAGE).content.decode()
    assert re.findall(r'<form[^>]* action="([^"]+)"', page) == [NOTES]


def test_an_observers_page_listens_as_an_observer_to_what_tables_hear(client: Client, roadshow: Roadshow) -> None:
    ticket = ticket_of(client.get(PAGE))
    assert ticket.subject == f"observer:{client.session[SIGN_IN_KEY]}.{roadshow.pk}"
    assert (ticket.log_id, ticket.topics) == (roadshow.log_id, (TABLES, WATCHERS))
    assert gate.admitted({ticket.subject}) == {ticket.subject}


def test_a_facilitators_page_listens_as_staff(roadshow: Roadshow) -> None:
    theirs = signed_in(make_facilitator(roadshow))
    ticket = ticket_of(theirs.get(PAGE))
    assert ticket.subject == f"staff:{theirs.session[SIGN_IN_KEY]}.{roadshow.pk}"
    assert gate.admitted({ticket.subject}) == {ticket.subject}


def test_a_removed_observer_sees_and_hears_nothing_and_keeps_their_notes(
    client: Client, observer: Staff, roadshow: Roadshow
) -> None:
    subject = ticket_of(client.get(PAGE)).subject
    client.post(NOTES, {"text": "Seen", "key": "k"})
    assert remove_observer(roadshow, observer)
    assert gate.admitted({subject}) == set()
    assert client.get(PAGE).status_code == 404
    assert client.post(NOTES, {"text": "More", "key": "l"}).status_code == 404
    assert ObserverNote.objects.get().text == "Seen"


# Notes


def test_a_note_keeps_its_time_and_what_the_room_was_at(client: Client, roadshow: Roadshow, observer: Staff) -> None:
    turn = give_room(make_order(roadshow, "Draw")[0])
    response = client.post(NOTES, {"text": "They listened.", "key": "k"})
    assert response["Location"] == f"{PAGE}#own-notes"
    note = ObserverNote.objects.get()
    assert (note.author, note.turn, note.text) == (observer, turn, "They listened.")
    assert f"{timezone.localtime(note.at):%H:%M} · Draw They listened." in words(client.get(PAGE))


def test_a_note_before_the_day_has_no_activity(client: Client) -> None:
    client.post(NOTES, {"text": "Early", "key": "k"})
    assert ObserverNote.objects.get().turn is None
    assert "Early" in words(client.get(PAGE))


def test_htmx_gets_the_notes_with_an_empty_form_for_the_next(client: Client) -> None:
    page = client.post(NOTES, {"text": "They listened.", "key": "k"}, headers=HTMX).content.decode()
    assert page.startswith('<section id="notes"')
    assert '<p id="said" hx-swap-oob="innerHTML">Saved.</p>' in page
    [key] = re.findall(r'name="key" value="([^"]+)"', page)
    assert len(key) >= 22
    assert re.findall(r"<textarea[^>]*>\s*([^<]*)</textarea>", page) == [""]


def test_a_double_press_keeps_one_note(client: Client) -> None:
    for _ in range(2):
        client.post(NOTES, {"text": "They listened.", "key": "k"})
    assert ObserverNote.objects.count() == 1


def test_two_presses_of_two_forms_keep_two(client: Client) -> None:
    for key in "kl":
        client.post(NOTES, {"text": "They listened.", "key": key})
    assert ObserverNote.objects.count() == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (" ", "Write something first. Nothing was stored."),
        ("x" * 4001, "This is longer than 4000 signs. Nothing was stored; shorten it or make two of it."),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_cannot_be_kept_is_said_and_stays_in_the_form(
    client: Client, text: str, says: str, headers: dict[str, str]
) -> None:
    page = client.post(NOTES, {"text": text, "key": "k"}, headers=headers)
    assert page.status_code == 400
    assert says in words(page)
    assert text.strip() in page.content.decode()
    assert ObserverNote.objects.count() == 0


def test_only_the_author_reads_a_note(client: Client, roadshow: Roadshow) -> None:
    client.post(NOTES, {"text": "Between me and myself", "key": "k"})
    for other in (make_facilitator(roadshow), make_observer(roadshow, "second@example.org")):
        for address in (PAGE, f"{PAGE}notes.txt", f"{PAGE}notes.csv"):
            assert "Between me" not in signed_in(other).get(address).content.decode()


def test_a_note_cannot_be_changed_and_the_page_says_so(client: Client) -> None:
    client.post(NOTES, {"text": "Seen", "key": "k"})
    note = ObserverNote.objects.get()
    note.text = "Never seen"
    with pytest.raises(ValueError, match="never changed"):
        note.save()
    assert "Only you read it. Once saved, it is never changed." in words(client.get(PAGE))


# Taking them along


@pytest.fixture
def noted(roadshow: Roadshow, observer: Staff) -> Roadshow:
    """Return the roadshow with two notes, the second during an activity with a nasty name."""
    note_observation(roadshow, author=observer, text="=1+1")
    give_room(make_order(roadshow, "@SUM(A1)")[0])
    note_observation(roadshow, author=observer, text='They said "no",\nthen yes.')
    return roadshow


def test_the_notes_as_text_are_the_oldest_first(client: Client, noted: Roadshow) -> None:
    response = client.get(f"{PAGE}notes.txt")
    first, second = (timezone.localtime(note.at) for note in ObserverNote.objects.all())
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="notes-leeds-2026-03-02.txt"'
    assert response.text == (
        "Notes on the roadshow in Leeds, Monday 02 March 2026\nBy observer@example.org\n"
        f"\n{first:%Y-%m-%d %H:%M}\n=1+1\n"
        f'\n{second:%Y-%m-%d %H:%M}, @SUM(A1)\nThey said "no",\nthen yes.\n'
    )


def test_the_table_of_notes_computes_nothing(client: Client, noted: Roadshow) -> None:
    response = client.get(f"{PAGE}notes.csv")
    assert response["Content-Disposition"] == 'attachment; filename="notes-leeds-2026-03-02.csv"'
    table = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))
    first, second = (timezone.localtime(note.at) for note in ObserverNote.objects.all())
    assert table == [
        ["date", "time", "activity", "note"],
        [f"{first:%Y-%m-%d}", f"{first:%H:%M}", "", "'=1+1"],
        [f"{second:%Y-%m-%d}", f"{second:%H:%M}", "'@SUM(A1)", 'They said "no",\nthen yes.'],
    ]


def test_without_notes_nothing_is_offered_to_take_along(client: Client) -> None:
    assert "notes.csv" not in client.get(PAGE).content.decode()
    client.post(NOTES, {"text": "Seen", "key": "k"})
    assert "notes.csv" in client.get(PAGE).content.decode()


# One's roadshows


def test_what_one_watches_is_on_ones_own_page(client: Client) -> None:
    make_roadshow(city="York")
    page = client.get(reverse("staff"))
    assert "You watch" in words(page)
    assert re.findall(r'data-watched="([^"]+)"', page.text) == ["leeds"]
    assert re.findall(r'data-roadshow="([^"]+)"', page.text) == []
    assert PAGE in page.text
    assert "You have no roadshow yet." not in words(page)
