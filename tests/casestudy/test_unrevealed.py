"""Nothing of an unrevealed stage, and nothing of the facilitator's key, is anywhere in what tables and screens get.

Everything that a table's device or a screen is sent is searched for every piece of the shipped case that it must
not have: the page, each frame as it was pushed, and each frame as it is replayed. The controls show that the same
search finds each kind of piece where it does stand.
"""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from casestudy.actions import reveals
from casestudy.fragments import reveals as drawing
from casestudy.models import CaseRun, CaseStudy, EventKey, Stage
from casestudy.queries import runs
from live.replay import Arrival, welcome_all
from live.room import Delivery
from tests.factories import first_table, make_organiser, seated, signed_in
from workshops.models import Device
from workshops.queries.room import subject_of
from workshops.topics import SCREENS, TABLES, own_table

pytestmark = pytest.mark.django_db

STAGES = 8
Pieces = dict[str, set[str]]


def flat(text: str) -> str:
    """Return text as it reads in one line, without Markdown's signs."""
    return " ".join(re.sub(r"[#>|]|^\s*([-+]|\d+\.)\s", " ", text.replace("*", ""), flags=re.MULTILINE).split())


def pieces(text: str) -> set[str]:
    """Return the sentences, cells and items of a text; the shortest are left out, for they could be anybody's."""
    found = re.split(r"(?<=[.!?:])\s+|\s*\|\s*|\n\s*\n|\n\s*-\s", text)
    return {flat(piece) for piece in found if len(flat(piece)) > 14}


def shown_of(stage: Stage) -> str:
    """Return everything of a stage that a table may see once it is revealed."""
    documents = [f"{d.title}\n\n{d.dated}\n\n{d.body}" for d in stage.documents.all()]
    return "\n\n".join([stage.title, stage.span, stage.content_note, stage.pause, stage.narrative, *documents])


def later(case: CaseStudy, stage: int) -> Pieces:
    """Return what of the stages after `stage` no earlier one says as well, by where it stands."""
    stages = list(case.stages.prefetch_related("documents"))
    known = flat("\n\n".join(shown_of(s) for s in stages if s.number <= stage) + case.banner)
    hidden = [s for s in stages if s.number > stage]
    found = {
        "title": {s.title for s in hidden},
        "story": {piece for s in hidden for piece in pieces(s.narrative)},
        "document": {piece for s in hidden for d in s.documents.all() for piece in pieces(d.body)},
        "document title": {d.title for s in hidden for d in s.documents.all()},
        "note": {piece for s in hidden for piece in pieces(f"{s.content_note} {s.pause}")},
    }
    return {kind: {piece for piece in texts if piece not in known} for kind, texts in found.items()}


def key(case: CaseStudy) -> Pieces:
    """Return what only facilitators see, of every stage."""
    keys = EventKey.objects.filter(event__case=case).prefetch_related("told__agency")
    told = [entry for event_key in keys for entry in event_key.told.all()]
    return {
        "picture": {piece for s in case.stages.all() for piece in pieces(s.room_picture)},
        "notes": {piece for s in case.stages.all() for note in s.facilitator_notes for piece in pieces(note)},
        "expected": {piece for s in case.stages.all() for line in s.expected_discussion for piece in pieces(line)},
        "made sense": {piece for event_key in keys for piece in pieces(event_key.made_sense)},
        "told": {f"{entry.agency.name}: {entry.get_told_display()}" for entry in told},
        "told note": {piece for entry in told for piece in pieces(entry.note)},
        "barrier": {f"What stopped it: {event_key.barrier}" for event_key in keys if event_key.barrier},
    }


def found_in(texts: list[str], hidden: Pieces) -> dict[str, set[str]]:
    """Return what stands in any of `texts`, in words or in markup, by its kind."""
    raw = " ".join(unescape("\n".join(texts)).split())
    plain = " ".join(unescape(re.sub(r"<[^>]*>", "", "\n".join(texts))).split())
    found = {kind: {piece for piece in texts if piece in raw or piece in plain} for kind, texts in hidden.items()}
    return {kind: texts for kind, texts in found.items() if texts}


class Room:
    """A room that runs the shipped case, with everything that was sent to its tables and screens."""

    def __init__(self, run: CaseRun, pushed: list[Delivery], commit: DjangoCaptureOnCommitCallbacks) -> None:
        self.run = run
        self.case = run.case
        self.tablet = seated(first_table(run.roadshow))
        self._pushed = pushed
        self._commit = commit

    def reveal(self, up_to: int) -> None:
        for number in range(self.run.stage + 1, up_to + 1):
            with self._commit(execute=True):
                reveals.reveal(self.run, stage=number, actor="Ana")

    def withdraw(self) -> None:
        self._pushed.clear()  # what was sent before is on the screens already; it is what comes now that counts
        with self._commit(execute=True):
            reveals.withdraw(self.run, stage=self.run.stage, actor="Ana")

    def sent_to_table(self) -> list[str]:
        device = Device.objects.select_related("table").get()
        page = self.tablet.get(reverse("table"))
        assert page.status_code == 200
        return [page.text, *self._frames(subject_of(device), TABLES, own_table(device.table_id))]

    def sent_to_screen(self) -> list[str]:
        screen = self.run.roadshow.screens.get()
        page = Client().get(reverse("screen", args=[screen.token]))
        assert page.status_code == 200
        return [page.text, *self._frames(f"screen:{screen.pk}", SCREENS)]

    def _frames(self, subject: str, *topics: str) -> list[str]:
        arrival = Arrival(subject, self.run.roadshow.log_id, topics, epoch=None, since=0)
        welcome = welcome_all([arrival])[arrival]
        assert welcome is not None
        pushed = [text for push in self._pushed for topic, _after, text in push.texts if topic in topics]
        return [json.loads(text)["html"] for text in (*pushed, *welcome.texts)]


