"""The short case: an adult at risk, in a room from the first stage to the last, and nothing of Walsh in it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse
from PIL import Image

from casestudy.actions import reveals
from casestudy.models import CaseRun
from casestudy.pack import Pack
from casestudy.sample import TINDLOW
from casestudy.schema import CoupleState, Event, EventType, Factor, HistoryItem, Symbol
from tests.factories import first_table, seated

STAGES = {1: "Home again", 2: "New company", 3: "Behind the door", 4: "Asking him"}
REVEALED_IN = {
    1: ["T1", "T2", "T3", "T4", "B1"],
    2: ["T5", "T6", "T7", "T9", "B2"],
    3: ["T8", "T10", "T11", "T12"],
    4: ["T13", "T14", "T15", "T16", "T17"],
}
OF_WALSH = ("Walsh", "Katie", "Erin", "Toby", "Craig", "Sheila", "Saltmere", "Brackenshaw")


def everything(pack: Pack) -> str:
    """Return every text of the pack, for tables and facilitators alike."""
    texts = [f"{text.head.model_dump_json()}\n{text.body}" for text in (*pack.stages, *pack.documents)]
    return "\n".join([pack.case.model_dump_json(), pack.chronology.model_dump_json(), *texts])


def test_it_is_short(tindlow: Pack) -> None:
    assert {stage.head.number: stage.head.title for stage in tindlow.stages} == STAGES
    papers = [sum(d.head.stage == stage for d in tindlow.documents) for stage in STAGES]
    assert papers == [4, 5, 4, 4]


def test_every_event_is_revealed_in_its_stage(tindlow: Pack) -> None:
    rows: list[Event | HistoryItem] = [*tindlow.chronology.events, *tindlow.chronology.history]
    assert {row.ref: row.stage for row in rows} == {ref: stage for stage, refs in REVEALED_IN.items() for ref in refs}
    dates = [event.on for event in tindlow.chronology.events]
    assert dates == sorted(dates)
    assert (dates[0], dates[-1]) == (dt.date(2023, 1, 24), dt.date(2023, 6, 7))


def test_it_is_about_one_man_and_those_round_him(tindlow: Pack) -> None:
    assert tindlow.case.concern_for == ["ambrose"]
    assert tindlow.case.whole == "everybody at 4 Osier Court"
    assert [home.people for home in tindlow.case.households] == [["ambrose", "pepper"]]
    assert [(couple.people, couple.state) for couple in tindlow.case.couples] == [
        (["ambrose", "jean"], CoupleState.MARRIED)
    ]


def test_its_people_are_unlike_a_young_family(tindlow: Pack) -> None:
    people = {person.key: person for person in tindlow.case.people}
    assert (people["pepper"].symbol, people["ash"].symbol) == (Symbol.PET, Symbol.UNKNOWN)
    assert (people["ash"].born, people["ash"].born_year, people["ash"].first_stage) == (None, None, 2)
    assert people["colin"].parents == ["ruth"]
    assert people["ruth"].parents == people["ambrose"].parents == ["edith"]
    dead = {key for key, person in people.items() if person.died}
    assert dead == {"jean", "ruth", "edith"}
    assert {people[key].died_stage for key in dead} == {1}


def test_its_agencies_have_codes_of_their_own(tindlow: Pack, walsh: Pack) -> None:
    codes = {agency.code for agency in tindlow.case.agencies}
    assert len(codes) == 12
    assert codes & {agency.code for agency in walsh.case.agencies} == set()


def test_nothing_of_walsh_is_in_it(tindlow: Pack) -> None:
    assert [word for word in OF_WALSH if re.search(rf"\b{word}\b", everything(tindlow))] == []


def test_control_walsh_would_be_found(walsh: Pack) -> None:
    assert [word for word in OF_WALSH if word in everything(walsh)] == list(OF_WALSH)


def test_every_factor_and_every_type_of_event_is_there_to_discuss(tindlow: Pack) -> None:
    assert {event.key.barrier for event in tindlow.chronology.events} == {*Factor, None}
    assert {event.key.type for event in tindlow.chronology.events} == set(EventType)


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        (1, "Mental Capacity Act 2005"),
        (3, "section 42 of the Care Act 2014 asks three things"),
        (3, "undue influence"),
        (4, "Schedule 1, paragraph 18"),
        (4, "Making Safeguarding Personal"),
        (4, "section 44 of the Care Act 2014"),
    ],
)
def test_the_law_is_told_to_facilitators_alone(tindlow: Pack, stage: int, words: str) -> None:
    head = tindlow.stages[stage - 1].head
    assert words in " ".join(head.facilitator_notes)
    assert words not in "".join(text.body for text in (*tindlow.stages, *tindlow.documents))


def test_he_lives_and_the_last_word_is_his(tindlow: Pack) -> None:
    last = next(document for document in tindlow.documents if "T17" in document.head.events)
    assert "In his words" in last.body
    assert "He gets better." in tindlow.stages[-1].body
    ambrose = next(person for person in tindlow.case.people if person.key == "ambrose")
    assert ambrose.died is None


def test_its_one_picture_is_small_and_told_in_words(tindlow: Pack) -> None:
    pictured = [document.head for document in tindlow.documents if document.head.picture]
    assert [head.picture for head in pictured] == ["osier-court-plan.webp"]  # made anew
    for written in ("three mattresses", "no food seen", "he stays in here", "key safe hanging open", "dog's basket"):
        assert written in pictured[0].picture_words
    path = TINDLOW / "pictures" / "osier-court-plan.png"
    assert path.stat().st_size < 20_000
    with Image.open(path) as picture:
        assert picture.size == (900, 640)


@pytest.mark.django_db
def test_it_is_stored_with_the_words_for_the_whole(tindlow_run: CaseRun, walsh_run: CaseRun) -> None:
    assert tindlow_run.case.whole == "everybody at 4 Osier Court"
    assert walsh_run.case.whole == "the family"


@pytest.mark.django_db
def test_all_four_stages_reach_a_table_each_in_its_turn(tindlow_run: CaseRun) -> None:
    tablet = seated(first_table(tindlow_run.roadshow))
    for stage in tindlow_run.case.stages.all():
        assert shown(tablet.get(reverse("table")).text) == list(range(1, stage.number))
        reveals.reveal(tindlow_run, stage=stage.number, actor="Ana")
        page = tablet.get(reverse("table")).text
        assert shown(page) == list(range(1, stage.number + 1))
        titles = [document.title for document in stage.documents.all()]
        assert [title for title in titles if title not in page] == []
    assert tindlow_run.case.banner.split(".")[0] in page
    assert [word for word in OF_WALSH if word in page] == []


def shown(page: str) -> list[int]:
    """Return the stages of the case whose title stands in a page."""
    return [number for number, title in STAGES.items() if title in page]
