"""Doors take their turn: one after the other, whatever becomes of who was before them."""

from __future__ import annotations

from threading import Event

import pytest
from django.db import connection, transaction

from places.actions.entrance import in_turn
from tests.together import together

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


def test_while_one_has_the_turn_the_next_one_waits() -> None:
    inside, seen = [], []

    @in_turn()
    def look() -> None:
        inside.append(1)
        seen.append(len(inside))
        Event().wait(0.05)
        inside.pop()

    together(*[look] * 4)
    assert seen == [1, 1, 1, 1]
