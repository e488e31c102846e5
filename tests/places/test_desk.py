"""One desk for many: served together, in their order, and nobody pays for another's mistake."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest

from places.desk import Desk


class VainError(Exception):
    """Nobody fares better alone."""


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


def test_what_would_fail_for_each_is_not_tried_for_each(clerk: Clerk) -> None:
    def fail(asked: Sequence[int]) -> None:
        if asked != [0]:
            raise VainError

    clerk.trouble = fail
    zero, *others = all_at_once(clerk, Desk(clerk.serve, in_vain=(VainError,)), 1, 2, 3)
    assert zero.result() == 0
    assert all(isinstance(answer.exception(), VainError) for answer in others)
    assert clerk.served == [[0], [1, 2, 3]]


def test_after_a_failure_the_desk_is_open(clerk: Clerk) -> None:
    clerk.may_go_on.set()
    clerk.trouble = refuse_odd
    desk = Desk(clerk.serve)
    with pytest.raises(ValueError, match="1"):
        desk.ask(1)
    assert desk.ask(2) == 4
