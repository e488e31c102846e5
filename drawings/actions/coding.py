"""Coding: what somebody finds in a drawing, when they stop being blind, and what those who differ settle on.

Nothing here is announced: no page of a room may learn of it, and coders least of all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils import timezone

from drawings.blind import drawings_to_code, is_closed, seen_at, standing_coding
from drawings.codebook import NAMES
from drawings.models import Coding, Drawing, Look, Settlement
from drawings.queries.coding import Progress
from workshops.models import Roadshow, Staff


class GoneError(Exception):
    """The drawing was withdrawn or hidden meanwhile. Nothing was stored."""


class NotBlindError(Exception):
    """Whoever codes has seen what others found in it. Nothing was stored."""


class OtherCodingError(Exception):
    """Meanwhile the same person coded it otherwise, as in another tab. Nothing was stored."""

    def __init__(self, stands: Coding | None) -> None:
        """Remember what stands."""
        super().__init__()
        self.stands = stands


class OtherSettlementError(Exception):
    """Meanwhile somebody settled it otherwise. Nothing was stored."""

    def __init__(self, stands: Settlement | None) -> None:
        """Remember what stands."""
        super().__init__()
        self.stands = stands


@transaction.atomic
def code(drawing: Drawing, coder: Staff, *, codes: Collection[str], note: str, seen: int) -> Coding:
    """Store what a coder finds in a drawing; what they found before is ended and kept.

    `seen` is the primary key of the coding of theirs that they saw (0: none). The same once more changes nothing.
    Raises GoneError, NotBlindError, OtherCodingError.
    """
    _lock(drawing)
    stands, found = standing_coding(drawing, coder), _ordered(codes)
    if stands is not None and (stands.codes, stands.note) == (found, note):
        return stands
    if is_closed(drawing, seen_at(drawing.table.roadshow, coder)):
        raise NotBlindError
    if (stands.pk if stands else 0) != seen:
        raise OtherCodingError(stands)
    now = timezone.now()
    Coding.objects.filter(drawing=drawing, coder=coder, ended_at=None).update(ended_at=now)
    return Coding.objects.create(drawing=drawing, coder=coder, codes=found, note=note, made_at=now)


def look(roadshows: Iterable[Roadshow], staff: Staff) -> None:
    """Note that somebody now sees what all have found; what they found themselves cannot be changed from here on."""
    for roadshow in roadshows:
        Look.objects.update_or_create(roadshow=roadshow, staff=staff, defaults={"at": timezone.now()})


def look_on(roadshow: Roadshow, staff: Staff, progress: Progress) -> None:
    """Note that somebody who has looked is now shown, too, what was handed in since then."""
    if progress.waiting:
        look([roadshow], staff)


@transaction.atomic
def settle(drawing: Drawing, staff: Staff, *, codes: Collection[str], reason: str, seen: int) -> Settlement:
    """Keep what those who differ settle on, and why, beside what each of them found.

    `seen` is the primary key of the settlement that was seen (0: none). Raises GoneError, OtherSettlementError.
    """
    _lock(drawing)
    stands, found = Settlement.objects.filter(drawing=drawing, ended_at=None).first(), _ordered(codes)
    if stands is not None and (stands.codes, stands.reason) == (found, reason):
        return stands
    if (stands.pk if stands else 0) != seen:
        raise OtherSettlementError(stands)
    now = timezone.now()
    Settlement.objects.filter(drawing=drawing, ended_at=None).update(ended_at=now)
    return Settlement.objects.create(drawing=drawing, codes=found, reason=reason, settled_by=staff, settled_at=now)


def _lock(drawing: Drawing) -> None:
    """Hold others off the drawing until the end of the transaction. Raises GoneError when it is not coded any more."""
    Drawing.objects.select_for_update(no_key=True).get(pk=drawing.pk)
    if not drawings_to_code(drawing.table.roadshow).filter(pk=drawing.pk).exists():
        raise GoneError


def _ordered(codes: Collection[str]) -> list[str]:
    return [name for name in NAMES if name in codes]
