"""What people need at a roadshow, and who has read it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from places.models import ClaimState, Needs, NeedsReader, NeedsReading
from workshops.models import Roadshow, Role, Staff, StaffRole


@dataclass(frozen=True)
class Glance:
    """How many need something, which says nothing of anybody."""

    people: int
    access: int
    diet: int
    step_free: int


def may_read(roadshow: Roadshow, staff: Staff) -> bool:
    """Whether somebody was named to see to needs at a roadshow. Being an organiser is not enough."""
    return NeedsReader.objects.filter(roadshow=roadshow, staff=staff).exists()


def needs_in(roadshow: Roadshow) -> QuerySet[Needs]:
    """Return what those need who have a place, or are offered one."""
    held = {"booking__claims__roadshow": roadshow, "booking__claims__state__in": _HOLDING}
    return Needs.objects.filter(**held).select_related("booking").distinct().order_by("booking__name")


def glance_at(roadshow: Roadshow) -> Glance:
    """Return how many need something."""
    needs = needs_in(roadshow)
    return Glance(
        people=needs.count(),
        access=needs.exclude(access="").count(),
        diet=needs.exclude(diet="").count(),
        step_free=needs.filter(step_free=True).count(),
    )


def readers_of(roadshow: Roadshow) -> QuerySet[NeedsReader]:
    """Return who may read what people need."""
    return NeedsReader.objects.filter(roadshow=roadshow).select_related("staff")


def readings_of(roadshow: Roadshow) -> QuerySet[NeedsReading]:
    """Return who read it, and when, the newest first."""
    return NeedsReading.objects.filter(roadshow=roadshow).select_related("staff")


def could_read(roadshow: Roadshow) -> list[Staff]:
    """Return who could be named: who runs this roadshow, and every organiser."""
    roles = StaffRole.objects.filter(Q(role=Role.ORGANISER) | Q(role=Role.FACILITATOR, roadshow=roadshow))
    already = NeedsReader.objects.filter(roadshow=roadshow).values("staff")
    return list(Staff.objects.filter(staff_roles__in=roles).exclude(pk__in=already).distinct().order_by("email"))


_HOLDING = (ClaimState.CONFIRMED, ClaimState.OFFERED)
