"""What is stored as the pack that it came from, or is to become: a version of a case, and the pictures of a draft."""

from __future__ import annotations

from typing import Any

from casestudy.models import (
    Agency,
    CaseStudy,
    ChronologyEvent,
    Document,
    Draft,
    HistoryItem,
    Person,
    Stage,
    ToldStatus,
)
from casestudy.pack import BadPackError, Pack, Problem
from casestudy.pack.content import packed, parsed, raw_of
from casestudy.pack.pictures import Picture, made_anew


def version_of(slug: str, number: int | None = None) -> CaseStudy | None:
    """Return a version of a case: the newest, unless a number is given."""
    versions = CaseStudy.objects.filter(slug=slug).order_by("-version")
    return (versions if number is None else versions.filter(version=number)).first()


def pack_of(case: CaseStudy) -> Pack:
    """Return the pack of a version. It is not checked again: rules that came later do not lock anybody's case in.

    Raises BadPackError when a part of it is no longer of a shape that can be read.
    """
    content, flaws = parsed(raw_of(_data(case), pictures_of(case)))
    if content is None or flaws:
        raise BadPackError(Problem(flaw.file, 0, str(flaw.loc), flaw.words) for flaw in flaws)
    return packed(content)


def pictures_of(case: CaseStudy) -> list[Picture]:
    """Return the pictures of a version."""
    return [made_anew(picture.name, bytes(picture.content)) for picture in case.pictures.all()]


def pictures_of_draft(draft: Draft) -> list[Picture]:
    """Return the pictures of a draft."""
    return [made_anew(picture.name, bytes(picture.content)) for picture in draft.pictures.all()]


def _data(case: CaseStudy) -> dict[str, Any]:
    told = ToldStatus.objects.filter(key__event__case=case).select_related("agency").order_by("pk")
    lines: dict[int, list[dict[str, Any]]] = {}
    for line in told:
        lines.setdefault(line.key_id, []).append(_told(line))
    documents = Document.objects.filter(stage__case=case).select_related("stage", "agency").order_by("stage", "order")
    return {
        "case": _case(case),
        "chronology": {
            "events": [_event(event, lines) for event in case.events.select_related("key")],
            "history": [_earlier(item) for item in case.history.all()],
        },
        "stages": [_stage(stage) for stage in case.stages.all()],
        "documents": [_document(document) for document in documents],
    }


def _case(case: CaseStudy) -> dict[str, Any]:
    same = ("slug", "title", "banner", "summary", "setting", "couples", "households")
    return _said(case, *same, "whole", "concern_for", "threshold") | {
        "people": [_person(person) for person in case.people.all()],
        "agencies": [_agency(agency) for agency in case.agencies.all()],
    }


def _person(person: Person) -> dict[str, Any]:
    when = ("born", "born_year", "died", "first_stage", "expected_stage", "died_stage")
    return _said(person, "key", "name", "role", "symbol", "parents", *when)


def _agency(agency: Agency) -> dict[str, Any]:
    return _said(agency, "code", "name", "holds", "type")


def _stage(stage: Stage) -> dict[str, Any]:
    words = ("content_note", "pause", "room_picture", "facilitator_notes", "expected_discussion")
    return _said(stage, "number", "title", "span", *words) | {"text": stage.narrative}


def _document(document: Document) -> dict[str, Any]:
    same = _said(document, "order", "kind", "title", "dated", "events", "picture", "picture_words")
    return same | {"stage": document.stage.number, "agency": document.agency.code, "text": document.body}


def _event(event: ChronologyEvent, told: dict[int, list[dict[str, Any]]]) -> dict[str, Any]:
    key = _said(event.key, "type", "barrier", "made_sense") | {"told": told.get(event.key.pk, [])}
    same = _said(event, "ref", "concerns", "held_by", "fact", "vulnerability", "weight")
    return same | {"on": event.occurred_on, "stage": event.reveal_stage, "key": key}


def _earlier(item: HistoryItem) -> dict[str, Any]:
    same = _said(item, "ref", "on", "when", "concerns", "held_by", "fact", "weight", "key_note")
    return same | {"stage": item.reveal_stage}


def _told(line: ToldStatus) -> dict[str, Any]:
    return _said(line, "who", "told", "on", "note") | {"agency": line.agency.code}


def _said(row: Any, *names: str) -> dict[str, Any]:
    """Return what a row says under these names; an empty column says nothing."""
    values = {name: getattr(row, name) for name in names}
    return {name: value for name, value in values.items() if value not in ("", None)}
