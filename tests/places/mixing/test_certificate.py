"""The certificate says what could have been better, and never that something could which could not."""

from __future__ import annotations

from itertools import combinations_with_replacement

import pytest

from places.mixing import Broken, Count, Room, Trouble, certificate, pair
from places.mixing.certificate import fewest_pairs
from tests.mixed import pairs, people, tables


@pytest.mark.parametrize("crowd", range(10))
@pytest.mark.parametrize("at", [1, 2, 3, 4])
def test_the_fewest_pairs_are_those_of_the_best_of_all_spreads(crowd: int, at: int) -> None:
    spreads = [each for each in combinations_with_replacement(range(crowd + 1), at) if sum(each) == crowd]
    assert fewest_pairs(crowd, at) == min(sum(n * (n - 1) // 2 for n in each) for each in spreads)


def test_it_counts_pairs_beside_the_fewest_there_can_be() -> None:
    room = Room(people("a x 1", "a x 2", "b x 1", "c y 2"), tables(2, 2))
    found = certificate(room, {1: 1, 2: 1, 3: 2, 4: 2})
    assert (found.organisation, found.agency, found.level) == (Count(1, 0), Count(1, 1), Count(0, 0))
    assert found.organisation.avoidable == 1
    assert found.colleagues == (pair(1, 2),)
    assert (found.people, found.among_others) == (4, 2)
    assert found.organisations_at_a_table == (1, 1.5)


def test_what_is_not_known_of_people_is_shared_with_nobody() -> None:
    room = Room(people("a x", "b x"), tables(2))
    assert certificate(room, {1: 1, 2: 1}).level == Count(0, 0)


def test_colleagues_who_must_sit_together_are_not_held_against_it() -> None:
    room = Room(people("a x", "a x", "b y", "c z"), tables(2, 2), together=pairs((1, 2)))
    assert certificate(room, {1: 1, 2: 1, 3: 2, 4: 2}).organisation.avoidable == 0


def test_whoever_has_no_table_is_counted_apart() -> None:
    room = Room(people("a x", "a x"), tables(2))
    found = certificate(room, {1: 1})
    assert (found.people, found.unseated, found.organisation) == (1, 1, Count(0, 0))
    assert not found.is_best


def test_those_who_meet_again_are_named() -> None:
    room = Room(people("a x", "b y", "c z"), tables(2, 2), met=pairs((1, 2), (1, 3)))
    assert certificate(room, {1: 1, 2: 1, 3: 2}).repeats == (pair(1, 2),)


BROKEN = [
    (Room(people("a x", "b y"), tables(1)), Broken(Trouble.TOO_FULL, 1)),
    (Room(people("a x", "b y", step_free={2}), tables(2)), Broken(Trouble.STEPS, 1, (2,))),
    (Room(people("a x", "b y"), tables(2), apart=pairs((1, 2))), Broken(Trouble.NOT_APART, 0, (1, 2))),
]


@pytest.mark.parametrize(("room", "broken"), BROKEN)
def test_each_rule_that_is_broken_is_said(room: Room, broken: Broken) -> None:
    assert certificate(room, {1: 1, 2: 1}).broken == (broken,)


def test_those_who_should_sit_together_and_do_not_are_said() -> None:
    room = Room(people("a x", "b y"), tables(2, 2), together=pairs((1, 2)))
    assert certificate(room, {1: 1, 2: 2}).broken == (Broken(Trouble.NOT_TOGETHER, 0, (1, 2)),)
    assert certificate(room, {1: 1}).broken == ()  # The other is not here yet.
