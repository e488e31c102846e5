"""What keeps people safe: what tables tell the facilitators, and taking things off every screen."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from live.announce import announce
from workshops import attention, kinds
from workshops.models import Day, Device, Hiding, Roadshow, Signal, SignalKind, Table
from workshops.topics import CONSOLES, EVERYBODY, own_table


class NothingToBeDoneError(Exception):
    """No activity has the room, so a table cannot be done with it. Nothing was changed."""


@transaction.atomic
def signal(table: Table, kind: SignalKind, *, actor: str, device: Device | None = None) -> bool:
    """Let a table say that it asks for help, needs a moment, or is done with the present activity.

    Only facilitators and the table itself see it. False when it stands already.
    Raises NothingToBeDoneError when a table is done with nothing.
    """
    turn_id = _turn_for(table, kind)
    Table.objects.select_for_update(no_key=True).get(pk=table.pk)
    if table.signals.filter(kind=kind, turn=turn_id, cleared_at=None).exists():
        return False
    Signal.objects.create(table=table, kind=kind, turn_id=turn_id, device=device)
    _tell(table, kind, actor, stands=True)
    return True


@transaction.atomic
def clear_signal(table: Table, kind: SignalKind, *, actor: str) -> bool:
    """End what a table said; it is kept. False when it did not stand."""
    standing = table.signals.filter(kind=kind, cleared_at=None)
    if kind == SignalKind.DONE:
        standing = standing.filter(turn=_turn_of(table))
    cleared = standing.update(cleared_at=timezone.now(), cleared_by=actor)
    if cleared:
        _tell(table, kind, actor, stands=False)
    return bool(cleared)


@transaction.atomic
def send_again(table: Table, *, actor: str) -> None:
    """Bring everything that a table should have to its devices once more."""
    payload = {"table": table.number}
    topics = [own_table(table.pk), CONSOLES]
    announce(table.roadshow.log_id, kind=kinds.RESENT, topics=topics, payload=payload, actor=actor)


@transaction.atomic
def hide(roadshow: Roadshow, item: str, *, actor: str) -> bool:
    """Take something off every screen and table because it needs attention. It is kept. False when it is off already.

    `item` names it as "question:12": what it is, and which.
    """
    _hiding, made = Hiding.objects.get_or_create(
        roadshow=roadshow, item=item, shown_at=None, defaults={"hidden_by": actor}
    )
    if made:
        _tell_of_item(roadshow, item, kinds.HIDDEN, actor)
    return made


@transaction.atomic
def show_again(roadshow: Roadshow, item: str, *, actor: str) -> bool:
    """Let something that was hidden be shown again. False when it was not hidden."""
    hidden = roadshow.hidings.filter(item=item, shown_at=None)
    shown = hidden.update(shown_at=timezone.now(), shown_by=actor)
    if shown:
        _tell_of_item(roadshow, item, kinds.SHOWN, actor)
    return bool(shown)


def _tell_of_item(roadshow: Roadshow, item: str, kind: str, actor: str) -> None:
    topics = [*EVERYBODY, *attention.topics_of(roadshow, item)]
    announce(roadshow.log_id, kind=kind, topics=topics, payload={"item": item}, actor=actor)


def _turn_for(table: Table, kind: SignalKind) -> int | None:
    """Return the turn that a new signal belongs to: the present one for "done", none for the others."""
    if kind != SignalKind.DONE:
        return None
    turn_id = _turn_of(table)
    if turn_id is None:
        raise NothingToBeDoneError
    return turn_id


def _turn_of(table: Table) -> int | None:
    return Day.objects.values_list("turn", flat=True).get(pk=table.roadshow_id)


def _tell(table: Table, kind: SignalKind, actor: str, *, stands: bool) -> None:
    topics = [CONSOLES, own_table(table.pk)]
    payload = {"table": table.number, "signal": kind, "stands": stands}
    announce(table.roadshow.log_id, kind=kinds.SIGNAL, topics=topics, payload=payload, actor=actor)
