"""What is still held of people, for how long, and when it goes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from places.models import (
    Admission,
    Attendance,
    Booking,
    Claim,
    Group,
    HandOver,
    Kept,
    Mail,
    Needs,
    NeedsReading,
    Retention,
)
from workshops.models import Programme, Roadshow

USUAL_DAYS: Mapping[str, int] = {
    Kept.NEEDS: 7,
    Kept.NOTES: 30,
    Kept.MAIL: 30,
    Kept.READINGS: 365,
    Kept.CONTACTS: 365,
}
MOST_DAYS: Mapping[str, int] = dict.fromkeys(USUAL_DAYS, 1095) | {Kept.NEEDS: 30}
# Nothing goes before the day that it is for is over.
LEAST_DAYS = 1


@dataclass(frozen=True)
class Holding:
    """What is held of one kind: how much, for how long, since whose decision, and when the next of it goes."""

    what: Kept
    days: int
    decided: Retention | None
    held: int
    next_goes: dt.date | None

    @property
    def is_due(self) -> bool:
        """Whether some of it should have gone by now: nobody has purged."""
        return self.next_goes is not None and self.next_goes <= timezone.localdate()

    @property
    def usual(self) -> int:
        """For how many days it is kept unless an organiser decides otherwise."""
        return USUAL_DAYS[self.what]


def decided_for(programme: Programme) -> dict[str, Retention]:
    """Return the decisions that count now, by what they are about."""
    newest: dict[str, Retention] = {}
    for retention in Retention.objects.filter(programme=programme).order_by("at", "pk"):
        newest[retention.what] = retention
    return newest


def days_for(programme: Programme) -> dict[str, int]:
    """Return for how many days each thing is kept."""
    decided = {what: max(each.days, LEAST_DAYS) for what, each in decided_for(programme).items()}
    return dict(USUAL_DAYS) | decided


def held_by(programme: Programme) -> list[Holding]:
    """Return what is still held of the people of a programme."""
    decided, days = decided_for(programme), days_for(programme)
    dates = {what: sorted(goes_from(programme, what)) for what in Kept}
    return [
        Holding(
            what=what,
            days=days[what],
            decided=decided.get(what),
            held=len(dates[what]),
            next_goes=dates[what][0] + dt.timedelta(days=days[what]) if dates[what] else None,
        )
        for what in Kept
    ]


def goes_from(programme: Programme, what: Kept) -> list[dt.date]:
    """Return, for each thing that is held, the day from which its time is counted."""
    if what == Kept.CONTACTS:
        return list(last_days(programme).values())
    if what == Kept.NEEDS:
        last = last_days(programme)
        return [last[pk] for pk in Needs.objects.filter(booking__in=last).values_list("booking", flat=True)]
    if what == Kept.NOTES:
        return list(Admission.objects.filter(roadshow__programme=programme).values_list("roadshow__held_on", flat=True))
    if what == Kept.READINGS:
        readings = NeedsReading.objects.filter(roadshow__programme=programme).values_list("at", flat=True)
        return [timezone.localdate(at) for at in readings]
    mails = done_mails(programme).values_list("sent_at", "given_up_at")
    handed = HandOver.objects.filter(claim__roadshow__programme=programme)
    return [timezone.localdate(sent or given_up) for sent, given_up in mails] + list(
        handed.values_list("claim__roadshow__held_on", flat=True)
    )


def done_mails(programme: Programme) -> QuerySet[Mail]:
    """Return the mails that wait no more."""
    about = Q(booking__programme=programme) | Q(group__programme=programme)
    return Mail.objects.filter(about).exclude(sent_at=None, given_up_at=None)


def last_days(programme: Programme) -> dict[int, dt.date]:
    """Return the last day that concerns each booking: the date it is for; where it ended before, the day it ended."""
    days: dict[int, dt.date] = {}
    claims = Claim.objects.filter(booking__programme=programme)
    for pk, held_on, ended_at in claims.values_list("booking", "roadshow__held_on", "ended_at"):
        day = min(held_on, timezone.localdate(ended_at)) if ended_at else held_on
        days[pk] = max(days.get(pk, day), day)
    without = Booking.objects.filter(programme=programme, claims=None).values_list("pk", "made_at")
    return days | {pk: timezone.localdate(at) for pk, at in without}


def groups_over(programme: Programme, kept: Iterable[int]) -> list[Group]:
    """Return the groups of which no booking is kept any more."""
    return list(Group.objects.filter(programme=programme).exclude(bookings__in=list(kept)))


def held_at(programme: Programme) -> list[tuple[Roadshow, int, int, int]]:
    """Return of how many people each roadshow holds names, needs and times of arrival."""
    rows = []
    for roadshow in Roadshow.objects.filter(programme=programme, rehearsal_of=None):
        bookings = Booking.objects.filter(claims__roadshow=roadshow).distinct()
        arrivals = Attendance.objects.filter(claim__roadshow=roadshow, arrived_at__isnull=False)
        needs = bookings.filter(needs__isnull=False)
        rows.append((roadshow, bookings.exclude(name="").count(), needs.count(), arrivals.count()))
    return rows
