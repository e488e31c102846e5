"""Before a facilitator opens the key, nothing of it is in anything that a table, a screen or an observer is sent."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from casestudy.actions import key as actions
from casestudy.actions import reveals
from casestudy.models import CaseRun
from live.room import Delivery
from tests.casestudy.test_unrevealed import Pieces, found_in
from tests.casestudy.test_unrevealed import key as key_of
from tests.factories import first_table, make_observer, make_organiser, seated, signed_in
from workshops.actions.screens import choose_view
from workshops.topics import CONSOLES

pytestmark = pytest.mark.django_db

# What stands in the findings and in the grid, and nowhere else.
SIGNS: Pieces = {
    "findings": {"Laid together, the pieces were enough", "One agency alone had enough"},
    "grid": {"Every event, and who had it", 'data-sign="no"'},
    "barrier": {"What stopped it: "},
}


class Room:
    """The shipped case, all of it revealed, with a threshold; and everybody who might look."""

    def __init__(self, run: CaseRun, pushed: list[Delivery], commit: DjangoCaptureOnCommitCallbacks) -> None:
        self.run, self._pushed, self._commit = run, pushed, commit
        run.case.events.update(weight=1)
        run.case.threshold = {"points": 5, "words": "Because of this reason here.", "outcome": "E35"}
        run.case.save()
        self.tablet = seated(first_table(run.roadshow))
        self.observer = signed_in(make_observer(run.roadshow))
        self.screen = run.roadshow.screens.get()
        for stage in range(1, 9):
            reveals.reveal(run, stage=stage, actor="Ana")

    def do(self, verb: object) -> None:
        self._pushed.clear()
        with self._commit(execute=True):
            verb(self.run, actor="Ana")  # type: ignore[operator]

    def show(self, view: str) -> None:
        self._pushed.clear()
        with self._commit(execute=True):
            choose_view(self.screen, shows=view, actor="Ana")

    def pages(self) -> dict[str, str]:
        """Return every page that somebody of the room may open, by name."""
        slug = self.run.roadshow.slug
        return {
            "table": self.tablet.get(reverse("table")).text,
            "table-key": self.tablet.get(reverse("table-key")).text,
            "screen": Client().get(reverse("screen", args=[self.screen.token])).text,
            "observing": self.observer.get(reverse("observing", args=[slug])).text,
        }

    def pushed(self) -> list[str]:
        """Return what was pushed last to anybody but consoles."""
        texts = [text for push in self._pushed for topic, _after, text in push.texts if topic != CONSOLES]
        return [json.loads(text)["html"] for text in texts]


@pytest.fixture
def room(
    walsh_run: CaseRun,
    delivered: list[Delivery],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Room:
    return Room(walsh_run, delivered, django_capture_on_commit_callbacks)


def test_before_it_is_opened_nothing_of_the_key_is_sent_to_anybody(room: Room) -> None:
    hidden = SIGNS | key_of(room.run.case)
    room.show("who-knew")
    assert found_in([*room.pages().values(), *room.pushed()], hidden) == {}


def test_before_it_is_opened_its_page_says_so(room: Room) -> None:
    answer = room.tablet.get(reverse("table-key"))
    assert answer.status_code == 404
    assert "The key is not open" in answer.text


def test_control_once_it_is_open_it_is_found_where_it_belongs(room: Room) -> None:
    room.show("who-knew")
    room.do(actions.open_key)
    found = {name: set(found_in([page], SIGNS)) for name, page in room.pages().items()}
    assert found == {
        "table": {"findings"},
        "table-key": {"findings", "grid", "barrier"},
        "screen": {"findings"},
        "observing": {"findings"},
    }
    assert set(found_in(room.pushed(), SIGNS)) == {"findings"}


def test_closed_again_nothing_of_it_is_left(room: Room) -> None:
    room.show("who-knew")
    room.do(actions.open_key)
    room.do(actions.close_key)
    assert found_in([*room.pages().values(), *room.pushed()], SIGNS) == {}


def test_a_page_with_the_key_is_told_that_it_was_closed(room: Room) -> None:
    room.do(actions.open_key)
    room.do(actions.close_key)
    (table, _screen) = room.pushed()
    assert '<section id="known"' in table
    assert "The key is closed" in table


def test_a_facilitator_sees_it_at_all_times(room: Room) -> None:
    page = signed_in(make_organiser()).get(reverse("key", args=[room.run.roadshow.slug])).text
    assert found_in([page], SIGNS) == SIGNS


def test_the_facilitators_notes_and_reasons_stay_with_them(room: Room) -> None:
    """What is opened is who held what and who was told; not the notes, nor why it made sense to somebody."""
    room.do(actions.open_key)
    hidden = {kind: texts for kind, texts in key_of(room.run.case).items() if kind in ("notes", "picture")}
    assert found_in(list(room.pages().values()), hidden) == {}
