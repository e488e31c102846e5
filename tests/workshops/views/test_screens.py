from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from casestudy.models import CaseRun
from tests.changes import nth
from tests.factories import make_day, make_facilitator, make_roadshow, signed_in, start
from tests.pages import words
from workshops.actions.screens import MOST_SCREENS
from workshops.models import Roadshow, Screen

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def roadshow() -> Roadshow:
    roadshow = make_roadshow(slug="leeds", city="Leeds")
    make_day(roadshow)
    return roadshow


@pytest.fixture
def screen(roadshow: Roadshow) -> Screen:
    return roadshow.screens.get()


@pytest.fixture
def console(roadshow: Roadshow) -> Client:
    return signed_in(make_facilitator(roadshow))


def press(console: Client, name: str, /, *arguments: object, **fields: object) -> tuple[int, str]:
    """Press a button with scripts; return the status and the words of the answer."""
    answer = console.post(reverse(name, args=["leeds", *arguments]), fields, headers=HTMX)
    return answer.status_code, words(answer.text)


def state(screen: Screen) -> tuple[str, str, bool]:
    screen.refresh_from_db()
    return screen.shows, screen.held, screen.blanked


def test_a_view_is_chosen_held_and_let_go_made_dark_and_light(console: Client, screen: Screen) -> None:
    seen = []
    for name, fields in (
        ("choose-view", {"shows": "questions"}),
        ("hold-screen", {"hold": "yes"}),
        ("hold-screen", {"hold": ""}),
        ("dark-screen", {"dark": "yes"}),
        ("dark-screen", {"dark": ""}),
    ):
        assert press(console, name, screen.pk, **fields) == (200, "")
        seen.append(state(screen))
    assert seen == [
        ("questions", "", False),
        ("questions", "questions:", False),
        ("questions", "", False),
        ("questions", "", True),
        ("questions", "", False),
    ]


def test_each_press_is_noted_with_who_pressed(console: Client, screen: Screen, roadshow: Roadshow) -> None:
    press(console, "dark-screen", screen.pk, dark="yes")
    assert roadshow.log.events.get().actor == "facilitator@example.org"


@pytest.mark.parametrize("shows", ["", "no-such-view", "\x00", "x" * 300])
def test_a_view_that_is_none_changes_nothing(console: Client, screen: Screen, shows: str) -> None:
    status, said = press(console, "choose-view", screen.pk, shows=shows)
    assert (status, said) == (400, "This button was incomplete, so nothing was changed. Press it again.")
    assert state(screen) == ("follow", "", False)


def test_another_screen_is_added_and_on_the_console_with_its_link(console: Client, roadshow: Roadshow) -> None:
    assert press(console, "add-screen", name=" Left wall ") == (200, "")
    added = roadshow.screens.get(name="Left wall")
    assert reverse("screen", args=[added.token]) in console.get(reverse("console", args=["leeds"])).text
    assert "<title>Left wall" in Client().get(reverse("screen", args=[added.token])).text


@pytest.mark.parametrize("name", ["", "   "])
def test_a_screen_without_a_name_is_not_added(console: Client, roadshow: Roadshow, name: str) -> None:
    assert press(console, "add-screen", name=name) == (400, "Give the screen a name, such as: Left wall.")
    assert roadshow.screens.count() == 1


def test_too_many_screens_are_refused_in_words(console: Client, roadshow: Roadshow) -> None:
    for n in range(MOST_SCREENS - 1):
        press(console, "add-screen", name=f"Screen {n}")
    status, said = press(console, "add-screen", name="One more")
    assert (status, said) == (
        409,
        "A roadshow has at most 8 screens, so none was added. One screen's link can be opened often.",
    )
    assert roadshow.screens.count() == MOST_SCREENS


@pytest.mark.parametrize("name", ["choose-view", "hold-screen", "dark-screen"])
def test_another_roadshows_screen_is_as_if_absent(console: Client, name: str) -> None:
    theirs = make_roadshow().screens.get()
    fields = {"shows": "join", "hold": "yes", "dark": "yes"}
    assert press(console, name, theirs.pk, **fields)[0] == 404
    assert state(theirs) == ("follow", "", False)


def test_nor_is_another_roadshows_screen_looked_at(console: Client) -> None:
    theirs = make_roadshow().screens.get()
    assert console.get(reverse("screen-preview", args=["leeds", theirs.pk])).status_code == 404


@pytest.mark.parametrize("asked", ["follow", "activity", "questions", "join", "case"])
def test_a_look_beforehand_changes_nothing_and_offers_to_show_what_is_seen(
    console: Client, roadshow: Roadshow, screen: Screen, asked: str
) -> None:
    start(nth(roadshow, 3))
    before = roadshow.log.events.count()
    page = console.get(reverse("screen-preview", args=["leeds", screen.pk]), {"shows": asked})
    assert re.findall(r'<input type="hidden" name="shows" value="(\w+)"', page.text) == [asked]
    assert re.findall(r'<a href="\?shows=(\w+)" aria-current="page"', page.text) == [asked]
    assert "Only you see this." in page.text
    assert "no-store" in page.headers["cache-control"]
    assert (state(screen), roadshow.log.events.count()) == (("follow", "", False), before)


def test_a_look_at_no_view_is_a_look_at_what_the_room_is_at(console: Client, screen: Screen) -> None:
    for asked in ({}, {"shows": "no-such-view"}, {"shows": "\x00"}):
        page = console.get(reverse("screen-preview", args=["leeds", screen.pk]), asked).text
        assert re.findall(r'data-view="([^"]+)"', page) == ["join"]


def test_a_look_at_the_case_of_a_roadshow_without_one(console: Client, screen: Screen) -> None:
    assert not CaseRun.objects.exists()
    page = console.get(reverse("screen-preview", args=["leeds", screen.pk]), {"shows": "case"})
    assert page.status_code == 200


def test_without_scripts_the_view_that_was_looked_at_is_chosen_and_one_is_back(console: Client, screen: Screen) -> None:
    answer = console.post(reverse("choose-view", args=["leeds", screen.pk]), {"shows": "questions"})
    assert answer.headers["location"] == "/roadshows/leeds/console/"
    assert state(screen) == ("questions", "", False)
