from __future__ import annotations

import pytest

from tests.changes import SCREEN, Change, each, half_way, nth
from tests.factories import make_day, make_roadshow, start
from tests.workshops.conftest import Told
from workshops.actions import screens as actions
from workshops.actions.screens import MOST_SCREENS, TooManyScreensError
from workshops.models import Roadshow, Screen

pytestmark = pytest.mark.django_db


@pytest.fixture
def roadshow() -> Roadshow:
    """Return an open roadshow with a running order and one screen."""
    roadshow = make_roadshow(tables=2)
    make_day(roadshow)
    return roadshow


@pytest.fixture
def screen(roadshow: Roadshow) -> Screen:
    return roadshow.screens.select_related("roadshow").get()


def state(screen: Screen) -> tuple[str, str, bool]:
    """Return what is stored of a screen: what it shows, where it is held, whether it is dark."""
    stored = Screen.objects.get(pk=screen.pk)
    return stored.shows, stored.held, stored.blanked


@each(*SCREEN)
def test_a_change_to_a_screen_is_told_to_screens_and_consoles_once_and_after_the_commit(
    roadshow: Roadshow, told: Told, change: Change
) -> None:
    change.before(roadshow)
    assert told(lambda: change.verb(roadshow)) == [change.told(roadshow)]
    event = roadshow.log.events.latest("seq")
    assert (event.kind, event.actor) == (change.kind, "Ana")


@each(*SCREEN)
def test_a_change_that_was_rolled_back_is_told_to_nobody(roadshow: Roadshow, told: Told, change: Change) -> None:
    change.before(roadshow)
    before = list(roadshow.screens.values()), roadshow.log.events.count()
    assert told(lambda: half_way(change.verb, roadshow)) == []
    assert (list(roadshow.screens.values()), roadshow.log.events.count()) == before


def test_another_screen_has_a_name_and_a_link_of_its_own_and_follows_the_room(
    roadshow: Roadshow, screen: Screen
) -> None:
    added = actions.add_screen(roadshow, name="Left wall", actor="Ana")
    assert (added.name, state(added)) == ("Left wall", ("follow", "", False))
    assert added.token != screen.token
    assert list(roadshow.screens.all()) == [screen, added]


def test_a_screen_of_one_name_is_added_once(roadshow: Roadshow) -> None:
    first, again = (actions.add_screen(roadshow, name=name, actor="Ana") for name in ("Left wall", "left WALL"))
    assert first == again
    assert roadshow.screens.count() == 2


def test_a_roadshow_has_only_so_many_screens(roadshow: Roadshow) -> None:
    for n in range(MOST_SCREENS - 1):
        actions.add_screen(roadshow, name=f"Screen {n}", actor="Ana")
    with pytest.raises(TooManyScreensError):
        actions.add_screen(roadshow, name="One more", actor="Ana")
    assert roadshow.screens.count() == MOST_SCREENS
    assert actions.add_screen(roadshow, name="Screen 0", actor="Ana").name == "Screen 0"


def test_a_chosen_view_is_live_so_the_screen_is_neither_held_nor_dark(screen: Screen) -> None:
    actions.hold_screen(screen, actor="Ana")
    actions.set_dark(screen, dark=True, actor="Ana")
    actions.choose_view(screen, shows="questions", actor="Ana")
    assert state(screen) == ("questions", "", False)


@pytest.mark.parametrize("name", ["", "no-such-view", "dark"])
def test_a_view_that_is_none_is_refused(screen: Screen, name: str) -> None:
    with pytest.raises(ValueError, match="no view"):
        actions.choose_view(screen, shows=name, actor="Ana")
    assert state(screen) == ("follow", "", False)


def test_a_screen_that_follows_is_held_at_what_leads(roadshow: Roadshow, screen: Screen) -> None:
    actions.hold_screen(screen, actor="Ana")
    before = state(screen)
    turn = start(nth(roadshow, 3))
    actions.let_go(screen, actor="Ana")
    actions.hold_screen(Screen.objects.get(pk=screen.pk), actor="Ana")
    assert (before, state(screen)) == (("follow", "join:", False), ("follow", f"activity:{turn.pk}", False))


def test_holding_a_held_screen_holds_it_where_it_is(roadshow: Roadshow, screen: Screen) -> None:
    first = start(nth(roadshow, 3))
    actions.hold_screen(screen, actor="Ana")
    start(nth(roadshow, 4))
    actions.hold_screen(Screen.objects.get(pk=screen.pk), actor="Ana")
    assert state(screen) == ("follow", f"activity:{first.pk}", False)


def test_letting_go_leaves_what_was_chosen(screen: Screen) -> None:
    actions.choose_view(screen, shows="questions", actor="Ana")
    actions.hold_screen(screen, actor="Ana")
    actions.let_go(screen, actor="Ana")
    assert state(screen) == ("questions", "", False)


def test_a_dark_screen_that_is_light_again_shows_what_it_showed(screen: Screen) -> None:
    actions.choose_view(screen, shows="questions", actor="Ana")
    actions.hold_screen(screen, actor="Ana")
    actions.set_dark(screen, dark=True, actor="Ana")
    assert state(screen) == ("questions", "questions:", True)
    actions.set_dark(screen, dark=False, actor="Ana")
    assert state(screen) == ("questions", "questions:", False)


def test_what_one_screen_shows_is_no_other_screens_business(roadshow: Roadshow, screen: Screen) -> None:
    other = actions.add_screen(roadshow, name="Left wall", actor="Ana")
    actions.choose_view(screen, shows="join", actor="Ana")
    actions.set_dark(screen, dark=True, actor="Ana")
    assert state(other) == ("follow", "", False)


def test_the_log_says_what_a_screen_was_set_to(screen: Screen) -> None:
    actions.choose_view(screen, shows="questions", actor="Ana")
    assert screen.roadshow.log.events.get().payload == {
        "screen": screen.pk,
        "shows": "questions",
        "held": "",
        "dark": False,
    }
