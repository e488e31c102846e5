"""Seating people: by a plan, by hand, and at the scan; mending a plan, and bringing an earlier one back.

Every verb begins by locking the seating's settings and ends with a new edition of it. Places are never locked after
that, so whoever holds both (the door) takes the places first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from places.actions.reasons import WantsReasonError
from places.fragments.seating import tell
from places.mixing import plan, repair, seat_one
from places.models import Booking, Claim, ClaimState, PlanKind, SeatingPlan, SeatingRule, SeatingSettings, TableSeats
from places.queries.seating import Seated, seated_in
from workshops.models import Roadshow, Table

# How often a plan begins anew when somebody changes the seating while it is being made.
_TRIES = 3


class FullTableError(Exception):
    """No chair is free at a table. Nothing was changed."""


class GoneError(Exception):
    """Somebody has no place any more, or no table to change. Nothing was changed."""


class ChangedMeanwhileError(Exception):
    """The seating was changed again and again while a plan was made. Nothing was changed."""


class _NothingToMendError(Exception):
    """Nothing is worth a move."""


def make_plan(roadshow: Roadshow, *, actor: str) -> SeatingPlan:
    """Mix all tables anew; whoever is locked stays, and whoever has come in as well.

    The plan is made before anything is locked, so that the door does not wait for it.
    Raises ChangedMeanwhileError.
    """
    return _kept(roadshow, PlanKind.PLAN, actor, _mixed)


def repair_plan(roadshow: Roadshow, *, most: int, actor: str) -> SeatingPlan | None:
    """Seat whoever has no table, and better the tables in at most `most` moves, which are to be announced.

    Once the door has begun, only those who are in count. None when nothing is worth a move.
    Raises ChangedMeanwhileError.
    """
    try:
        return _kept(roadshow, PlanKind.REPAIR, actor, lambda seated: _mended(seated, most))
    except _NothingToMendError:
        return None


def bring_back(old: SeatingPlan, *, actor: str) -> SeatingPlan:
    """Seat everybody as an earlier plan did, as far as they still come and are not in yet."""

    def again(seated: Seated) -> dict[int, int]:
        tables = {table.number for table in seated.tables}
        waiting = [claim for claim in seated.claims if not claim.seated_at]
        known = {claim.pk: old.seats.get(str(claim.pk)) for claim in waiting}
        return {claim: number for claim, number in known.items() if number in tables}

    return _kept(old.roadshow, PlanKind.BACK, actor, again)


@transaction.atomic
def seat(claim: Claim, table: Table | None) -> bool:
    """Let somebody sit at a table, or at none. False when they do already. Raises FullTableError, GoneError."""
    settings = _lock(claim.roadshow)
    fresh = _fresh(claim)
    if fresh.table_id == (table and table.pk):
        return False
    if table is not None:
        seated = seated_in(claim.roadshow)
        if sum(each.table_id == table.pk for each in seated.claims) >= seated.top(table).chairs:
            raise FullTableError
    _sit({fresh.pk: table})
    if table is None:
        Claim.objects.filter(pk=fresh.pk).update(table_locked=False)
    _changed(settings)
    return True


@transaction.atomic
def swap(claim: Claim, other: Claim) -> None:
    """Let two people change tables. Raises GoneError."""
    settings = _lock(claim.roadshow)
    one, two = _fresh(claim), _fresh(other)
    _sit({one.pk: two.table, two.pk: one.table})
    _changed(settings)


@transaction.atomic
def lock(claim: Claim, *, locked: bool) -> None:
    """Let no plan move somebody from their table, or let plans move them again. Raises GoneError."""
    settings = _lock(claim.roadshow)
    if _fresh(claim).table_id is None and locked:
        raise GoneError
    Claim.objects.filter(pk=claim.pk).update(table_locked=locked)
    _changed(settings)


@transaction.atomic
def set_tables(
    roadshow: Roadshow, *, chairs: int, at_the_door: bool, step_free: Collection[int], own: Mapping[int, int]
) -> None:
    """Keep what the tables are like: chairs at each, other numbers by table number, and which are step-free."""
    settings = _lock(roadshow)
    settings.chairs, settings.at_the_door = chairs, at_the_door
    settings.save(update_fields=["chairs", "at_the_door"])
    for table in roadshow.tables.all():
        said = {"chairs": own.get(table.number, 0), "step_free": table.number in step_free}
        TableSeats.objects.update_or_create(table=table, defaults=said)
    _changed(settings)


@transaction.atomic
def add_rule(roadshow: Roadshow, *, kind: str, one: Booking, other: Booking, reason: str, actor: str) -> SeatingRule:
    """Keep two people together or apart. What was said of the two before ends. Raises WantsReasonError."""
    if not reason.strip():
        raise WantsReasonError
    settings = _lock(roadshow)
    for first, second in ((one, other), (other, one)):
        SeatingRule.objects.filter(one=first, other=second).delete()
    rule = SeatingRule.objects.create(
        kind=kind,
        one=one,
        other=other,
        one_edition=one.edition,
        other_edition=other.edition,
        reason=reason.strip(),
        made_by=actor,
    )
    _changed(settings)
    return rule


@transaction.atomic
def remove_rule(roadshow: Roadshow, rule: SeatingRule) -> None:
    """Let two people sit as it comes."""
    settings = _lock(roadshow)
    rule.delete()
    _changed(settings)


@transaction.atomic
def seat_at_scan(claim: Claim) -> Table | None:
    """Give somebody who comes in their table, and remember that they are in. The same again if they are in already.

    That is the table at which the room is mixed best then; or the planned one, where the organiser wants plans kept.
    None where there is no table at all.
    """
    settings = _lock(claim.roadshow)
    seated = seated_in(claim.roadshow)
    own = next((each for each in seated.claims if each.pk == claim.pk), None)
    if own is None or own.seated_at or not seated.tables:
        return own.table if own else None
    table = own.table
    if table is None or (settings.at_the_door and not own.table_locked):
        table = _best(seated, own)
    Claim.objects.filter(pk=own.pk).update(table=table, seated_at=timezone.now())
    _changed(settings)
    return table


@transaction.atomic
def leave_seat(claim: Claim) -> None:
    """Take back that somebody came in: they are expected again, at the table where they would have sat."""
    settings = _lock(claim.roadshow)
    Claim.objects.filter(pk=claim.pk).update(seated_at=None)
    _changed(settings)


def _best(seated: Seated, claim: Claim) -> Table:
    """Return the table that is best for somebody among those who are in."""
    room = seated.room(seated.claims)
    person = next(each for each in room.people if each.key == claim.pk)
    here = {each.pk: each.table.number for each in seated.claims if each.seated_at and each.table}
    number = seat_one(room, here, person, wish=claim.table.number if claim.table else None)
    return next(table for table in seated.tables if table.number == number)


def _mixed(seated: Seated) -> dict[int, int]:
    """Return a plan for everybody who comes, around those who are in already."""
    room = seated.room(seated.claims)
    sitting = seated.seats if seated.has_begun else {}
    return plan(replace(room, locked={**room.locked, **sitting}))


def _mended(seated: Seated, most: int) -> dict[int, int]:
    numbers = repair(seated.room(seated.here), seated.seats, most)
    if not numbers:
        raise _NothingToMendError
    return numbers


def _kept(roadshow: Roadshow, kind: PlanKind, actor: str, make: Callable[[Seated], Mapping[int, int]]) -> SeatingPlan:
    """Seat people as `make` says, unless somebody changed the seating meanwhile: then it is asked anew."""
    for _try in range(_TRIES):
        seated = seated_in(roadshow)
        numbers = make(seated)
        with transaction.atomic():
            settings = _lock(roadshow)
            if settings.edition == seated.settings.edition:
                return _keep(seated, settings, kind, actor, numbers)
    raise ChangedMeanwhileError


def _keep(
    seated: Seated, settings: SeatingSettings, kind: PlanKind, actor: str, numbers: Mapping[int, int]
) -> SeatingPlan:
    tables = {table.number: table for table in seated.tables}
    before = {claim.pk: claim.table.number for claim in seated.claims if claim.table}
    changed = {claim: number for claim, number in numbers.items() if before.get(claim) != number}
    _sit({claim: tables[number] for claim, number in changed.items()})
    _changed(settings)
    newest = SeatingPlan.objects.filter(roadshow=seated.roadshow).aggregate(newest=Max("number"))["newest"] or 0
    return SeatingPlan.objects.create(
        roadshow=seated.roadshow,
        number=newest + 1,
        kind=kind,
        made_by=actor,
        seats=before | dict(numbers),
        moves=[[claim, before[claim], number] for claim, number in changed.items() if claim in before],
    )


def _lock(roadshow: Roadshow) -> SeatingSettings:
    SeatingSettings.objects.get_or_create(roadshow=roadshow)
    return SeatingSettings.objects.select_for_update(of=("self",)).select_related("roadshow").get(pk=roadshow.pk)


def _fresh(claim: Claim) -> Claim:
    fresh = Claim.objects.select_related("table").filter(pk=claim.pk, state=ClaimState.CONFIRMED).first()
    if fresh is None:
        raise GoneError
    return fresh


def _sit(tables: Mapping[int, Table | None]) -> None:
    Claim.objects.bulk_update([Claim(pk=claim, table=table) for claim, table in tables.items()], ["table"])


def _changed(settings: SeatingSettings) -> None:
    settings.edition += 1
    settings.save(update_fields=["edition"])
    tell(settings)
