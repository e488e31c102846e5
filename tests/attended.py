"""Days that are over, for tests: who came, who did not, and who had no place."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from places.actions.door import admit
from places.actions.needs import name_reader
from places.actions.noting import Note
from places.actions.places import set_places
from places.models import Booking, Claim, ClaimState, Ending, Places
from places.spelling import mailbox, organisation
from tests.booked import make_places
from tests.factories import make_roadshow
from workshops.models import Programme, Roadshow, Staff

STARTS = dt.time(9, 30)


def day_over(capacity: int = 20, *, ago: int = 1, programme: Programme | None = None) -> Places:
    """Return the places of a roadshow that was so many days ago."""
    held_on = timezone.localdate() - dt.timedelta(days=ago)
    roadshow = make_roadshow(tables=2, programme=programme, held_on=held_on, starts_at=STARTS)
    return make_places(capacity, roadshow=roadshow)


def had_place(places: Places, name: str, **fields: object) -> Claim:
    """Return the claim of somebody who had a place on a day that is over."""
    return _claim(places, name, state=ClaimState.CONFIRMED, confirmed_at=timezone.now(), **fields)


def came(places: Places, name: str, at: str = "09:10", **fields: object) -> Claim:
    """Return the claim of somebody who had a place and came."""
    claim = had_place(places, name, **fields)
    moment = dt.datetime.combine(places.roadshow.held_on, dt.time.fromisoformat(at))
    admit(claim, Note(f"{claim.pk}-{at}", "Door 1", "Ana", timezone.make_aware(moment)))
    return Claim.objects.get(pk=claim.pk)


def cancelled(places: Places, name: str, *, days_before: int, **fields: object) -> Claim:
    """Return the claim of somebody who cancelled so many days before."""
    day = timezone.make_aware(dt.datetime.combine(places.roadshow.held_on, STARTS))
    ended = {"ended_at": day - dt.timedelta(days=days_before), "confirmed_at": day - dt.timedelta(days=30)}
    return _claim(places, name, state=ClaimState.ENDED, ending=Ending.CANCELLED, **ended, **fields)


def missed(places: Places, name: str, **fields: object) -> Claim:
    """Return the claim of somebody whom the day left without a place."""
    return _claim(places, name, state=ClaimState.ENDED, ending=Ending.MISSED, ended_at=timezone.now(), **fields)


def came_today(roadshow: Roadshow) -> Claim:
    """Return the claim of somebody who is in; the next one at each call."""
    Places.objects.filter(pk=roadshow.pk).exists() or set_places(roadshow, capacity=50)
    places = Places.objects.get(pk=roadshow.pk)
    return came(places, f"Arrived{roadshow.claims.count()}")


def one_reader(roadshow: Roadshow, staff: Staff) -> Staff:
    """Return somebody who sees to needs."""
    name_reader(roadshow, staff, actor="Ana")
    return staff


def _claim(places: Places, name: str, **fields: object) -> Claim:
    plain = {"organisation": "Sample Council", "agency_type": "social-care", "job_level": "practitioner"}
    plain |= {"email": f"{name.lower()}@example.org", "locality": ""}
    plain |= {key: str(fields.pop(key)) for key in plain if key in fields}
    booking, _new = Booking.objects.get_or_create(
        programme=places.roadshow.programme,
        email_key=mailbox(plain["email"]),
        defaults=plain
        | {
            "name": f"{name} Example",
            "organisation_key": organisation(plain["organisation"]),
            "privacy_notice": "2026-11",
        },
    )
    arrival = places.roadshow.claims.count() + 1
    claim = Claim.objects.create(booking=booking, roadshow=places.roadshow, arrival=arrival, **fields)
    held = places.roadshow.claims.filter(state__in=(ClaimState.CONFIRMED, ClaimState.OFFERED)).count()
    Places.objects.filter(pk=places.pk).update(taken=held, arrivals=arrival)
    return claim
