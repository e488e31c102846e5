"""People with places at a roadshow, to be seated, for tests."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from places.actions.places import set_places
from places.actions.seating import leave_seat, lock_seating, seat_at_scan
from places.models import Booking, Claim, ClaimState, Needs, Places
from places.spelling import organisation
from tests.booked import NOTICE
from tests.factories import make_roadshow
from workshops.models import Roadshow, Table


def make_room(*people: str, tables: int = 2, **fields: object) -> Roadshow:
    """Return a roadshow ahead with people who have a place, each "name organisation agency level"."""
    day = timezone.localdate() + dt.timedelta(days=30)
    roadshow = make_roadshow(tables=tables, **{"held_on": day} | fields)  # type: ignore[arg-type]
    set_places(roadshow, capacity=200)
    for said in people:
        come(roadshow, said)
    return roadshow


def come(roadshow: Roadshow, said: str, *, step_free: bool = False) -> Claim:
    """Give somebody new a place."""
    words = said.split()
    name, works_at, agency, level = words + ["sample", "police", "practitioner"][len(words) - 1 :]
    booking = Booking.objects.create(
        programme=roadshow.programme,
        name=name,
        email=f"{name.lower()}@example.org",
        email_key=f"{name.lower()}@example.org",
        organisation=works_at,
        organisation_key=organisation(works_at),
        agency_type=agency,
        job_level=level,
        privacy_notice=NOTICE,
    )
    if step_free:
        Needs.objects.create(booking=booking, step_free=True)
    return claim_for(booking, roadshow)


def claim_for(booking: Booking, roadshow: Roadshow) -> Claim:
    """Give somebody a place at a roadshow."""
    arrival = roadshow.claims.count() + 1
    Places.objects.filter(pk=roadshow.pk).update(taken=F("taken") + 1)
    return Claim.objects.create(booking=booking, roadshow=roadshow, arrival=arrival, state=ClaimState.CONFIRMED)


def claim(roadshow: Roadshow, name: str) -> Claim:
    """Return somebody's claim as it stands."""
    return roadshow.claims.select_related("booking", "table", "roadshow").get(booking__name=name)


def table(roadshow: Roadshow, number: int) -> Table:
    """Return a table."""
    return roadshow.tables.get(number=number)


def sitting(roadshow: Roadshow) -> dict[str, int | None]:
    """Return everybody's table number, by name."""
    return dict(roadshow.claims.values_list("booking__name", "table__number"))


def sit(roadshow: Roadshow, **numbers: int) -> None:
    """Let people sit at these tables, by name, without further ado."""
    for name, number in numbers.items():
        roadshow.claims.filter(booking__name=name).update(table=table(roadshow, number))


@transaction.atomic
def scanned(claim: Claim) -> Table | None:
    """Let somebody come in, as the door does; return their table."""
    seat_at_scan(lock_seating(claim.roadshow), [claim])
    return claim.table


@transaction.atomic
def not_in(claim: Claim) -> None:
    """Take it back."""
    leave_seat(lock_seating(claim.roadshow), claim)
