from __future__ import annotations

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from casestudy.fields import field_of
from casestudy.models import CaseRun
from live.models import Event
from live.room import Delivery
from tests.casestudy.judged import rate, reveal
from tests.factories import first_table
from tests.pages import frames
from workshops.actions.answers import answer_for
from workshops.answering import Field
from workshops.models import Answer, AnswerChange
from workshops.topics import CONSOLES, own_table

pytestmark = pytest.mark.django_db

SCORE, UNKNOWN = "case.1.concern.family.score", "case.1.unknown"


def said(run: CaseRun, **values: str) -> list[tuple[Field, str]]:
    fields = {"score": field_of(run, SCORE), "unknown": field_of(run, UNKNOWN)}
    return [(field, values[name]) for name, field in fields.items() if field and name in values]


def test_what_stands_on_paper_is_the_tables_answer_with_who_typed_it_in(
    run: CaseRun, delivered: list[Delivery], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    table = first_table(run.roadshow)
    with django_capture_on_commit_callbacks(execute=True):
        assert answer_for(table, said(run, score="7", unknown="Who feeds her?"), actor="Ana, from paper") == 2
    (push,) = delivered
    assert set(frames(push)) == {own_table(table.pk), CONSOLES}
    assert dict(Answer.objects.values_list("field", "value")) == {SCORE: "7", UNKNOWN: "Who feeds her?"}
    event = Event.objects.get(log=run.roadshow.log_id)
    assert event.actor == "Ana, from paper"
    assert set(AnswerChange.objects.filter(device=None).values_list("seq", "version")) == {(event.seq, 1)}


def test_a_second_press_changes_nothing(run: CaseRun) -> None:
    table = first_table(run.roadshow)
    assert [answer_for(table, said(run, score="7"), actor="Ana, from paper") for _ in range(2)] == [1, 0]
    assert (AnswerChange.objects.count(), Event.objects.count()) == (1, 1)


def test_what_the_table_had_said_is_in_the_history(run: CaseRun) -> None:
    reveal(run, 1)
    table = first_table(run.roadshow)
    rate(table, 1, 3)
    answer_for(table, said(run, score="7"), actor="Ana, from paper")
    changes = AnswerChange.objects.order_by("version")
    assert [(change.value, change.device is None) for change in changes] == [("3", False), ("7", True)]


def test_paper_can_be_typed_in_whatever_stage_the_room_has(run: CaseRun) -> None:
    assert answer_for(first_table(run.roadshow), said(run, score="7"), actor="Ana, from paper") == 1
