"""When a day is over, and who cancels late for it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from places.actions.holders import cancel
from places.queries.days import is_late, is_over
from tests.booked import ask_for, claim_of, make_places
from tests.factories import make_roadshow
from workshops.models import RoadshowState

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("ahead", "late"), [(1, True), (5, False)])
def test_who_cancels_less_than_two_days_before_is_late(ahead: int, late: bool) -> None:
    places = make_places(1, ahead=ahead)
    cancel(ask_for(places, "Ann"), actor="Ann")
    assert is_late(claim_of(places, "ann@example.org")) is late


@pytest.mark.parametrize(
    ("ahead", "state", "over"),
    [
        (-1, RoadshowState.OPEN, True),
        (0, RoadshowState.OPEN, False),
        (0, RoadshowState.CLOSED, True),
        (1, RoadshowState.CLOSED, False),
    ],
)
def test_a_day_is_over_when_it_is_past_or_its_doors_were_shut(ahead: int, state: RoadshowState, over: bool) -> None:
    day = timezone.localdate() + dt.timedelta(days=ahead)
    assert is_over(make_roadshow(held_on=day, state=state)) is over
