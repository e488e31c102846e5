"""The content of a draft, and what can be done to it. Pure: each change returns new content and leaves the old.

A draft is what `pack.as_data` says of a pack, with an `id` for each of its parts, so that a part is still found when
others have moved. `removed` holds what was taken out, the newest first.
"""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from casestudy.pack.content import CASE, CHRONOLOGY, Raw, raw_of
from casestudy.pack.problems import Place
from workshops.seen import mark_of

Content = dict[str, Any]
Part = dict[str, Any]

MOST_REMOVED = 30


@dataclass(frozen=True)
class Kind:
    """A kind of part: its name in addresses, where its list stands, and what people call one and many of it."""

    name: str
    place: tuple[str, ...]
    one: str
    many: str
    file: str
    movable: bool = True


KINDS = {
    kind.name: kind
    for kind in (
        Kind("stages", ("stages",), "stage", "Stages", "stages/"),
        Kind("documents", ("documents",), "document", "Documents", "documents/"),
        Kind("events", ("chronology", "events"), "event", "Events", CHRONOLOGY, movable=False),
        Kind("history", ("chronology", "history"), "earlier fact", "History", CHRONOLOGY, movable=False),
        Kind("people", ("case", "people"), "person", "People", CASE),
        Kind("couples", ("case", "couples"), "couple", "Couples", CASE),
        Kind("households", ("case", "households"), "household", "Households", CASE),
        Kind("agencies", ("case", "agencies"), "agency", "Agencies", CASE),
    )
}
ITSELF = "case"
_LISTS_OF_THE_CASE = ("people", "couples", "households", "agencies")


class StillNeededError(Exception):
    """A stage that cannot be taken out while other parts belong to it. Nothing was changed."""


def begun_from(data: dict[str, Any]) -> Content:
    """Return a draft's content that says what `data` does, which is a pack's."""
    content = deepcopy(data) | {"removed": [], "next_id": 1}
    for kind in KINDS.values():
        for part in parts(content, kind):
            part["id"] = _new_id(content)
    return content


def raw(content: Content) -> Raw:
    """Return a draft as a pack that is yet to be checked; of pictures it knows nothing."""
    bare = deepcopy(content)
    for kind in KINDS.values():
        for part in parts(bare, kind):
            del part["id"]
    return raw_of(bare)


def parts(content: Content, kind: Kind) -> list[Part]:
    """Return the list of a kind, to be read or changed."""
    found = content
    for name in kind.place[:-1]:
        found = found[name]
    listed: list[Part] = found.setdefault(kind.place[-1], [])
    return listed


def part_of(content: Content, kind: Kind, pk: int) -> Part | None:
    """Return a part by its id."""
    return next((part for part in parts(content, kind) if part["id"] == pk), None)


def itself(content: Content) -> Part:
    """Return what the case says of itself, without its people and agencies."""
    return {name: value for name, value in content["case"].items() if name not in _LISTS_OF_THE_CASE}


def mark(part: Part) -> str:
    """Mark what a part says, so that a change by somebody else is noticed. Where it stands is no part of that."""
    said = {name: value for name, value in part.items() if name not in {"id", "number", "order"}}
    return mark_of(json.dumps(said, sort_keys=True))


def with_itself(content: Content, part: Part) -> Content:
    """Change what the case says of itself."""
    lists = {name: content["case"].get(name, []) for name in _LISTS_OF_THE_CASE}
    return deepcopy(content | {"case": part | lists})


def added(content: Content, kind: Kind, part: Part) -> Content:
    """Add a part at the end of its list; a document at the end of its stage."""
    content = deepcopy(content)
    listed = parts(content, kind)
    if kind.name == "stages":
        part = part | {"number": len(listed) + 1}
    if kind.name == "documents":
        part = part | {"order": len(listed) + 1}
    listed.append(part | {"id": _new_id(content)})
    return _in_order(content)


def changed(content: Content, kind: Kind, pk: int, part: Part) -> Content:
    """Let a part say something else. A document that comes to another stage stands last there."""
    content = deepcopy(content)
    listed = parts(content, kind)
    at = _index(listed, pk)
    kept = {name: listed[at][name] for name in ("id", "number", "order") if name in listed[at]}
    if kind.name == "documents" and part.get("stage") != listed[at].get("stage"):
        kept["order"] = len(listed) + 1
    listed[at] = part | kept
    return _in_order(content)


def moved(content: Content, kind: Kind, pk: int, step: int) -> Content:
    """Move a part up (`step` -1) or down (1) among its like; at the end it stays. A stage takes along what it tells."""
    content = deepcopy(content)
    listed = parts(content, kind)
    at = _index(listed, pk)
    to = at + step
    if not 0 <= to < len(listed) or (listed[to].get("stage") != listed[at].get("stage") and kind.name == "documents"):
        return content
    if kind.name == "stages":
        here, there = listed[at]["number"], listed[to]["number"]
        _renumber(content, {here: there, there: here})
    if kind.name == "documents":
        listed[at]["order"], listed[to]["order"] = listed[to]["order"], listed[at]["order"]
    listed[at], listed[to] = listed[to], listed[at]
    return _in_order(content)


