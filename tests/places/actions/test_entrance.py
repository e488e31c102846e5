"""Doors take their turn: one after the other, whatever becomes of who was before them."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

import pytest
from django.db import OperationalError, connection, transaction

from places.actions.entrance import in_turn
from tests.together import together
from workshops.models import Programme

pytestmark = pytest.mark.django_db(transaction=True)


class _WrongError(Exception):
    pass


@in_turn()
def fail() -> None:
    raise _WrongError


def test_a_verb_that_fails_gives_the_turn_on_and_leaves_no_transaction() -> None:
    with pytest.raises(_WrongError):
        fail()
    assert not connection.in_atomic_block
    assert together(in_turn()(lambda: "done")) == ["done"]


def test_nobody_waits_for_what_is_drawn_after_the_commit() -> None:
    others_were_there = Event()

    @in_turn()
    def draws() -> None:
        transaction.on_commit(lambda: drawn.append(others_were_there.wait(10)))

    drawn: list[bool] = []
    other = in_turn()(others_were_there.set)
    together(draws, other)
    assert drawn == [True]


def rush(verb: Callable[[], object]) -> None:
    """Let four do it at once, who give up at once where the database has another writer."""

    def press() -> None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 0")
        verb()

    together(*[press] * 4)


def write() -> None:
    Programme.objects.update(name="ours")
    Event().wait(0.05)


def test_doors_queue_and_never_find_another_writer_in_their_way() -> None:
    rush(in_turn()(write))


def test_control_without_a_turn_they_do() -> None:
    with pytest.raises(OperationalError, match="locked"):
        rush(transaction.atomic(write))
