"""What happens at the doors: letting in, taking back, who comes without a booking, and whose place is given on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.db.models import QuerySet

from places.actions.booking import Details, one_at_a_time, wait, write_down
from places.actions.entrance import Entrance, entrance, in_turn
from places.actions.holding import give_up, hold, offer_free
from places.actions.mail import queue
from places.actions.noting import Note, noted_before, store, tell
from places.actions.releasing import release
from places.actions.seating import leave_seat, seat_at_scan
from places.actions.waiting import accept, end_others
from places.models import (
    GIVEN_ON,
    Admission,
    Answer,
    Booking,
    Claim,
    ClaimState,
    Ending,
    Group,
    MailKind,
    Noted,
    Places,
)
from places.queries.people import claims_of_people
from places.queries.waiting import room_for
from places.spelling import mailbox
from workshops.models import Roadshow

TAKEN_BACK = "taken back at the door"
ALL_DOORS = "all"  # in the place of a scan's key: what any door has noted


@in_turn()
def admit(claim: Claim, note: Note) -> Admission:
    """Let in whoever has a place, and give them a table; whoever waits for one is in the room from now on.

    A second scan of one ticket is kept as such and counts nobody twice; whoever scanned first is where they came in.
    An offer is taken by coming. Whoever's place was given on while they were on their way has it again if one is free,
    and else waits in the room. Raises KeyUsedError, NoPlacesError.
    """
    hall = entrance(claim.roadshow, _who_come_with(claim))
    if known := noted_before(note, Noted.SCAN, claim):
        return known
    now = _as_it_stands(_fresh(claim.roadshow).get(pk=claim.pk), hall.places)
    if now.ending in GIVEN_ON:
        now = _standing_of(now.booking, hall.places) or _asks_again(now.booking, hall, note.by)
    (admission,) = _let_in([now], hall, [note], Noted.SCAN)
    return admission


@in_turn()
def admit_group(group: Group, roadshow: Roadshow, note: Note) -> list[Admission]:
    """Let in everybody of a group who has a place and is not in yet. Raises KeyUsedError, NoPlacesError."""
    hall = entrance(roadshow, group.bookings.values_list("pk", flat=True))
    known = Admission.objects.filter(key__startswith=f"{note.key}.", claim__booking__group=group)
    if known.exists():
        return list(known.select_related("claim__booking", "claim__table"))
    standing = _fresh(roadshow).filter(booking__group=group, state=ClaimState.CONFIRMED)
    missing = list(standing.exclude(attendance__arrived_at__isnull=False).order_by("arrival"))
    return _let_in(missing, hall, [replace(note, key=f"{note.key}.{claim.pk}") for claim in missing], Noted.SCAN)


@in_turn()
def undo(claim: Claim, note: Note, *, of: str = "") -> Admission:
    """Take scans back. Whoever another door let in as well stays in, unless that is to be taken back, too.

    `of`: the keys of those scans; "" for all that this door (by its name) has noted up to now; ALL_DOORS for those of
    every door. What was made for somebody without a booking ends with it. Raises KeyUsedError, NoPlacesError.
    """
    hall = entrance(claim.roadshow, [claim.booking_id])
    if known := noted_before(note, Noted.UNDO, claim):
        return known
    now = _fresh(claim.roadshow).get(pk=claim.pk)
    _scans_of(now, note, of).update(undone_at=note.at)
    admission = store(now, note, Noted.UNDO, Answer.UNDONE)
    if now.attendance.arrived_at is None:
        leave_seat(hall.seating, now)
    if now.walk_in and now.state != ClaimState.ENDED and now.attendance.came_at is None:
        give_up(hall.places, [now], Ending.WITHDRAWN, actor=note.by, reason=TAKEN_BACK, promote=False)
    release(hall, note.by)
    offer_free(hall.places)
    tell(hall.places, [now], note.by)
    return admission


@in_turn()
def walk_in(roadshow: Roadshow, details: Details, note: Note, *, privacy_notice: str) -> Admission:
    """Let in somebody without a booking if a place is free, after all who wait for one; else they wait in the room.

    Where their mailbox has a booking for this day, it is that which comes in; what it has for other days stays as it
    is. Raises KeyUsedError, NoPlacesError.
    """
    one_at_a_time([roadshow.programme_id])  # Before one looks whether the mailbox is known.
    key = mailbox(details.email)
    known = Booking.objects.filter(programme=roadshow.programme_id, email_key=key).first() if key else None
    hall = entrance(roadshow, [known.pk] if known else [])
    if before := noted_before(note, Noted.WALK_IN):
        return before
    claim = _standing_of(known, hall.places) if known else None
    if claim is None:
        claim = _walks_in(write_down(known, roadshow.programme, details, privacy_notice), hall, note.by)
    (admission,) = _let_in([claim], hall, [note], Noted.WALK_IN)
    return admission


@in_turn()
def come_back(claim: Claim, note: Note) -> Admission:
    """Let somebody whose claim has ended, and who is here all the same, be as one without a booking.

    Raises KeyUsedError, NoPlacesError.
    """
    hall = entrance(claim.roadshow, [claim.booking_id])
    if known := noted_before(note, Noted.WALK_IN, claim):
        return known
    now = _standing_of(claim.booking, hall.places) or _walks_in(claim.booking, hall, note.by)
    (admission,) = _let_in([now], hall, [note], Noted.WALK_IN)
    return admission


def _fresh(roadshow: Roadshow) -> QuerySet[Claim]:
    """Return a roadshow's claims as a door needs them; to be read under the lock."""
    return Claim.objects.select_related("booking", "table", "attendance").filter(roadshow=roadshow)


