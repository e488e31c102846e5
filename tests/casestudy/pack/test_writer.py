"""A pack written and read again is the same pack, whatever it says."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from casestudy.pack import BadPackError, Pack, as_data, read_pack
from casestudy.pack.content import checked, raw_of
from casestudy.pack.writer import files_of, write_pack, zipped
from casestudy.schema import AgencyType, CoupleState, DocumentKind, EventType, Factor, MarkKind, Symbol, Told

ODD = [
    "no", "Yes", "null", "~", "1", "1.5", "0x1F", "2026-03-01", "2026-13-01", "12:30", "a: b", "- a", "# no comment",
    "'", '"', "it's “so”", "---", "a\n---\nb", "  two  spaces", "line\n\n\nline", "tab\there", "🦊 fox", "שלום",
    "<script>alert(1)</script>", "{{ x }}", "=1+1", "&anchor", "*alias", "!tag", "%", "@", "`code`", "|", ">", "[", "{",
    "?", "a very " + "long " * 60 + "line", "trailing colon:", "end\\", "\\n", "é", "a\n  indented\nb", "\u00a0x",
]  # fmt: skip


def words(chance: random.Random, most: int = 5000) -> str:
    text = " ".join(chance.choice([*ODD, "word"]) for _ in range(chance.randint(1, 4)))
    return text[:most].strip() or "x"


def some(chance: random.Random, options: list[Any], most: int = 3) -> list[Any]:
    return chance.sample(options, chance.randint(1, min(most, len(options))))


def random_pack(seed: int) -> Pack:
    """Return a pack that is in order and says odd things everywhere."""
    chance = random.Random(seed)
    stages = list(range(1, chance.randint(2, 6)))
    people, agencies = [f"p{n}" for n in range(1, 6)], ["HV", "SCH", "ON", "NO", "Y1"]
    events = [event(chance, n, stages, people, agencies) for n in range(1, chance.randint(2, 9))]
    stage_of = {row["ref"]: row["stage"] for row in events}
    data = {
        "case": {
            "slug": "odd", "title": words(chance, 200),
            **{name: words(chance) for name in ("banner", "summary", "setting")},
            "people": [person(chance, n, key, people) for n, key in enumerate(people)],
            "couples": [{
                "people": chance.sample(people, 2), "state": chance.choice(list(CoupleState)), "first_stage": 1,
                "marks": [{"kind": chance.choice(list(MarkKind)), "stage": chance.choice(stages)}],
            }],
            "households": [{"name": words(chance, 100), "people": some(chance, people), "first_stage": 1}],
            "concern_for": some(chance, people),
            "threshold": {"points": 3, "words": words(chance), "outcome": events[0]["ref"]},
            "agencies": [
                {"code": c, "name": words(chance, 100), "holds": words(chance), "type": chance.choice(list(AgencyType))}
                for c in agencies
            ],
        },
        "chronology": {"events": events, "history": [{
            "ref": "H1", "on": "2020-01-01", "when": words(chance, 100), "stage": 1, "concerns": ["p1"],
            "held_by": ["ON"], "fact": words(chance), "weight": 2, "key_note": words(chance),
        }]},
        "stages": [{
            "number": n, "title": words(chance, 200), "span": words(chance, 100), "content_note": words(chance),
            "pause": words(chance), "room_picture": words(chance), "text": words(chance),
            "facilitator_notes": [words(chance) for _ in range(3)], "expected_discussion": [words(chance)],
        } for n in stages],
        "documents": [{
            "stage": stage, "order": n, "kind": chance.choice(list(DocumentKind)), "title": words(chance, 200),
            "agency": chance.choice(agencies), "dated": words(chance, 100), "events": [ref], "text": words(chance),
        } for n, (ref, stage) in enumerate(stage_of.items(), start=1)],
    }  # fmt: skip
    pack, flaws = checked(raw_of(data))
    assert pack, [flaw for flaw in flaws if not flaw.warning]
    return pack


def person(chance: random.Random, n: int, key: str, people: list[str]) -> dict[str, Any]:
    parents = {"parents": some(chance, people[:n], 2)} if n else {}
    plain = {"key": key, "name": words(chance, 100), "role": words(chance, 300), "born_year": 1990, "first_stage": 1}
    return plain | {"symbol": chance.choice(list(Symbol))} | parents


def event(chance: random.Random, n: int, stages: list[int], people: list[str], agencies: list[str]) -> dict[str, Any]:
    told = [
        {"agency": chance.choice(agencies), "who": words(chance, 100), "told": told, "note": words(chance, 300)}
        for told in Told
    ]
    return {
        "ref": f"E{n}", "on": "2026-03-01", "stage": chance.choice(stages), "concerns": some(chance, people),
        "held_by": some(chance, agencies), "fact": words(chance), "vulnerability": words(chance),
        "weight": chance.randint(0, 9),
        "key": {
            "type": chance.choice(list(EventType)), "told": told, "barrier": chance.choice(list(Factor)),
            "made_sense": words(chance),
        },
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_what_is_written_is_read_again_the_same(tmp_path: Path, seed: int) -> None:
    pack = random_pack(seed)
    write_pack(pack, tmp_path / "folder")
    write_pack(pack, tmp_path / "case.zip")
    assert read_pack(tmp_path / "folder") == pack == read_pack(tmp_path / "case.zip")
    assert read_pack(tmp_path / "folder").digest == pack.digest


def test_the_shipped_case_is_read_again_the_same(tmp_path: Path, walsh: Pack) -> None:
    write_pack(walsh, tmp_path / "walsh")
    assert read_pack(tmp_path / "walsh") == walsh
    assert zipped(read_pack(tmp_path / "walsh")) == zipped(walsh)


def test_control_one_letter_more_is_another_pack(tmp_path: Path, walsh: Pack) -> None:
    write_pack(walsh, tmp_path / "walsh")
    (stage,) = (tmp_path / "walsh/stages").glob("03-*")
    stage.write_text(stage.read_text() + "x\n")
    assert read_pack(tmp_path / "walsh") != walsh


def test_how_files_say_it_is_no_part_of_what_a_pack_says(tmp_path: Path, walsh: Pack) -> None:
    assert checked(raw_of(as_data(walsh)))[0] == walsh


def test_files_are_named_by_what_they_hold_and_read_by_people(walsh: Pack) -> None:
    files = files_of(walsh)
    assert "stages/03-a-new-partner.md" in files
    assert "documents/01-01-new-tenancy-sign-up-form.md" in files
    first = files["chronology.yaml"].decode().splitlines()[:6]
    assert first == [
        "events:", "  - ref: E1", "    on: 2024-09-02", "    stage: 1", "    concerns: [katie, erin, toby]",
        "    held_by: [HOU]",
    ]  # fmt: skip
    assert not [
        line
        for name in ("case.yaml", "chronology.yaml")
        for line in files[name].decode().splitlines()
        if len(line) > 125
    ]


@pytest.mark.parametrize("name", ["there.zip", "there"])
def test_nothing_is_written_over_what_is_there(tmp_path: Path, walsh: Pack, name: str) -> None:
    path = tmp_path / name
    if path.suffix:
        path.write_text("mine")
    else:
        path.mkdir()
        (path / "mine").touch()
    with pytest.raises(BadPackError, match="something is here already, so nothing was written"):
        write_pack(walsh, path)
    assert path.is_file() or [file.name for file in path.iterdir()] == ["mine"]