def without(content: Content, kind: Kind, pk: int) -> Content:
    """Take a part out; it is kept under `removed`. Raises StillNeededError for a stage with something in it."""
    content = deepcopy(content)
    listed = parts(content, kind)
    part = listed.pop(_index(listed, pk))
    if kind.name == "stages":
        _require_empty(content, part["number"])
        _renumber(content, {n: n - 1 for n in range(part["number"] + 1, 100)})
    content["removed"] = [{"kind": kind.name, "part": part}, *content["removed"]][:MOST_REMOVED]
    return _in_order(content)


def put_back(content: Content, pk: int) -> Content:
    """Put a part back that was taken out, at the end of its list."""
    content = deepcopy(content)
    at = next((n for n, one in enumerate(content["removed"]) if one["part"]["id"] == pk), None)
    if at is None:
        return content
    one = content["removed"].pop(at)
    return added(content, KINDS[one["kind"]], one["part"])


def with_chronology(content: Content, events: list[Part], history: list[Part]) -> Content:
    """Let other events and history take the place of those that there are; what went is kept under `removed`."""
    content = deepcopy(content)
    for name, rows in (("events", events), ("history", history)):
        listed = parts(content, KINDS[name])
        ids = {part["ref"]: part["id"] for part in listed}
        refs = {row["ref"] for row in rows}
        gone = [{"kind": name, "part": part} for part in listed if part["ref"] not in refs]
        content["removed"] = [*gone, *content["removed"]][:MOST_REMOVED]
        listed[:] = [row | {"id": ids.get(row["ref"]) or _new_id(content)} for row in rows]
    return _in_order(content)


def place_in(content: Content, file: str, loc: Place) -> tuple[str, int, Place]:
    """Return where a flaw of a draft can be mended: the kind of part, its id (0: the case itself), the rest."""
    folder, _slash, number = file.partition("/")
    if number and folder in KINDS:
        return folder, parts(content, KINDS[folder])[int(number)]["id"], loc
    if len(loc) > 1 and loc[0] in KINDS and isinstance(loc[1], int):
        name = str(loc[0])
        return name, parts(content, KINDS[name])[loc[1]]["id"], loc[2:]
    return (str(loc[0]), 0, ()) if loc and loc[0] in KINDS else (ITSELF, 0, loc)


def _index(listed: list[Part], pk: int) -> int:
    return next(n for n, part in enumerate(listed) if part["id"] == pk)


def _new_id(content: Content) -> int:
    pk: int = content["next_id"]
    content["next_id"] = pk + 1
    return pk


def _in_order(content: Content) -> Content:
    """Put stages, documents and facts in the order in which they are told, documents numbered within their stage."""
    content["stages"].sort(key=lambda part: part["number"])
    for n, stage in enumerate(content["stages"], start=1):
        stage["number"] = n
    content["documents"].sort(key=lambda part: (part["stage"], part["order"]))
    counts: dict[int, int] = {}
    for document in content["documents"]:
        document["order"] = counts[document["stage"]] = counts.get(document["stage"], 0) + 1
    for name in ("events", "history"):
        parts(content, KINDS[name]).sort(key=lambda part: (part["on"], part["ref"]))
    return content


def _require_empty(content: Content, number: int) -> None:
    names = ("documents", "events", "history")
    counts = {name: sum(part["stage"] == number for part in parts(content, KINDS[name])) for name in names}
    if any(counts.values()):
        there = ", ".join(f"{count} {KINDS[name].many.lower()}" for name, count in counts.items() if count)
        raise StillNeededError(f"Stage {number} still holds {there}. Move or take those out first.")


def _renumber(content: Content, numbers: dict[int, int]) -> None:
    """Give stages other numbers, and follow them wherever one is named."""
    for holder, name in _stage_numbers(content):
        holder[name] = numbers.get(holder[name], holder[name])


def _stage_numbers(content: Content) -> list[tuple[Part, str]]:
    """Return every place where the number of a stage stands, as what holds it and the name there."""
    case = content["case"]
    found = [(stage, "number") for stage in content["stages"]]
    for name in ("documents", "events", "history"):
        found += [(part, "stage") for part in parts(content, KINDS[name])]
    for name in ("people", "couples", "households"):
        found += [
            (part, field)
            for part in case.get(name, [])
            for field in ("first_stage", "expected_stage", "died_stage")
            if part.get(field)
        ]
    return found + [(mark, "stage") for couple in case.get("couples", []) for mark in couple.get("marks", [])]
