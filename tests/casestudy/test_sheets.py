from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from casestudy import sheets
from casestudy.models import CaseRun, Document, EventKey, ToldStatus
from tests.factories import make_roadshow
from workshops.models import Activity, ActivityKind, Roadshow
from workshops.paper import Audience

pytestmark = pytest.mark.django_db


def sheet(name: str, roadshow: Roadshow) -> dict[str, Any]:
    said: dict[str, Any] = getattr(sheets, name)(roadshow)
    return said


def paragraph(text: str) -> dict[str, object]:
    return {"kind": "paragraph", "runs": [{"text": text, "strong": False, "em": False}]}


@pytest.mark.parametrize("name", ["envelopes", "script", "key"])
def test_a_roadshow_without_a_case_has_no_sheets_of_one(name: str) -> None:
    assert getattr(sheets, name)(make_roadshow()) is None


def test_the_key_is_for_facilitators_and_the_envelopes_for_tables() -> None:
    audiences = [(section.data, section.audience) for section in (sheets.ENVELOPES, sheets.SCRIPT, sheets.KEY)]
    assert [audience for _data, audience in audiences] == [
        Audience.TABLES,
        Audience.FACILITATOR,
        Audience.FACILITATOR,
    ]


def test_a_picture_is_said_in_words_on_paper(run: CaseRun) -> None:
    Document.objects.filter(stage__number=1).update(picture="map.webp", picture_words="A map.")
    (document,) = sheet("envelopes", run.roadshow)["stages"][0]["documents"]
    assert document["body"][-1]["runs"] == [{"text": "In the picture: A map.", "strong": False, "em": True}]


def test_an_envelope_holds_what_a_table_may_read_and_nothing_else(run: CaseRun) -> None:
    run.case.stages.filter(number=2).update(content_note="It is sad.", pause="Breathe.")
    said = sheet("envelopes", run.roadshow)
    assert said["stages"][1] == {
        "number": 2,
        "title": "The middle",
        "span": "Week 2",
        "content_note": "It is sad.",
        "pause": "Breathe.",
        "story": [paragraph("The story of stage 2 is told here.")],
        "documents": [
            {
                "kind": "letter",
                "kind_words": "Letter",
                "title": "Letter of stage 2",
                "agency": "The school",
                "dated": "Monday 2 March 2026",
                "body": [paragraph("Somebody wrote this in stage 2.")],
            }
        ],
    }
    assert {name: said[name] for name in ("title", "banner", "planned")} == {
        "title": "A small case",
        "banner": "Everybody in this case is invented.",
        "planned": "",
    }


def test_the_first_envelope_knows_when_the_case_is_planned(run: CaseRun) -> None:
    run.roadshow.starts_at = dt.time(9, 30)
    Activity.objects.create(roadshow=run.roadshow, order=1, kind=ActivityKind.DRAW, title="Draw", minutes=45)
    for order in (2, 3):
        Activity.objects.create(roadshow=run.roadshow, order=order, kind=ActivityKind.CASE, title="Case", minutes=75)
    assert sheet("envelopes", run.roadshow)["planned"] == "10:15"


def test_the_script_says_what_to_read_out_and_what_to_listen_for(run: CaseRun) -> None:
    run.case.stages.filter(number=2).update(
        content_note="It is sad.", pause="Breathe.", expected_discussion=["Who knew?"]
    )
    assert sheet("script", run.roadshow)["stages"][1] == {
        "number": 2,
        "title": "The middle",
        "span": "Week 2",
        "content_note": "It is sad.",
        "pause": "Breathe.",
        "room_picture": "What the room may think of stage 2.",
        "notes": ["Ask about stage 2."],
        "expected": ["Who knew?"],
        "documents": [
            {
                "kind": "letter",
                "kind_words": "Letter",
                "title": "Letter of stage 2",
                "agency": "The school",
                "dated": "Monday 2 March 2026",
                "refs": ["E2", "H1"],
            }
        ],
    }


def test_the_key_names_who_held_it_who_was_told_and_what_stopped_it(run: CaseRun) -> None:
    event_key = EventKey.objects.get(event__ref="E2")
    ToldStatus.objects.create(
        key=event_key, agency=run.case.agencies.get(code="SCH"), who="The head", told="late", note="In May."
    )
    said = sheet("key", run.roadshow)
    assert [stage["number"] for stage in said["stages"]] == [1, 2, 3]
    assert said["stages"][1]["events"] == [
        {
            "ref": "H1",
            "when": "Early 2025",
            "type": "earlier",
            "concerns": ["Bea Small"],
            "held_by": ["The practice"],
            "fact": "Something came before.",
            "shows": "",
            "note": "",
            "told": [],
            "barrier": "",
            "made_sense": "",
        },
        {
            "ref": "E2",
            "when": "2 March 2026",
            "type": "missed opportunity",
            "concerns": ["Anna Small"],
            "held_by": ["The school"],
            "fact": "Fact 2 was seen.",
            "shows": "What fact 2 shows",
            "note": "",
            "told": [
                {"agency": "The practice", "who": "", "told": "no", "note": ""},
                {"agency": "The school", "who": "The head", "told": "late", "note": "In May."},
            ],
            "barrier": "trust",
            "made_sense": "Why silence 2 made sense then.",
        },
    ]


@pytest.mark.parametrize(("name", "queries"), [("envelopes", 7), ("script", 7), ("key", 17)])
def test_sheets_cost_the_same_for_a_short_case_and_a_long_one(
    name: str, queries: int, run: CaseRun, walsh_run: CaseRun, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for each in (run, walsh_run):
        with django_assert_num_queries(queries):
            sheet(name, each.roadshow)
