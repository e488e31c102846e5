"""Seating people: by a plan, by hand, and at the scan; mending a plan, and bringing an earlier one back.

Every verb begins by locking the seating's settings and ends with a new edition of it. Places are never locked after
that, so whoever holds both (the door) takes the places first; and nobody who holds claims locks the settings.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from places.actions.noting import show_later
from places.actions.reasons import WantsReasonError
from places.fragments.seating import tell
from places.mixing import plan, repair
from places.models import Booking, Claim, ClaimState, PlanKind, SeatingPlan, SeatingRule, SeatingSettings, TableSeats
from places.queries.scan import hall_of
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
    settings = lock_seating(claim.roadshow)
    fresh = _fresh(claim)
    if fresh.table_id == (table and table.pk):
        return False
    if table is not None:
        seated = seated_in(claim.roadshow)
        if sum(each.table_id == table.pk for each in seated.claims) >= seated.top(table).chairs:
            raise FullTableError
    _sit(settings, {fresh.pk: table})
    if table is None:
        Claim.objects.filter(pk=fresh.pk).update(table_locked=False)
    _changed(settings)
    return True


@transaction.atomic
def swap(claim: Claim, other: Claim) -> None:
    """Let two people change tables. Raises GoneError."""
    settings = lock_seating(claim.roadshow)
    one, two = _fresh(claim), _fresh(other)
    _sit(settings, {one.pk: two.table, two.pk: one.table})
    _changed(settings)


@transaction.atomic
def lock(claim: Claim, *, locked: bool) -> None:
    """Let no plan move somebody from their table, or let plans move them again. Raises GoneError."""
    settings = lock_seating(claim.roadshow)
    if _fresh(claim).table_id is None and locked:
        raise GoneError
    Claim.objects.filter(pk=claim.pk).update(table_locked=locked)
    _changed(settings)


@transaction.atomic
def set_tables(
    roadshow: Roadshow, *, chairs: int, at_the_door: bool, step_free: Collection[int], own: Mapping[int, int]
) -> None:
    """Keep what the tables are like: chairs at each, other numbers by table number, and which are step-free."""
    settings = lock_seating(roadshow)
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
    settings = lock_seating(roadshow)
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
    settings = lock_seating(roadshow)
    rule.delete()
    _changed(settings)


def seat_at_scan(
    settings: SeatingSettings, claims: Sequence[Claim], *, told: Mapping[Claim, int | None] | None = None
) -> None:
    """Give those who come in their table, and remember that they are in. It needs the lock, and claims read under it.

    That is the table at which the room is mixed best then; or the planned one, where the organiser wants plans kept.
    Before that comes the table that they were `told` (its number), if a chair is left: they sit there by now.
    Who is in already keeps theirs; nobody has one where there is no table at all.
    """
    hall = hall_of(settings, claims)
    coming = [claim for claim in claims if claim.pk in hall.people and not claim.seated_at and hall.tables]
    for claim in coming:
        planned = claim.table_locked or not settings.at_the_door
        claim.table = hall.sit(claim, planned=planned, told=told.get(claim) if told else None)
        claim.seated_at = timezone.now()
    if coming:
        Claim.objects.bulk_update(coming, ["table", "seated_at"])
        _changed(settings)


def leave_seat(settings: SeatingSettings, claim: Claim) -> None:
    """Take back that somebody came in: they are expected again, where they would have sat. It needs the lock."""
    Claim.objects.filter(pk=claim.pk).update(seated_at=None)
    _changed(settings)


def lock_seating(roadshow: Roadshow) -> SeatingSettings:
    """Let nobody else change a roadshow's seating until the transaction ends."""
    rows = SeatingSettings.objects.select_for_update().filter(pk=roadshow.pk)
    settings = rows.first()
    if settings is None:
        SeatingSettings.objects.get_or_create(roadshow=roadshow)
        settings = rows.get()
    settings.roadshow = roadshow
    return settings


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
            settings = lock_seating(roadshow)
            if settings.edition == seated.settings.edition:
                return _keep(seated, settings, kind, actor, numbers)
    raise ChangedMeanwhileError


def _keep(
    seated: Seated, settings: SeatingSettings, kind: PlanKind, actor: str, numbers: Mapping[int, int]
) -> SeatingPlan:
    tables = {table.number: table for table in seated.tables}
    before = {claim.pk: claim.table.number for claim in seated.claims if claim.table}
    changed = {claim: number for claim, number in numbers.items() if before.get(claim) != number}
    _sit(settings, {claim: tables[number] for claim, number in changed.items()})
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


def _fresh(claim: Claim) -> Claim:
    fresh = Claim.objects.select_related("table").filter(pk=claim.pk, state=ClaimState.CONFIRMED).first()
    if fresh is None:
        raise GoneError
    return fresh


def _sit(settings: SeatingSettings, tables: Mapping[int, Table | None]) -> None:
    Claim.objects.bulk_update([Claim(pk=claim, table=table) for claim, table in tables.items()], ["table"])
    show_later(settings.roadshow, tables)


def _changed(settings: SeatingSettings) -> None:
    settings.edition += 1
    settings.save(update_fields=["edition"])
    tell(settings)
