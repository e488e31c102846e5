"""What tables thought at each stage, read in a fixed number of queries however many they are."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from casestudy import judging
from casestudy.judging import FACTOR_WORDS, FAMILY, Asked, When
from casestudy.models import CaseRun, CaseStudy, Person
from casestudy.schema import Factor
from casestudy.spread import Spread, spread
from workshops.models import Answer, AnswerChange, Table
from workshops.queries.answers import answers_of

# What is counted of a stage; what is typed is not even read.
_COUNTED = Q(field__endswith=".score") | Q(field__endswith=".when") | Q(field__endswith=".passed")
_COUNTED |= Q(field__contains=".factor.")
UNBORN = "Unborn baby"


@dataclass(frozen=True)
class About:
    """Whom a concern is about: everybody in the case as a whole, or one of those for whom concern is rated apart."""

    key: str
    name: str


@dataclass(frozen=True)
class Rated:
    """One table's number for one of them at one stage."""

    table: int
    stage: int
    about: str
    score: int


@dataclass(frozen=True)
class Concern:
    """The numbers of a room, or of one of its tables, for the stages that it has."""

    stages: tuple[int, ...]
    abouts: tuple[About, ...]
    rated: tuple[Rated, ...]

    @cached_property
    def by_table(self) -> dict[str, dict[int, dict[int, int]]]:
        """Numbers by whom they are about, then table, then stage."""
        found: dict[str, dict[int, dict[int, int]]] = {about.key: {} for about in self.abouts}
        for each in self.rated:
            found[each.about].setdefault(each.table, {})[each.stage] = each.score
        return found

    def spread(self, about: str, stage: int) -> Spread:
        """Return how the tables' numbers lie."""
        return spread(self._by_stage[about, stage])

    @cached_property
    def _by_stage(self) -> dict[tuple[str, int], list[int]]:
        found: dict[tuple[str, int], list[int]] = defaultdict(list)
        for each in self.rated:
            found[each.about, each.stage].append(each.score)
        return found


@dataclass(frozen=True)
class Shared:
    """How many tables would share with an agency, and when."""

    name: str
    now: int
    advice: int
    not_yet: int

    @property
    def total(self) -> int:
        """How many decided anything about it."""
        return self.now + self.advice + self.not_yet


@dataclass(frozen=True)
class StageJudgement:
    """What the room has said of one stage so far: numbers of tables, and what stands in their way."""

    stage: int
    tables: int
    rated: int
    passed: int
    decided: int
    shared: tuple[Shared, ...]
    barriers: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Rerated:
    """One change of a number, as it was made: `seq` is the event that told of it. None: taken back."""

    seq: int
    at: dt.datetime
    table: int
    stage: int
    about: str
    score: int | None


def known_by(case: CaseStudy, stage: int) -> list[About]:
    """Return whom tables are asked about at a stage: the whole, and those that the room knows of by then.

    A child that is only expected has no name yet.
    """
    people: dict[str, Person] = {p.key: p for p in case.people.all() if p.key in case.concern_for}
    known = [people[key] for key in case.concern_for if key in people and _since(people[key]) <= stage]
    whole = case.whole[:1].upper() + case.whole[1:]
    return [About(FAMILY, whole), *(About(person.key, _name(person, stage)) for person in known)]


def concern_of(run: CaseRun, table: Table | None = None, *, up_to: int | None = None) -> Concern:
    """Return the numbers of a room, or of one of its tables, for the stages that the room has (up to one of them)."""
    last = run.stage if up_to is None else min(up_to, run.stage)
    abouts = tuple(known_by(run.case, last))
    keys = {about.key for about in abouts}
    found = [each for each in map(_rating, _choices(run, ".score", table)) if each]
    rated = tuple(each for each in found if each.stage <= last and each.about in keys)
    return Concern(tuple(range(1, last + 1)), abouts, rated)


