"""What people do with their places in the same moment, on PostgreSQL."""

from __future__ import annotations

import pytest

from tests.places import overlapping

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_offer_is_taken_while_its_holder_asks_for_another_date(monkeypatch: pytest.MonkeyPatch) -> None:
    overlapping.take_an_offer_while_moving_elsewhere(monkeypatch)


def test_a_place_is_taken_from_a_colleague_by_somebody_who_asks_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    overlapping.take_from_a_colleague_while_asking_for_oneself(monkeypatch)


def test_the_door_and_whoever_asks_do_not_wait_for_each_other_in_a_circle(monkeypatch: pytest.MonkeyPatch) -> None:
    overlapping.let_in_by_an_offer_while_somebody_asks(monkeypatch)
