"""Who is to be seated at a roadshow and by which rules, as the mixing needs it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from places.mixing import Certificate, Pair, Person, Room, TableTop, certificate, pair
from places.models import Claim, ClaimState, RuleKind, SeatingRule, SeatingSettings
from places.queries.people import PERSON, claims_of_people
from workshops.mix import TableMix
from workshops.models import Roadshow, Table


@dataclass(frozen=True)
class Seated:
    """A roadshow's tables, and who sits at them, is expected, or has no table yet."""

    roadshow: Roadshow
    settings: SeatingSettings
    tables: Sequence[Table]
    claims: Sequence[Claim]
    rules: Sequence[SeatingRule]
    met: frozenset[Pair]

    @cached_property
    def has_begun(self) -> bool:
        """Whether people have come in: from then on only they count."""
        return any(claim.seated_at for claim in self.claims)

    @property
    def here(self) -> list[Claim]:
        """Those who count now: who has come in; before the first has, everybody who is expected."""
        return [claim for claim in self.claims if claim.seated_at or not self.has_begun]

    @cached_property
    def seats(self) -> dict[int, int]:
        """The table number of everybody who counts and has a table, by claim."""
        return {claim.pk: claim.table.number for claim in self.here if claim.table}

    @cached_property
    def certificate(self) -> Certificate:
        """How good the seating is."""
        return certificate(self.room(self.here), self.seats)

    def room(self, claims: Iterable[Claim]) -> Room:
        """Return these people with the tables and rules, for the mixing."""
        claims = list(claims)
        return Room(
            people=tuple(_person(claim) for claim in claims),
            tables=tuple(map(self.top, self.tables)),
            together=pairs(self.rules, RuleKind.TOGETHER, _by_booking(self.claims)),
            apart=pairs(self.rules, RuleKind.APART, _by_booking(self.claims)),
            met=self.met,
            locked={claim.pk: claim.table.number for claim in claims if claim.table_locked and claim.table},
        )

    def top(self, table: Table) -> TableTop:
        """Return what is known of a table."""
        return top(table, self.settings)


def seated_in(roadshow: Roadshow) -> Seated:
    """Return a roadshow's seating as it stands."""
    claims = list(claims_in(roadshow))
    return Seated(
        roadshow=roadshow,
        settings=SeatingSettings.objects.filter(pk=roadshow.pk).first() or SeatingSettings(roadshow=roadshow),
        tables=list(roadshow.tables.select_related("seats")),
        claims=claims,
        rules=of_both(rules_of(roadshow).select_related("one", "other"), _by_booking(claims)),
        met=met_before(roadshow, _by_booking(claims)),
    )


def claims_in(roadshow: Roadshow) -> QuerySet[Claim]:
    """Return everybody who has a place at a roadshow, in the order of their names."""
    held = Claim.objects.filter(roadshow=roadshow, state=ClaimState.CONFIRMED)
    with_more = held.select_related("booking", "table").annotate(step_free=F("booking__needs__step_free"))
    return with_more.order_by("booking__name", "booking__organisation", "arrival")


def mix(roadshow: Roadshow) -> Mapping[int, TableMix]:
    """Return who sits at each table by agency type and level, for workshops.mix; nobody is named."""
    seated = seated_in(roadshow)
    at: dict[int, list[Claim]] = {}
    for claim in seated.here:
        if claim.table:
            at.setdefault(claim.table.number, []).append(claim)
    return {
        number: TableMix(
            _counted(claim.booking.get_agency_type_display() for claim in claims),
            _counted(claim.booking.get_job_level_display() for claim in claims),
        )
        for number, claims in at.items()
    }


def _counted(names: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name in filter(None, names):
        counts[name] = counts.get(name, 0) + 1
    return counts


def _person(claim: Claim) -> Person:
    booking = claim.booking
    needs = bool(getattr(claim, "step_free", False))
    return Person(claim.pk, booking.organisation_key, booking.agency_type, booking.job_level, needs)


def _by_booking(claims: Iterable[Claim]) -> dict[int, int]:
    return {claim.booking_id: claim.pk for claim in claims}


def top(table: Table, settings: SeatingSettings) -> TableTop:
    """Return what is known of a table of `select_related("seats")`."""
    own = getattr(table, "seats", None)
    chairs = own.chairs if own else 0
    return TableTop(table.number, chairs or settings.chairs, bool(own and own.step_free))


def rules_of(roadshow: Roadshow) -> QuerySet[SeatingRule]:
    """Return the rules of a roadshow's programme whose people still are who they were."""
    return SeatingRule.objects.filter(
        one__programme=roadshow.programme_id, one_edition=F("one__edition"), other_edition=F("other__edition")
    )


def of_both(rules: Iterable[SeatingRule], claims: Collection[int]) -> list[SeatingRule]:
    """Return the rules of which both people come; `claims` are by their bookings."""
    return [rule for rule in rules if rule.one_id in claims and rule.other_id in claims]


def pairs(rules: Iterable[SeatingRule], kind: RuleKind, claims: Mapping[int, int]) -> frozenset[Pair]:
    """Return whom the rules of one kind are for, by their claims."""
    return frozenset(pair(claims[rule.one_id], claims[rule.other_id]) for rule in rules if rule.kind == kind)


def met_before(roadshow: Roadshow, claims: Mapping[int, int], *, of: Collection[int] | None = None) -> frozenset[Pair]:
    """Return who sat at one table at an earlier roadshow of the programme. Who did not come to it met nobody.

    `claims`: theirs, by their bookings; `of`: only those tables at which one of these bookings sat.
    """
    came = Claim.objects.filter(roadshow=OuterRef("roadshow"), seated_at__isnull=False)
    earlier = Claim.objects.filter(
        Q(seated_at__isnull=False) | ~Exists(came),
        roadshow__programme=roadshow.programme_id,
        roadshow__held_on__lt=min(roadshow.held_on, timezone.localdate()),
        state=ClaimState.CONFIRMED,
        table__isnull=False,
    ).order_by()
    if of is not None:
        own = claims_of_people(of).filter(table__isnull=False).exclude(roadshow=roadshow).order_by()
        if not (sat_at := list(own.values_list("table", flat=True))):
            return frozenset()  # Mostly: whoever scans waits for this look.
        earlier = earlier.filter(table__in=sat_at)
    tables: dict[int, list[int]] = {}
    for person, table in earlier.values_list(PERSON, "table"):
        if person in claims:
            tables.setdefault(table, []).append(claims[person])
    return frozenset(pair(*both) for people in tables.values() for both in combinations(people, 2))
