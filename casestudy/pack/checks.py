"""What must be true of a whole case: that its names lead somewhere, its people and its dates fit together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from casestudy.pack.pictures import Picture
from casestudy.pack.problems import Flaw
from casestudy.schema import Case, Chronology, Event, HistoryItem, Person

CASE, CHRONOLOGY = "case.yaml", "chronology.yaml"
# The longest pregnancy: an event may concern a child who is not born yet, but not before that.
UNBORN = dt.timedelta(weeks=42)


@dataclass(frozen=True)
class Text:
    """A stage or document, with its fields checked. Which file it stood in is no part of what it says."""

    file: str = field(compare=False)
    head: Any
    body: str


@dataclass(frozen=True)
class Content:
    """Every part of a pack, each true to its schema."""

    case: Case
    chronology: Chronology
    stages: list[Text]
    documents: list[Text]
    pictures: list[Picture]


def flaws_of(content: Content, unread: Collection[str]) -> Iterator[Flaw]:
    """Yield everything that is wrong with a case as a whole.

    `unread`: files that could not be used, so that nothing is said of what they may have held.
    """
    yield from _twice(content)
    known: dict[str, Collection[Any]] = {
        "person": {person.key for person in content.case.people},
        "agency": {agency.code for agency in content.case.agencies},
        "event": {row.ref for _name, _n, row in rows(content.chronology)},
    }
    # Of a stage that could not be read, only that is worth saying.
    if not any(file.startswith("stages/") for file in unread):
        yield from _stages(content)
        known["stage"] = {stage.head.number for stage in content.stages}
    for file, loc, kind, value in _references(content):
        if kind in known and value not in known[kind]:
            yield Flaw(file, loc, f"unknown {kind}: {value}")
    yield from _documents(content)
    yield from _family(content.case)
    yield from _lives(content)
    yield from _told_dates(content.chronology)
    yield from _told_before_it_happened(content.chronology)
    if not any(file.startswith("pictures/") for file in unread):
        yield from _missing_pictures(content)


def rows(chronology: Chronology) -> Iterator[tuple[str, int, Event | HistoryItem]]:
    """Yield events and history with the list and the place in which each stands."""
    yield from (("events", n, event) for n, event in enumerate(chronology.events))
    yield from (("history", n, item) for n, item in enumerate(chronology.history))


def _twice(content: Content) -> Iterator[Flaw]:
    """Find keys, codes and refs that stand twice."""
    people = [(CASE, ("people", n, "key"), person.key) for n, person in enumerate(content.case.people)]
    agencies = [(CASE, ("agencies", n, "code"), agency.code) for n, agency in enumerate(content.case.agencies)]
    refs = [(CHRONOLOGY, (name, n, "ref"), row.ref) for name, n, row in rows(content.chronology)]
    for named in (people, agencies, refs):
        seen = set()
        for file, loc, name in named:
            if name in seen:
                yield Flaw(file, loc, f"{name} stands here a second time")
            seen.add(name)


def _stages(content: Content) -> Iterator[Flaw]:
    """Find stages that stand twice or leave a gap: nobody would reach what comes after it."""
    stages = sorted(content.stages, key=lambda stage: stage.head.number)
    for place, stage in enumerate(stages):
        number = stage.head.number
        if number != place + 1:
            twice = place and stages[place - 1].head.number == number
            words = "twice" if twice else f"before stage {place + 1}"
            yield Flaw(stage.file, ("number",), f"stage {number} stands {words}")


def _references(content: Content) -> Iterator[tuple[str, tuple[Any, ...], str, Any]]:
    """Yield every name used: its file, place, kind and value."""
    case = content.case
    for n, person in enumerate(case.people):
        for name in ("first_stage", "expected_stage", "died_stage"):
            if (stage := getattr(person, name)) is not None:
                yield CASE, ("people", n, name), "stage", stage
        yield from ((CASE, ("people", n, "parents", m), "person", key) for m, key in enumerate(person.parents))
    for n, couple in enumerate(case.couples):
        yield CASE, ("couples", n, "first_stage"), "stage", couple.first_stage
        yield from ((CASE, ("couples", n, "people", m), "person", key) for m, key in enumerate(couple.people))
        yield from ((CASE, ("couples", n, "marks", m), "stage", mark.stage) for m, mark in enumerate(couple.marks))
    for n, household in enumerate(case.households):
        yield CASE, ("households", n, "first_stage"), "stage", household.first_stage
        yield from ((CASE, ("households", n, "people", m), "person", key) for m, key in enumerate(household.people))
    yield from ((CASE, ("concern_for", n), "person", key) for n, key in enumerate(case.concern_for))
    if case.threshold:
        yield CASE, ("threshold", "outcome"), "event", case.threshold.outcome
    yield from _references_in(content.chronology)
    for document in content.documents:
        yield document.file, ("stage",), "stage", document.head.stage
        yield document.file, ("agency",), "agency", document.head.agency
        yield from ((document.file, ("events", m), "event", ref) for m, ref in enumerate(document.head.events))


def _references_in(chronology: Chronology) -> Iterator[tuple[str, tuple[Any, ...], str, Any]]:
    for name, n, row in rows(chronology):
        yield CHRONOLOGY, (name, n, "stage"), "stage", row.stage
        yield from ((CHRONOLOGY, (name, n, "concerns", m), "person", k) for m, k in enumerate(row.concerns))
        yield from ((CHRONOLOGY, (name, n, "held_by", m), "agency", c) for m, c in enumerate(row.held_by))
    for n, event in enumerate(chronology.events):
        for m, told in enumerate(event.key.told):
            yield CHRONOLOGY, ("events", n, "key", "told", m, "agency"), "agency", told.agency


def _documents(content: Content) -> Iterator[Flaw]:
    """Find documents in one place, and documents that tell an event in another stage than its own."""
    stage_of = {row.ref: row.stage for _name, _n, row in rows(content.chronology)}
    seen: dict[tuple[int, int], str] = {}
    for document in sorted(content.documents, key=lambda text: (text.head.stage, text.head.order, text.file)):
        head = document.head
        if other := seen.get((head.stage, head.order)):
            yield Flaw(document.file, ("order",), f"{other} has the same place in stage {head.stage}")
        seen[head.stage, head.order] = document.file
        for m, ref in enumerate(head.events):
            if stage_of.get(ref, head.stage) != head.stage:
                words = f"{ref} is revealed in stage {stage_of[ref]}, this document in stage {head.stage}"
                yield Flaw(document.file, ("events", m), words)


def _family(case: Case) -> Iterator[Flaw]:
    """Find people who are their own parent, partner or ancestor, or live in two places."""
    yield from _parents(case)
    for n, couple in enumerate(case.couples):
        if len(set(couple.people)) < len(couple.people):
            yield Flaw(CASE, ("couples", n, "people"), f"{couple.people[0]} is their own partner")
    for n, household in enumerate(case.households):
        for other in case.households[:n]:
            both = set(household.people) & set(other.people) if other.first_stage == household.first_stage else set()
            for key in sorted(both):
                yield Flaw(CASE, ("households", n, "people"), f"{key} lives in two households from the same stage on")


def _parents(case: Case) -> Iterator[Flaw]:
    parents = {person.key: person.parents for person in case.people}
    for n, person in enumerate(case.people):
        if person.key in person.parents:
            yield Flaw(CASE, ("people", n, "parents"), f"{person.key} is their own parent")
        elif person.key in _ancestors(person.key, parents):
            yield Flaw(CASE, ("people", n, "parents"), f"{person.key} is among their own ancestors")
        if len(person.parents) > 2:  # noqa: PLR2004 -- as a genogram draws them
            yield Flaw(CASE, ("people", n, "parents"), "a person has at most two parents here")
        if len(set(person.parents)) < len(person.parents):
            yield Flaw(CASE, ("people", n, "parents"), "somebody stands here twice")


def _ancestors(key: str, parents: dict[str, list[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(parents[key])
    while waiting:
        parent = waiting.pop()
        if parent not in found:
            found.add(parent)
            waiting += parents.get(parent, [])
    return found


def _lives(content: Content) -> Iterator[Flaw]:
    """Find people whose stages or dates contradict each other, and events of them before they were there."""
    people = {person.key: person for person in content.case.people}
    for n, person in enumerate(content.case.people):
        if person.born and person.died and person.died < person.born:
            yield Flaw(CASE, ("people", n, "died"), f"{person.name} dies before they are born")
        if person.expected_stage and person.expected_stage > person.first_stage:
            words = (
                f"{person.name} is expected in stage {person.expected_stage}, but known from {person.first_stage} on"
            )
            yield Flaw(CASE, ("people", n, "expected_stage"), words)
        if person.died_stage and person.died_stage < person.first_stage:
            words = f"the room learns of the death in stage {person.died_stage}, and of them in {person.first_stage}"
            yield Flaw(CASE, ("people", n, "died_stage"), words)
    for name, n, row in rows(content.chronology):
        for m, key in enumerate(row.concerns):
            if key in people and (born := _too_early(people[key], row.on)):
                words = f"{row.ref} is dated {row.on:%-d %B %Y}, and {people[key].name} is born {born}"
                yield Flaw(CHRONOLOGY, (name, n, "concerns", m), words)


def _too_early(person: Person, on: dt.date) -> str:
    """Return when somebody is born, if a day lies even before their mother was pregnant."""
    if person.born:
        return f"on {person.born:%-d %B %Y}" if on < person.born - UNBORN else ""
    return f"in {person.born_year}" if person.born_year and on.year < person.born_year - 1 else ""


def _told_dates(chronology: Chronology) -> Iterator[Flaw]:
    """Find agencies that were told of something before it happened."""
    for n, event in enumerate(chronology.events):
        for m, told in enumerate(event.key.told):
            if told.on and told.on < event.on:
                words = f"{told.agency} is told on {told.on:%-d %B %Y}, before {event.ref} happened"
                yield Flaw(CHRONOLOGY, ("events", n, "key", "told", m, "on"), words)


def _told_before_it_happened(chronology: Chronology) -> Iterator[Flaw]:
    """Find events that the room would learn before they happened.

    A stage is told when its newest event has happened. What happened before may surface in any later stage, as it
    does when only one agency held it. But what lies after everything that is still to be told cannot be known yet:
    that is wrong. What lies after everything of one later stage only is worth a look; that stage may look back.
    """
    newest: dict[int, dt.date] = {}
    for event in chronology.events:
        newest[event.stage] = max(event.on, newest.get(event.stage, event.on))
    for n, event in enumerate(chronology.events):
        later = [stage for stage in newest if stage > event.stage]
        over = [stage for stage in later if newest[stage] < event.on]
        if over:
            which = "everything that is told later" if over == later else f"everything of stage {min(over)}"
            words = f"{event.ref} is told in stage {event.stage}, but happens on {event.on:%-d %B %Y}, after {which}"
            yield Flaw(CHRONOLOGY, ("events", n, "on"), words, warning=over != later)


def _missing_pictures(content: Content) -> Iterator[Flaw]:
    names = {picture.name for picture in content.pictures}
    for document in content.documents:
        head = document.head
        if head.picture and not head.picture_words:
            words = "say in words what the picture shows, for those who cannot see it"
            yield Flaw(document.file, ("picture_words",), words)
        if head.picture and head.picture not in names:
            yield Flaw(document.file, ("picture",), f"there is no such picture in the folder pictures/: {head.picture}")
