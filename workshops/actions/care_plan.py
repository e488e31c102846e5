"""Care, planned beforehand: who is there for a real worry, where it is quiet, and whom the support card names."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max

from live.announce import announce
from workshops import kinds
from workshops.helplines import HELPLINES
from workshops.models import Roadshow, SupportContact
from workshops.topics import EVERYBODY


class CareChangedMeanwhileError(Exception):
    """Somebody else changed this after it was seen. Nothing was changed."""


class OpenNeedsLeadError(Exception):
    """The roadshow is open, and needs a safeguarding lead as long as it is. Nothing was changed."""


@transaction.atomic
def name_lead(
    roadshow: Roadshow,
    *,
    seen: str,
    actor: str,
    safeguarding_lead: str,
    safeguarding_reach: str = "",
    quiet_room: str = "",
) -> bool:
    """Say who leads on safeguarding, how to reach them, and where it is quiet. False when it is said so already.

    `seen` is the mark of what the change began from. Raises CareChangedMeanwhileError when somebody else was
    faster, OpenNeedsLeadError when an open roadshow would be left without a lead.
    """
    present = Roadshow.objects.select_for_update().get(pk=roadshow.pk)
    before = (present.safeguarding_lead, present.safeguarding_reach, present.quiet_room)
    wanted = (safeguarding_lead, safeguarding_reach, quiet_room)
    if before == wanted:
        return False
    if present.care_mark != seen:
        raise CareChangedMeanwhileError
    present.safeguarding_lead, present.safeguarding_reach, present.quiet_room = wanted
    if present.is_open and not present.may_open:
        raise OpenNeedsLeadError
    present.save(update_fields=["safeguarding_lead", "safeguarding_reach", "quiet_room"])
    _tell(present, actor, did="named")
    return True


@transaction.atomic
def begin_support_card(roadshow: Roadshow, *, actor: str) -> bool:
    """Put the helplines on a support card that names nobody yet. False when it names somebody."""
    _lock(roadshow)
    if roadshow.contacts.exists():
        return False
    SupportContact.objects.bulk_create(
        SupportContact(roadshow=roadshow, order=order, name=name, reach=reach)
        for order, (name, reach) in enumerate(HELPLINES, start=1)
    )
    _tell(roadshow, actor, did="begun")
    return True


@transaction.atomic
def add_contact(roadshow: Roadshow, *, name: str, reach: str, hint: str = "", actor: str) -> SupportContact:
    """Name one more on the support card, at its end. One of this name and number is named once."""
    _lock(roadshow)
    known = roadshow.contacts.filter(name=name, reach=reach).first()
    if known is not None:
        return known
    last = roadshow.contacts.aggregate(last=Max("order"))["last"] or 0
    added = SupportContact.objects.create(roadshow=roadshow, order=last + 1, name=name, reach=reach, hint=hint)
    _tell(roadshow, actor, did="added")
    return added


@transaction.atomic
def change_contact(contact: SupportContact, *, seen: str, name: str, reach: str, hint: str = "", actor: str) -> bool:
    """Change a line of the support card. False when it says so already.

    `seen` is the mark of what the change began from. Raises CareChangedMeanwhileError when somebody else was
    faster, or took the line off.
    """
    _lock(contact.roadshow)
    present = SupportContact.objects.filter(pk=contact.pk).first()
    if present is None:
        raise CareChangedMeanwhileError
    if (present.name, present.reach, present.hint) == (name, reach, hint):
        return False
    if present.mark != seen:
        raise CareChangedMeanwhileError
    SupportContact.objects.filter(pk=contact.pk).update(name=name, reach=reach, hint=hint)
    _tell(contact.roadshow, actor, did="changed")
    return True


@transaction.atomic
def move_contact(contact: SupportContact, *, to: int, actor: str) -> int:
    """Move a line of the support card to a position, counted from 1. Return where it stands now.

    Raises CareChangedMeanwhileError when it was taken off.
    """
    _lock(contact.roadshow)
    present = list(contact.roadshow.contacts.values_list("pk", flat=True))
    if contact.pk not in present:
        raise CareChangedMeanwhileError
    order = [key for key in present if key != contact.pk]
    order.insert(max(to, 1) - 1, contact.pk)
    if order != present:
        _number(order)
        _tell(contact.roadshow, actor, did="moved")
    return order.index(contact.pk) + 1


@transaction.atomic
def remove_contact(contact: SupportContact, *, actor: str) -> bool:
    """Take a line off the support card. False when it was off already."""
    _lock(contact.roadshow)
    removed, _by_model = SupportContact.objects.filter(pk=contact.pk).delete()
    if removed:
        _number(contact.roadshow.contacts.values_list("pk", flat=True))
        _tell(contact.roadshow, actor, did="removed")
    return bool(removed)


def _lock(roadshow: Roadshow) -> None:
    """Make others who change this card wait for the commit."""
    Roadshow.objects.select_for_update().get(pk=roadshow.pk)


def _number(keys: Iterable[int]) -> None:
    for position, key in enumerate(list(keys), start=1):
        SupportContact.objects.filter(pk=key).exclude(order=position).update(order=position)


def _tell(roadshow: Roadshow, actor: str, **payload: object) -> None:
    announce(roadshow.log_id, kind=kinds.CARE, topics=EVERYBODY, payload=payload, actor=actor)
