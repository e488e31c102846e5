from __future__ import annotations

import pytest
from django.db import IntegrityError
from django.utils import timezone

from tests.changes import nth
from tests.factories import first_table, make_day, make_roadshow, start
from workshops.models import Hiding, Roadshow, Signal, SignalKind

DONE, HELP, MOMENT = SignalKind.DONE, SignalKind.HELP, SignalKind.MOMENT


@pytest.fixture
def roadshow(db: None) -> Roadshow:
    roadshow = make_roadshow()
    make_day(roadshow)
    return roadshow


@pytest.mark.parametrize("kind", [HELP, MOMENT])
def test_one_signal_of_a_kind_stands_at_a_table(roadshow: Roadshow, kind: SignalKind) -> None:
    table = first_table(roadshow)
    Signal.objects.create(table=table, kind=kind)
    with pytest.raises(IntegrityError):
        Signal.objects.create(table=table, kind=kind)


def test_a_table_is_done_once_a_turn(roadshow: Roadshow) -> None:
    table, turn = first_table(roadshow), start(nth(roadshow, 1))
    Signal.objects.create(table=table, kind=DONE, turn=turn)
    with pytest.raises(IntegrityError):
        Signal.objects.create(table=table, kind=DONE, turn=turn)


def test_control_those_that_were_cleared_and_those_of_another_turn_do_not_stand_in_the_way(roadshow: Roadshow) -> None:
    table = first_table(roadshow)
    for kind in (HELP, MOMENT):
        Signal.objects.create(table=table, kind=kind, cleared_at=timezone.now())
        Signal.objects.create(table=table, kind=kind)
    for order in (1, 2):
        Signal.objects.create(table=table, kind=DONE, turn=start(nth(roadshow, order)))
    assert table.signals.count() == 6


def test_a_table_says_nothing_that_is_not_known(roadshow: Roadshow) -> None:
    with pytest.raises(IntegrityError):
        Signal.objects.create(table=first_table(roadshow), kind="bored")


def test_something_is_hidden_once_at_a_time(roadshow: Roadshow) -> None:
    Hiding.objects.create(roadshow=roadshow, item="question:1", hidden_by="Ana", shown_at=timezone.now())
    Hiding.objects.create(roadshow=roadshow, item="question:1", hidden_by="Ana")
    with pytest.raises(IntegrityError):
        Hiding.objects.create(roadshow=roadshow, item="question:1", hidden_by="Ben")
