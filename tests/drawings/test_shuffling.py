from __future__ import annotations

from drawings.shuffling import shuffled

UNITS = range(1, 41)


def test_everybody_meets_all_in_an_order_of_their_own() -> None:
    orders = [shuffled(UNITS, seed=seed) for seed in (1, 2, 3)]
    assert [sorted(order) for order in orders] == [list(UNITS)] * 3
    assert len({tuple(order) for order in [*orders, list(UNITS)]}) == 4


def test_the_same_person_meets_them_in_the_same_order_again() -> None:
    assert shuffled(UNITS, seed=7) == shuffled(reversed(UNITS), seed=7)


def test_one_more_leaves_the_others_in_their_order() -> None:
    more = shuffled([*UNITS, 99], seed=7)
    more.remove(99)
    assert more == shuffled(UNITS, seed=7)


def test_over_many_people_no_drawing_always_comes_late() -> None:
    places = [shuffled(UNITS, seed=seed).index(1) for seed in range(200)]
    assert 15 < sum(places) / len(places) < 25
