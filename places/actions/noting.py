"""Keeping what doors note: once each, whatever arrives twice or late, and in whichever order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from live.announce import announce
from places.kinds import DOOR
from places.models import Admission, Answer, Attendance, Claim, Noted, Places
from places.topics import DOOR as DOORS


class KeyUsedError(Exception):
    """A key came again with something else. Nothing was changed."""


@dataclass(frozen=True)
class Note:
    """Where and when a device noted something, who held it, and the key under which it says so."""

    key: str
    door: str
    by: str
    at: dt.datetime


def noted_before(note: Note, noted: Noted, claim: Claim | None = None) -> Admission | None:
    """Return what was stored under this key already. It needs the lock, so that nobody stores it meanwhile.

    Raises KeyUsedError.
    """
    known = Admission.objects.filter(key=note.key).first()
    if known and (known.noted != noted or (claim and known.claim.booking_id != claim.booking_id)):
        raise KeyUsedError
    return known


def store(claim: Claim, note: Note, noted: Noted, answer: Answer) -> Admission:
    """Keep what was noted, and count the claim's attendance anew."""
    admission = Admission.objects.create(
        key=note.key, roadshow_id=claim.roadshow_id, claim=claim, noted=noted, answer=answer,
        door=note.door, by=note.by, at=note.at,
    )  # fmt: skip
    count(claim)
    return admission


def count(claim: Claim) -> Attendance:
    """Let a claim's attendance be what its scans say that were not taken back: the earliest of them counts."""
    standing = claim.admissions.exclude(noted=Noted.UNDO).filter(undone_at=None).order_by("at", "pk")
    scans = list(standing.values_list("at", "door", "answer"))
    came = [(at, door) for at, door, answer in scans if answer in (Answer.IN, Answer.ALREADY)]
    attendance = Attendance(claim=claim, came_at=scans[0][0] if scans else None)
    if came:
        attendance.arrived_at, attendance.door = came[0]
    # In one statement, as at every scan; what was corrected or said of leaving stays.
    said = ["came_at", "arrived_at", "door"]
    Attendance.objects.bulk_create([attendance], update_conflicts=True, unique_fields=["claim"], update_fields=said)
    claim.attendance = attendance
    return attendance


def tell(places: Places, claims: Sequence[Claim], actor: str) -> None:
    """Show every door and board what these claims are now."""
    payload = {"claims": [claim.pk for claim in claims]}
    announce(places.roadshow.log_id, kind=DOOR, topics=[DOORS], payload=payload, actor=actor)
