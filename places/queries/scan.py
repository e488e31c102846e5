"""Everybody who has a place, as seating whoever comes in needs them: few columns, since it is read at every scan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from places.mixing import Person, Room, seat_one
from places.models import Claim, ClaimState, RuleKind, SeatingSettings
from places.queries.seating import met_before, of_both, pairs, rules_of, top
from workshops.models import Table

_COLUMNS = (
    "pk",
    "booking",
    "booking__organisation_key",
    "booking__agency_type",
    "booking__job_level",
    "booking__needs__step_free",
    "table__number",
    "table_locked",
    "is_in",
)


@dataclass
class Hall:
    """Everybody who is expected, those who sit (claims and table numbers), and the tables by their numbers."""

    room: Room
    people: dict[int, Person]
    here: dict[int, int]
    tables: dict[int, Table]

    def sit(self, claim: Claim, *, planned: bool, told: int | None = None) -> Table:
        """Return the table of somebody who comes in, the best one now or the `planned`; whoever is next sees them sit.

        Where two are equally good, the one that they had is taken. Before all that comes the table that they were
        `told`, if it has a chair left.
        """
        table = claim.table
        if told is not None and self._has_chair(told):
            table = self.tables[told]
        elif table is None or not planned:
            wish = table.number if table else None
            table = self.tables[seat_one(self.room, self.here, self.people[claim.pk], wish=wish)]
        self.here[claim.pk] = table.number
        return table

    def _has_chair(self, number: int) -> bool:
        """Whether there is such a table, and somebody more can sit there."""
        sitting = sum(table == number for table in self.here.values())
        return any(top.key == number and sitting < top.chairs for top in self.room.tables)


def hall_of(settings: SeatingSettings, coming: Iterable[Claim]) -> Hall:
    """Return a roadshow's hall as it stands, with whom those who are `coming` met before."""
    held = Claim.objects.filter(roadshow=settings.pk, state=ClaimState.CONFIRMED).order_by()
    rows = list(held.annotate(is_in=Q(seated_at__isnull=False)).values_list(*_COLUMNS))
    people = {
        pk: Person(pk, organisation, agency, level, bool(step_free))
        for pk, _booking, organisation, agency, level, step_free, *_seat in rows
    }
    claims = {booking: pk for pk, booking, *_more in rows}
    seated = [(pk, table, locked, is_in) for pk, *_more, table, locked, is_in in rows if table is not None]
    tables = list(settings.roadshow.tables.select_related("seats"))
    rules = of_both(rules_of(settings.roadshow), claims)
    room = Room(
        people=tuple(people.values()),
        tables=tuple(top(table, settings) for table in tables),
        together=pairs(rules, RuleKind.TOGETHER, claims),
        apart=pairs(rules, RuleKind.APART, claims),
        met=met_before(settings.roadshow, claims, of=[claim.booking_id for claim in coming]),
        # Where plans are kept, the chairs of all who have a table are theirs, and not only of those locked to it.
        locked={pk: table for pk, table, locked, _in in seated if locked or not settings.at_the_door},
    )
    here = {pk: table for pk, table, _locked, is_in in seated if is_in}
    return Hall(room, people, here, {table.number: table for table in tables})
