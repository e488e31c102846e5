"""What is done about attendance: correcting it, writing to people by it, and booking beyond the room because of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from places.actions.mail import queue
from places.actions.reasons import WantsReasonError
from places.links import booking_token
from places.models import Attendance, Claim, Correction, Export, Letter, MailKind, Outcome, Overbooking, Places
from places.queries.attendance import CAME, NO_PLACE, Line, review_of
from workshops.models import Roadshow


@transaction.atomic
def correct(
    claim: Claim, outcome: Outcome | None, *, reason: str, actor: str, left_at: dt.datetime | None = None
) -> Correction:
    """Say what became of a claim against what the doors noted; None: their notes count again. Every one is kept.

    Raises WantsReasonError.
    """
    if not reason.strip():
        raise WantsReasonError
    left_at = left_at if outcome == Outcome.LEFT_EARLY else None
    correction = Correction.objects.create(
        claim=claim, outcome=outcome or "", left_at=left_at, reason=reason.strip(), by=actor
    )
    stands = {"correction": correction.outcome, "left_at": left_at, "reason": correction.reason}
    Attendance.objects.update_or_create(
        claim=claim, defaults=stands | {"corrected_by": actor, "corrected_at": correction.at}
    )
    return correction


def addressed(roadshow: Roadshow, to_whom: Iterable[str]) -> list[Line]:
    """Return everybody with a mailbox of whom one of these words of `BECAME` is true.

    Who had a place at another date, or has one, is not written to as one who got none.
    """
    review, wanted = review_of(roadshow), set(to_whom)
    without = {line.claim.pk for line in review.left_without}
    lines = (line for line in review.lines if line.became in wanted and line.claim.booking.email)
    return [line for line in lines if line.became != NO_PLACE or line.claim.pk in without]


@transaction.atomic
def write_to(
    roadshow: Roadshow,
    to_whom: Sequence[str],
    *,
    subject: str,
    words: str,
    key: str,
    actor: str,
    certificates: str = "",
) -> Letter:
    """Queue a mail to everybody of whom the same became; sent twice under one key, it is one letter.

    `certificates`: this server's address, where those who came are to get a link to their certificate.
    """
    Places.objects.select_for_update(of=("self",)).get(pk=roadshow.pk)  # One letter at a time.
    known = Letter.objects.filter(key=key).first()
    if known:
        return known
    lines = addressed(roadshow, to_whom)
    for line in lines:
        with_link = certificates and line.came
        text = f"{words}\n\nYour certificate:\n{_certificate(line, certificates)}" if with_link else words
        queue(MailKind.NOTICE, claim=line.claim, subject=subject, words=text)
    return Letter.objects.create(
        key=key, roadshow=roadshow, to_whom=list(to_whom), subject=subject, words=words, people=len(lines), by=actor
    )


def may_have_certificate(line: Line) -> bool:
    """Whether somebody was there, and there is a name to write."""
    return line.became in CAME and bool(line.claim.booking.name)


def choose_advice(places: Places, percent: int, *, actor: str) -> None:
    """Ask for advice on booking beyond the room, with the chance of too many people that is accepted."""
    chosen = {"percent": percent, "by": actor, "at": timezone.now()}
    Overbooking.objects.update_or_create(places=places, defaults=chosen)


def stop_advice(places: Places) -> None:
    """Want no advice any more. What was decided by it stands."""
    Overbooking.objects.filter(places=places).delete()


def note_export(roadshow: Roadshow, what: str, *, people: int, actor: str) -> None:
    """Keep that a list of people was taken along, so that it can be asked for when somebody is to be forgotten."""
    Export.objects.create(roadshow=roadshow, what=what, people=people, by=actor)


def _certificate(line: Line, address: str) -> str:
    return address + reverse("booking-certificate", args=[booking_token(line.claim.booking), line.claim.pk])
