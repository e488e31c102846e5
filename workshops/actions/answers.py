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
from workshops.models import Answer, AnswerChange, Day, Device, Hold, KeyedPost, Table
from workshops.topics import own_table

TOGETHER = "With what others at this table typed here meanwhile: "


class OtherPostError(Exception):
    """This key has answered another post already. Nothing was stored."""


class HeldError(Exception):
    """The room is held, so nothing is stored until it goes on; the same post may come again then."""


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
    nothing. Raises OtherPostError when the key belongs to another one, HeldError while the room is held.
    """
    table, roadshow = device.table, device.table.roadshow
    # A table's answers come one after the other, so that no two posts wait for each other's fields in a circle.
    Table.objects.select_for_update(no_key=True).get(pk=table.pk)
    post, new = KeyedPost.objects.get_or_create(roadshow=roadshow, key=key, defaults={"table": table, "digest": digest})
    if not new:
        if (post.table_id, post.digest) != (table.pk, digest):
            raise OtherPostError
        return Outcome(**post.outcome)
    if Day.objects.filter(pk=roadshow.pk).exclude(hold=Hold.NONE).exists():
        raise HeldError
    outcome = _store_all(device, said)
    post.outcome = {"stored": outcome.stored, "refused": outcome.refused}
    post.save(update_fields=["outcome"])
    return outcome


@transaction.atomic
def answer_for(table: Table, said: Sequence[tuple[Field, str]], *, actor: str) -> int:
    """Store what staff answer in a table's name, and return how many answers that changed.

    What stands there already changes nothing, so a second press is harmless. The history names `actor`, and no device.
    """
    Table.objects.select_for_update(no_key=True).get(pk=table.pk)
    standing = _standing(table, [field.name for field, _value in said])
    changes = [
        change for field, value in said for change in _change(standing[field.name], value, sent=value, device=None)
    ]
    _keep(table, [field for field, _value in said], changes, actor=actor)
    return len(changes)


def _standing(table: Table, names: Sequence[str]) -> dict[str, Answer]:
    """Return what stands in fields, also in those that nobody has answered yet."""
    answered = {answer.field: answer for answer in table.answers.filter(field__in=names)}
    return {name: answered.get(name) or Answer(table=table, field=name) for name in names}


def _store_all(device: Device, said: Sequence[Said]) -> Outcome:
    standing = _standing(device.table, [each.field for each in said])
    good: list[tuple[Field, Answer]] = []
    changes: list[AnswerChange] = []
    refused: dict[str, dict[str, object]] = {}
    for each in said:
        answer = standing[each.field]
        try:
            field = answering.field(device, each.field)
            value = field.clean(each.value)
            stands = _woven(field, answer.value, each, value)
        except RefusedError as error:
            refused[each.field] = {
                "why": error.words,
                "value": answer.value,
                "closed": isinstance(error, ClosedError),
            }
            continue
        good.append((field, answer))
        changes += _change(answer, stands, sent=value, device=device)
    _keep(device.table, [field for field, _answer in good], changes, actor=f"{device.table}, {device}")
    stored = {answer.field: {"value": answer.value, "version": answer.version} for _field, answer in good}
    return Outcome(stored, refused)


def _woven(field: Field, present: str, said: Said, value: str) -> str:
    """Return what stands in a field from now on. Raises RefusedError when there is no room for both texts."""
    if not field.merged:
        return value
    together = woven(field.clean(said.base), present, value)
    if together == value:
        return value
    try:
        return field.clean(together)
    except RefusedError as error:
        raise RefusedError(TOGETHER + error.words) from error


def _change(answer: Answer, stands: str, *, sent: str, device: Device | None) -> list[AnswerChange]:
    """Let something else stand in a field, and return the change; none where it stands already."""
    if stands == answer.value:
        return []
    answer.value, answer.version = stands, answer.version + 1
    return [AnswerChange(answer=answer, version=answer.version, sent=sent, value=stands, device=device)]


def _keep(table: Table, fields: Sequence[Field], changes: Sequence[AnswerChange], *, actor: str) -> None:
    """Write the changes, and announce them: one event for each kind, whose number they bear."""
    named = {field.name: field for field in fields}
    answers = [change.answer for change in changes]
    Answer.objects.bulk_create(answer for answer in answers if answer.pk is None)
    Answer.objects.bulk_update([answer for answer in answers if answer.version > 1], ["value", "version"])
    kinds: dict[str, list[AnswerChange]] = defaultdict(list)
    for change in changes:
        kinds[named[change.answer.field].kind].append(change)
    for kind, of_kind in kinds.items():
        names = [change.answer.field for change in of_kind]
        topics = dict.fromkeys([own_table(table.pk), *(t for name in names for t in named[name].topics)])
        event = announce(
            table.roadshow.log_id,
            kind=kind,
            topics=list(topics),
            payload={"table": table.number, "fields": names},
            actor=actor,
        )
        for change in of_kind:
            change.seq = event.seq
    AnswerChange.objects.bulk_create(changes)
