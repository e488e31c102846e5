"""What people do with their places in the same moment, on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.places import overlapping

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_offer_is_taken_while_its_holder_asks_for_another_date(monkeypatch: pytest.MonkeyPatch) -> None:
    overlapping.take_an_offer_while_moving_elsewhere(monkeypatch)


def test_somebody_asks_for_another_date_while_a_place_becomes_free_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    overlapping.ask_elsewhere_while_a_place_becomes_free(monkeypatch)


def test_a_place_is_taken_from_a_colleague_by_somebody_who_asks_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    overlapping.take_from_a_colleague_while_asking_for_oneself(monkeypatch)


def test_the_door_and_whoever_asks_do_not_wait_for_each_other_in_a_circle(monkeypatch: pytest.MonkeyPatch) -> None:
    overlapping.let_in_by_an_offer_while_somebody_asks(monkeypatch)


@pytest.mark.parametrize("forget", [overlapping.erase_ann, overlapping.purge_long_after])
def test_who_is_deleted_and_asks_anew_in_that_moment_loses_no_place(
    monkeypatch: pytest.MonkeyPatch, forget: Callable[[], object]
) -> None:
    overlapping.gone_while_they_ask_anew(monkeypatch, forget)
