"""Giving agencies' parts out to the tables, and pooling what they hold: each verb atomic, announced once."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from casestudy.actions.reveals import OutOfTurnError
from casestudy.kinds import PARTS, POOLED
from casestudy.models import CaseRun, Part, Parts
from casestudy.parts import hand_out
from casestudy.queries.parts import holders, newest_change, seats_of, topics_in
from live.announce import announce
from workshops.models import Table
from workshops.topics import CONSOLES, EVERYBODY, TABLES, own_table


class PartsMovedError(OutOfTurnError):
    """Somebody else has changed who plays what since this button was drawn. Nothing was changed."""


class PoolMovedError(OutOfTurnError):
    """The stage is pooled already, or not pooled, or gone. Nothing was changed."""


@transaction.atomic
def give_out(run: CaseRun, *, mode: Parts, after: int, actor: str, as_before: bool = False) -> None:
    """Give every table its part, or every device of each table one, from the agencies really present.

    `after`: the newest change to the parts that the button knew of. `as_before`: the same hands that were taken
    back, with what was changed in them by hand. What the room has seen whole already stays whole. Raises
    PartsMovedError.
    """
    _lock(run, after)
    if not as_before or not run.hands.exists():
        _deal(run, mode)
    if not run.parts:
        standing = run.reveals.filter(withdrawn_at=None, pooled_at=None)
        standing.update(pooled_at=timezone.now(), pooled_by=actor)
    _set_mode(run, mode)
    _tell(run, {"did": "given", "mode": mode}, actor, TABLES, CONSOLES)


@transaction.atomic
def take_back(run: CaseRun, *, after: int, actor: str) -> None:
    """Let everybody see everything. Who played what is kept, so that it can be given out again as it was.

    Raises PartsMovedError, also when no parts are given out.
    """
    _lock(run, after)
    if not run.parts:
        raise PartsMovedError(run)
    _set_mode(run, Parts.NONE)
    _tell(run, {"did": "taken"}, actor, TABLES, CONSOLES)


@transaction.atomic
def change_hand(run: CaseRun, table: Table, codes: Sequence[str], *, was: Sequence[str], actor: str) -> None:
    """Let one table play other agencies than it `was` playing; of several, its devices take one each, in order.

    Raises PartsMovedError when it plays something else by now, or no parts are given out.
    """
    _lock(run)
    hand = list(run.hands.filter(table=table).values_list("agency__code", flat=True))
    if not run.parts or hand != list(was):
        raise PartsMovedError(run)
    _set_hand(run, table, codes)
    _tell(run, {"did": "changed", "table": table.number}, actor, own_table(table.pk), CONSOLES)


@transaction.atomic
def pool(run: CaseRun, *, stage: int, actor: str) -> None:
    """Open what all agencies hold about a stage together, at every table.

    Raises PoolMovedError when it is pooled already or the room does not have it.
    """
    _lock(run)
    standing = run.reveals.filter(stage__number=stage, withdrawn_at=None, pooled_at=None)
    if not run.parts or not standing.update(pooled_at=timezone.now(), pooled_by=actor):
        raise PoolMovedError(run)
    _tell_pooled(run, {"stage": stage, "stands": True}, actor, *EVERYBODY)


@transaction.atomic
def unpool(run: CaseRun, *, stage: int, actor: str) -> None:
    """Take a pooling back: every device has its own agency's fragments again. What tables rated is kept.

    Raises PoolMovedError when the stage is not pooled.
    """
    _lock(run)
    pooled = run.reveals.filter(stage__number=stage, withdrawn_at=None, pooled_at__isnull=False)
    if not run.parts or not pooled.update(pooled_at=None, pooled_by=""):
        raise PoolMovedError(run)
    _tell_pooled(run, {"stage": stage, "stands": False}, actor, *EVERYBODY, *topics_in(run))


def _lock(run: CaseRun, after: int | None = None) -> None:
    """Let whoever else presses wait for the commit; read where the case is now.

    Raises PartsMovedError when `after` is not the newest change to the parts any more.
    """
    CaseRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    run.refresh_from_db(fields=["parts", "stage"])
    if after is not None and newest_change(run).seq != after:
        raise PartsMovedError(run)


def _deal(run: CaseRun, mode: Parts) -> None:
    codes = [agency.code for agency in holders(run.case)]
    hands = hand_out(seats_of(run, mode, len(codes)), codes)
    for table in run.roadshow.tables.all():
        _set_hand(run, table, hands[table.number])


def _set_hand(run: CaseRun, table: Table, codes: Sequence[str]) -> None:
    agencies = {agency.code: agency for agency in run.case.agencies.all()}
    run.hands.filter(table=table).delete()
    Part.objects.bulk_create(
        Part(run=run, table=table, order=n, agency=agencies[code]) for n, code in enumerate(codes, start=1)
    )


def _set_mode(run: CaseRun, mode: Parts) -> None:
    run.parts = mode
    run.save(update_fields=["parts"])


def _tell(run: CaseRun, payload: dict[str, object], actor: str, *topics: str) -> None:
    announce(run.roadshow.log_id, kind=PARTS, topics=topics, payload=payload, actor=actor)


def _tell_pooled(run: CaseRun, payload: dict[str, object], actor: str, *topics: str) -> None:
    announce(run.roadshow.log_id, kind=POOLED, topics=topics, payload=payload, actor=actor)
