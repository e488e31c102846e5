"""Queueing mail: in the transaction that makes it necessary, so that neither goes without the other."""

from __future__ import annotations

from collections.abc import Iterable

from places.models import Claim, Group, Mail, MailKind


def one_for_each(claims: Iterable[Claim]) -> list[Claim]:
    """Return one claim for everybody who is to hear of them: coordinators hear once of all that are not named yet."""
    by_whom: dict[tuple[str, int | None], Claim] = {}
    for claim in claims:
        booking = claim.booking
        by_whom.setdefault((booking.email, None if booking.email else booking.group_id), claim)
    return list(by_whom.values())


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
