"""Who plays which part, and whether a stage's pieces lie together."""

from __future__ import annotations

from casestudy.models import Agency, CaseRun, Part, Parts
from workshops.models import Device


def part_of(device: Device) -> Agency | None:
    """Return the agency whose part a device plays; None where no parts are given out."""
    hands = Part.objects.filter(table=device.table_id).exclude(run__parts=Parts.NONE).select_related("agency", "run")
    hand = list(hands)
    if not hand:
        return None
    if hand[0].run.parts == Parts.TABLES:
        return hand[0].agency
    return hand[(device.number - 1) % len(hand)].agency


def is_pooled(run: CaseRun, stage: int) -> bool:
    """Whether a stage's pieces lie together: they were pooled, or never given out apart."""
    if run.parts == Parts.NONE:
        return True
    return run.reveals.filter(stage__number=stage, withdrawn_at=None, pooled_at__isnull=False).exists()