def stage_judgement(run: CaseRun, stage: int) -> StageJudgement:
    """Return what the room has said of a stage so far."""
    rows = Answer.objects.filter(_COUNTED, table__roadshow=run.roadshow_id, field__startswith=f"case.{stage}.")
    rows = rows.exclude(value="")
    said = [
        (table, asked, value)
        for table, name, value in rows.values_list("table__number", "field", "value")
        if (asked := judging.asked(name))
    ]
    when = Counter((asked.of, value) for _table, asked, value in said if (asked.kind, asked.what) == ("share", "when"))
    return StageJudgement(
        stage=stage,
        tables=run.roadshow.tables.count(),
        rated=_tables(table for table, asked, _value in said if (asked.kind, asked.what) == ("concern", "score")),
        passed=_tables(table for table, asked, _value in said if asked.kind == "passed"),
        decided=_tables(table for table, asked, _value in said if (asked.kind, asked.what) == ("share", "when")),
        shared=_shared(run.case, when),
        barriers=_barriers((table, asked) for table, asked, _value in said),
    )


def changes_of_concern(run: CaseRun) -> list[Rerated]:
    """Return every change of a number in the order in which they were made, for looking back at any moment."""
    rows = AnswerChange.objects.filter(answer__table__roadshow=run.roadshow_id, answer__field__endswith=".score")
    rows = rows.order_by("seq", "pk")
    found = []
    for seq, at, table, name, value in rows.values_list("seq", "at", "answer__table__number", "answer__field", "value"):
        asked = judging.asked(name)
        if asked and asked.kind == "concern":
            found.append(Rerated(seq, at, table, asked.stage, asked.of, int(value) if value else None))
    return found


def concern_at(changes: Iterable[Rerated], seq: int) -> dict[tuple[int, int, str], int]:
    """Return the numbers as they stood after an event: by table, stage and whom they are about."""
    stood: dict[tuple[int, int, str], int] = {}
    for change in changes:
        if change.seq > seq:
            break
        place = (change.table, change.stage, change.about)
        stood.pop(place, None)
        if change.score is not None:
            stood[place] = change.score
    return stood


def said_of(table: Table, stage: int) -> dict[str, str]:
    """Return what a table has said of a stage, by the names of the fields; what is empty is left out."""
    answers = answers_of(table, f"case.{stage}.")
    return {name: answer.value for name, answer in answers.items() if answer.value}


def _name(person: Person, stage: int) -> str:
    return person.name if person.first_stage <= stage else UNBORN


def _since(person: Person) -> int:
    return min(filter(None, (person.first_stage, person.expected_stage)))


def _choices(run: CaseRun, ending: str, table: Table | None) -> Iterable[tuple[int, str, str]]:
    """Return (table, field, value) of what was answered in the fields with this ending."""
    rows = Answer.objects.filter(field__startswith="case.", field__endswith=ending).exclude(value="")
    rows = rows.filter(table=table) if table else rows.filter(table__roadshow=run.roadshow_id)
    return rows.values_list("table__number", "field", "value").order_by("table__number", "field")


def _rating(row: tuple[int, str, str]) -> Rated | None:
    table, name, value = row
    asked = judging.asked(name)
    if asked is None or asked.kind != "concern" or not value.isdigit():
        return None
    return Rated(table, asked.stage, asked.of, int(value))


def _tables(numbers: Iterable[int]) -> int:
    return len(set(numbers))


def _shared(case: CaseStudy, when: Counter[tuple[str, str]]) -> tuple[Shared, ...]:
    """Return the agencies about which any table decided, the most named first."""
    counted = [
        Shared(agency.name, *(when[agency.code, value] for value in (When.NOW, When.ADVICE, When.NOT_YET)))
        for agency in case.agencies.all()
    ]
    return tuple(sorted((each for each in counted if each.total), key=lambda each: -each.total))


def _barriers(said: Iterable[tuple[int, Asked]]) -> tuple[tuple[str, int], ...]:
    """Return at how many tables each factor stands in the way of any sharing."""
    tables: dict[str, set[int]] = defaultdict(set)
    for table, asked in said:
        if asked.kind == "share" and asked.what.startswith("factor."):
            tables[asked.what.removeprefix("factor.")].add(table)
    return tuple((FACTOR_WORDS[factor], len(tables[factor])) for factor in Factor)
