"""What is pushed to the doors: who changed, as long as a device may hold them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from live.kinds import Notice
from places.actions.holders import cancel
from places.fragments.door import draw_door
from places.models import Places
from tests.booked import ask_for, make_places
from tests.factories import make_roadshow

pytestmark = pytest.mark.django_db
GONE = '<li id="person-{}" data-gone></li>'


@pytest.fixture
def today() -> Places:
    return make_places(1, roadshow=make_roadshow(held_on=timezone.localdate(), starts_at=dt.time(23, 59)))


def drawn(places: Places, *claims: int) -> str:
    return draw_door(Notice(places.roadshow.log_id, 1, "door-noted", "door", {"claims": claims}))


def test_whose_name_was_erased_leaves_the_list_of_every_door(today: Places) -> None:
    ann = ask_for(today, "Ann")
    assert "Ann Example" in drawn(today, ann.pk)
    pk = ann.pk
    ann.booking.delete()
    assert GONE.format(pk) in drawn(today, pk)


def test_who_will_not_come_leaves_the_list_of_every_door(today: Places) -> None:
    ann = ask_for(today, "Ann")
    cancel(ann, actor="Ann")
    assert "Ann Example" not in (html := drawn(today, ann.pk))
    assert GONE.format(ann.pk) in html


def test_of_those_who_wait_no_more_come_to_a_device_than_it_may_hold(
    today: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, ben, cleo = (ask_for(today, name) for name in ("Ann", "Ben", "Cleo"))
    monkeypatch.setattr("places.queries.door.MOST_WAITING", 1)
    html = drawn(today, ann.pk, ben.pk, cleo.pk)
    assert ("Ann Example" in html, "Ben Example" in html, "Cleo Example" in html) == (True, True, False)
    assert GONE.format(cleo.pk) in html
