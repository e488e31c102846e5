"""A programme's dates as those see them who would like to book."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

from places.models import Claim, ClaimState, Places
from places.queries.attendance import attendance_of
from places.queries.days import has_begun, is_over, is_too_late
from places.queries.people import claims_of_people
from places.queries.waiting import left_over
from workshops.models import Roadshow


@dataclass(frozen=True)
class Availability:
    """Whether a roadshow can be booked, and what whoever asks now can expect."""

    places: Places
    now: dt.datetime

    @property
    def is_over(self) -> bool:
        """Whether the day has passed, or the doors are shut for good."""
        return is_over(self.places.roadshow)

    @property
    def has_begun(self) -> bool:
        """Whether the hour has come: whoever would like to come now goes to the door."""
        return has_begun(self.places.roadshow)

    @property
    def opens_later(self) -> bool:
        """Whether booking has yet to begin."""
        return self.places.opens_at is not None and self.places.opens_at > self.now

    @property
    def is_open(self) -> bool:
        """Whether somebody can ask for a place."""
        return not (self.places.closed_at or is_too_late(self.places.roadshow) or self.opens_later)

    @cached_property
    def left(self) -> int:
        """How many places somebody who asks now could be given; those who wait come before them."""
        return left_over(self.places)

    @property
    def words(self) -> str:
        """Say it in a few words."""
        if self.is_over:
            return ""
        if self.has_begun:
            return "The day has begun: places are given at the door"
        if self.places.closed_at:
            return "Booking has closed"
        if self.opens_later:
            return f"Booking opens on {timezone.localtime(self.places.opens_at):%-d %B at %H:%M}"
        if self.left:
            return f"{self.left} place{'' if self.left == 1 else 's'} left"
        return f"Waiting list, {self.places.waiting} waiting" if self.places.waiting else "Full: waiting list"


def availability(roadshow: Roadshow) -> Availability | None:
    """Return what can be booked at a roadshow; None where places are not given out here."""
    places = Places.objects.filter(pk=roadshow.pk).select_related("roadshow__programme").first()
    return Availability(places, timezone.now()) if places else None


def availabilities(roadshows: Iterable[Roadshow]) -> dict[int, Availability]:
    """Return the same for many, by roadshow."""
    now = timezone.now()
    rows = Places.objects.filter(pk__in=[roadshow.pk for roadshow in roadshows]).select_related("roadshow")
    return {places.pk: Availability(places, now) for places in rows}


def open_dates(programme: int | None = None) -> list[Places]:
    """Return the dates of a programme (by its key), or of all, that can be booked now, the next first."""
    now = timezone.now()
    opened = Q(opens_at=None) | Q(opens_at__lte=now)
    dates = Places.objects.filter(
        opened,
        closed_at=None,
        roadshow__rehearsal_of=None,
        roadshow__held_on__gte=timezone.localdate(now),
    )
    if programme is not None:
        dates = dates.filter(roadshow__programme=programme)
    dates = dates.select_related("roadshow__programme").order_by("roadshow__held_on", "roadshow__order")
    return [places for places in dates if not is_too_late(places.roadshow)]


def claims_of(booking_id: int) -> list[Claim]:
    """Return everything that whoever has a booking ever asked for, in the order of `in_view`."""
    claims = claims_of_people([booking_id])
    return in_view(claims.select_related("roadshow__programme", "roadshow__places", "booking__group", "attendance"))


def in_view(claims: Iterable[Claim]) -> list[Claim]:
    """Return claims with the one first that matters most to their holder: an offer, then a place, then waiting.

    What is ahead comes before days that are over for them, and what has ended comes last.
    """
    return sorted(claims, key=_matters)


def held_of(claims: Iterable[Claim]) -> Claim | None:
    """Return by which of claims in the order of `in_view` somebody has a place; none where they have not."""
    return next((claim for claim in claims if claim.state == ClaimState.CONFIRMED), None)


_FIRST = (ClaimState.OFFERED, ClaimState.CONFIRMED, ClaimState.WAITING, ClaimState.ENDED)


def is_behind(claim: Claim) -> bool:
    """Whether a day is over for somebody: it is for everybody, or the door has let them in."""
    attendance = attendance_of(claim)
    return is_over(claim.roadshow) or bool(attendance and attendance.came_at)


def _matters(claim: Claim) -> tuple[bool, int, int, int]:
    stands = claim.state != ClaimState.ENDED and not is_behind(claim)
    return not stands, _FIRST.index(ClaimState(claim.state)), claim.rank, -claim.pk
