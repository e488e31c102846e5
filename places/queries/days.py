"""When a roadshow begins, whether it is over, and who cancelled late for it."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from places.models import Claim
from workshops.models import Roadshow, RoadshowState

# Whoever cancels later than this before the day begins is counted as late.
LATE = dt.timedelta(days=2)


def begins(roadshow: Roadshow) -> dt.datetime:
    """Return when a roadshow begins, in its own time."""
    return timezone.make_aware(dt.datetime.combine(roadshow.held_on, roadshow.starts_at))


def has_begun(roadshow: Roadshow) -> bool:
    """Whether the hour has come."""
    return begins(roadshow) <= timezone.now()


def is_over(roadshow: Roadshow) -> bool:
    """Whether nobody will come any more: the day is past, or it was today and the doors are shut."""
    today = timezone.localdate()
    return roadshow.held_on < today or (roadshow.held_on == today and roadshow.state == RoadshowState.CLOSED)


def is_too_late(roadshow: Roadshow) -> bool:
    """Whether nobody can ask for a place any more: the day has begun, or its doors were shut before."""
    return has_begun(roadshow) or is_over(roadshow)


def is_late(claim: Claim) -> bool:
    """Whether a claim was cancelled so near the day that the place was hard to fill."""
    return claim.ended_at is not None and claim.ended_at > begins(claim.roadshow) - LATE
