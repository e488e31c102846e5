"""What all have found in a roadshow's drawings. Only for those who have nothing left to code blind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch

from drawings.bars import Chart, chart
from drawings.blind import drawings_to_code
from drawings.codebook import CODEBOOK, NAMES, Code, in_words
from drawings.models import Coding, Drawing, Settlement
from drawings.queries.coding import TWICE, Words, words_of
from drawings.tally import CodeAgreement, Codes, Found, Group, Tally, agreement, coded_by, grouped, tally
from workshops.mix import TableMix, mix_of
from workshops.models import Answer, Roadshow, Staff

# What the two sides of every count are called.
TABLES_SAY, CODERS_SAY = "Tables", "Coders"


@dataclass(frozen=True)
class Sheet:
    """A drawing with all that was found in it."""

    drawing: Drawing
    words: Words
    tags: Codes | None
    codings: tuple[Coding, ...]
    settlement: Settlement | None

    @property
    def found(self) -> Found:
        """The same for counting."""
        return Found(
            unit=self.drawing.pk,
            table=self.drawing.table_id,
            delegates=self.tags,
            coders={str(coding.coder_id): frozenset(coding.codes) for coding in self.codings},
            settled=frozenset(self.settlement.codes) if self.settlement else None,
        )

    @property
    def title(self) -> str:
        """What its table calls it."""
        return self.words.title

    @property
    def differ(self) -> bool:
        """Whether coders found different things in it."""
        return self.found.differ

    @property
    def tag_words(self) -> list[str]:
        """What its table found in it."""
        return in_words(self.tags or ())


@dataclass(frozen=True)
class CodeRow:
    """In how many drawings a code was found, by whom."""

    code: Code
    delegates: int
    agreed: int
    coders: list[int]


@dataclass(frozen=True)
class Results:
    """All that was found in the drawings of a roadshow, or of several."""

    sheets: tuple[Sheet, ...]
    mixes: Mapping[int, TableMix]

    @cached_property
    def found(self) -> list[Found]:
        """What was found, for counting."""
        return [sheet.found for sheet in self.sheets]

    @cached_property
    def delegates(self) -> Tally:
        """What the tables found in their own drawings."""
        return tally(each.delegates for each in self.found)

    @cached_property
    def agreed(self) -> Tally:
        """What coders agree on, or have settled."""
        return tally(each.agreed for each in self.found)

    @cached_property
    def coders(self) -> list[tuple[Staff, Tally]]:
        """What each coder found."""
        people = {coding.coder_id: coding.coder for sheet in self.sheets for coding in sheet.codings}
        return [(person, coded_by(self.found, str(pk))) for pk, person in sorted(people.items())]

    @property
    def table(self) -> list[CodeRow]:
        """The counts code by code: of the tables, of what coders agree on, of each coder."""
        return [
            CodeRow(
                code,
                delegates=self.delegates.counts[code.name],
                agreed=self.agreed.counts[code.name],
                coders=[of_coder.counts[code.name] for _coder, of_coder in self.coders],
            )
            for code in CODEBOOK
        ]

    @cached_property
    def agreement(self) -> list[CodeAgreement]:
        """How far those who coded agree, code by code."""
        return agreement(self.found)

    @property
    def coded(self) -> int:
        """How many drawings a coder has coded."""
        return sum(bool(sheet.codings) for sheet in self.sheets)

    @property
    def twice(self) -> int:
        """How many drawings two coders or more have coded."""
        return sum(len(sheet.codings) >= TWICE for sheet in self.sheets)

    @property
    def twice_per_cent(self) -> int:
        """The same as a share of all drawings."""
        return round(100 * self.twice / len(self.sheets)) if self.sheets else 0

    @property
    def disagreements(self) -> list[Sheet]:
        """The drawings in which coders found different things; those that are not settled first."""
        return sorted((sheet for sheet in self.sheets if sheet.differ), key=lambda sheet: sheet.settlement is not None)

    @property
    def unsettled(self) -> int:
        """How many drawings are left out of the counts until those who differ have settled."""
        return sum(sheet.settlement is None for sheet in self.disagreements)

    @cached_property
    def chart(self) -> Chart:
        """Each code as found by the tables and as agreed by coders."""
        return two_sides(self.delegates, self.agreed)

    @cached_property
    def by_table(self) -> list[Group]:
        """The counts of each table."""
        tables = {sheet.drawing.table_id: sheet.drawing.table for sheet in self.sheets}
        order = sorted(tables.values(), key=lambda table: (table.roadshow_id, table.number))
        return grouped(self.found, {str(table): [table.pk] for table in order})

    @cached_property
    def by_agency_type(self) -> list[Group]:
        """The counts of the tables at which each kind of agency sat; empty while nobody knows."""
        return self._by({table: mix.agency_types for table, mix in self.mixes.items()})

    @cached_property
    def by_job_level(self) -> list[Group]:
        """The counts of the tables at which each job level sat; empty while nobody knows."""
        return self._by({table: mix.job_levels for table, mix in self.mixes.items()})

    def named(self, name: str) -> Group:
        """Return all its drawings as one group."""
        return Group(name, self.delegates, self.agreed)

    def _by(self, kinds: Mapping[int, Mapping[str, int]]) -> list[Group]:
        names = dict.fromkeys(name for of_table in kinds.values() for name, people in of_table.items() if people)
        return grouped(
            self.found,
            {name: [table for table, of_table in kinds.items() if of_table.get(name)] for name in names},
        )


def two_sides(delegates: Tally, agreed: Tally) -> Chart:
    """Return the chart of what tables found and what coders agree on."""
    sides = ((TABLES_SAY, delegates), (CODERS_SAY, agreed))
    return chart(
        [(code.word, [(name, side.counts[code.name], side.of) for name, side in sides]) for code, _ in agreed.rows]
    )


def results_of(roadshow: Roadshow) -> Results:
    """Return all that was found in a roadshow's drawings, as it stands."""
    drawings = drawings_to_code(roadshow).prefetch_related(
        Prefetch("codings", Coding.objects.filter(ended_at=None).select_related("coder").order_by("coder")),
        Prefetch("settlements", Settlement.objects.filter(ended_at=None).select_related("settled_by")),
    )
    words, tags = words_of(drawings), tags_of(drawings)
    sheets = (
        Sheet(
            drawing,
            words[drawing.pk],
            tags.get(drawing.pk),
            tuple(drawing.codings.all()),
            next(iter(drawing.settlements.all()), None),
        )
        for drawing in drawings
    )
    numbers = dict(roadshow.tables.values_list("number", "pk"))
    mixes = {numbers[number]: mix for number, mix in mix_of(roadshow).items() if number in numbers}
    return Results(tuple(sheets), mixes)


def together(results: Sequence[Results]) -> Results:
    """Return the results of several roadshows as one."""
    sheets = tuple(sheet for each in results for sheet in each.sheets)
    return Results(sheets, {table: mix for each in results for table, mix in each.mixes.items()})


def tags_of(drawings: Iterable[Drawing]) -> dict[int, Codes]:
    """Return what tables found in their own drawings, by primary key; a drawing without any tag has not been tagged."""
    wanted = {
        (drawing.table_id, f"{drawing.prefix}factor.{name}"): (drawing.pk, name)
        for drawing in drawings
        for name in NAMES
    }
    tables, fields = {table for table, _field in wanted}, [field for _table, field in wanted]
    ticked = Answer.objects.filter(table__in=tables, field__in=fields, value="yes").values_list("table", "field")
    found: dict[int, set[str]] = {}
    for key in ticked:
        if key in wanted:
            pk, name = wanted[key]
            found.setdefault(pk, set()).add(name)
    return {pk: frozenset(names) for pk, names in found.items()}


def sheet_of(drawing: Drawing) -> Sheet:
    """Return one drawing with all that was found in it."""
    return next(sheet for sheet in results_of(drawing.table.roadshow).sheets if sheet.drawing == drawing)
