"""Giving somebody a table when they come in."""

from __future__ import annotations

from django.db.models import Count, Q

from places.models import Claim
from workshops.models import Table


def seat_at_scan(claim: Claim) -> Table | None:
    """Let somebody who comes in have a table: the one planned for them, or where fewest have come so far.

    None for a roadshow without tables. It needs the lock of the roadshow's places.
    """
    if claim.table is None:
        come = Count("claims", filter=Q(claims__attendance__arrived_at__isnull=False))
        claim.table = Table.objects.filter(roadshow=claim.roadshow_id).annotate(come=come).order_by("come").first()
        claim.save(update_fields=["table"])
    return claim.table
