"""What is said beside the case: notices, parked questions, the observers' notes."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from live.announce import announce
from workshops import kinds
from workshops.models import Broadcast, BroadcastKind, Day, ObserverNote, ParkedQuestion, Roadshow, Staff, Table
from workshops.topics import CONSOLES, EVERYBODY, SCREENS, own_table


@transaction.atomic
def broadcast(
    roadshow: Roadshow, *, text: str, actor: str, key: str = "", kind: BroadcastKind = BroadcastKind.NOTICE
) -> Broadcast:
    """Put a text on every table and screen, where it stands for late joiners too until it is taken down.

    The same press (`key`) once more is answered as the first time.
    """
    _let_nobody_else_press(roadshow)
    known = roadshow.broadcasts.exclude(key="").filter(key=key).first()
    if known is not None:
        return known
    made = Broadcast.objects.create(roadshow=roadshow, kind=kind, text=text, made_by=actor, key=key)
    announce(roadshow.log_id, kind=kinds.BROADCAST, topics=EVERYBODY, payload={"broadcast": made.pk}, actor=actor)
    return made


@transaction.atomic
def take_down(broadcast: Broadcast, *, actor: str) -> bool:
    """Take a text off every table and screen; it is kept. False when it was off already."""
    standing = Broadcast.objects.filter(pk=broadcast.pk, withdrawn_at=None)
    gone = standing.update(withdrawn_at=timezone.now(), withdrawn_by=actor)
    if gone:
        payload = {"broadcast": broadcast.pk}
        announce(broadcast.roadshow.log_id, kind=kinds.TAKEN_DOWN, topics=EVERYBODY, payload=payload, actor=actor)
    return bool(gone)


@transaction.atomic
def park_question(
    roadshow: Roadshow, *, text: str, actor: str, table: Table | None = None, key: str = "", from_paper: bool = False
) -> ParkedQuestion:
    """Keep a question that the room comes back to, from a table or from a facilitator.

    The same press (`key`) once more is answered as the first time.
    """
    _let_nobody_else_press(roadshow)
    known = roadshow.questions.exclude(key="").filter(key=key).first()
    if known is not None:
        return known
    parked = ParkedQuestion.objects.create(
        roadshow=roadshow, table=table, text=text, asked_by=actor, key=key, from_paper=from_paper
    )
    _tell_of(parked, kinds.PARKED, actor)
    return parked


@transaction.atomic
def settle_question(question: ParkedQuestion, *, actor: str, settled: bool = True) -> bool:
    """Note that the room came back to a question, or that it has not after all. False when it is so already."""
    before = ParkedQuestion.objects.filter(pk=question.pk, settled_at__isnull=settled)
    changed = before.update(settled_at=timezone.now() if settled else None, settled_by=actor if settled else "")
    if changed:
        _tell_of(question, kinds.SETTLED, actor)
    return bool(changed)


@transaction.atomic
def note_observation(roadshow: Roadshow, *, author: Staff, text: str, key: str = "") -> ObserverNote:
    """Keep an observer's note, with the moment and the activity that it is about. It is never changed.

    Nobody is told. The same press (`key`) once more is answered as the first time.
    """
    _let_nobody_else_press(roadshow)
    known = roadshow.observer_notes.exclude(key="").filter(author=author, key=key).first()
    if known is not None:
        return known
    turn_id = Day.objects.values_list("turn", flat=True).get(pk=roadshow.pk)
    return ObserverNote.objects.create(roadshow=roadshow, author=author, turn_id=turn_id, text=text, key=key)


def _let_nobody_else_press(roadshow: Roadshow) -> None:
    """Make others wait for the commit: one press that arrives twice at once must find what it made itself."""
    Roadshow.objects.select_for_update(no_key=True).get(pk=roadshow.pk)


def _tell_of(question: ParkedQuestion, kind: str, actor: str) -> None:
    topics = [CONSOLES, SCREENS]
    if question.table_id is not None:
        topics.append(own_table(question.table_id))
    announce(question.roadshow.log_id, kind=kind, topics=topics, payload={"question": question.pk}, actor=actor)