def _who_come_with(claim: Claim) -> Iterable[int]:
    """Return whose offers are taken by somebody's coming, by their bookings."""
    if not claim.together:
        return [claim.booking_id]
    return Booking.objects.filter(group=claim.booking.group_id).values_list("pk", flat=True)


def _as_it_stands(claim: Claim, places: Places) -> Claim:
    """Return a claim once what has passed has passed, whoever looks first."""
    if claim.state in (ClaimState.WAITING, ClaimState.OFFERED):
        offer_free(places)
        claim.refresh_from_db(fields=["state", "ending"])
    return claim


def _standing_of(booking: Booking, places: Places) -> Claim | None:
    """Return by which claim somebody comes in here, whichever booking of theirs it is of."""
    own = claims_of_people([booking.person]).exclude(state=ClaimState.ENDED)
    claim = _fresh(places.roadshow).filter(pk__in=own).first()
    if claim is None or _as_it_stands(claim, places).state == ClaimState.ENDED:
        return None
    return claim


def _scans_of(claim: Claim, note: Note, of: str) -> QuerySet[Admission]:
    """Return the scans that are taken back."""
    scans = claim.admissions.exclude(noted=Noted.UNDO).filter(undone_at=None)
    if of == ALL_DOORS:
        return scans.filter(at__lte=note.at)
    return scans.filter(key__in=of.split()) if of else scans.filter(at__lte=note.at, door=note.door)


def _let_in(claims: Sequence[Claim], hall: Entrance, notes: Sequence[Note], noted: Noted) -> list[Admission]:
    """Let people have what is theirs, seat them, keep what was noted, and show it at every door."""
    if not claims:
        return []
    answers = [_take(claim, note.by) for claim, note in zip(claims, notes, strict=True)]
    each = list(zip(claims, notes, answers, strict=True))
    coming = {claim: note.table for claim, note, answer in each if answer == Answer.IN}
    if coming:
        seat_at_scan(hall.seating, list(coming), told=coming)
    done = [store(claim, note, noted, answer) for claim, note, answer in each]
    release(hall, notes[0].by)
    tell(hall.places, claims, notes[0].by)
    return done


def _take(claim: Claim, by: str) -> Answer:
    """Return what becomes of somebody at the door, and let them have the place that is theirs."""
    if claim.state == ClaimState.OFFERED:
        accept(claim, actor=by)
        claim.refresh_from_db()
    if claim.state == ClaimState.WAITING:
        return Answer.WAITS
    if claim.state == ClaimState.ENDED:
        return Answer.ENDED
    attendance = getattr(claim, "attendance", None)
    return Answer.ALREADY if attendance and attendance.arrived_at else Answer.IN


def _walks_in(booking: Booking, hall: Entrance, by: str) -> Claim:
    """Put somebody who has no claim into the list, or let them have a place that is free."""
    claim = _asks_now(booking, hall, by)
    claim.walk_in = True
    claim.save(update_fields=["walk_in"])
    return claim


def _asks_again(booking: Booking, hall: Entrance, by: str) -> Claim:
    """Let somebody who had asked for this date have a free place of it; what they asked for elsewhere ends then."""
    claim = _asks_now(booking, hall, by)
    if claim.holds:
        for had in end_others(hall.locked, [claim], by):
            queue(MailKind.ENDED, claim=had)
    return claim


def _asks_now(booking: Booking, hall: Entrance, by: str) -> Claim:
    release(hall, by)  # Whoever waits comes first: in the room once the day has begun, and before it all who wait.
    offer_free(hall.places)
    has_room = room_for(booking.organisation_key, hall.places)
    claim = wait(booking, hall.places)
    if has_room:
        hold(hall.places, [claim], ClaimState.CONFIRMED)
    return claim
