"""What happens at the doors: letting in, taking back, who comes without a booking, and whose place is given on."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from places.actions.booking import Details, one_at_a_time, wait, write_down
from places.actions.holding import give_up, hold, lock, offer_free
from places.actions.noting import Note, noted_before, store, tell
from places.actions.releasing import release
from places.actions.seating import leave_seat, seat_at_scan
from places.actions.waiting import accept
from places.models import (
    Admission,
    Answer,
    Booking,
    Claim,
    ClaimState,
    Ending,
    Group,
    Noted,
    Places,
)
from places.queries.days import begins
from places.queries.waiting import ahead, room_for
from places.spelling import mailbox
from workshops.models import Programme, Roadshow

TAKEN_BACK = "taken back at the door"


@transaction.atomic
def admit(claim: Claim, note: Note) -> Admission:
    """Let in whoever has a place, and give them a table; whoever waits for one is in the room from now on.

    A second scan of one ticket is kept as such and counts nobody twice; whoever scanned first is where they came in.
    An offer is taken by coming. Whoever's place was given on while they were on their way has it again if one is free,
    and else waits in the room. Raises KeyUsedError.
    """
    places = _locked(claim.roadshow, claim.booking)
    if known := noted_before(note, Noted.SCAN, claim):
        return known
    now = _fresh(claim)
    if now.state == ClaimState.ENDED and now.ending == Ending.RELEASED:
        now = _standing_of(now.booking, now.roadshow) or _asks_now(now.booking, places)
    admission = store(now, note, Noted.SCAN, _take(now, places, note))
    release(places, note.by)
    return _told(admission, places)


@transaction.atomic
def admit_group(group: Group, roadshow: Roadshow, note: Note) -> list[Admission]:
    """Let in everybody of a group who has a place and is not in yet. Raises KeyUsedError."""
    one_at_a_time([roadshow.programme_id])
    lock([roadshow.pk])
    standing = Claim.objects.filter(booking__group=group, roadshow=roadshow, state=ClaimState.CONFIRMED)
    known = Admission.objects.filter(key__startswith=f"{note.key}.", claim__booking__group=group)
    if known.exists():
        return list(known.select_related("claim__booking", "claim__table"))
    missing = standing.exclude(attendance__arrived_at__isnull=False).order_by("arrival")
    return [admit(claim, replace(note, key=f"{note.key}.{claim.pk}")) for claim in missing]


@transaction.atomic
def undo(claim: Claim, note: Note, *, of: str = "") -> Admission:
    """Take a scan back: the one with the key `of`, or all up to now. Whoever another door let in stays in.

    What was made for somebody without a booking ends with it. Raises KeyUsedError.
    """
    places = _locked(claim.roadshow, claim.booking)
    if known := noted_before(note, Noted.UNDO, claim):
        return known
    now = _fresh(claim)
    scans = now.admissions.exclude(noted=Noted.UNDO).filter(undone_at=None)
    (scans.filter(key=of) if of else scans.filter(at__lte=note.at)).update(undone_at=note.at)
    admission = store(now, note, Noted.UNDO, Answer.UNDONE)
    if now.attendance.arrived_at is None:
        leave_seat(now)
    if now.walk_in and now.state != ClaimState.ENDED and now.attendance.came_at is None:
        give_up(places, [now], Ending.WITHDRAWN, actor=note.by, reason=TAKEN_BACK, promote=False)
    if not release(places, note.by) and timezone.now() < begins(places.roadshow):
        offer_free(places)
    return _told(admission, places)


@transaction.atomic
def walk_in(roadshow: Roadshow, details: Details, note: Note, *, privacy_notice: str) -> Admission:
    """Let in somebody without a booking if a place is free, after all who wait for one; else they wait in the room.

    Where their mailbox has a booking for this day, it is that which comes in. Raises KeyUsedError.
    """
    Programme.objects.select_for_update(no_key=True).get(pk=roadshow.programme_id)  # One mailbox comes once at a time.
    key = mailbox(details.email)
    booking = Booking.objects.filter(programme=roadshow.programme_id, email_key=key).first() if key else None
    places = _locked(roadshow, booking)
    if known := noted_before(note, Noted.WALK_IN):
        return known
    claim = _standing_of(booking, roadshow) if booking else None
    if claim is None:
        claim = _walks_in(write_down(booking, roadshow.programme, details, privacy_notice), places)
    admission = store(claim, note, Noted.WALK_IN, _take(claim, places, note))
    release(places, note.by)
    return _told(admission, places)


@transaction.atomic
def come_back(claim: Claim, note: Note) -> Admission:
    """Let somebody whose claim has ended, and who is here all the same, be as one without a booking."""
    places = _locked(claim.roadshow, claim.booking)
    if known := noted_before(note, Noted.WALK_IN, claim):
        return known
    now = _standing_of(claim.booking, places.roadshow) or _walks_in(claim.booking, places)
    admission = store(now, note, Noted.WALK_IN, _take(now, places, note))
    release(places, note.by)
    return _told(admission, places)


def _locked(roadshow: Roadshow, booking: Booking | None) -> Places:
    """Lock a roadshow, with all at which the same booking stands: coming may end what it waits for there."""
    one_at_a_time([roadshow.programme_id])  # Before the places, as all who take an offer do.
    standing = ahead(Claim.objects.filter(booking=booking)) if booking else Claim.objects.none()
    return lock([roadshow.pk, *standing.values_list("roadshow", flat=True)])[roadshow.pk]


def _fresh(claim: Claim) -> Claim:
    return Claim.objects.select_related("booking__group", "table", "roadshow").get(pk=claim.pk)


def _standing_of(booking: Booking, roadshow: Roadshow) -> Claim | None:
    standing = booking.claims.filter(roadshow=roadshow).exclude(state=ClaimState.ENDED)
    return standing.select_related("booking__group", "table", "roadshow").first()


def _take(claim: Claim, places: Places, note: Note) -> Answer:
    """Return what becomes of somebody at the door, and let them have what is theirs."""
    if claim.state == ClaimState.WAITING:
        offer_free(places)
        claim.refresh_from_db(fields=["state"])
    if claim.state == ClaimState.OFFERED:
        accept(claim, actor=note.by)
        claim.refresh_from_db()
    if claim.state == ClaimState.WAITING:
        return Answer.WAITS
    if claim.state == ClaimState.ENDED:
        return Answer.ENDED
    was_in = Claim.objects.filter(pk=claim.pk, attendance__arrived_at__isnull=False).exists()
    if not was_in:
        claim.table = seat_at_scan(claim)
    return Answer.ALREADY if was_in else Answer.IN


def _walks_in(booking: Booking, places: Places) -> Claim:
    """Put somebody who has no claim into the list, or let them have a place that is free."""
    claim = _asks_now(booking, places)
    claim.walk_in = True
    claim.save(update_fields=["walk_in"])
    return claim


def _asks_now(booking: Booking, places: Places) -> Claim:
    offer_free(places)  # Whoever waits comes first.
    claim = wait(booking, places)
    if room_for(booking.organisation_key, places):
        hold(places, [claim], ClaimState.CONFIRMED)
    return claim


def _told(admission: Admission, places: Places) -> Admission:
    tell(places, [admission.claim], admission.by)
    return admission
