"""What a coordinator does with a group's places: name them, give some back; and what happens when time is up."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from places.actions.booking import Details
from places.actions.holding import give_up, lock
from places.actions.mail import queue
from places.models import Booking, Claim, ClaimState, Ending, Group, MailKind
from places.spelling import mailbox


class NamedAlreadyError(Exception):
    """This place has a name, or its mailbox has a booking of its own. Nothing was changed."""


@transaction.atomic
def name_place(booking: Booking, details: Details) -> None:
    """Say who takes a group's place. They hear of it by mail, with a link of their own. Raises NamedAlreadyError."""
    standing = Claim.objects.filter(booking=booking).exclude(state=ClaimState.ENDED)
    lock(standing.values_list("roadshow", flat=True))  # So that it is not given back as unnamed in this moment.
    unnamed = Booking.objects.filter(pk=booking.pk, email_key="")
    try:
        with transaction.atomic():
            named = unnamed.update(
                name=details.name,
                email=details.email,
                email_key=mailbox(details.email),
                job_level=details.job_level,
                locality=details.locality,
            )
    except IntegrityError as error:
        raise NamedAlreadyError from error
    if not named:
        raise NamedAlreadyError
    claim = Claim.objects.exclude(state=ClaimState.ENDED).select_related("booking__group").get(booking=booking)
    queue(MailKind.PLACE if claim.state == ClaimState.CONFIRMED else MailKind.WAITING, claim=claim)


@transaction.atomic
def give_back(group: Group, how_many: int, *, actor: str) -> int:
    """Give back so many of a group's places that nobody is named for, those that wait first; return how many."""
    return _end_unnamed(group, Ending.CANCELLED, actor, how_many)


def return_unnamed() -> int:
    """Give back every place whose group has not named it in time; return how many."""
    late = Group.objects.filter(name_by__lte=timezone.now(), bookings__email_key="").distinct()
    returned = 0
    for group in late:
        with transaction.atomic():
            ended = _end_unnamed(group, Ending.UNNAMED, "its deadline")
            if ended:
                queue(MailKind.ENDED, group=group, places=ended)
            returned += ended
    return returned


def _end_unnamed(group: Group, ending: Ending, actor: str, how_many: int | None = None) -> int:
    standing = Claim.objects.filter(booking__group=group, booking__email_key="").exclude(state=ClaimState.ENDED)
    locked = lock(standing.values_list("roadshow", flat=True))
    # "waiting" comes after "confirmed" and "offered" in the alphabet.
    claims = list(standing.select_related("booking").order_by("-state", "-arrival")[:how_many])
    for pk, places in locked.items():
        give_up(places, [claim for claim in claims if claim.roadshow_id == pk], ending, actor=actor)
    return len(claims)
