"""Tables on the day: at once for whoever comes in, and mended with few moves."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from places.mixing import Person, Room, certificate, repair, seat_one
from tests.mixed import bound_crowd, crowd, pairs, people, tables


def come_in(room: Room, order: list[Person]) -> dict[int, int]:
    """Let people come in one by one."""
    seats: dict[int, int] = {}
    for person in order:
        seats[person.key] = seat_one(room, seats, person)
    return seats


@pytest.mark.parametrize("seed", range(5))
def test_in_whichever_order_people_come_no_rule_is_broken_and_few_colleagues_meet(seed: int) -> None:
    room = crowd(80, 10, seed=seed)
    order = list(room.people)
    random.Random(seed).shuffle(order)
    seats = come_in(room, order)
    found = certificate(room, seats)
    assert found.broken == ()
    assert found.organisation.avoidable <= 4
    assert max(Counter(seats.values()).values()) - min(Counter(seats.values()).values()) <= 2


def test_an_empty_chair_of_a_colleague_is_worth_less_than_an_even_table() -> None:
    room = Room(people("a x", "b y", "a x"), tables(4, 4))
    assert come_in(room, list(room.people)) == {1: 1, 2: 2, 3: 2}


def test_of_equally_good_tables_the_planned_one_is_taken() -> None:
    room = Room(people("a x", "b y"), tables(4, 4, 4))
    assert seat_one(room, {1: 1}, room.people[1], wish=3) == 3


def test_a_chair_is_kept_for_whoever_is_locked_to_a_table() -> None:
    room = Room(people("a x", "b y"), tables(1, 4), locked={1: 1})
    assert come_in(room, [room.people[1], room.people[0]]) == {2: 2, 1: 1}


def test_chairs_without_steps_are_kept_for_those_who_need_them() -> None:
    room = Room(people("a x", "b y", "c z", step_free={3}), tables(1, 4, step_free={1}))
    assert come_in(room, list(room.people)) == {1: 2, 2: 2, 3: 1}


def test_two_who_stay_together_find_two_chairs_whenever_the_second_comes() -> None:
    room = Room(people("a x", "b y", "c z", "d z"), tables(1, 3), together=pairs((1, 4)))
    seats = come_in(room, list(room.people))
    assert seats[1] == seats[4] == 2


def test_a_companion_who_comes_first_takes_a_table_that_both_can_reach() -> None:
    room = Room(people("a x", "b y", "b y", "c z", step_free={1}), tables(8, 8, step_free={1}), together=pairs((1, 2)))
    seats = {3: 1, 4: 2}
    seats[2] = seat_one(room, seats, room.people[1])
    seats[1] = seat_one(room, seats, room.people[0])
    assert (seats[1], seats[2]) == (1, 1)


def test_two_colleagues_who_are_both_to_sit_with_a_third_wait_for_them_at_one_table() -> None:
    room = Room(people("a x", "b y", "b y"), tables(8, 8), together=pairs((1, 2), (1, 3)))
    seats = come_in(room, [room.people[1], room.people[2], room.people[0]])
    assert len(set(seats.values())) == 1


def test_whoever_is_to_sit_with_somebody_locked_to_a_table_sits_there_before_they_come() -> None:
    room = Room(people("a x", "b y", "c z"), tables(4, 4), together=pairs((1, 2)), apart=pairs((1, 3)), locked={1: 2})
    assert come_in(room, [room.people[1], room.people[2], room.people[0]]) == {2: 2, 3: 1, 1: 2}


def test_a_chair_away_from_whom_one_is_kept_apart_is_left_until_one_comes() -> None:
    room = Room(people("a x", "b y", "c z"), tables(2, 1), apart=pairs((1, 3)))
    assert come_in(room, list(room.people)) == {1: 1, 2: 1, 3: 2}


@pytest.mark.parametrize("seeds", [range(start, start + 25) for start in range(0, 200, 25)])
def test_whatever_the_rules_and_whoever_comes_first_all_are_kept_where_a_seating_can(seeds: range) -> None:
    for seed in seeds:
        room = bound_crowd(seed)
        order = list(room.people)
        random.Random(seed).shuffle(order)
        assert certificate(room, come_in(room, order)).broken == (), seed


def test_where_rules_cannot_all_be_kept_whoever_is_here_has_the_chair_before_who_may_yet_come() -> None:
    room = Room(people("a x", "b y", step_free={1, 2}), tables(1, 2, step_free={1}))
    assert come_in(room, list(room.people)) == {1: 1, 2: 2}


def test_where_hundreds_of_rules_fight_each_other_everybody_still_has_a_chair() -> None:
    chain = pairs(*((n, n + 1) for n in range(1, 60)))
    room = Room(people(*["a x"] * 60, step_free=set(range(1, 30))), tables(*[6] * 10, step_free={1}), chain, chain)
    seats = come_in(room, list(room.people))
    assert set(Counter(seats.values()).values()) == {6}


def test_where_no_chair_is_free_one_gets_a_table_all_the_same() -> None:
    room = Room(people("a x", "b y"), tables(1))
    assert come_in(room, list(room.people)) == {1: 1, 2: 1}


# Mending


def half_gone(seed: int) -> tuple[Room, dict[int, int]]:
    """Return those who came to a full roadshow in which one in five did not, and where the plan seats them."""
    room = crowd(80, 10, seed=seed)
    rng = random.Random(seed)
    here = tuple(person for person in room.people if rng.random() > 0.2)
    seats = {person.key: 1 + person.key % 10 for person in here}
    return Room(here, room.tables, room.together, room.apart, room.met), seats


@pytest.mark.parametrize("most", [0, 1, 2, 6])
def test_no_more_people_move_than_are_asked_for_and_the_tables_get_better(most: int) -> None:
    room, seats = half_gone(1)
    moves = repair(room, seats, most)
    before, after = certificate(room, seats), certificate(room, seats | moves)
    assert len(moves) <= most
    assert len(after.broken) <= len(before.broken)
    assert (len(after.broken), after.organisation.actual) < (len(before.broken), before.organisation.actual) or most < 2


def test_nobody_is_asked_to_move_where_nothing_is_worth_it() -> None:
    room = Room(people("a x 1", "b y 1", "c z 2", "d w 2"), tables(4, 4), met=pairs((1, 2)))
    assert repair(room, {1: 1, 2: 1, 3: 2, 4: 2}, 6) == {}


def test_whoever_has_no_table_gets_one_and_is_no_move() -> None:
    room = Room(people("a x", "b y"), tables(4, 4))
    assert repair(room, {1: 1}, 0) == {2: 2}


def test_whoever_is_locked_is_not_moved() -> None:
    room = Room(people("a x", "a x", "b y", "b y"), tables(4, 4), locked={1: 1, 2: 1})
    assert set(repair(room, {1: 1, 2: 1, 3: 2, 4: 2}, 6)) <= {3, 4}


def test_a_table_that_is_far_too_small_is_filled_first() -> None:
    room = Room(people(*"abcdefgh"), tables(8, 8))
    moves = repair(room, dict.fromkeys(range(1, 8), 1) | {8: 2}, 2)
    assert set(moves.values()) == {2}
    assert len(moves) == 2