@pytest.fixture
def room(
    walsh_run: CaseRun,
    delivered: list[Delivery],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Room:
    return Room(walsh_run, delivered, django_capture_on_commit_callbacks)


def test_nothing_that_was_not_revealed_is_sent_to_a_table_or_screen(room: Room) -> None:
    for stage in range(STAGES + 1):
        room.reveal(stage)
        hidden = later(room.case, stage) | key(room.case)
        sent = room.sent_to_table()
        assert len(sent) == 1 + 2 * stage  # the page, and each reveal as pushed and as replayed
        assert found_in(sent, hidden) == {}, stage
        assert found_in(room.sent_to_screen(), hidden) == {}, stage


def test_control_one_stage_too_many_is_found(room: Room) -> None:
    for stage in range(STAGES):
        hidden = later(room.case, stage)
        room.reveal(stage + 1)
        next_one = room.case.stages.get(number=stage + 1)
        kinds = {"title", "story", "document", "document title"} | ({"note"} if next_one.content_note else set())
        page, *framed = room.sent_to_table()
        for texts in ([page], framed[: stage + 1], framed[stage + 1 :]):
            found = found_in(texts, hidden)
            assert set(found) == kinds, stage
            assert found["title"] == {next_one.title}
            assert found["document"] >= set(pieces(next_one.documents.all()[0].body)) & hidden["document"]
        assert found_in(room.sent_to_screen(), hidden)["title"] == {next_one.title}


def test_control_every_kind_of_key_is_found_where_facilitators_see_it(room: Room) -> None:
    hidden = key(room.case)
    seen: list[str] = []
    for number in range(1, STAGES + 1):
        room.reveal(number)
        case = runs.case_at_a_glance(room.run)
        seen += [drawing.block(name, case) for name in ("console_stages", "console_now")]
    assert found_in(seen, hidden) == hidden


def test_control_the_search_knows_hundreds_of_pieces(room: Room) -> None:
    counts = {kind: len(texts) for kind, texts in (later(room.case, 0) | key(room.case)).items()}
    assert counts["title"] == STAGES
    assert counts["document"] > 300
    assert counts["story"] > 80
    assert min(counts.values()) > 5


def test_after_a_withdrawal_the_withdrawn_text_is_gone_from_page_push_and_replay(room: Room) -> None:
    hidden = later(room.case, 2)
    room.reveal(3)
    before = found_in(room.sent_to_table(), hidden)
    room.withdraw()
    assert set(before) >= {"title", "story", "document"}
    assert found_in(room.sent_to_table(), hidden) == {}
    assert found_in(room.sent_to_screen(), hidden) == {}


def test_when_the_only_stage_is_withdrawn_nothing_is_left_of_it(room: Room) -> None:
    room.reveal(1)
    room.withdraw()
    hidden = later(room.case, 0)
    assert found_in(room.sent_to_table(), hidden) == {}
    assert found_in(room.sent_to_screen(), hidden) == {}


def test_what_is_revealed_again_is_there_again(room: Room) -> None:
    room.reveal(3)
    room.withdraw()
    room.reveal(3)
    assert found_in(room.sent_to_table(), later(room.case, 2))["title"] == {"A new partner"}
    assert found_in(room.sent_to_table(), later(room.case, 3)) == {}


@pytest.mark.parametrize("name", ["home", "roadshow", "join"])
def test_a_public_page_tells_nothing_of_the_case_even_when_all_of_it_is_shown(room: Room, name: str) -> None:
    room.reveal(STAGES)
    page = Client().get(reverse(name, args=[room.run.roadshow.slug] if name == "roadshow" else []))
    assert page.status_code == 200
    assert found_in([page.text], later(room.case, 0) | key(room.case)) == {}


def test_a_preview_is_for_facilitators_and_holds_nothing_of_the_key(room: Room) -> None:
    address = reverse("stage-preview", args=[room.run.roadshow.slug, 8])
    assert room.tablet.get(address).status_code == 302
    preview = signed_in(make_organiser()).get(address)
    assert found_in([preview.text], later(room.case, 7))["title"] == {"The last weeks"}
    assert found_in([preview.text], key(room.case)) == {}
    assert found_in(room.sent_to_table(), later(room.case, 0)) == {}


def test_whom_the_room_does_not_know_of_is_asked_of_nobody(room: Room) -> None:
    child = room.case.people.filter(key__in=room.case.concern_for, first_stage__gt=1).get()
    known_from = child.expected_stage or child.first_stage
    name = f".concern.{child.key}."
    room.reveal(known_from - 1)
    assert not [text for text in room.sent_to_table() if child.name in text or name in text]
    room.reveal(known_from)
    page, *framed = room.sent_to_table()
    assert all(any(name in text for text in texts) for texts in ([page], framed))
    room.reveal(child.first_stage - 1)
    assert not [text for text in room.sent_to_table() if child.name in text]
    room.reveal(child.first_stage)
    assert child.name in room.sent_to_table()[0]
