"""Queueing mail: in the transaction that makes it necessary, so that neither goes without the other."""

from __future__ import annotations

from places.models import Claim, Group, Mail, MailKind


def queue(
    kind: MailKind, *, claim: Claim | None = None, group: Group | None = None, to: str = "", **facts: object
) -> Mail | None:
    """Queue a mail to a claim's delegate, or to a group's coordinator; to `to` where that is somebody else.

    A place that its group has not named yet has nobody to write to: its coordinator hears of it.
    """
    booking = claim.booking if claim else None
    group = group or (booking.group if booking and not booking.email else None)
    address = to or (booking.email if booking else "") or (group.email if group else "")
    if not address:
        return None
    return Mail.objects.create(kind=kind, to=address, booking=booking, claim=claim, group=group, facts=facts)
