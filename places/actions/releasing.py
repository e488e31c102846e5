"""Giving unclaimed places to those who wait in the room, once the day has begun."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from places.actions.holding import give_up, hold, lock
from places.actions.mail import queue
from places.actions.noting import Note, store, tell
from places.actions.seating import seat_at_scan
from places.fairness import Waiter, next_up
from places.models import (
    RELEASE_AFTER,
    Answer,
    Claim,
    ClaimState,
    DoorRules,
    Ending,
    MailKind,
    Noted,
    Places,
)
from places.queries.days import begins
from places.queries.waiting import held_in, waiters_of
from workshops.models import Roadshow

IN_ROOM = "the room"  # the door of those who waited there


@transaction.atomic
def release_unclaimed(roadshow: Roadshow, *, by: str) -> list[Claim]:
    """Give unclaimed places to those who wait in the room, in the order of the list; return who came in by it.

    Nothing happens before its time. No more places are taken from those who are missing than are wanted: first what is
    offered and not taken, then of those who never said that they come, then of who booked last.
    """
    places = lock([roadshow.pk])[roadshow.pk]
    came_in = release(places, by)
    if came_in:
        tell(places, came_in, by)
    return came_in


@transaction.atomic
def keep_unclaimed(roadshow: Roadshow, minutes: int, *, by: str) -> None:
    """Keep unclaimed places until so many minutes after the beginning; there may be a queue outside."""
    places = lock([roadshow.pk])[roadshow.pk]
    DoorRules.objects.update_or_create(places=places, defaults={"release_after": minutes})
    tell(places, [], by)


def release_due() -> int:
    """Give unclaimed places on wherever it is time today, for the worker; return to how many people."""
    today = Places.objects.filter(roadshow__held_on=timezone.localdate()).select_related("roadshow")
    return sum(len(release_unclaimed(places.roadshow, by="the clock")) for places in today)


def releases_at(places: Places) -> dt.datetime:
    """Return when unclaimed places are given on."""
    rules = DoorRules.objects.filter(places=places).first()
    return begins(places.roadshow) + dt.timedelta(minutes=rules.release_after if rules else RELEASE_AFTER)


def release(places: Places, by: str) -> list[Claim]:
    """Do the same within a transaction that has the lock."""
    if timezone.now() < releases_at(places):
        return []
    room = {claim.pk: claim for claim in _in_room(places)}
    waiters = [replace(waiter, has_offer=False) for waiter in waiters_of(room.values())]
    if not waiters:
        return []
    missing = list(_unclaimed(places))
    chosen = next_up(waiters, held_in(places.pk), places.free + len(missing), places.rules)
    wanted = sum(waiter.size for waiter in chosen) - places.free
    for claim in missing[: max(wanted, 0)]:
        give_up(places, [claim], Ending.RELEASED, actor=by, promote=False)
        queue(MailKind.ENDED, claim=claim)
    return _let_in_from_room(places, room, waiters, by)


def _in_room(places: Places) -> QuerySet[Claim]:
    """Return who waits in the room, in the order in which they asked."""
    waiting = Claim.objects.filter(roadshow=places.pk, state=ClaimState.WAITING, attendance__came_at__isnull=False)
    return waiting.select_related("booking__group", "table", "roadshow").order_by("arrival")


def _unclaimed(places: Places) -> QuerySet[Claim]:
    """Return the claims whose people have not come, those first that are given on first."""
    held = Claim.objects.filter(roadshow=places.pk, state__in=(ClaimState.OFFERED, ClaimState.CONFIRMED))
    missing = held.exclude(attendance__came_at__isnull=False).select_related("booking__group")
    # "offered" comes after "confirmed" in the alphabet.
    return missing.order_by("-state", F("reconfirmed_at").asc(nulls_first=True), "-arrival")


def _let_in_from_room(places: Places, room: dict[int, Claim], waiters: Sequence[Waiter], by: str) -> list[Claim]:
    came_in = []
    for waiter in next_up(waiters, held_in(places.pk), places.free, places.rules):
        claims = [room[pk] for pk in waiter.claims]
        if hold(places, claims, ClaimState.CONFIRMED):
            came_in += claims
    now = timezone.now()
    for claim in came_in:
        claim.table = seat_at_scan(claim)
        store(claim, Note(f"{claim.pk}.{now:%y%m%d%H%M%S%f}", IN_ROOM, by, now), Noted.SCAN, Answer.IN)
    return came_in
