"""Giving unclaimed places to those who wait in the room, once the day has begun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from places.actions.entrance import Entrance, entrance, in_turn
from places.actions.holding import give_up, hold, offer_free
from places.actions.mail import queue
from places.actions.noting import Note, store, tell
from places.actions.seating import seat_at_scan
from places.actions.waiting import end_others
from places.fairness import Waiter, next_up
from places.models import (
    Answer,
    Claim,
    ClaimState,
    DoorRules,
    Ending,
    MailKind,
    Noted,
    Places,
)
from places.queries.days import has_begun
from places.queries.door import in_room, releases_at
from places.queries.waiting import held_in, next_here, waiters_of
from workshops.models import Roadshow

IN_ROOM = "the room"  # the door of those who waited there


@in_turn()
def release_unclaimed(roadshow: Roadshow, *, by: str) -> list[Claim]:
    """Give unclaimed places to those who wait in the room, in the order of the list; return who came in by it.

    Nothing happens before its time; what is free is given from the beginning on. No more places are taken from those
    who are missing than are wanted: first of those who never said that they come, then of who booked last. Whoever
    had asked for this date, and comes in by it, neither waits for another any more nor has a place there. Raises
    NoPlacesError.
    """
    hall = entrance(roadshow)
    came_in = release(hall, by)
    if came_in:
        tell(hall.places, came_in, by)
    return came_in


@in_turn()
def keep_unclaimed(roadshow: Roadshow, minutes: int, *, by: str) -> None:
    """Keep unclaimed places until so many minutes after the beginning; there may be a queue outside.

    Raises NoPlacesError.
    """
    places = entrance(roadshow).places
    DoorRules.objects.update_or_create(places=places, defaults={"release_after": minutes})
    tell(places, [], by)


def release_due() -> int:
    """Give unclaimed places on wherever it is time and somebody waits, for the worker; return to how many people."""
    waits = Exists(in_room(OuterRef("pk")))
    today = Places.objects.filter(waits, roadshow__held_on=timezone.localdate())
    due = [places for places in today.select_related("roadshow", "door_rules") if _is_due(places)]
    return sum(len(release_unclaimed(places.roadshow, by="the clock")) for places in due)


def _is_due(places: Places) -> bool:
    """Whether it is time, and there is something to give. It looks without a lock, and so decides nothing."""
    return has_begun(places.roadshow) and (places.free > 0 or _unclaimed(places).exists())


def release(hall: Entrance, by: str) -> list[Claim]:
    """Do the same within a transaction that has the lock."""
    places = hall.places
    if not has_begun(places.roadshow):
        return []
    offer_free(places)  # Nothing is offered any more, and what was has passed.
    room = {claim.pk: claim for claim in in_room(places.pk)} if places.waiting else {}
    if not room:
        return []
    waiters = [replace(waiter, has_offer=False) for waiter in waiters_of(room.values())]
    missing = list(_unclaimed(places))
    chosen = next_up(waiters, held_in(places.pk), places.free + len(missing), places.rules)
    wanted = sum(waiter.size for waiter in chosen) - places.free
    for claim in missing[: max(wanted, 0)]:
        give_up(places, [claim], Ending.RELEASED, actor=by, promote=False)
        queue(MailKind.ENDED, claim=claim)
    return _let_in_from_room(hall, room, waiters, by)


def _unclaimed(places: Places) -> QuerySet[Claim]:
    """Return the claims whose people have not come though it is time, those first that are given on first."""
    if timezone.now() < releases_at(places):
        return Claim.objects.none()
    missing = Claim.objects.filter(roadshow=places.pk, state=ClaimState.CONFIRMED).select_related("booking__group")
    return missing.exclude(attendance__came_at__isnull=False).order_by(
        F("reconfirmed_at").asc(nulls_first=True), "-arrival"
    )


def _let_in_from_room(hall: Entrance, room: dict[int, Claim], waiters: Sequence[Waiter], by: str) -> list[Claim]:
    places, came_in = hall.places, []
    for waiter in next_here(places, waiters):
        claims = [room[pk] for pk in waiter.claims]
        if hold(places, claims, ClaimState.CONFIRMED):
            came_in += claims
    if came_in:
        seat_at_scan(hall.seating, came_in)
        waited = [claim for claim in came_in if not claim.walk_in]  # Who walked in never asked for one date of several.
        for had in end_others(hall.locked, waited, by):
            queue(MailKind.ENDED, claim=had)
    now = timezone.now()
    for claim in came_in:
        store(claim, Note(f"{claim.pk}.{now:%y%m%d%H%M%S%f}", IN_ROOM, by, now), Noted.SCAN, Answer.IN)
    return came_in
