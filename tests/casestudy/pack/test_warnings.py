"""What is worth a look. It is said with its place, and the pack can be used all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from casestudy.pack import Pack, read
from casestudy.sample import WALSH
from tests.factories import SMALL_PACK, write_pack

Edit = tuple[str, str, str]


def said(folder: Path, *edits: Edit) -> list[str]:
    texts = dict(SMALL_PACK)
    for name, old, new in edits:
        assert old in texts[name], old
        texts[name] = texts[name].replace(old, new)
    reading = read(write_pack(folder, texts))
    assert (reading.problems, reading.pack is None) == ([], False)
    return [str(warning) for warning in reading.warnings]


def test_control_of_the_plain_case_nothing_is_said(tmp_path: Path) -> None:
    assert said(tmp_path) == []


HARD = (
    "Interdisciplinary professionals, notwithstanding organisational reconfiguration, systematically communicated "
    "unsubstantiated safeguarding considerations regarding multigenerational vulnerabilities, necessitating "
    "comprehensive reassessment of institutional responsibilities, accountability, proportionality and "
    "interagency information governance arrangements throughout the administrative territories concerned."
)
WORTH_A_LOOK: dict[str, tuple[Edit, str]] = {
    "an event after a death": (
        ("case.yaml", "born: 2018-04-05", "born: 2018-04-05, died: 2026-03-02"),
        "chronology.yaml:31: events.2.concerns.0: E3 is dated after Anna Small died; is that meant?",
    ),
    "an event after everything of one later stage": (
        ("chronology.yaml", "on: 2026-03-02", "on: 2026-02-01"),
        (
            "chronology.yaml:3: events.0.on: E1 is told in stage 1, but happens on 1 March 2026, "
            "after everything of stage 2"
        ),
    ),
    "a threshold that is never reached": (
        ("case.yaml", "agencies:", "threshold: {points: 3, words: Enough, outcome: E3}\nagencies:"),
        (
            "case.yaml:9: threshold.points: the weights of all events together are 0, "
            "so that the threshold is never reached"
        ),
    ),
    "an e-mail address": (
        ("documents/E1.md", "Somebody", "anna@saltmere-school.co.uk"),
        (
            "documents/E1.md:10: text: anna@saltmere-school.co.uk looks like a real e-mail address: "
            "make sure that it is invented"
        ),
    ),
    "a telephone number": (
        ("documents/E1.md", "Somebody", "Ring 0191 498 2231."),
        "documents/E1.md:10: text: 0191 498 2231 looks like a real telephone number: make sure that it is invented",
    ),
    "an NHS number": (
        ("documents/E1.md", "Somebody", "NHS 943 476 5919."),
        "documents/E1.md:10: text: 943 476 5919 looks like a real NHS number: make sure that it is invented",
    ),
    "a postcode": (
        ("stages/1.md", "The story", "In NE1 4LP the story"),
        "stages/1.md:8: text: NE1 4LP looks like a real postcode: make sure that it is invented",
    ),
}


@pytest.mark.parametrize("kind", WORTH_A_LOOK)
def test_it_is_said_with_its_place(tmp_path: Path, kind: str) -> None:
    edit, expected = WORTH_A_LOOK[kind]
    found = said(tmp_path, edit)
    assert found == [expected]


def test_an_event_of_somebody_whom_the_room_does_not_know_yet(tmp_path: Path) -> None:
    found = said(
        tmp_path,
        (
            "case.yaml",
            "role: Her mother, born_year: 1990, symbol: female, first_stage: 2",
            "role: Her mother, born_year: 1990, symbol: female, first_stage: 3",
        ),
    )
    assert found == [
        "chronology.yaml:46: history.0.concerns.0: H1 is told in stage 2, and the room knows of bea from 3 on"
    ]


def test_a_stage_in_which_nothing_is_revealed(tmp_path: Path) -> None:
    texts = {name: text for name, text in SMALL_PACK.items() if name != "documents/E3.md"}
    texts["chronology.yaml"] = texts["chronology.yaml"].replace("stage: 3", "stage: 2")
    reading = read(write_pack(tmp_path, texts))
    assert [str(warning) for warning in reading.warnings] == [
        "stages/3.md:2: number: nothing is revealed in this stage but its story: no event and no document"
    ]


def test_a_text_that_is_hard_to_read_is_named_with_its_grade(tmp_path: Path) -> None:
    (found,) = said(tmp_path, ("stages/1.md", "The story of stage 1 is told here.", HARD))
    assert found.startswith("stages/1.md:8: text: this is hard to read: Flesch-Kincaid grade ")
    assert "aim for grade 10 or less" in found


@pytest.mark.parametrize(
    "words",
    [
        "anna@example.org",
        "anna@school.example",
        "01632 960123",
        "020 7946 0012",
        "07700 900123",
        "+44 7700 900 123",
        "at 10.45 on 2026-03-02",
        "943 476 5918",
        "999 000 0018",
        "room B12",
        "E10",
        "1500 to 1630",
    ],
)
def test_what_is_plainly_invented_is_not_named(tmp_path: Path, words: str) -> None:
    assert said(tmp_path, ("documents/E1.md", "Somebody wrote", f"Somebody wrote {words} and")) == []


def test_the_shipped_case_names_nothing_that_looks_real(walsh: Pack) -> None:
    assert [warning for warning in read(WALSH).warnings if "make sure" in warning.words] == []
