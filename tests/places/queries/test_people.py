"""Who missed a date: only those who had a place at no other."""

from __future__ import annotations

import pytest
from django.utils import timezone

from places.models import Claim, ClaimState, Ending
from places.queries.people import who_missed
from tests.attended import came, cancelled, day_over, had_place, missed

pytestmark = pytest.mark.django_db


def test_whoever_has_or_had_a_place_at_another_date_has_missed_none() -> None:
    day = day_over(ago=9)
    other = day_over(ago=3, programme=day.roadshow.programme)
    people = {name: missed(day, name).booking_id for name in ("Ann", "Ben", "Cas", "Dan", "Eve")}
    came(other, "Ann")
    had_place(other, "Ben")
    given_on = had_place(other, "Cas")
    Claim.objects.filter(pk=given_on.pk).update(state=ClaimState.ENDED, ending=Ending.RELEASED, ended_at=timezone.now())
    cancelled(other, "Dan", days_before=5)
    missed(other, "Eve")
    assert who_missed(people.values()) == {people["Dan"], people["Eve"]}
