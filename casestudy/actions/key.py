"""Opening the key to the room, in the review, and closing it again: each atomic, announced once."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from casestudy.actions.reveals import OutOfTurnError
from casestudy.kinds import KEY
from casestudy.models import CaseRun
from live.announce import announce
from workshops.topics import EVERYBODY


@transaction.atomic
def open_key(run: CaseRun, *, actor: str) -> None:
    """Show the room who knew what. No stage takes answers from then on.

    Raises OutOfTurnError when it is open already.
    """
    opened = {"key_opened_at": timezone.now(), "key_opened_by": actor}
    _tell(run, CaseRun.objects.filter(pk=run.pk, key_opened_at=None).update(**opened), actor)


@transaction.atomic
def close_key(run: CaseRun, *, actor: str) -> None:
    """Take the key off every table and screen again; the newest stage takes answers as before.

    Raises OutOfTurnError when it is closed already.
    """
    opened = CaseRun.objects.filter(pk=run.pk, key_opened_at__isnull=False)
    _tell(run, opened.update(key_opened_at=None, key_opened_by=""), actor)


def _tell(run: CaseRun, turned: int, actor: str) -> None:
    """Announce how the key is now; `turned` is how many rows the press changed."""
    run.refresh_from_db(fields=["key_opened_at", "key_opened_by", "stage"])
    if not turned:
        raise OutOfTurnError(run)
    payload = {"open": run.key_opened_at is not None}
    announce(run.roadshow.log_id, kind=KEY, topics=EVERYBODY, payload=payload, actor=actor)
