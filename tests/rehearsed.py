"""A roadshow with something of everything in it, and what exactly hangs on one."""

from __future__ import annotations

from typing import Any

from django.core import serializers

from casestudy.actions.reveals import reveal
from live.models import Bulletin
from tests.factories import first_table, join, make_facilitator, make_organiser, make_roadshow, make_run
from workshops.actions.care import hide, signal
from workshops.actions.day import start_activity
from workshops.actions.snapshots import everything
from workshops.actions.talk import broadcast, note_observation, park_question
from workshops.models import (
    Activity,
    ActivityKind,
    Answer,
    AnswerChange,
    KeyedPost,
    Roadshow,
    SignalKind,
    SupportContact,
)

ANA = "Ana"


def planned(**fields: Any) -> Roadshow:
    """Return an open roadshow of two tables with a case, a running order, a support card and two screens."""
    roadshow = make_roadshow(tables=2, **fields)
    make_run(roadshow)
    for order, (title, kind) in enumerate([("Arrival", ActivityKind.ARRIVAL), ("The case", ActivityKind.CASE)]):
        Activity.objects.create(roadshow=roadshow, order=order, kind=kind, title=title, minutes=30, prompts="Who knew?")
    SupportContact.objects.create(roadshow=roadshow, name="The safeguarding lead", reach="Room 4", hint="All day")
    roadshow.screens.create(name="Side screen", order=1)
    return roadshow


def busy(roadshow: Roadshow | None = None) -> Roadshow:
    """Return a roadshow, planned unless it is given, in the middle of its day: a row of every kind hangs on it."""
    roadshow = roadshow or planned()
    make_facilitator(roadshow, f"{roadshow.slug}@example.org")
    table, device = first_table(roadshow), join(first_table(roadshow)).device
    first, second = roadshow.activities.all()
    turn = start_activity(roadshow, first, after=0, actor=ANA)
    start_activity(roadshow, second, after=turn.pk, actor=ANA)
    reveal(roadshow.case_run, stage=1, actor=ANA)
    signal(table, SignalKind.DONE, actor="Table 1", device=device)
    broadcast(roadshow, text="Lunch at one", actor=ANA)
    question = park_question(roadshow, text="Who decides?", actor="Table 1", table=table)
    hide(roadshow, question.item, actor=ANA)
    note_observation(roadshow, author=make_organiser(f"o-{roadshow.slug}@example.org"), text="It was quiet")
    answer = Answer.objects.create(table=table, field="case.1.unknown", value="Who saw it?", version=1)
    AnswerChange.objects.create(answer=answer, version=1, value=answer.value, device=device, seq=1)
    KeyedPost.objects.create(roadshow=roadshow, key="k" * 22, table=table, digest="d")
    Bulletin.objects.create(log_id=roadshow.log_id, process="a", written_at=turn.started_at)
    return roadshow


def rows(roadshow: Roadshow) -> list[tuple[str, int, str]]:
    """Return every row that hangs on a roadshow: model, number, and its fields in words, without the epoch."""
    found = serializers.serialize("python", everything(roadshow))
    return sorted(
        (row["model"], row["pk"], str({k: v for k, v in row["fields"].items() if k != "epoch"})) for row in found
    )
