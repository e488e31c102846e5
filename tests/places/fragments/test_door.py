"""What is pushed to the doors: who changed, as long as a device may hold them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from live.kinds import Notice
from places.actions.door import admit
from places.actions.holders import cancel
from places.actions.places import set_places
from places.fragments.door import draw_board, draw_door
from places.models import Places
from places.queries.door import places_with_rules
from tests.booked import ask_for, begun, make_places, note
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


@pytest.mark.parametrize(("places", "said"), [(3, "Give 1 place to"), (2, "Give 1 place to"), (1, "No place is left")])
def test_the_board_offers_to_give_no_more_places_than_there_are(today: Places, places: int, said: str) -> None:
    set_places(today.roadshow, capacity=places)
    people = {name: ask_for(today, name) for name in ("Ann", "Ben", "Cleo", "Dan")}
    for name in ("Ann", "Dan"):
        admit(people[name], note(name))
    begun(today, minutes=30)
    today = places_with_rules(pk=today.pk) or today
    html = draw_board(today)
    assert said in html
    assert html.count("to who waits here") == (places > 1)
