"""The same rules as tests/js/position.test.js and backoff.test.js."""

from __future__ import annotations

from random import Random

import pytest

from workshops.rehearsing.position import Frame, Position, Take, poll_seconds, retry_seconds


def frame(seq: int, after: int, topic: str = "tables", epoch: str = "e1") -> Frame:
    return {"epoch": epoch, "seq": seq, "after": after, "topic": topic, "kind": "k", "html": ""}


def test_a_page_has_what_it_was_drawn_with() -> None:
    assert Position("e1", 7).have == 7


def test_the_next_frame_is_applied_and_moves_on() -> None:
    position = Position("e1", 7)
    assert position.take(frame(9, after=7)) == Take.APPLY
    assert position.have == 9


def test_a_frame_that_it_has_is_ignored() -> None:
    position = Position("e1", 7)
    position.take(frame(9, after=7))
    assert [position.take(frame(seq, after=0)) for seq in (6, 7, 9)] == [Take.IGNORE] * 3


def test_a_frame_whose_predecessor_is_missing_heals_and_moves_nothing() -> None:
    position = Position("e1", 7)
    assert position.take(frame(9, after=8)) == Take.HEAL
    assert position.have == 7


def test_topics_are_counted_apart() -> None:
    position = Position("e1", 7)
    position.take(frame(12, after=5, topic="table:1"))
    assert position.take(frame(10, after=7)) == Take.APPLY
    assert position.take(frame(15, after=11)) == Take.HEAL
    assert position.have == 12


def test_another_epoch_heals() -> None:
    assert Position("e1", 7).take(frame(8, after=7, epoch="e2")) == Take.HEAL


def test_a_passing_state_is_applied_and_counts_nothing() -> None:
    position = Position("e1", 7)
    assert position.take({"epoch": "e1", "topic": "consoles", "kind": "room", "html": ""}) == Take.APPLY
    assert position.have == 7


@pytest.mark.parametrize(
    ("epoch", "head", "behind"), [("e1", 7, False), ("e1", 6, False), ("e1", 8, True), ("e2", 7, True)]
)
def test_a_heartbeat_shows_what_was_missed(epoch: str, head: int, behind: bool) -> None:
    assert Position("e1", 7).behind({"epoch": epoch, "head": head}) is behind


@pytest.mark.parametrize(("attempt", "most"), [(0, 0.5), (1, 1.0), (4, 8.0), (5, 15.0), (50, 15.0)])
def test_waits_are_random_up_to_a_doubling_limit(attempt: int, most: float) -> None:
    waits = [retry_seconds(attempt, Random(seed)) for seed in range(200)]
    assert 0 <= min(waits) < most * 0.1
    assert most * 0.9 < max(waits) <= most


def test_polls_are_three_seconds_apart_half_of_it_more_or_less() -> None:
    waits = [poll_seconds(Random(seed)) for seed in range(200)]
    assert 1.5 <= min(waits) < 1.7
    assert 4.3 < max(waits) <= 4.5
