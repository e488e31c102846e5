"""Two doors, walk-ins, the clock and a plan at once, on PostgreSQL; and what goes wrong where nobody locks in order."""

from __future__ import annotations

from functools import partial
from threading import Barrier

import pytest
from django.db import OperationalError, transaction

from places.actions import entrance
from places.actions.door import admit
from places.actions.holding import lock
from places.actions.seating import lock_seating
from places.models import Claim, Places, SeatingSettings
from tests.booked import note
from tests.places.crowded import Crowd, expect_everybody_once, let_in_twice, make_crowd, press_all
from tests.together import together
from workshops.models import Roadshow

pytestmark = pytest.mark.django_db(transaction=True)


def test_whatever_happens_at_once_everybody_is_counted_once_and_nothing_waits_for_ever() -> None:
    crowd = make_crowd()
    press_all(crowd)
    expect_everybody_once(crowd)


def test_without_locks_two_doors_let_the_same_people_in_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    crowd = make_crowd()
    monkeypatch.setattr(entrance, "one_at_a_time", lambda _programmes: None)
    monkeypatch.setattr(entrance, "lock", lambda pks: Places.objects.select_related("roadshow").in_bulk(set(pks)))
    monkeypatch.setattr(entrance, "lock_seating", _unlocked)
    together(*[partial(admit, claim, note(f"{door}{claim.pk}")) for claim in crowd.people for door in "ab"])
    assert let_in_twice() > 0


def test_claims_first_and_the_seating_after_them_would_wait_for_a_plan_for_ever() -> None:
    crowd, both = make_crowd(), Barrier(2)
    SeatingSettings.objects.get_or_create(roadshow=crowd.places.roadshow)
    with pytest.raises(OperationalError, match="deadlock"):
        together(partial(_releases_in_the_wrong_order, crowd, both), partial(_plans, crowd, both))


def _unlocked(roadshow: Roadshow) -> SeatingSettings:
    settings, _new = SeatingSettings.objects.get_or_create(roadshow=roadshow)
    return settings


@transaction.atomic
def _releases_in_the_wrong_order(crowd: Crowd, both: Barrier) -> None:
    lock([crowd.places.pk])
    Claim.objects.filter(pk=crowd.people[0].pk).update(reason="given on")
    both.wait(10)
    lock_seating(crowd.places.roadshow)


@transaction.atomic
def _plans(crowd: Crowd, both: Barrier) -> None:
    lock_seating(crowd.places.roadshow)
    both.wait(10)
    Claim.objects.filter(pk=crowd.people[0].pk).update(table=None)
