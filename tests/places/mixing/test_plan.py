"""The plan keeps every rule that can be kept, and is as mixed as it is proven that any could be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import product

import pytest

from places.mixing import Room, certificate, deal, plan
from places.mixing.cost import Seating
from tests.mixed import bound_crowd, crowd, pairs, people, tables


def sizes(seats: dict[int, int]) -> list[int]:
    return sorted(Counter(seats.values()).values())


@pytest.mark.parametrize("seed", range(4))
def test_a_full_roadshow_is_mixed_at_the_proven_minimum_with_no_rule_broken(seed: int) -> None:
    room = crowd(120, 15, seed=seed)
    found = certificate(room, plan(room))
    assert (found.organisation.avoidable, found.agency.avoidable, found.level.avoidable) == (0, 0, 0)
    assert (found.broken, found.unseated) == ((), 0)
    assert len(found.repeats) <= 1


def test_without_the_swaps_rules_are_kept_but_levels_bunch() -> None:
    room = crowd(120, 15, seed=0)
    found = certificate(room, deal(room))
    assert found.broken == ()
    assert found.level.avoidable > 0


@pytest.mark.parametrize(("crowd", "at", "company"), [(16, 8, 3), (20, 8, 4), (30, 15, 3), (40, 15, 4)])
def test_those_who_stay_together_do_so_where_tables_would_be_smaller_than_their_company(
    crowd: int, at: int, company: int
) -> None:
    together = pairs(*((1, other) for other in range(2, company + 1)))
    room = Room(people(*(f"o{n % 7} {'xyz'[n % 3]}" for n in range(crowd))), tables(*[8] * at), together=together)
    seats = plan(room)
    assert certificate(room, seats).broken == ()
    assert sizes(seats)[-1] == company


@pytest.mark.parametrize("seeds", [range(start, start + 25) for start in range(0, 200, 25)])
def test_whatever_the_rules_a_plan_keeps_them_all_where_a_seating_can(seeds: range) -> None:
    for seed in seeds:
        room = bound_crowd(seed)
        found = certificate(room, plan(room, steps_a_person=20))
        assert (found.broken, found.unseated) == ((), 0), seed


def test_a_company_is_no_reason_for_uneven_tables() -> None:
    room = Room(people(*["a x"] * 6), tables(8, 8, step_free={1}), together=pairs((1, 2), (3, 4), (5, 6)))
    assert sizes(plan(room)) == [2, 4]


def test_those_who_need_no_steps_have_tables_no_fuller_than_others_have() -> None:
    together = pairs((1, 2), (3, 4), (5, 6), (7, 8), (9, 10))
    room = Room(people(*["a x"] * 20, step_free={17, 18, 19, 20}), tables(*[8] * 5, step_free={1}), together=together)
    assert sizes(plan(room)) == [4] * 5


def test_a_room_gets_the_same_plan_every_time() -> None:
    room = crowd(40, 5, seed=3)
    assert plan(room) == plan(room)


def test_tables_are_as_even_as_they_can_be() -> None:
    room = Room(people(*["a x"] * 11), tables(8, 8, 8))
    assert sizes(plan(room)) == [3, 4, 4]


def test_a_small_table_takes_no_more_than_its_chairs() -> None:
    room = Room(people(*["a x"] * 12), tables(2, 8, 8))
    assert Counter(plan(room).values()) == {1: 2, 2: 5, 3: 5}


def test_more_people_than_chairs_are_seated_all_the_same_and_the_certificate_says_so() -> None:
    room = Room(people(*["a x"] * 5), tables(2, 2))
    seats = plan(room)
    assert len(seats) == 5
    assert [broken.trouble for broken in certificate(room, seats).broken] == ["too-full"]


def test_whoever_is_locked_stays_whatever_it_costs() -> None:
    room = Room(people("a x", "a x", "b y", "c z"), tables(4, 4), locked={1: 2, 2: 2})
    seats = plan(room)
    assert (seats[1], seats[2]) == (2, 2)
    assert sizes(seats) == [2, 2]


def test_as_many_sit_without_steps_as_need_it_even_if_that_makes_a_table_larger() -> None:
    room = Room(people(*["a x"] * 9, step_free={1, 2, 3, 4}), tables(4, 4, 4, step_free={2}))
    seats = plan(room)
    assert {seats[n] for n in (1, 2, 3, 4)} == {2}


def test_nobody_to_seat_and_no_table_to_seat_at_make_an_empty_plan() -> None:
    assert plan(Room((), tables(4))) == {}
    assert plan(Room(people("a x"), ())) == {}


# Against every seating that there is

TINY = [
    Room(people("a x 1", "a x 1", "b x 2", "c y 2", "c y 1", "d y 1"), tables(4, 4)),
    Room(people("a x 1", "a x 2", "b x 1", "b y 2", "c y 1", "c z 2"), tables(4, 4), met=pairs((1, 3), (2, 6), (4, 5))),
    Room(
        people(*["a x 1"] * 2, *["b x 2"] * 3, *["c y 1"] * 2),
        tables(3, 3, 3),
        together=pairs((1, 2)),
        apart=pairs((3, 6)),
    ),
    Room(people(*["a x 1"] * 3, *["b y 1"] * 4, step_free={2, 5, 6}), tables(3, 3, 3, step_free={3})),
    Room(
        people("a x 1", "b x 1", "c x 2", "d y 2", "e y 3", "f y 3"),
        tables(3, 3),
        together=pairs((1, 2)),
        locked={1: 2, 4: 2},
    ),
]


def seatings(room: Room, like: list[int]) -> Iterator[dict[int, int]]:
    """Yield every seating with as many at the tables as in `like`."""
    keys = [person.key for person in room.people]
    for choice in product([table.key for table in room.tables], repeat=len(keys)):
        seats = dict(zip(keys, choice, strict=True))
        if sizes(seats) == like and all(seats[key] == table for key, table in room.locked.items()):
            yield seats


@pytest.mark.parametrize("room", TINY)
def test_no_seating_at_all_is_better_than_the_plan(room: Room) -> None:
    seats = plan(room)
    best = min(Seating(room, each).total for each in seatings(room, sizes(seats)))
    assert Seating(room, seats).total == best


@pytest.mark.parametrize("room", TINY)
def test_no_seating_that_keeps_the_rules_has_fewer_pairs_than_the_minimum_says(room: Room) -> None:
    for seats in seatings(room, sizes(plan(room))):
        found = certificate(room, seats)
        counts = (found.organisation, found.agency, found.level)
        assert found.broken or min(count.avoidable for count in counts) >= 0


def test_where_everything_can_be_had_the_plan_has_it() -> None:
    room = crowd(120, 15, seed=1)
    assert certificate(room, plan(room)).is_best
