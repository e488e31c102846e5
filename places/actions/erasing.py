"""Forgetting one person: in the database, in the mail that waits or was sent, and in mail that lies in files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from places.actions.booking import one_at_a_time
from places.actions.groups import give_back
from places.actions.holding import lock
from places.actions.mail_files import forget_mails, mentions
from places.actions.purging import take_down
from places.actions.reasons import WantsReasonError
from places.models import Claim, Erasure, Export, Group, HandOver, Mail
from places.queries.person import Person, exports_with, traces_of
from places.spelling import mailbox

_ACTOR = "erased at their wish"


@dataclass(frozen=True)
class Erased:
    """What was deleted, and what is out of reach: copies taken along, and texts in which somebody typed the name."""

    removed: dict[str, int]
    exports: Sequence[Export]
    traces: Sequence[tuple[str, int]]


def erase(person: Person, *, reason: str, actor: str) -> Erased:
    """Delete everything that is kept of somebody. A place they hold goes to who is next. Counts without names stay.

    Raises WantsReasonError.
    """
    if not reason.strip():
        raise WantsReasonError
    words = [*person.names, *person.addresses]
    with transaction.atomic():
        _lock_all(person)
        exports, mails = exports_with(person), _mails_of(person)
        in_files = {mail.message_id for mail in mails}
        removed = {
            "mails": _forget_mails(mails),
            "places handed over": HandOver.objects.filter(pk__in=[each.pk for each in person.handed]).delete()[0],
            "groups": sum(_leave_group(group) for group in person.groups),
            "bookings": take_down(
                {booking.pk for booking in person.bookings}, actor=_ACTOR, promote=True, today=timezone.localdate()
            ),
        }
        Erasure.objects.create(reason=reason.strip(), removed=removed, by=actor)
    removed |= {"mails in files": forget_mails(in_files, {mailbox(address) for address in person.addresses})}
    mentioned = mentions(words)
    return Erased(removed, exports, [*traces_of(words), *([("mail in files", mentioned)] if mentioned else [])])


def _lock_all(person: Person) -> None:
    """Lock every roadshow that this touches at once, so that nobody who locks some of them waits for us in a circle."""
    programmes = {booking.programme_id for booking in person.bookings}
    one_at_a_time(programmes | {group.programme_id for group in person.groups})  # Nothing is asked for meanwhile.
    own = Q(booking__in=[booking.pk for booking in person.bookings])
    led = Q(booking__group__in=[group.pk for group in person.groups])
    lock(Claim.objects.filter(own | led).values_list("roadshow", flat=True))


def _mails_of(person: Person) -> QuerySet[Mail]:
    """Return the mails to somebody, and those to others that are about a booking of theirs.

    What its coordinator heard of a place was written before it had a name.
    """
    about = Q(booking__in=[booking.pk for booking in person.bookings], group=None)
    return Mail.objects.filter(about | Q(pk__in=[mail.pk for mail in person.mails]))


def _forget_mails(mails: QuerySet[Mail]) -> int:
    gone, _by_model = mails.delete()
    return gone


def _leave_group(group: Group) -> int:
    """Let a group have no coordinator: what nobody is named for goes back, and those who are named stay."""
    unnamed = group.bookings.filter(email_key="", name="")
    give_back(group, unnamed.count(), actor=_ACTOR)
    Claim.objects.filter(booking__group=group, ended_by=group.coordinator).update(ended_by=_ACTOR)
    take_down(set(unnamed.values_list("pk", flat=True)), actor=_ACTOR, promote=True, today=timezone.localdate())
    Mail.objects.filter(group=group).delete()
    if group.bookings.exists():
        blank = {"coordinator": "", "email": "", "email_key": "", "edition": F("edition") + 1}
        Group.objects.filter(pk=group.pk).update(**blank)
    else:
        group.delete()
    return 1
