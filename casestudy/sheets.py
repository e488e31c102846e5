"""The case's sections of the paper pack. What the key holds goes to facilitators, and to them alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.formats import date_format

from casestudy.markdown import Block, blocks
from casestudy.models import CaseStudy, ChronologyEvent, Document, HistoryItem, Stage
from casestudy.queries import runs
from casestudy.queries.knowing import Grid, grid_of
from casestudy.schema import DocumentKind
from workshops.models import ActivityKind, Roadshow
from workshops.paper import Audience, Section, register
from workshops.queries.day import day_at_a_glance

ENVELOPES = Section(
    name="The case, each stage by itself",
    audience=Audience.TABLES,
    activity=ActivityKind.CASE,
    copies="one for each table",
    template="casestudy/paper/envelopes.typ",
    data=lambda roadshow, _address: envelopes(roadshow),
)
SCRIPT = Section(
    name="Script of the case",
    audience=Audience.FACILITATOR,
    activity=ActivityKind.CASE,
    copies="one for each facilitator",
    template="casestudy/paper/script.typ",
    data=lambda roadshow, _address: script(roadshow),
)
KEY = Section(
    name="The key",
    audience=Audience.FACILITATOR,
    activity=ActivityKind.REVIEW,
    copies="one for each facilitator",
    template="casestudy/paper/key.typ",
    data=lambda roadshow, _address: key(roadshow),
)


def connect() -> None:
    """Register the case's sections. Its pictures, once there are any, are one more."""
    for section in (ENVELOPES, SCRIPT, KEY):
        register(section)


def envelopes(roadshow: Roadshow) -> dict[str, object] | None:
    """Return every stage as a table is handed it: content note, story and documents, and nothing else."""
    run = runs.run_of(roadshow)
    if run is None:
        return None
    stages = run.case.stages.prefetch_related("documents__agency")
    return _case(run.case, roadshow) | {"stages": [_handed_out(stage) for stage in stages]}


def script(roadshow: Roadshow) -> dict[str, object] | None:
    """Return for every stage what the facilitator reads out, hands out and watches for."""
    run = runs.run_of(roadshow)
    if run is None:
        return None
    stages = run.case.stages.prefetch_related("documents__agency")
    return _case(run.case, roadshow) | {"stages": [_scripted(stage) for stage in stages]}


def key(roadshow: Roadshow) -> dict[str, object] | None:
    """Return for every stage who held what, who should have been told, and what stopped it."""
    run = runs.run_of(roadshow)
    if run is None:
        return None
    case = run.case
    names = dict(case.agencies.values_list("code", "name")) | dict(case.people.values_list("key", "name"))
    told: dict[int, list[dict[str, object]]] = {stage.number: [] for stage in case.stages.all()}
    for item in case.history.all():
        told[item.reveal_stage].append(_earlier(item, names))
    for event in runs.whole_key(case):
        told[event.reveal_stage].append(_event(event, names))
    stages = [_head(stage) | {"events": told[stage.number]} for stage in case.stages.all()]
    return _case(case, roadshow) | {"stages": stages, "known": _found(grid_of(case))}


def _found(grid: Grid) -> dict[str, str] | None:
    """Return what is counted from the key, in words; None for a case that does not say how much is enough."""
    known = grid.knowledge
    if known.enough is None:
        return None
    return {
        "enough": str(known.enough),
        "why": grid.why_enough,
        "together": _on(known.together_on, known.days_together),
        "alone": _on(known.alone_on, known.days_alone) + (f" ({grid.alone})" if known.alone_on else ""),
        "outcome": date_format(known.outcome_on, "j F Y") if known.outcome_on else "",
    }


def _on(day: dt.date | None, days: int | None) -> str:
    if day is None:
        return "never"
    before = "" if days is None else f", {days} day{'' if days == 1 else 's'} before what happened"
    return f"{date_format(day, 'j F Y')}{before}"


def _case(case: CaseStudy, roadshow: Roadshow) -> dict[str, object]:
    return {"title": case.title, "banner": case.banner, "planned": _planned(roadshow)}


def _planned(roadshow: Roadshow) -> str:
    """Say when the room works on the case by the running order: "10:45"; nothing when that has no such activity."""
    glances = day_at_a_glance(roadshow).activities
    return next((f"{g.starts:%H:%M}" for g in glances if g.activity.kind == ActivityKind.CASE), "")


def _head(stage: Stage) -> dict[str, Any]:
    return {"number": stage.number, "title": stage.title, "span": stage.span}


def _handed_out(stage: Stage) -> dict[str, Any]:
    return _head(stage) | {
        "content_note": stage.content_note,
        "pause": stage.pause,
        "story": blocks(stage.narrative),
        "documents": [_document(document) | {"body": _body(document)} for document in stage.documents.all()],
    }


def _body(document: Document) -> list[Block]:
    """Return what a document says; its picture in words, for paper has no picture."""
    body = blocks(document.body)
    if document.picture:
        words = f"In the picture: {document.picture_words}"
        body.append({"kind": "paragraph", "runs": [{"text": words, "strong": False, "em": True}]})
    return body


def _scripted(stage: Stage) -> dict[str, Any]:
    return _head(stage) | {
        "content_note": stage.content_note,
        "pause": stage.pause,
        "room_picture": stage.room_picture,
        "notes": stage.facilitator_notes,
        "expected": stage.expected_discussion,
        "documents": [_document(document) | {"refs": document.events} for document in stage.documents.all()],
    }


def _document(document: Document) -> dict[str, Any]:
    return {
        "kind": document.kind,
        "kind_words": DocumentKind(document.kind).words,
        "title": document.title,
        "agency": document.agency.name,
        "dated": document.dated,
    }


def _event(event: ChronologyEvent, names: dict[str, str]) -> dict[str, object]:
    return {
        "ref": event.ref,
        "when": date_format(event.occurred_on, "j F Y"),
        "type": event.key.get_type_display().replace("-", " "),
        "concerns": [names[person] for person in event.concerns],
        "held_by": [names[code] for code in event.held_by],
        "fact": event.fact,
        "shows": event.vulnerability,
        "note": "",
        "told": [
            {"agency": told.agency.name, "who": told.who, "told": told.told, "note": told.note}
            for told in event.key.told.all()
        ],
        "barrier": event.key.barrier,
        "made_sense": event.key.made_sense,
    }


def _earlier(item: HistoryItem, names: dict[str, str]) -> dict[str, object]:
    """Return a fact from before the case's window; nobody in it asks who was told of that."""
    return {
        "ref": item.ref,
        "when": item.when,
        "type": "earlier",
        "concerns": [names[person] for person in item.concerns],
        "held_by": [names[code] for code in item.held_by],
        "fact": item.fact,
        "shows": "",
        "note": item.key_note,
        "told": [],
        "barrier": "",
        "made_sense": "",
    }
