"""One desk for many: served together, in their order, and nobody pays for another's mistake."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event, current_thread

import pytest
from django.db import OperationalError, connection, transaction

from places.desk import GATHERING_SECONDS, Desk


class Clerk:
    """Doubles numbers, and can be kept busy meanwhile; refuses odd ones."""

    def __init__(self) -> None:
        self.served: list[list[int]] = []
        self.begun, self.may_go_on = Event(), Event()
        self.trouble: Callable[[Sequence[int]], None] = lambda _asked: None

    def serve(self, asked: Sequence[int]) -> list[int]:
        self.served.append(list(asked))
        self.begun.set()
        assert self.may_go_on.wait(10)
        self.trouble(asked)
        return [2 * each for each in asked]


@pytest.fixture
def clerk() -> Clerk:
    return Clerk()


def refuse_odd(asked: Sequence[int]) -> None:
    if any(each % 2 for each in asked):
        raise ValueError(asked)


def all_at_once(clerk: Clerk, desk: Desk[int, int], *numbers: int) -> list[Future[int]]:
    """Let 0 be served first, and these come meanwhile, one after the other."""
    with ThreadPoolExecutor(len(numbers) + 1) as threads:
        answers = [threads.submit(desk.ask, 0)]
        assert clerk.begun.wait(10)
        for count, number in enumerate(numbers, start=1):
            answers.append(threads.submit(desk.ask, number))
            while len(desk._waiting) < count:
                time.sleep(0.001)
        clerk.may_go_on.set()
    return answers


def test_who_comes_alone_is_served_at_once(clerk: Clerk) -> None:
    clerk.may_go_on.set()
    desk = Desk(clerk.serve)
    assert [desk.ask(3), desk.ask(4)] == [6, 8]
    assert clerk.served == [[3], [4]]


def test_who_comes_meanwhile_is_served_together_next_in_their_order(clerk: Clerk) -> None:
    answers = all_at_once(clerk, Desk(clerk.serve), 5, 3, 4)
    assert [answer.result() for answer in answers] == [0, 10, 6, 8]
    assert clerk.served == [[0], [5, 3, 4]]


def test_a_request_that_fails_fails_alone(clerk: Clerk) -> None:
    clerk.trouble = refuse_odd
    zero, two, three, four = all_at_once(clerk, Desk(clerk.serve), 2, 3, 4)
    assert [answer.result() for answer in (zero, two, four)] == [0, 4, 8]
    with pytest.raises(ValueError, match="3"):
        three.result()


def test_when_the_database_is_away_it_is_not_asked_again_for_each(clerk: Clerk) -> None:
    def fail(asked: Sequence[int]) -> None:
        if asked != [0]:
            raise OperationalError

    clerk.trouble = fail
    zero, *others = all_at_once(clerk, Desk(clerk.serve), 1, 2, 3)
    assert zero.result() == 0
    assert all(isinstance(answer.exception(), OperationalError) for answer in others)
    assert clerk.served == [[0], [1, 2, 3]]


def test_after_a_failure_the_desk_is_open(clerk: Clerk) -> None:
    clerk.may_go_on.set()
    clerk.trouble = refuse_odd
    desk = Desk(clerk.serve)
    with pytest.raises(ValueError, match="1"):
        desk.ask(1)
    assert desk.ask(2) == 4


@pytest.mark.django_db
def test_in_a_transaction_of_somebody_elses_nobody_else_is_served(clerk: Clerk) -> None:
    clerk.may_go_on.set()
    threads: list[str] = []
    clerk.trouble = lambda _asked: threads.append(current_thread().name)
    desk = Desk(clerk.serve)
    with transaction.atomic():
        assert desk.ask(2) == 4
    assert threads == [current_thread().name]


def test_outside_of_one_the_clerk_serves_and_keeps_no_connection(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk.may_go_on.set()
    noted: list[str] = []
    clerk.trouble = lambda _asked: noted.append(current_thread().name)
    monkeypatch.setattr("places.desk.connections.close_all", lambda: noted.append("closed"))
    assert not connection.in_atomic_block
    assert Desk(clerk.serve).ask(2) == 4
    assert noted == ["desk_0", "closed"]


def test_after_an_error_the_next_are_served_by_a_new_connection(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk.trouble = refuse_odd
    closed: list[int] = []
    monkeypatch.setattr("places.desk.connections.close_all", lambda: closed.append(len(clerk.served)))
    desk = Desk(clerk.serve)
    with ThreadPoolExecutor(2) as threads:
        wrong = threads.submit(desk.ask, 1)
        assert clerk.begun.wait(10)
        right = threads.submit(desk.ask, 2)
        while not desk._waiting:
            time.sleep(0.001)
        clerk.may_go_on.set()
        assert right.result() == 4
    assert isinstance(wrong.exception(), ValueError)
    assert closed == [1, 2]


def test_where_the_connection_cannot_be_closed_nobody_waits_for_ever(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise OperationalError

    clerk.may_go_on.set()
    monkeypatch.setattr("places.desk.connections.close_all", fail)
    desk = Desk(clerk.serve)
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(desk.ask, 2).result(timeout=10) == 4
        assert threads.submit(desk.ask, 3).result(timeout=10) == 6


def test_in_a_rush_the_clerk_lets_more_come_before_serving_and_else_nobody_waits(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("places.desk.sleep", pauses.append)
    desk = Desk(clerk.serve)
    all_at_once(clerk, desk, 5, 3, 4)
    assert pauses == []
    assert [desk.ask(6), desk.ask(7)] == [12, 14]
    assert pauses == [GATHERING_SECONDS]
