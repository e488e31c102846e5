"""Deleting what its time is over for, and keeping counts without names."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Sequence

from django.core.cache import cache
from django.db import transaction
from django.db.models import F, Model, QuerySet
from django.utils import timezone

from places.actions.booking import one_at_a_time
from places.actions.holding import give_up, lock
from places.actions.mail_files import forget_older
from places.actions.reasons import WantsReasonError
from places.arrivals import clock, quarter_of
from places.models import (
    Admission,
    Booking,
    Claim,
    ClaimState,
    Ending,
    HandOver,
    Kept,
    Mail,
    Needs,
    NeedsReading,
    Retention,
    Split,
    Tally,
)
from places.queries.attendance import Line, lines_of
from places.queries.days import is_over
from places.queries.keeping import LEAST_DAYS, MOST_DAYS, days_for, done_mails, groups_over, last_days
from workshops.models import Programme, Roadshow

_DAY = 24 * 60 * 60
MAIL_FILES = "mail files"
_CLOCK = "the time for which names are kept"


class UnfitTimeError(Exception):
    """Something was to be kept for longer than may be, or to go before its day is over. Nothing was changed."""

    def __init__(self, most: int) -> None:
        """Remember how long it may be kept at most."""
        super().__init__(most)
        self.most = most


def keep_for(programme: Programme, what: Kept, days: int, *, reason: str, actor: str) -> Retention:
    """Keep something for so many days from now on, for a reason. Raises WantsReasonError, UnfitTimeError."""
    if not reason.strip():
        raise WantsReasonError
    if not LEAST_DAYS <= days <= MOST_DAYS[what]:
        raise UnfitTimeError(MOST_DAYS[what])
    return Retention.objects.create(programme=programme, what=what, days=days, reason=reason.strip(), by=actor)


def purge(today: dt.date, *, only_count: bool = False) -> dict[str, int]:
    """Delete everything whose time is over on that day; return how much of each kind.

    `only_count`: delete nothing, and say what would be.
    """
    gone: Counter[str] = Counter()
    mail_days = []
    for programme in Programme.objects.all():
        with transaction.atomic():
            gone.update(_purge(programme, today))
            transaction.set_rollback(only_count)
        mail_days.append(days_for(programme)[Kept.MAIL])
    if mail_days and not only_count:
        gone[MAIL_FILES] = forget_older(today - dt.timedelta(days=max(mail_days)))
    return {name: gone[name] for name in (*Kept.values, MAIL_FILES)}


def purge_today() -> int:
    """Delete what is due today, once a day, for the worker; return how much."""
    today = timezone.localdate()
    done = f"places.purged.{today}"
    if not cache.add(done, value=True, timeout=_DAY):
        return 0
    try:
        return sum(purge(today).values())
    except Exception:
        cache.delete(done)  # The next round tries again.
        raise


def take_down(bookings: Collection[int], *, actor: str, promote: bool, today: dt.date) -> int:
    """Delete bookings with everything that is kept of them; what they held goes on, and days that have come count them.

    It needs a transaction. `promote`: offer what becomes free to who waits.
    """
    claims = Claim.objects.filter(booking__in=bookings).select_related("booking__group", "roadshow")
    locked = lock(claims.values_list("roadshow", flat=True))
    for places in locked.values():
        if places.roadshow.held_on <= today:
            _count(places.roadshow, [each for each in lines_of(places.roadshow) if each.claim.booking_id in bookings])
    for pk, places in locked.items():
        standing = list(claims.filter(roadshow=pk).exclude(state=ClaimState.ENDED))
        offers = promote and not is_over(places.roadshow)
        give_up(places, standing, Ending.CANCELLED, actor=actor, promote=offers)
    Mail.objects.filter(booking__in=bookings).delete()
    Booking.objects.filter(pk__in=bookings).delete()
    return len(bookings)


def _purge(programme: Programme, today: dt.date) -> dict[str, int]:
    """Delete what is due of one programme."""
    one_at_a_time([programme.pk])  # So that nobody asks anew with a booking that is about to go.
    until = {what: today - dt.timedelta(days=days) for what, days in days_for(programme).items()}
    last = last_days(programme)
    needy = [pk for pk, day in last.items() if day <= until[Kept.NEEDS]]
    due = {pk for pk, day in last.items() if day <= until[Kept.CONTACTS]}
    handed = HandOver.objects.filter(claim__roadshow__programme=programme)
    notes = Admission.objects.filter(roadshow__programme=programme, roadshow__held_on__lte=until[Kept.NOTES])
    readings = NeedsReading.objects.filter(roadshow__programme=programme)
    gone = {
        Kept.NEEDS.value: _delete(Needs.objects.filter(booking__in=needy)),
        Kept.NOTES.value: _delete(notes),
        Kept.MAIL.value: _delete(_mails_until(programme, until[Kept.MAIL]))
        + _delete(handed.filter(claim__roadshow__held_on__lte=until[Kept.MAIL])),
        Kept.READINGS.value: _delete(readings.filter(at__lt=_end_of(until[Kept.READINGS]))),
        Kept.CONTACTS.value: take_down(due, actor=_CLOCK, promote=False, today=today) if due else 0,
    }
    for group in groups_over(programme, kept=set(last) - due):
        group.delete()
    return gone


def _mails_until(programme: Programme, day: dt.date) -> QuerySet[Mail]:
    ended, done = _end_of(day), done_mails(programme)
    return done.filter(sent_at__lt=ended) | done.filter(given_up_at__lt=ended)


def _end_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time()))


def _delete(rows: QuerySet[Model]) -> int:
    """Delete rows; return how many of them there were, without what hung on them."""
    _all, by_model = rows.delete()
    return by_model.get(rows.model._meta.label, 0)  # noqa: SLF001 -- Django's documented API


def _count(roadshow: Roadshow, lines: Sequence[Line]) -> None:
    """Add people to the counts that stay."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for line in lines:
        booking = line.claim.booking
        counts[Split.AGENCY, booking.agency_type, line.became] += 1
        counts[Split.LEVEL, booking.job_level, line.became] += 1
        if line.arrived_at:
            at = timezone.localtime(line.arrived_at)
            counts[Split.QUARTER, clock(quarter_of(at.hour * 60 + at.minute)), ""] += 1
    for (split, value, outcome), people in counts.items():
        tally, _new = Tally.objects.get_or_create(roadshow=roadshow, split=split, value=value, outcome=outcome)
        Tally.objects.filter(pk=tally.pk).update(people=F("people") + people)
