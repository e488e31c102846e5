"""What must fit together in a whole case. Each mistake is named at its place; without it the pack is in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from casestudy.pack import read
from tests.factories import SMALL_PACK, write_pack

Edit = tuple[str, str, str]

THIRD = "  - {key: cleo, name: Cleo, role: Her friend, symbol: other, first_stage: 1}\n"
CASE = SMALL_PACK["case.yaml"].replace("agencies:", THIRD + "agencies:")


def said(folder: Path, *edits: Edit) -> list[str]:
    texts = SMALL_PACK | {"case.yaml": CASE}
    for name, old, new in edits:
        assert old in texts[name], old
        texts[name] = texts[name].replace(old, new, 1)
    return [str(problem) for problem in read(write_pack(folder, texts)).problems]


def test_control_the_case_without_mistakes_is_in_order(tmp_path: Path) -> None:
    assert said(tmp_path) == []


def case(old: str, new: str) -> Edit:
    return "case.yaml", old, new


def event(old: str, new: str) -> Edit:
    return "chronology.yaml", old, new


AGENCIES = "agencies:\n"
WRONG: dict[str, tuple[Edit, str]] = {
    "their own parent": (
        case("parents: [bea]", "parents: [anna]"),
        "case.yaml:7: people.0.parents: anna is their own parent",
    ),
    "more than two parents": (
        case("parents: [bea]", "parents: [bea, cleo, bea]"),
        (
            "case.yaml:7: people.0.parents: a person has at most two parents here\n"
            "case.yaml:7: people.0.parents: somebody stands here twice"
        ),
    ),
    "their own partner": (
        case(AGENCIES, "couples:\n  - {people: [bea, bea], state: married, first_stage: 2}\nagencies:\n"),
        "case.yaml:11: couples.0.people: bea is their own partner",
    ),
    "an unknown partner": (
        case(AGENCIES, "couples:\n  - {people: [bea, dan], state: married, first_stage: 2}\nagencies:\n"),
        "case.yaml:11: couples.0.people.1: unknown person: dan",
    ),
    "a mark in a stage that is not there": (
        case(
            AGENCIES,
            "couples:\n  - {people: [bea, cleo], state: ended, first_stage: 2, marks: [{kind: abuse, stage: 9}]}\n"
            "agencies:\n",
        ),
        "case.yaml:11: couples.0.marks.0: unknown stage: 9",
    ),
    "somebody unknown in a household": (
        case(AGENCIES, "households:\n  - {name: Home, people: [anna, dan], first_stage: 1}\nagencies:\n"),
        "case.yaml:11: households.0.people.1: unknown person: dan",
    ),
    "somebody in two households at once": (
        case(
            AGENCIES,
            "households:\n  - {name: A, people: [anna], first_stage: 1}\n"
            "  - {name: B, people: [anna], first_stage: 1}\nagencies:\n",
        ),
        "case.yaml:12: households.1.people: anna lives in two households from the same stage on",
    ),
    "concern for somebody unknown": (
        case(AGENCIES, "concern_for: [anna, dan]\nagencies:\n"),
        "case.yaml:10: concern_for.1: unknown person: dan",
    ),
    "a threshold whose outcome is not there": (
        case(AGENCIES, "threshold: {points: 1, words: Enough, outcome: E9}\nagencies:\n"),
        "case.yaml:10: threshold.outcome: unknown event: E9",
    ),
    "born after they died": (
        case("born: 2018-04-05", "born: 2018-04-05, died: 2017-01-01"),
        "case.yaml:7: people.0.died: Anna Small dies before they are born",
    ),
    "expected after they are known": (
        case("symbol: female, parents: [bea]", "symbol: female, expected_stage: 2, parents: [bea]"),
        "case.yaml:7: people.0.expected_stage: Anna Small is expected in stage 2, but known from 1 on",
    ),
    "dead before they are known": (
        case("born_year: 1990", "born_year: 1990, died_stage: 1"),
        "case.yaml:8: people.1.died_stage: the room learns of the death in stage 1, and of them in 2",
    ),
    "an event before its person could be born": (
        case("born: 2018-04-05", "born: 2027-01-01"),
        "\n".join(
            f"chronology.yaml:{line}: events.{n}.concerns.0: E{n + 1} is dated {n + 1} March 2026, "
            "and Anna Small is born on 1 January 2027"
            for n, line in enumerate((5, 18, 31))
        ),
    ),
    "an event years before its person is born": (
        case("born_year: 1990", "born_year: 2027"),
        ("chronology.yaml:46: history.0.concerns.0: H1 is dated 1 January 2025, and Bea Small is born in 2027"),
    ),
    "told before it happened": (
        event('told: "no"', "told: late, on: 2026-02-28"),
        "chronology.yaml:11: events.0.key.told.0.on: GP is told on 28 February 2026, before E1 happened",
    ),
    "revealed before it happened": (
        event("on: 2026-03-01", "on: 2026-03-09"),
        (
            "chronology.yaml:3: events.0.on: E1 is told in stage 1, but happens on 9 March 2026, "
            "after everything that is told later"
        ),
    ),
    "a picture that is not there, and not in words": (
        ("documents/E1.md", "order: 1", "order: 1\npicture: map.png"),
        (
            "documents/E1.md:2: picture_words: say in words what the picture shows, for those who cannot see it\n"
            "documents/E1.md:4: picture: there is no such picture in the folder pictures/: map.webp"
        ),
    ),
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_does_not_fit_together_is_named_at_its_place(tmp_path: Path, kind: str) -> None:
    edit, expected = WRONG[kind]
    assert "\n".join(said(tmp_path, edit)) == expected


def test_a_circle_of_parents_is_named_at_each_of_them_and_ends(tmp_path: Path) -> None:
    found = said(
        tmp_path,
        case("symbol: female, first_stage: 2", "symbol: female, parents: [cleo], first_stage: 2"),
        case("symbol: other,", "symbol: other, parents: [anna],"),
    )
    assert found == [
        f"case.yaml:{line}: people.{n}.parents: {key} is among their own ancestors"
        for n, (line, key) in enumerate([(7, "anna"), (8, "bea"), (9, "cleo")])
    ]


@pytest.mark.parametrize(
    "edit",
    [
        event("on: 2026-03-01", "on: 2026-03-02"),  # as late as the newest of the next stage
        event("on: 2026-03-02", "on: 2026-02-01"),  # surfaces late
        event("on: 2026-03-03", "on: 2026-09-30"),  # nothing comes after the last stage
        case("born: 2018-04-05", "born: 2026-05-01"),  # not born yet, and expected
        case("born_year: 1990", "born_year: 2026"),
        event('told: "no"', "told: late, on: 2026-03-01"),
    ],
)
def test_what_may_be_is_not_a_mistake(tmp_path: Path, edit: Edit) -> None:
    assert said(tmp_path, edit) == []
