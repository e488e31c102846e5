"""What a pack holds, whichever way it came: from files, from the database or from somebody's draft."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from casestudy.pack.checks import Content, Text, flaws_of
from casestudy.pack.pictures import Picture
from casestudy.pack.problems import Flaw
from casestudy.pack.warnings import warnings_of
from casestudy.schema import Case, Chronology, DocumentHead, StageHead

Model = TypeVar("Model", bound=BaseModel)
CASE, CHRONOLOGY, STAGES, DOCUMENTS = "case.yaml", "chronology.yaml", "stages/", "documents/"


@dataclass(frozen=True)
class Pack(Content):
    """A whole case, checked and ready to store, its parts in the order in which they are told.

    `digest` marks what it says, not how its files say it: two packs that mean the same have the same.
    """

    digest: str = ""


@dataclass(frozen=True)
class RawText:
    """A stage or document before it is checked: where it came from, its fields and its text."""

    file: str
    head: Any
    body: str


@dataclass
class Raw:
    """A pack before it is checked. `unread`: files of which it is known already that they cannot be used."""

    case: Any = None
    chronology: Any = None
    stages: list[RawText] = field(default_factory=list)
    documents: list[RawText] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    unread: Collection[str] = ()


def parsed(raw: Raw) -> tuple[Content | None, list[Flaw]]:
    """Return the parts of a pack, each true to its schema, and what is wrong with those that are not."""
    flaws: list[Flaw] = []
    case = _part(Case, CASE, raw.case, flaws) if raw.case is not None else None
    chronology = _part(Chronology, CHRONOLOGY, raw.chronology, flaws) if raw.chronology is not None else None
    stages = _texts(StageHead, raw.stages, flaws)
    documents = _texts(DocumentHead, raw.documents, flaws)
    if case is None or chronology is None:
        return None, flaws
    return Content(case, chronology, stages, documents, raw.pictures), flaws


def checked(raw: Raw) -> tuple[Pack | None, list[Flaw]]:
    """Return the pack, if it is in order, and everything that is wrong with it or worth a look."""
    content, flaws = parsed(raw)
    if content is None:
        return None, flaws
    unread = {*raw.unread, *(flaw.file for flaw in flaws)}
    flaws += [*flaws_of(content, unread), *warnings_of(content)]
    wrong = unread or any(not flaw.warning for flaw in flaws)
    return None if wrong else packed(content), flaws


def packed(content: Content) -> Pack:
    """Return a pack of these parts, in the order in which they are told and stored."""
    events = sorted(content.chronology.events, key=lambda event: (event.on, event.ref))
    history = sorted(content.chronology.history, key=lambda item: (item.on, item.ref))
    pack = Pack(
        case=content.case,
        chronology=Chronology(events=events, history=history),
        stages=sorted(content.stages, key=lambda stage: stage.head.number),
        documents=sorted(content.documents, key=lambda document: (document.head.stage, document.head.order)),
        pictures=sorted(content.pictures, key=lambda picture: picture.name),
    )
    return replace(pack, digest=_digest(pack))


def as_data(content: Content) -> dict[str, Any]:
    """Return what a pack says as JSON has it, without what says nothing; pictures are not in it.

    `text` is what stands below the fields of a stage or document.
    """
    return {
        "case": _dumped(content.case),
        "chronology": {"events": [], "history": []} | _dumped(content.chronology),
        "stages": [_dumped(stage.head) | {"text": stage.body} for stage in content.stages],
        "documents": [_dumped(document.head) | {"text": document.body} for document in content.documents],
    }


def raw_of(data: dict[str, Any], pictures: Iterable[Picture] = ()) -> Raw:
    """Return what `as_data` gave, to be checked; its stages and documents are named by their position."""
    return Raw(
        case=data["case"],
        chronology=data["chronology"],
        stages=_raw_texts(STAGES, data["stages"]),
        documents=_raw_texts(DOCUMENTS, data["documents"]),
        pictures=list(pictures),
    )


def plain_words(kind: str, words: str) -> str:
    """Say in plain words what pydantic means by its commonest complaints."""
    plain = {
        "missing": "this field is missing",
        "extra_forbidden": "there is no field of this name; is it a typing error?",
        "string_too_short": "this may not be empty",
    }
    return plain.get(kind, words.removeprefix("Value error, "))


def _raw_texts(folder: str, rows: list[dict[str, Any]]) -> list[RawText]:
    heads = [{name: value for name, value in row.items() if name != "text"} for row in rows]
    return [RawText(f"{folder}{n}", head, row["text"]) for n, (head, row) in enumerate(zip(heads, rows, strict=True))]


def _part(model: type[Model], file: str, data: Any, flaws: list[Flaw]) -> Model | None:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        flaws += [Flaw(file, flaw["loc"], plain_words(flaw["type"], flaw["msg"])) for flaw in error.errors()]
        return None


def _texts(model: type[BaseModel], raw: list[RawText], flaws: list[Flaw]) -> list[Text]:
    heads = [(text, _part(model, text.file, text.head, flaws)) for text in raw]
    return [Text(text.file, head, text.body) for text, head in heads if head is not None]


def _digest(pack: Pack) -> str:
    """Mark what a pack says. What says nothing is left out, so that a new field changes no old mark."""
    said = as_data(pack) | {"pictures": [(picture.name, picture.pixels) for picture in pack.pictures]}
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _dumped(model: BaseModel) -> dict[str, Any]:
    return model.model_dump(mode="json", exclude_defaults=True)
