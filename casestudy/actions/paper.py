"""Keeping what a table wrote on its answer sheet, as that table's answers."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from casestudy.kinds import ANSWERED
from live.announce import announce
from workshops.answering import Field
from workshops.models import Answer, AnswerChange, Table
from workshops.topics import own_table


@transaction.atomic
def type_in(table: Table, said: Sequence[tuple[Field, str]], *, actor: str) -> int:
    """Store what stands on a table's sheet, and return how many answers that changed.

    What stands there already changes nothing, so a second press is harmless. The history names `actor`, and no device.
    """
    Table.objects.select_for_update(no_key=True).get(pk=table.pk)
    changes = [change for field, value in said if (change := _change(table, field.name, value))]
    if not changes:
        return 0
    names = [change.answer.field for change in changes]
    topics = dict.fromkeys(
        [own_table(table.pk), *(t for field, _ in said if field.name in names for t in field.topics)]
    )
    payload = {"table": table.number, "fields": names}
    event = announce(
        table.roadshow.log_id, kind=ANSWERED, topics=list(topics), payload=payload, actor=f"{actor}, from paper"
    )
    for change in changes:
        change.seq = event.seq
    AnswerChange.objects.bulk_create(changes)
    return len(changes)


def _change(table: Table, name: str, value: str) -> AnswerChange | None:
    answer, _made = Answer.objects.get_or_create(table=table, field=name)
    if answer.value == value:
        return None
    answer.value, answer.version = value, answer.version + 1
    answer.save(update_fields=["value", "version"])
    return AnswerChange(answer=answer, version=answer.version, sent=value, value=value)
