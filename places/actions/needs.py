"""Who may read what people need, and that they did."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from places.models import Needs, NeedsReader, NeedsReading
from places.queries.needs import may_read, needs_in
from places.queries.person import Person, everything_of
from workshops.models import Roadshow, Staff


class NotTheirsError(Exception):
    """Somebody who does not see to needs at a roadshow wanted to read them. Nothing was shown."""


def name_reader(roadshow: Roadshow, staff: Staff, *, actor: str) -> None:
    """Let somebody read what people need at a roadshow, because they see to it."""
    NeedsReader.objects.get_or_create(roadshow=roadshow, staff=staff, defaults={"named_by": actor})


def remove_reader(roadshow: Roadshow, staff_pk: int) -> bool:
    """Let somebody read it no more. False when they could not."""
    deleted, _by_model = NeedsReader.objects.filter(roadshow=roadshow, staff=staff_pk).delete()
    return bool(deleted)


@transaction.atomic
def read(roadshow: Roadshow, staff: Staff) -> list[Needs]:
    """Return what those need who are expected, and note who read it. Raises NotTheirsError."""
    if not may_read(roadshow, staff):
        raise NotTheirsError
    NeedsReading.objects.create(roadshow=roadshow, staff=staff)
    return list(needs_in(roadshow))


@transaction.atomic
def copy_for(person: Person, staff: Staff) -> dict[str, Any]:
    """Return everything that is kept of somebody, for them; where it holds what they need, note who had it in hand."""
    needy = Needs.objects.filter(booking__in=[booking.pk for booking in person.bookings]).values("booking")
    roadshows = Roadshow.objects.filter(claims__booking__in=needy).distinct()
    NeedsReading.objects.bulk_create(
        NeedsReading(roadshow=roadshow, staff=staff, is_copy=True) for roadshow in roadshows
    )
    return everything_of(person)
