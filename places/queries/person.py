"""Everything that is kept of one person, found by their mailbox."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import CharField, JSONField, Model, Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.formats import date_format

from places.models import Booking, Claim, Export, Group, HandOver, Mail
from places.queries.attendance import attendance_of
from places.spelling import mailbox


@dataclass(frozen=True)
class Person:
    """What belongs to one mailbox: bookings, groups they coordinate, places handed to them, mails to them."""

    email: str
    bookings: Sequence[Booking]
    groups: Sequence[Group]
    handed: Sequence[HandOver]
    mails: Sequence[Mail]

    def __bool__(self) -> bool:
        """Whether anything is kept of them."""
        return any((self.bookings, self.groups, self.handed, self.mails))

    @property
    def names(self) -> list[str]:
        """What they are called, in every spelling that is kept."""
        called = [booking.name for booking in self.bookings]
        called += [group.coordinator for group in self.groups] + [each.name for each in self.handed]
        return sorted({name for name in called if name})

    @property
    def addresses(self) -> list[str]:
        """Every spelling of their mailbox that is kept."""
        spelled = [booking.email for booking in self.bookings] + [group.email for group in self.groups]
        spelled += [each.email for each in self.handed] + [mail.to for mail in self.mails]
        return sorted({self.email, *filter(None, spelled)})


def person_of(email: str) -> Person:
    """Return everything that is kept of a mailbox, however it is spelled."""
    key = mailbox(email)
    own = list(Booking.objects.filter(email_key=key).select_related("programme", "group")) if key else []
    # A colleague who took over a place leaves an earlier booking without a mailbox; it has their name still.
    for booking in list(own):
        own += Booking.objects.filter(programme=booking.programme_id, email_key="", name=booking.name or None)
    return Person(
        email=email.strip(),
        bookings=own,
        groups=list(Group.objects.filter(email_key=key)) if key else [],
        handed=list(HandOver.objects.filter(email_key=key).select_related("claim__booking")) if key else [],
        mails=[mail for mail in Mail.objects.all() if key and mailbox(mail.to) == key],
    )


def everything_of(person: Person) -> dict[str, Any]:
    """Return what is kept of somebody, as plain JSON, for them to have."""
    return {
        "e-mail": person.email,
        "written on": timezone.localtime().isoformat(timespec="seconds"),
        "bookings": [_booking(booking) for booking in person.bookings],
        "groups": [
            {"coordinator": group.coordinator, "organisation": group.organisation, "made": _said(group.made_at)}
            for group in person.groups
        ],
        "places handed to them": [
            {"name": each.name, "e-mail": each.email, "made": _said(each.made_at)} for each in person.handed
        ],
        "mails": [
            {
                "to": mail.to,
                "about": mail.get_kind_display(),
                "queued": _said(mail.made_at),
                "sent": _said(mail.sent_at),
            }
            for mail in person.mails
        ],
        "lists they were on when somebody took them along": [
            {"what": str(export), "by": export.by, "at": _said(export.at)} for export in exports_with(person)
        ],
    }


def exports_with(person: Person) -> list[Export]:
    """Return the lists that were taken along when this person was on them."""
    claims = Claim.objects.filter(booking__in=[booking.pk for booking in person.bookings])
    found: set[int] = set()
    for roadshow, made_at in claims.values_list("roadshow", "made_at"):
        found |= set(Export.objects.filter(roadshow=roadshow, at__gte=made_at).values_list("pk", flat=True))
    return list(Export.objects.filter(pk__in=found).select_related("roadshow"))


def traces_of(words: Iterable[str]) -> list[tuple[str, int]]:
    """Return where in the whole database one of these words still stands, and how often: in texts that people typed."""
    words = [word for word in words if word]
    found = [(str(model._meta.verbose_name), _hits(model, words)) for model in apps.get_models()]  # noqa: SLF001
    return [(name, hits) for name, hits in found if hits]


def _hits(model: type[Model], words: Sequence[str]) -> int:
    """Return in how many rows one of the words stands; in JSON also as it is spelled there."""
    fields = [field.name for field in model._meta.concrete_fields if isinstance(field, _TEXT)]  # noqa: SLF001
    spelled = {spelling for word in words for spelling in (word, json.dumps(word)[1:-1])}
    wanted = Q()
    for name in fields:
        for word in spelled:
            wanted |= Q(**{f"{name}_text__icontains": word})
    texts = {f"{name}_text": Cast(name, TextField()) for name in fields}
    return model._default_manager.annotate(**texts).filter(wanted).count() if wanted else 0  # noqa: SLF001


_TEXT = (CharField, TextField, JSONField)


def _booking(booking: Booking) -> dict[str, Any]:
    needs = getattr(booking, "needs", None)
    claims = booking.claims.select_related("roadshow", "attendance", "table").prefetch_related("corrections")
    return {
        "programme": str(booking.programme),
        "name": booking.name,
        "e-mail": booking.email,
        "organisation": booking.organisation,
        "kind of agency": booking.get_agency_type_display(),
        "level": booking.get_job_level_display(),
        "area": booking.locality,
        "privacy notice": booking.privacy_notice,
        "made": _said(booking.made_at),
        "needs": {"access": needs.access, "diet": needs.diet, "step-free": needs.step_free} if needs else None,
        "dates": [_claim(claim) for claim in claims],
    }


def _claim(claim: Claim) -> dict[str, Any]:
    attendance = attendance_of(claim)
    return {
        "roadshow": f"{claim.roadshow}, {date_format(claim.roadshow.held_on, 'j F Y')}",
        "state": claim.get_state_display(),
        "ended": claim.get_ending_display(),
        "reason": claim.reason,
        "asked": _said(claim.made_at),
        "table": str(claim.table) if claim.table else "",
        "put first because": claim.put_first_reason,
        "arrived": _said(attendance.arrived_at) if attendance else "",
        "left": _said(attendance.left_at) if attendance else "",
        "corrections": [f"{each}: {each.reason} ({each.by})" for each in claim.corrections.all()],
    }


def _said(at: Any) -> str:
    return timezone.localtime(at).isoformat(timespec="minutes") if at else ""
