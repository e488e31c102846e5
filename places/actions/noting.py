"""Keeping what doors note: once each, whatever arrives twice or late, and in whichever order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from live.announce import announce
from places.kinds import DOOR
from places.models import Admission, Answer, Attendance, Claim, Noted, Places
from places.queries.door import doors_open
from places.topics import DOOR as DOORS
from workshops.models import Roadshow


class KeyUsedError(Exception):
    """A key came again with something else. Nothing was changed."""


@dataclass(frozen=True)
class Note:
    """Where and when a device noted something, who held it, and the key under which it says so.

    `table`: the number of the one at which somebody has been told to sit, and does by now.
    """

    key: str
    door: str
    by: str
    at: dt.datetime
    table: int | None = None


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


def tell(places: Places, claims: Iterable[Claim], actor: str) -> None:
    """Show every door and board what these claims are now, and all else that this transaction has changed by now."""
    log = places.roadshow.log_id
    changes = _changes_in(log)
    others = changes.taken() if changes else set()
    _show(log, {claim.pk for claim in claims} | others, actor)


def show_later(roadshow: Roadshow, claims: Iterable[int]) -> None:
    """Show every open door, once the transaction commits, what these claims are then; by their keys.

    A transaction shows all that it changed at once, unless a door's own verb has shown it. Where no door is open it
    costs nothing.
    """
    if not doors_open(roadshow):
        return
    changes = _changes_in(roadshow.log_id)
    if changes is None:
        changes = _Changes(roadshow.log_id)
        transaction.on_commit(changes.show, robust=True)
    changes.add(claims)


@dataclass
class _Changes:
    """What a transaction has changed at a roadshow whose doors are open, to be shown after the commit.

    The event has a transaction of its own then: within the first, the log would be locked before the claims that are
    still to be locked.
    """

    log: int
    claims: set[int] = field(default_factory=set)
    due: bool = False

    def add(self, claims: Iterable[int]) -> None:
        """Let these be shown, too."""
        self.claims.update(claims)
        self.due = True

    def taken(self) -> set[int]:
        """Return what is to be shown, which somebody else does now."""
        claims, self.claims, self.due = self.claims, set(), False
        return claims

    def show(self) -> None:
        """Show it, unless somebody has."""
        if self.due:
            with transaction.atomic():
                _show(self.log, self.claims)


def _changes_in(log: int) -> _Changes | None:
    """Return what this transaction is to show. Django keeps it, and drops it with whatever is rolled back."""
    hooks = transaction.get_connection().run_on_commit
    kept = (getattr(hook, "__self__", None) for _savepoints, hook, _robust in hooks)
    return next((each for each in kept if isinstance(each, _Changes) and each.log == log), None)


def _show(log: int, claims: Iterable[int], actor: str = "") -> None:
    announce(log, kind=DOOR, topics=[DOORS], payload={"claims": sorted(claims)}, actor=actor)
