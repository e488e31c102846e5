"""Storing what a table answers: once however often it is posted, every change kept, nobody's words lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from live.announce import announce
from workshops import answering
from workshops.answering import ClosedError, Field, RefusedError
from workshops.merging import woven
from workshops.models import Answer, AnswerChange, Device, KeyedPost
from workshops.topics import own_table


class OtherPostError(Exception):
    """This key has answered another post already. Nothing was stored."""


@dataclass(frozen=True)
class Said:
    """What a device sends for one field; `base` is the text from which it was typed, for a merged field."""

    field: str
    value: str
    base: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of a post: `stored` and `refused` by field.

    Stored: {"value": what stands now, "version": its number}. Refused: {"why": words, "value": what stands,
    "closed": whether it came out of its time}.
    """

    stored: dict[str, dict[str, object]]
    refused: dict[str, dict[str, object]]


@transaction.atomic
def save_answers(device: Device, said: Sequence[Said], *, key: str, digest: str) -> Outcome:
    """Store what a device says in its table's name; what is refused does not keep the rest from being stored.

    `key` marks the post and `digest` its content: the same post once more gets the same answer and changes
    nothing. Raises OtherPostError when the key belongs to another one.
    """
    table, roadshow = device.table, device.table.roadshow
    post, new = KeyedPost.objects.get_or_create(roadshow=roadshow, key=key, defaults={"table": table, "digest": digest})
    if not new:
        if (post.table_id, post.digest) != (table.pk, digest):
            raise OtherPostError
        return Outcome(**post.outcome)
    outcome = _store_all(device, said)
    post.outcome = {"stored": outcome.stored, "refused": outcome.refused}
    post.save(update_fields=["outcome"])
    return outcome


def _store_all(device: Device, said: Sequence[Said]) -> Outcome:
    good: list[tuple[Field, Said, str]] = []
    refused: dict[str, dict[str, object]] = {}
    for each in said:
        try:
            field = answering.field(device, each.field)
            good.append((field, each, field.clean(each.value)))
        except RefusedError as error:
            closed = isinstance(error, ClosedError)
            refused[each.field] = {"why": error.words, "value": _standing(device, each.field), "closed": closed}
    changes = [change for field, each, value in good if (change := _change(device, field, each, value))]
    _tell(device, [field for field, _each, _value in good], changes)
    return Outcome({each.field: _stored(device, each.field) for _field, each, _value in good}, refused)


def _change(device: Device, field: Field, said: Said, value: str) -> AnswerChange | None:
    """Note what changes in a field; None when what is sent stands already."""
    answer, _made = Answer.objects.select_for_update().get_or_create(table=device.table, field=field.name)
    stands = woven(said.base, answer.value, value) if field.merged else value
    if stands == answer.value:
        return None
    answer.value, answer.version = stands, answer.version + 1
    answer.save(update_fields=["value", "version"])
    return AnswerChange(answer=answer, version=answer.version, sent=value, value=stands, device=device)


def _tell(device: Device, fields: list[Field], changes: list[AnswerChange]) -> None:
    """Announce the changes, one event for each kind, and keep them with the number of theirs."""
    changed = {change.answer.field: change for change in changes}
    kinds: dict[str, list[Field]] = defaultdict(list)
    for field in fields:
        if field.name in changed:
            kinds[field.kind].append(field)
    for kind, of_kind in kinds.items():
        names = [field.name for field in of_kind]
        topics = dict.fromkeys([own_table(device.table_id), *(t for field in of_kind for t in field.topics)])
        event = announce(
            device.table.roadshow.log_id,
            kind=kind,
            topics=list(topics),
            payload={"table": device.table.number, "fields": names},
            actor=f"{device.table}, {device}",
        )
        for name in names:
            changed[name].seq = event.seq
    AnswerChange.objects.bulk_create(changes)


def _standing(device: Device, name: str) -> str:
    return Answer.objects.filter(table=device.table, field=name).values_list("value", flat=True).first() or ""


def _stored(device: Device, name: str) -> dict[str, object]:
    answer = Answer.objects.get(table=device.table, field=name)
    return {"value": answer.value, "version": answer.version}
