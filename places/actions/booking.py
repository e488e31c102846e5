"""Asking for a place: for one date, or for any of several; alone, or for a group."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from places.actions.holding import hold, lock, offer_free
from places.actions.mail import queue
from places.models import Booking, Claim, ClaimState, Ending, Group, MailKind, Needs, Places
from places.queries.waiting import ahead, room_for
from places.spelling import mailbox, organisation
from workshops.models import Programme, Roadshow


class NotOpenError(Exception):
    """A roadshow takes no bookings now. Nothing was stored."""

    def __init__(self, roadshow: Roadshow) -> None:
        """Remember which."""
        super().__init__(roadshow.slug)
        self.roadshow = roadshow


@dataclass(frozen=True)
class Details:
    """Who somebody is, as they said it."""

    name: str
    email: str
    organisation: str
    agency_type: str
    job_level: str
    locality: str = ""


@dataclass(frozen=True)
class NeedsSaid:
    """What somebody needs, who agreed that it is kept."""

    access: str = ""
    diet: str = ""
    step_free: bool = False


@transaction.atomic
def book(
    roadshows: Sequence[Roadshow], details: Details, *, privacy_notice: str, needs: NeedsSaid | None = None
) -> None:
    """Let somebody ask for a place at the first of `roadshows` that has one, or wait for all of them, in that order.

    Nothing is returned: what became of it goes to their mailbox alone, and a mailbox that asked before is told so
    there, so that nobody finds out who has booked. Raises NotOpenError.
    """
    programme = roadshows[0].programme
    one_at_a_time([programme.pk])
    locked = lock(roadshow.pk for roadshow in roadshows)
    all_places = [_open(locked, roadshow) for roadshow in roadshows]
    known = Booking.objects.filter(programme=programme, email_key=mailbox(details.email)).first()
    standing = known and ahead(known.claims.all()).first()
    if standing:
        queue(MailKind.KNOWN, claim=standing)
        return
    booking = write_down(known, programme, details, privacy_notice)
    if needs:
        Needs.objects.update_or_create(booking=booking, defaults=asdict(needs) | {"consented_at": timezone.now()})
    ask(booking, all_places, new=known is None)


def ask(booking: Booking, all_places: Sequence[Places], *, new: bool = False) -> list[Claim]:
    """Let a booking hold the first place that is free for it, or wait at all roadshows. It needs their lock.

    `new`: nobody asked with this mailbox before.
    """
    for places in all_places:
        offer_free(places)  # Whoever waits comes first.
        if room_for(booking.organisation_key, places):
            claim = _new_claim(booking, places)
            if hold(places, [claim], ClaimState.CONFIRMED):
                claim.save()
                queue(MailKind.PLACE, claim=claim)
                return [claim]
    claims = [wait(booking, places, rank, new=new) for rank, places in enumerate(all_places, start=1)]
    queue(MailKind.WAITING, claim=claims[0])
    return claims


def wait(booking: Booking, places: Places, rank: int = 1, *, new: bool = False) -> Claim:
    """Put a booking on a roadshow's waiting list. It needs the lock. `new`: it never asked for anything before."""
    claim = _new_claim(booking, places, waiting=1)
    claim.rank = rank
    claim.missed = not new and booking.claims.filter(ending=Ending.MISSED).exists()
    claim.save()
    return claim


def _open(locked: dict[int, Places], roadshow: Roadshow) -> Places:
    """Return a roadshow's places if it takes bookings now."""
    places = locked.get(roadshow.pk)
    now = timezone.now()
    if places is None or places.closed_at or (places.opens_at and places.opens_at > now):
        raise NotOpenError(roadshow)
    if roadshow.held_on < timezone.localdate(now):
        raise NotOpenError(roadshow)
    return places


def one_at_a_time(programmes: Iterable[int]) -> None:
    """Let one mailbox ask once at a time, at whichever dates. SQLite has one writer at a time in any case."""
    if connection.features.has_select_for_update:
        rows = Programme.objects.filter(pk__in=set(programmes)).order_by("pk")
        list(rows.select_for_update(no_key=True).values_list("pk"))


def _new_claim(booking: Booking, places: Places, *, waiting: int = 0) -> Claim:
    """Return a claim that is not stored yet, with the next number of its roadshow; `waiting`: 1 when it is to wait."""
    changed = {"waiting": F("waiting") + 1} if waiting else {}
    Places.objects.filter(pk=places.pk).update(arrivals=F("arrivals") + 1, **changed)
    places.arrivals += 1
    places.waiting += waiting
    return Claim(booking=booking, roadshow=places.roadshow, arrival=places.arrivals)


def write_down(known: Booking | None, programme: Programme, details: Details, privacy_notice: str) -> Booking:
    """Store who asks; somebody whose claims have all ended asks anew under the booking that they had."""
    booking = known or Booking(programme=programme, email_key=mailbox(details.email))
    for name, value in asdict(details).items():
        setattr(booking, name, value)
    booking.group = None  # Whoever was named for a group once asks for themselves now.
    booking.organisation_key, booking.privacy_notice = organisation(details.organisation), privacy_notice
    booking.made_at = timezone.now()
    booking.save()
    return booking


@dataclass(frozen=True)
class Coordinator:
    """Who reserves places for a group, as they said it."""

    name: str
    email: str
    organisation: str
    agency_type: str


@transaction.atomic
def book_group(
    roadshow: Roadshow,
    coordinator: Coordinator,
    size: int,
    *,
    together: bool,
    name_by: dt.datetime,
    privacy_notice: str,
) -> Group:
    """Reserve `size` unnamed places; `together`: all of them or none, else as many as there are, and the rest wait.

    A coordinator who has places there that are not named yet gets a mail about those instead. Raises NotOpenError.
    """
    places = _open(lock([roadshow.pk]), roadshow)
    known = Claim.objects.filter(
        roadshow=roadshow, booking__email="", booking__group__email_key=mailbox(coordinator.email)
    ).exclude(state=ClaimState.ENDED)
    standing = known.select_related("booking__group").first()
    if standing and standing.booking.group:
        queue(MailKind.KNOWN, claim=standing)
        return standing.booking.group
    group = Group.objects.create(
        programme=roadshow.programme,
        coordinator=coordinator.name,
        email=coordinator.email,
        email_key=mailbox(coordinator.email),
        organisation=coordinator.organisation,
        agency_type=coordinator.agency_type,
        together=together,
        name_by=name_by,
        privacy_notice=privacy_notice,
    )
    offer_free(places)
    claims = [wait(_unnamed(group), places, new=True) for _n in range(size)]
    free = room_for(organisation(group.organisation), places)
    if free and (free >= size or not together):
        hold(places, claims[:free], ClaimState.CONFIRMED)
    queue(MailKind.GROUP, group=group, claim=claims[0])
    return group


def _unnamed(group: Group) -> Booking:
    return Booking.objects.create(
        programme=group.programme,
        group=group,
        organisation=group.organisation,
        organisation_key=organisation(group.organisation),
        agency_type=group.agency_type,
        privacy_notice=group.privacy_notice,
    )
