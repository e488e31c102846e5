"""What can be done to the content of a draft, without a database."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from casestudy import drafting
from casestudy.drafting import KINDS, Content, StillNeededError
from casestudy.pack import Pack, as_data, read_pack
from casestudy.pack.content import checked
from tests.factories import write_pack

STAGES, DOCUMENTS, EVENTS, PEOPLE = (KINDS[name] for name in ("stages", "documents", "events", "people"))


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    return read_pack(write_pack(tmp_path))


@pytest.fixture
def content(pack: Pack) -> Content:
    return drafting.begun_from(as_data(pack))


def pk(content: Content, kind: drafting.Kind, n: int) -> int:
    return int(drafting.parts(content, kind)[n]["id"])


def titles(content: Content) -> list[tuple[int, str]]:
    return [(stage["number"], stage["title"]) for stage in content["stages"]]


def test_a_draft_says_what_the_pack_says(pack: Pack, content: Content) -> None:
    assert checked(drafting.raw(content))[0] == pack


def test_the_shipped_case_as_a_draft_is_the_same_pack(walsh: Pack) -> None:
    assert checked(drafting.raw(drafting.begun_from(as_data(walsh))))[0] == walsh


def test_every_part_has_an_id_of_its_own(content: Content) -> None:
    ids = [part["id"] for kind in KINDS.values() for part in drafting.parts(content, kind)]
    assert len(ids) == len(set(ids)) == 14


CHANGES: dict[str, Any] = {
    "added": lambda c: drafting.added(c, PEOPLE, {"key": "x", "name": "X"}),
    "changed": lambda c: drafting.changed(c, PEOPLE, pk(c, PEOPLE, 0), {"key": "x"}),
    "moved": lambda c: drafting.moved(c, STAGES, pk(c, STAGES, 0), 1),
    "without": lambda c: drafting.without(c, EVENTS, pk(c, EVENTS, 0)),
    "put back": lambda c: drafting.put_back(c, 1),
    "itself": lambda c: drafting.with_itself(c, {"slug": "x"}),
    "chronology": lambda c: drafting.with_chronology(c, [], []),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_leaves_what_it_began_from(content: Content, name: str) -> None:
    before = deepcopy(content)
    CHANGES[name](content)
    assert content == before


def test_a_stage_that_moves_takes_along_what_it_tells(content: Content) -> None:
    after = drafting.moved(content, STAGES, pk(content, STAGES, 2), -1)
    assert titles(after) == [(1, "The beginning"), (2, "The end"), (3, "The middle")]
    assert [(event["ref"], event["stage"]) for event in after["chronology"]["events"]] == [
        ("E1", 1),
        ("E2", 3),
        ("E3", 2),
    ]
    assert [(d["stage"], d["title"]) for d in after["documents"]] == [
        (1, "Letter of stage 1"),
        (2, "Letter of stage 3"),
        (3, "Letter of stage 2"),
    ]
    assert [person["first_stage"] for person in after["case"]["people"]] == [1, 3]


@pytest.mark.parametrize(("n", "step"), [(0, -1), (2, 1)])
def test_at_the_end_of_the_list_it_stays(content: Content, n: int, step: int) -> None:
    assert drafting.moved(content, STAGES, pk(content, STAGES, n), step) == content


def test_a_stage_with_something_in_it_is_not_taken_out(content: Content) -> None:
    with pytest.raises(StillNeededError, match="Stage 2 still holds 1 documents, 1 events, 1 history"):
        drafting.without(content, STAGES, pk(content, STAGES, 1))


def test_an_empty_stage_is_taken_out_and_the_rest_close_up(content: Content) -> None:
    content = drafting.added(content, STAGES, {"title": "More", "text": "x"})
    content = drafting.moved(content, STAGES, pk(content, STAGES, 3), -1)
    after = drafting.without(content, STAGES, pk(content, STAGES, 2))
    assert titles(after) == [(1, "The beginning"), (2, "The middle"), (3, "The end")]
    assert [event["stage"] for event in after["chronology"]["events"]] == [1, 2, 3]


def test_what_is_taken_out_can_be_put_back(content: Content) -> None:
    event = drafting.parts(content, EVENTS)[1]
    out = drafting.without(content, EVENTS, event["id"])
    assert [part["ref"] for part in drafting.parts(out, EVENTS)] == ["E1", "E3"]
    back = drafting.put_back(out, event["id"])
    assert [part["ref"] for part in drafting.parts(back, EVENTS)] == ["E1", "E2", "E3"]
    assert back["removed"] == []


def test_documents_are_numbered_within_their_stage(content: Content) -> None:
    letter = {**drafting.parts(content, DOCUMENTS)[0], "title": "Another"}
    after = drafting.added(content, DOCUMENTS, letter)
    assert [(d["stage"], d["order"], d["title"]) for d in after["documents"]][:2] == [
        (1, 1, "Letter of stage 1"),
        (1, 2, "Another"),
    ]
    up = drafting.moved(after, DOCUMENTS, after["documents"][1]["id"], -1)
    assert [d["title"] for d in up["documents"]][:2] == ["Another", "Letter of stage 1"]
    there = drafting.changed(up, DOCUMENTS, up["documents"][0]["id"], {**letter, "stage": 3})
    assert [(d["stage"], d["order"]) for d in there["documents"]] == [(1, 1), (2, 1), (3, 1), (3, 2)]


def test_a_document_does_not_move_into_another_stage(content: Content) -> None:
    assert drafting.moved(content, DOCUMENTS, pk(content, DOCUMENTS, 0), 1) == content


def test_a_spreadsheet_takes_the_place_of_the_chronology(content: Content) -> None:
    kept = {name: value for name, value in drafting.parts(content, EVENTS)[0].items() if name != "id"}
    after = drafting.with_chronology(content, [{**kept, "fact": "New"}, {**kept, "ref": "E9"}], [])
    assert [(e["ref"], e["id"] == pk(content, EVENTS, 0)) for e in after["chronology"]["events"]] == [
        ("E1", True),
        ("E9", False),
    ]
    assert [one["part"]["ref"] for one in after["removed"]] == ["H1", "E2", "E3"]


@pytest.mark.parametrize(
    ("file", "loc", "place"),
    [
        ("stages/1", ("title",), ("stages", "stages", 1, ("title",))),
        ("documents/0", ("events", 0), ("documents", "documents", 0, ("events", 0))),
        ("chronology.yaml", ("events", 2, "on"), ("events", "events", 2, ("on",))),
        ("case.yaml", ("people", 1, "parents"), ("people", "people", 1, ("parents",))),
    ],
)
def test_a_flaw_leads_to_its_part(content: Content, file: str, loc: tuple[Any, ...], place: tuple[Any, ...]) -> None:
    name, kind, n, rest = place
    assert drafting.place_in(content, file, loc) == (name, pk(content, KINDS[kind], n), rest)


def test_a_flaw_of_the_case_itself_or_of_a_whole_list_leads_there(content: Content) -> None:
    assert drafting.place_in(content, "case.yaml", ("banner",)) == ("case", 0, ("banner",))
    assert drafting.place_in(content, "case.yaml", ("people",)) == ("people", 0, ())


def test_a_mark_is_of_what_a_part_says_and_not_of_where_it_stands(content: Content) -> None:
    stage = content["stages"][0]
    assert drafting.mark(stage) == drafting.mark(stage | {"number": 7, "id": 99})
    assert drafting.mark(stage) != drafting.mark(stage | {"title": "Another"})
