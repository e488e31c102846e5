"""Advice on booking beyond the room: never with more risk than is accepted, and none from too little."""

from __future__ import annotations

import random

import pytest

from places.overbooking import PastDay, advise

USUAL = [PastDay({"police": 40, "health": 35}, {"police": 10, "health": 15}) for _day in range(3)]


def test_nothing_is_advised_from_one_day_or_from_few_people() -> None:
    assert advise([], USUAL[:1], capacity=100, accepted=0.05) is None
    few = [PastDay({"police": 5}, {"police": 1})] * 3
    assert advise([], few, capacity=100, accepted=0.05) is None
    assert advise([], USUAL, capacity=0, accepted=0.05) is None


def test_the_chance_of_what_is_advised_is_within_what_is_accepted_and_of_one_more_is_not() -> None:
    advice = advise(["police"] * 60, USUAL, capacity=100, accepted=0.05)
    assert advice
    chances = dict(advice.chances)
    assert advice.beyond > 0
    assert chances[advice.beyond] <= 0.05 < chances[advice.beyond + 1]


def test_where_everybody_always_came_nobody_more_is_let_book() -> None:
    full = [PastDay({"police": 200}, {}) for _day in range(4)]
    advice = advise([], full, capacity=50, accepted=0.05)
    assert advice
    assert advice.beyond == 0


def test_more_accepted_never_advises_fewer() -> None:
    advised = [advise([], USUAL, capacity=80, accepted=percent / 100) for percent in (1, 5, 10, 20)]
    beyond = [each.beyond for each in advised if each]
    assert len(beyond) == 4
    assert beyond == sorted(beyond)


def test_days_that_differ_call_for_more_caution_than_the_same_mean_on_every_day() -> None:
    even = [PastDay({"a": 75}, {"a": 25})] * 2
    uneven = [PastDay({"a": 98}, {"a": 2}), PastDay({"a": 52}, {"a": 48})]
    one, other = (advise([], past, capacity=100, accepted=0.05) for past in (even, uneven))
    assert one
    assert other
    assert other.beyond < one.beyond


def test_the_chances_are_those_that_many_such_days_show() -> None:
    past = [PastDay({"a": 800}, {"a": 200})] * 2
    advice = advise([], past, capacity=50, accepted=0.2)
    assert advice
    dice = random.Random(6)
    for more, chance in advice.chances[:6]:
        full = [sum(dice.random() < 0.8 for _n in range(50 + more)) > 50 for _day in range(4000)]
        assert sum(full) / len(full) == pytest.approx(chance, abs=0.02)


def test_a_kind_that_seldom_comes_leaves_room_for_more() -> None:
    past = [PastDay({"police": 60, "health": 30}, {"police": 2, "health": 30})] * 3
    police, health = (advise([kind] * 100, past, capacity=100, accepted=0.05) for kind in ("police", "health"))
    assert police
    assert health
    assert health.beyond > police.beyond
