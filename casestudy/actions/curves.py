"""Opening the room's curves to the room, and closing them."""

from __future__ import annotations

from django.db import transaction

from casestudy.kinds import CURVES
from casestudy.models import CaseRun
from live.announce import announce
from workshops.topics import CONSOLES, SCREENS


@transaction.atomic
def set_curves(run: CaseRun, *, opened: bool, actor: str) -> CaseRun:
    """Let screens show the room's concern, or show it no more. A second press for the same changes nothing."""
    moved = CaseRun.objects.filter(pk=run.pk, curves_open=not opened).update(curves_open=opened)
    run.refresh_from_db(fields=["curves_open"])
    if moved:
        announce(run.roadshow.log_id, kind=CURVES, topics=(SCREENS, CONSOLES), payload={"open": opened}, actor=actor)
    return run
