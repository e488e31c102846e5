"""The page of mixed tables: who sits where, what is known of it in words, and what plans came before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from places.mixing import Broken, Count, Pair, TableTop, Trouble
from places.models import Claim, SeatingPlan
from places.queries.seating import Seated
from workshops.models import Table

# How many pairs are named before it is said how many more there are.
_NAMED = 6


@dataclass(frozen=True)
class Chair:
    """Somebody at a table, and what is not as it should be, in words."""

    claim: Claim
    troubles: tuple[str, ...] = ()
    expected: bool = False  # not in yet, while others are


@dataclass(frozen=True)
class TableView:
    """A table and those who sit at it."""

    table: Table
    top: TableTop
    chairs: tuple[Chair, ...]

    @property
    def free(self) -> int:
        """How many chairs are free; less than nothing where it is too full."""
        return self.top.chairs - len(self.chairs)

    @property
    def agencies(self) -> int:
        """Of how many agency types they are."""
        return len({chair.claim.booking.agency_type for chair in self.chairs})


@dataclass(frozen=True)
class Line:
    """One line of the certificate: whether it is as good as can be, what it says, and who it concerns."""

    good: bool
    words: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlanView:
    """A plan that was made, and whom it moved, in words."""

    plan: SeatingPlan
    moves: tuple[str, ...]


@dataclass(frozen=True)
class SeatingPage:
    """All that the page shows."""

    seated: Seated
    tables: tuple[TableView, ...]
    unseated: tuple[Chair, ...]
    lines: tuple[Line, ...]
    plans: tuple[PlanView, ...]
    since: tuple[str, ...]  # who sits elsewhere than the newest plan said

    @property
    def is_best(self) -> bool:
        """Whether nobody could seat them better."""
        return bool(self.seated.seats) and self.seated.certificate.is_best


def page_of(seated: Seated) -> SeatingPage:
    """Return the page of a seating."""
    troubles = _troubles(seated)
    chairs = [
        Chair(claim, tuple(troubles.get(claim.pk, ())), seated.has_begun and not claim.seated_at)
        for claim in seated.claims
    ]
    tables = tuple(
        TableView(table, seated.top(table), tuple(chair for chair in chairs if chair.claim.table_id == table.pk))
        for table in seated.tables
    )
    plans = tuple(PlanView(plan, tuple(_moves(seated, plan.moves))) for plan in _plans(seated))
    return SeatingPage(
        seated=seated,
        tables=tables,
        unseated=tuple(chair for chair in chairs if chair.claim.table_id is None),
        lines=tuple(_lines(seated)),
        plans=plans,
        since=tuple(_since(seated, plans[0].plan)) if plans else (),
    )


def named(claim: Claim) -> str:
    """Return how staff know somebody: their name, or whose place it is that nobody is named for yet."""
    return str(claim.booking)


def _plans(seated: Seated) -> Iterable[SeatingPlan]:
    return SeatingPlan.objects.filter(roadshow=seated.roadshow)


def _by_key(seated: Seated) -> Mapping[int, Claim]:
    return {claim.pk: claim for claim in seated.claims}


def _moves(seated: Seated, moves: Iterable[Sequence[int]]) -> Iterator[str]:
    claims = _by_key(seated)
    for key, before, after in moves:
        name = named(claims[key]) if key in claims else "Somebody who does not come any more"
        yield f"{name}: from table {before} to table {after}"


def _since(seated: Seated, plan: SeatingPlan) -> Iterator[str]:
    """Say who sits elsewhere than a plan said."""
    moved = [
        (claim.pk, plan.seats[str(claim.pk)], claim.table.number)
        for claim in seated.claims
        if claim.table and plan.seats.get(str(claim.pk), claim.table.number) != claim.table.number
    ]
    return _moves(seated, moved)


def _troubles(seated: Seated) -> dict[int, list[str]]:
    """Return what is not as it should be, for each person; what somebody needs is never said."""
    claims, found = _by_key(seated), seated.certificate
    words: dict[int, list[str]] = {}

    def both(pair: Iterable[int], say: str) -> None:
        one, other = sorted(pair)
        words.setdefault(one, []).append(say.format(named(claims[other])))
        words.setdefault(other, []).append(say.format(named(claims[one])))

    for pair in found.colleagues:
        both(pair, "Works with {}")
    for pair in found.repeats:
        both(pair, "Met {} at an earlier date")
    for broken in found.broken:
        if broken.trouble is Trouble.NOT_APART:
            both(broken.people, "Not to sit with {}")
        if broken.trouble is Trouble.NOT_TOGETHER:
            both(broken.people, "To sit with {}")
    return words


def _lines(seated: Seated) -> Iterator[Line]:
    """Say how good the seating is, line by line."""
    found = seated.certificate
    if not found.people:
        return
    if found.unseated:
        yield Line(good=False, words=f"{found.unseated} of {found.people + found.unseated} have no table yet")
    rules = tuple(dict.fromkeys(_broken(seated, broken) for broken in found.broken))
    yield Line(not rules, "Every rule is kept" if not rules else f"{_many(len(rules), 'rule')} broken", rules)
    colleagues = _names(seated, found.colleagues) if found.organisation.avoidable else ()
    yield _count(found.organisation, "from one organisation", colleagues)
    yield _count(found.agency, "of one agency type")
    yield _count(found.level, "of one level")
    met = (
        f"{_many(len(found.repeats), 'pair')} meet again from an earlier date"
        if found.repeats
        else "Nobody meets again"
    )
    yield Line(not found.repeats, met, _names(seated, found.repeats))
    fewest, mean = found.organisations_at_a_table
    yield Line(
        good=True,
        words=f"{found.among_others} of {found.people} sit with nobody from their own organisation; "
        f"{_many(fewest, 'organisation')} or more at each table, {mean:.1f} on average",
    )


def _count(count: Count, what: str, names: tuple[str, ...] = ()) -> Line:
    pairs = f"{_many(count.actual, 'pair')} {what} at one table"
    if count.avoidable <= 0:
        return Line(good=True, words=f"{pairs}: no seating has fewer")
    return Line(good=False, words=f"{pairs}: {count.avoidable} more than the proven fewest", names=names)


def _broken(seated: Seated, broken: Broken) -> str:
    """Say which rule is broken. Of somebody's needs only the table is told."""
    claims = _by_key(seated)
    names = " and ".join(named(claims[key]) for key in broken.people)
    return {
        Trouble.TOO_FULL: f"Table {broken.table} has more people than chairs",
        Trouble.STEPS: f"Somebody at table {broken.table} needs a table without steps"
        if any(top.step_free for top in map(seated.top, seated.tables))
        else "Somebody needs a table without steps, and none is marked so. Say which are, under “The tables”",
        Trouble.NOT_TOGETHER: f"{names} should sit at one table",
        Trouble.NOT_APART: f"{names} should not sit at one table",
    }[broken.trouble]


def _names(seated: Seated, pairs: Sequence[Pair]) -> tuple[str, ...]:
    claims = _by_key(seated)
    told = [" and ".join(sorted(named(claims[key]) for key in pair)) for pair in islice(pairs, _NAMED)]
    more = len(pairs) - len(told)
    return (*told, f"and {more} more") if more else tuple(told)


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
