from __future__ import annotations

import pytest
from django.utils.safestring import SafeString

from live.kinds import Reading
from workshops import screens
from workshops.models import Activity, ActivityKind, Roadshow, Screen
from workshops.screens import View

ROADSHOW = Roadshow(city="Nowhere")


def make_view(name: str, kind: str = "") -> View:
    """Return a view that leads in activities of a kind; in all of them without one."""

    def leads(_roadshow: Roadshow, activity: Activity | None, _reading: Reading) -> bool:
        return not kind or (activity is not None and activity.kind == kind)

    return View(name, name.title(), lambda _roadshow, _pin, _reading: SafeString(name), leads)


ALWAYS, CASE, WALL = make_view("always"), make_view("case", "case"), make_view("wall", "case")


@pytest.fixture(autouse=True)
def _two_views(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screens, "_views", {})
    screens.register(ALWAYS)
    screens.register(CASE)


def shown(**fields: object) -> tuple[View, str]:
    return screens.shown_on(Screen(**fields), ALWAYS)


def test_a_screen_can_follow_the_room_or_show_any_view() -> None:
    assert screens.choices() == [("follow", "What the room is at"), ("always", "Always"), ("case", "Case")]


@pytest.mark.parametrize(("kind", "view"), [("case", CASE), ("break", ALWAYS)])
def test_what_leads_is_chosen_by_the_activity(kind: str, view: View) -> None:
    assert screens.leading(ROADSHOW, Activity(kind=kind), Reading()) is view


def test_without_an_activity_what_always_leads_does() -> None:
    assert screens.leading(ROADSHOW, None, Reading()) is ALWAYS


def test_of_two_that_lead_the_later_one_does() -> None:
    screens.register(WALL)
    assert screens.leading(ROADSHOW, Activity(kind=ActivityKind.CASE), Reading()) is WALL


def test_a_view_registered_twice_is_there_once() -> None:
    screens.register(CASE)
    assert len(screens.choices()) == 3


def test_two_views_of_one_name_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="two views of the name 'case'"):
        screens.register(make_view("case"))
    assert screens.chosen("case", ALWAYS) is CASE


def test_a_screen_that_follows_shows_what_leads() -> None:
    assert shown(shows="follow") == (ALWAYS, "")


def test_a_screen_shows_what_was_chosen() -> None:
    assert shown(shows="case") == (CASE, "")


@pytest.mark.parametrize("fields", [{"shows": "gone"}, {"held": "gone:3"}, {"shows": "gone", "held": "gone:3"}])
def test_a_name_that_nobody_registers_falls_back_to_what_leads(fields: dict[str, str]) -> None:
    assert shown(**fields) == (ALWAYS, "")


@pytest.mark.parametrize(("held", "pin"), [("case:2", "2"), ("case:", ""), ("case", ""), ("case:a:b", "a:b")])
def test_a_held_screen_keeps_its_view_and_its_place_whatever_was_chosen(held: str, pin: str) -> None:
    assert shown(shows="always", held=held) == (CASE, pin)
