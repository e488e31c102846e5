"""Everything that is kept of one person, found by their mailbox.

Whoever came without one is found by the booking that an organiser says is theirs: a name may be several people's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import CharField, JSONField, Max, Model, Q, QuerySet, TextField
from django.utils import timezone
from django.utils.formats import date_format

from places.models import Booking, Claim, Export, Group, HandOver, Mail, SeatingRule
from places.queries.attendance import attendance_of
from places.spelling import finder, mailbox, plain


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
    def word(self) -> str:
        """What an organiser calls them by: their address, or else their name."""
        return self.email or " ".join(self.names)

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
        return sorted(filter(None, {self.email, *spelled}))


def person_of(email: str) -> Person:
    """Return everything that is kept of a mailbox, however it is spelled."""
    key = mailbox(email)
    if not key:
        return Person(email.strip(), [], [], [], [])
    bookings = Booking.objects.select_related("programme", "group")
    # Beside the one with the key: what they had before they took over a place, and what is only proposed to them.
    beside = [each for each in bookings.filter(email_key="").exclude(email="") if mailbox(each.email) == key]
    return Person(
        email=email.strip(),
        bookings=[*bookings.filter(email_key=key), *beside],
        groups=list(Group.objects.filter(email_key=key)),
        handed=list(HandOver.objects.filter(email_key=key).select_related("claim__booking")),
        mails=[mail for mail in Mail.objects.all() if mailbox(mail.to) == key],
    )


def without_mailbox(name: str) -> list[Booking]:
    """Return whoever of this name is kept without an address, as they may be after coming without a booking."""
    wanted, named = plain(name), Booking.objects.filter(email="").exclude(name="").order_by("pk")
    # Compared here: what is one name in other capitals, no database says alike of all alphabets.
    found = [pk for pk, known in named.values_list("pk", "name") if plain(known) == wanted]
    return list(named.filter(pk__in=found).prefetch_related("claims__roadshow", "claims__attendance"))


def person_behind(booking_id: int) -> Person | None:
    """Return what is kept of somebody without an address, who is this booking's alone."""
    named = Booking.objects.filter(pk=booking_id, email="").exclude(name="").select_related("programme", "group")
    return Person("", list(named), [], [], []) if named else None


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
                "said beside what is above": mail.facts,
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
    """Return where in the whole database one of these words still stands, and how often: in texts that people typed.

    Names and addresses: "Ann" does not stand in "annual".
    """
    holds = finder(words)
    found = [(str(model._meta.verbose_name), _hits(model, holds)) for model in apps.get_models()]  # noqa: SLF001
    return [(name, hits) for name, hits in found if hits]


def _hits(model: type[Model], holds: Callable[[str], bool]) -> int:
    """Return in how many rows a text holds what is looked for.

    Every row is read: a database takes some spellings of one name for different ones.
    """
    fields = [field.name for field in model._meta.concrete_fields if isinstance(field, _TEXT)]  # noqa: SLF001
    rows = model._default_manager.values_list(*fields).iterator() if fields else ()  # noqa: SLF001
    return sum(any(holds(text) for value in row for text in _texts_in(value)) for row in rows)


def _texts_in(value: Any) -> Iterator[str]:
    """Yield every text in a value, however deep in JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _texts_in([*value, *value.values()])
    elif isinstance(value, list):
        for each in value:
            yield from _texts_in(each)


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
        "privacy notice": booking.privacy_notice or "none so far: somebody else named them",
        "made": _said(booking.made_at),
        "needs": {"access": needs.access, "diet": needs.diet, "step-free": needs.step_free} if needs else None,
        "rules for their seat": [_rule(rule) for rule in _rules(booking)],
        "dates": [_claim(claim) for claim in claims],
    }


def _rules(booking: Booking) -> QuerySet[SeatingRule]:
    """Return the rules that are about this person, not about who had the booking before."""
    one = Q(one=booking, one_edition=booking.edition)
    return SeatingRule.objects.filter(one | Q(other=booking, other_edition=booking.edition))


def _rule(rule: SeatingRule) -> dict[str, str]:
    """Return what was said of where they sit. With whom and why is about somebody else too: it is not handed out."""
    return {"rule": rule.get_kind_display(), "by": rule.made_by, "at": _said(rule.made_at)}


def _claim(claim: Claim) -> dict[str, Any]:
    attendance = attendance_of(claim)
    since = claim.hand_overs.filter(taken_at__isnull=False).aggregate(last=Max("taken_at"))["last"]
    is_own = Q(made_at__gt=since) if since else Q()  # What whoever had it before said is theirs.
    was_put_first = claim.put_first_at and not (since and claim.put_first_at < since)
    return {
        "roadshow": f"{claim.roadshow}, {date_format(claim.roadshow.held_on, 'j F Y')}",
        "state": claim.get_state_display(),
        "ended": claim.get_ending_display(),
        "reason": claim.reason,
        "asked": _said(claim.made_at),
        "asked again whether they come": _said(claim.asked_again_at),
        "said that they come": _said(claim.reconfirmed_at),
        "offered to colleagues": [_offered(each) for each in claim.hand_overs.filter(is_own, taken_at=None)],
        "table": str(claim.table) if claim.table else "",
        "put first because": claim.put_first_reason if was_put_first else "",
        "arrived": _said(attendance.arrived_at) if attendance else "",
        "left": _said(attendance.left_at) if attendance else "",
        "noted at the doors": [
            f"{each.get_noted_display()}: {each.get_answer_display()}, {each.door}, {_said(each.at)} ({each.by})"
            for each in claim.admissions.all()
        ],
        "corrections": [f"{each}: {each.reason} ({each.by})" for each in claim.corrections.all()],
    }


def _offered(hand_over: HandOver) -> dict[str, str]:
    return {"name": hand_over.name, "e-mail": hand_over.email, "made": _said(hand_over.made_at)}


def _said(at: Any) -> str:
    return timezone.localtime(at).isoformat(timespec="minutes") if at else ""
