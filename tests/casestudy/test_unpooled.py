"""Before a stage is pooled, a device has its own agency's fragments and nothing that only another agency holds.

For every stage of the shipped case and every agency that holds anything in it, all that the agency's device is sent
is searched: the pages, each frame as it was pushed, and each frame as it is replayed. Those that hold nothing in it
all get the same: one of them is searched like that, of the others the table's page and the frames. The controls show
that the same search finds what is there.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from casestudy.actions import parts as actions
from casestudy.actions import reveals
from casestudy.actions.packs import import_case
from casestudy.actions.reveals import attach_case
from casestudy.fragments import tables
from casestudy.models import Agency, CaseRun, Part, Parts, Stage
from casestudy.pack import Pack
from casestudy.queries.parts import Fragment, holders, newest_change
from live.models import Log
from live.replay import Arrival, welcome_all
from live.room import Delivery
from tests.casestudy.test_unrevealed import found_in, pieces
from tests.factories import join, make_observer, make_organiser, make_roadshow, signed_in
from workshops.access import DEVICE_COOKIE
from workshops.models import Device
from workshops.panels import topics_of
from workshops.queries.room import subject_of
from workshops.topics import TABLES, WATCHERS, own_table

pytestmark = pytest.mark.django_db

STAGES = 8
# Everything of the case that a table's device may open; the first is where it is all day.
PAGES = [reverse("table"), reverse("table-stages")]
PAGES += [reverse("table-picture", args=[name]) for name in ("genogram", "network", "chronology")]


def own_words(stage: Stage, agency: Agency) -> str:
    """Return everything that an agency may read of a stage in pieces."""
    fragment = Fragment(stage, agency)
    papers = [f"{paper.title}\n\n{paper.dated}\n\n{paper.body}" for paper in fragment.papers]
    facts = [f"{fact.when}. {fact.words}" for fact in fragment.facts]
    return "\n\n".join([stage.title, stage.span, stage.content_note, stage.pause, *papers, *facts])


def others(stage: Stage, agency: Agency) -> dict[str, set[str]]:
    """Return what of a stage an agency does not hold, by where it stands."""
    theirs = [paper for paper in stage.papers if paper.agency_id != agency.pk]
    facts = stage.case.events.filter(reveal_stage=stage.number)
    held = "\n\n".join(fact.fact for fact in facts if agency.code in fact.held_by)  # its pictures show them
    known = " ".join(pieces(f"{own_words(stage, agency)}\n\n{held}")) + stage.case.banner
    found = {
        "story": pieces(stage.narrative),
        "document": {piece for paper in theirs for piece in pieces(paper.body)},
        "document title": {paper.title for paper in theirs},
        "fact": {piece for fact in facts if agency.code not in fact.held_by for piece in pieces(fact.fact)},
    }
    return {kind: {piece for piece in texts if piece not in known} for kind, texts in found.items()}


def seen_before(stage: Stage) -> str:
    """Return all that everybody has read in the stages before."""
    earlier = stage.case.stages.filter(number__lt=stage.number)
    papers = [f"{paper.title}\n\n{paper.dated}\n\n{paper.body}" for s in earlier for paper in s.papers]
    return " ".join(pieces("\n\n".join([*(s.narrative for s in earlier), *papers])))


class Room:
    """One table whose devices play all agencies of the shipped case, one each."""

    def __init__(self, run: CaseRun, pushed: list[Delivery], commit: DjangoCaptureOnCommitCallbacks) -> None:
        self.run, self._pushed, self._commit, self.since = run, pushed, commit, 0
        self.agencies = holders(run.case)
        table = run.roadshow.tables.get(number=1)
        joined = [join(table) for _ in self.agencies]
        self.devices = {agency.code: one.device for agency, one in zip(self.agencies, joined, strict=True)}
        self.tokens = {agency.code: one.token for agency, one in zip(self.agencies, joined, strict=True)}
        for order, agency in enumerate(self.agencies, start=1):
            Part.objects.create(run=run, table=table, order=order, agency=agency)
        run.parts = Parts.DEVICES
        run.save(update_fields=["parts"])

    def do(self, verb: object, **how: object) -> None:
        self._pushed.clear()
        self.since = Log.objects.get(pk=self.run.roadshow.log_id).head
        with self._commit(execute=True):
            verb(self.run, actor="Ana", **how)  # type: ignore[operator]

    def bring(self, *stages: int, pooled: bool = False) -> None:
        """Bring the room so far; of what is pushed meanwhile, which nobody here looks at, nothing is drawn."""
        with self._commit(execute=False):
            for stage in stages:
                reveals.reveal(self.run, stage=stage, actor="Ana")
                if pooled:
                    actions.pool(self.run, stage=stage, actor="Ana")

    def sent(self, code: str, paths: Sequence[str] = PAGES) -> list[str]:
        """Return the pages of the device that plays an agency, as one, and the frames of what was done last."""
        client = Client()
        client.cookies[DEVICE_COOKIE] = self.tokens[code]
        pages = [client.get(path) for path in paths]
        assert {page.status_code for page in pages} == {200}
        return ["\n".join(page.text for page in pages), *self.frames(self.devices[code])]

    def frames(self, device: Device) -> list[str]:
        return self.heard(subject_of(device), TABLES, own_table(device.table_id), *topics_of(device))

    def heard(self, subject: str, *topics: str) -> list[str]:
        arrival = Arrival(subject, self.run.roadshow.log_id, topics, epoch=None, since=self.since)
        welcome = welcome_all([arrival])[arrival]
        assert welcome is not None
        pushed = [text for push in self._pushed for topic, _after, text in push.texts if topic in topics]
        return [json.loads(text)["html"] for text in (*pushed, *welcome.texts)]


@pytest.fixture
def room(
    walsh: Pack,
    db: None,
    delivered: list[Delivery],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Room:
    case, _new = import_case(walsh)
    return Room(attach_case(make_roadshow(), case), delivered, django_capture_on_commit_callbacks)


@pytest.mark.parametrize("number", range(1, STAGES + 1))
def test_no_device_is_sent_what_only_other_agencies_hold(room: Room, number: int) -> None:
    room.bring(*range(1, number), pooled=True)
    room.do(reveals.reveal, stage=number)
    stage = room.run.case.stages.get(number=number)
    earlier_words = seen_before(stage)
    _first, *alike = [agency for agency in room.agencies if Fragment(stage, agency).is_empty]
    for agency in room.agencies:
        hidden = {k: {p for p in texts if p not in earlier_words} for k, texts in others(stage, agency).items()}
        sent = room.sent(agency.code, PAGES[:1] if agency in alike else PAGES)
        assert found_in(sent, hidden) == {}, agency
        own = {"own": pieces(own_words(stage, agency))}
        assert found_in(sent[:1], own) == {k: t for k, t in own.items() if t}, agency
        assert found_in(sent[1:], own) == {k: t for k, t in own.items() if t}, agency


def test_older_stages_stay_in_pieces_until_they_are_pooled(room: Room) -> None:
    room.bring(1, 2, 3)
    room.do(actions.pool, stage=3)
    stages = {stage.number: stage for stage in room.run.case.stages.all()}
    school = room.run.case.agencies.get(code="SCH")
    page = room.sent("SCH")[:1]
    third = " ".join(pieces(stages[3].narrative))
    for number in (1, 2):
        hidden = {kind: {p for p in texts if p not in third} for kind, texts in others(stages[number], school).items()}
        assert found_in(page, hidden) == {}
    assert found_in(page, {"story": pieces(stages[3].narrative)})["story"] == pieces(stages[3].narrative)


@pytest.mark.parametrize("number", [1, 3, 8])
def test_pooling_brings_the_whole_stage_to_every_device(room: Room, number: int) -> None:
    room.bring(*range(1, number + 1))
    room.do(actions.pool, stage=number)
    stage = room.run.case.stages.get(number=number)
    for agency in room.agencies[:4]:
        hidden = others(stage, agency)
        whole = {kind: texts for kind, texts in hidden.items() if kind != "fact" and texts}
        page, *framed = room.sent(agency.code)
        assert found_in([page], whole) == whole
        assert found_in(framed, whole) == whole


def test_control_without_the_guard_the_search_finds_every_kind(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "_is_whole", lambda _run, _shown: True)
    monkeypatch.setattr(tables.Eyes, "article", lambda _eyes, shown: tables.Article(shown))
    room.do(reveals.reveal, stage=1)
    stage = room.run.case.stages.get(number=1)
    for agency in room.agencies[:4]:
        page, *framed = room.sent(agency.code)
        assert set(found_in([page], others(stage, agency))) == {"story", "document", "document title"}
        assert set(found_in(framed, others(stage, agency))) == {"story", "document", "document title"}


def test_control_every_agency_lacks_something_of_every_stage(room: Room) -> None:
    for stage in room.run.case.stages.all():
        for agency in room.agencies:
            lacking = others(stage, agency)
            assert lacking["story"], (stage, agency)
            assert lacking["document"], (stage, agency)


def test_an_agency_that_holds_nothing_is_asked_what_it_would_ask(room: Room) -> None:
    room.do(reveals.reveal, stage=1)
    sent = room.sent("MID")
    for text in (sent[0], sent[-1]):
        assert "Your agency holds nothing about this stage" in text
        assert "What would you ask, and whom?" in text


def test_a_pooling_taken_back_leaves_each_its_own_and_nothing_else(room: Room) -> None:
    room.do(reveals.reveal, stage=1)
    room.do(actions.pool, stage=1)
    room.do(actions.unpool, stage=1)
    stage, school = room.run.case.stages.get(number=1), room.run.case.agencies.get(code="SCH")
    page, *framed = room.sent("SCH")
    own = {"own": pieces(own_words(stage, school))}
    assert found_in([page, *framed], others(stage, school)) == {}
    assert found_in([page], own) == own
    assert found_in(framed[:2], own) == own, "what was pushed puts the fragments back in place"


def test_a_stage_pooled_then_withdrawn_and_revealed_again_comes_in_pieces(room: Room) -> None:
    room.do(reveals.reveal, stage=1)
    room.do(actions.pool, stage=1)
    room.do(reveals.withdraw, stage=1)
    room.do(reveals.reveal, stage=1)
    stage, school = room.run.case.stages.get(number=1), room.run.case.agencies.get(code="SCH")
    assert found_in(room.sent("SCH"), others(stage, school)) == {}


def test_taking_the_parts_back_shows_everybody_everything(room: Room) -> None:
    room.do(reveals.reveal, stage=1)
    room.do(actions.take_back, after=newest_change(room.run).seq)
    stage, school = room.run.case.stages.get(number=1), room.run.case.agencies.get(code="SCH")
    page = room.sent("SCH")[0]
    assert "story" in found_in([page], others(stage, school))


def test_observers_see_the_whole_of_it_at_once(room: Room) -> None:
    observer = make_observer(room.run.roadshow)
    client = signed_in(observer)
    room.do(reveals.reveal, stage=1)
    page = client.get(reverse("observing", args=[room.run.roadshow.slug])).text
    story = {"story": pieces(room.run.case.stages.get(number=1).narrative)}
    (device, *_rest) = room.devices.values()
    assert found_in([page], story) == story
    assert found_in(room.heard(subject_of(device), WATCHERS), story) == story


def test_a_preview_shows_what_the_chosen_device_sees(room: Room) -> None:
    room.do(reveals.reveal, stage=1)
    stage = room.run.case.stages.get(number=1)
    address = reverse("table-preview", args=[room.run.roadshow.slug, 1])
    organiser = signed_in(make_organiser())
    for number in (1, 2, 3):
        page = organiser.get(address, {"device": number}).text
        assert found_in([page], others(stage, room.agencies[number - 1])) == {}
        assert page.count(f"Your part: {room.agencies[number - 1].name}") == 1
    assert organiser.get(address).text.count(f"Your part: {room.agencies[0].name}") == 1


@pytest.mark.parametrize("odd", ["0", "99", "x", "-1", "٣", "9" * 5000])
def test_a_device_that_there_is_not_shows_the_first_one(room: Room, odd: str) -> None:
    address = reverse("table-preview", args=[room.run.roadshow.slug, 1])
    page = signed_in(make_organiser()).get(address, {"device": odd})
    assert (page.status_code, page.text.count(f"Your part: {room.agencies[0].name}")) == (200, 1)
