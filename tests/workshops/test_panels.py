from __future__ import annotations

import pytest
from django.utils.safestring import SafeString

from workshops import panels
from workshops.models import Roadshow, Table
from workshops.panels import Place, Spot

ROADSHOW = Roadshow(city="Nowhere")


@pytest.fixture(autouse=True)
def _no_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panels, "_blocks", {place: [] for place in Place})
    monkeypatch.setattr(panels, "_marks", [])
    monkeypatch.setattr(panels, "_seats", [])


def draw_city(spot: Spot) -> SafeString:
    return SafeString(f"<p>{spot.roadshow.city}</p>")


def draw_form(spot: Spot) -> SafeString:
    return SafeString(f"<form>{spot.csrf_token}</form>")


def test_blocks_stand_in_the_order_in_which_they_were_registered() -> None:
    panels.register(Place.TABLE, draw_city)
    panels.register(Place.TABLE, draw_form)
    assert panels.in_place(Place.TABLE, Spot(ROADSHOW, "token")) == "<p>Nowhere</p><form>token</form>"


def test_a_block_that_comes_first_stands_before_those_that_were_there() -> None:
    panels.register(Place.TABLE, draw_city)
    panels.register(Place.TABLE, draw_form, first=True)
    assert panels.in_place(Place.TABLE, Spot(ROADSHOW, "token")) == "<form>token</form><p>Nowhere</p>"


def test_a_block_registered_twice_stands_once() -> None:
    panels.register(Place.TABLE, draw_city)
    panels.register(Place.TABLE, draw_city)
    assert panels.in_place(Place.TABLE, Spot(ROADSHOW)) == "<p>Nowhere</p>"


def test_a_place_that_nobody_fills_is_empty() -> None:
    panels.register(Place.TABLE, draw_city)
    assert panels.in_place(Place.CONSOLE_NEXT, Spot(ROADSHOW)) == ""


def test_a_template_knows_every_place_by_a_name_it_can_write() -> None:
    panels.register(Place.CONSOLE_NOW, draw_city)
    places = panels.drawn(Spot(ROADSHOW))
    assert set(places) == {place.name.lower() for place in Place}
    assert all(name.isidentifier() for name in places)
    assert str(places["console_now"]) == "<p>Nowhere</p>"


def test_marks_come_in_the_order_of_their_events() -> None:
    panels.register_marks(late := lambda _roadshow: [(7, 2)])
    panels.register_marks(lambda _roadshow: [(3, 1)])
    panels.register_marks(late)
    assert panels.marks_of(ROADSHOW) == [(3, 1), (7, 2)]


def test_what_the_devices_of_a_table_see_differently_is_named_in_their_order() -> None:
    table = Table(number=1)
    assert panels.seats_at(table) == []
    panels.register_seats(seats := lambda _table: ["The school", "The practice"])
    panels.register_seats(seats)
    assert panels.seats_at(table) == ["The school", "The practice"]
