from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casestudy.actions.reveals import reveal, withdraw
from casestudy.models import CaseRun
from tests.changes import nth, turn_of
from tests.factories import make_activity, make_day, make_roadshow, make_run, start
from tests.pages import words
from tests.workshops.conftest import Clock, Push
from workshops.actions import care, day, hold, screens, talk
from workshops.fragments import screens as fragments
from workshops.models import Activity, ActivityKind, Roadshow, RoadshowState, Screen, SupportContact
from workshops.topics import SCREENS

pytestmark = pytest.mark.django_db


@pytest.fixture
def roadshow() -> Roadshow:
    """Return an open roadshow with a running order, a support card and one screen."""
    roadshow = make_roadshow(tables=2, city="Leeds")
    make_day(roadshow)
    SupportContact.objects.create(roadshow=roadshow, name="Samaritans", reach="116 123")
    return roadshow


@pytest.fixture
def run(roadshow: Roadshow) -> CaseRun:
    return make_run(roadshow)


@pytest.fixture
def screen(roadshow: Roadshow) -> Screen:
    return roadshow.screens.select_related("roadshow").get()


def shown(screen: Screen) -> str:
    """Return what a screen's page shows."""
    page = Client().get(reverse("screen", args=[screen.token])).text
    return str(page.partition("<main")[2].partition("</main>")[0])


def view_of(screen: Screen) -> str:
    return str(re.findall(r'data-view="([^"]+)"', shown(screen))[0])


def fresh(screen: Screen) -> Screen:
    return Screen.objects.select_related("roadshow").get(pk=screen.pk)


# Following the room


@pytest.mark.parametrize(
    ("kind", "view"),
    [(kind, {"arrival": "join", "case": "case"}.get(kind, "activity")) for kind in ActivityKind.values],
)
def test_a_screen_that_follows_shows_what_the_activity_is_for(
    roadshow: Roadshow, run: CaseRun, screen: Screen, kind: str, view: str
) -> None:
    start(make_activity(roadshow, kind=kind))
    assert view_of(screen) == view


def test_before_the_day_begins_a_screen_says_how_to_join(roadshow: Roadshow, run: CaseRun, screen: Screen) -> None:
    assert view_of(screen) == "join"
    for table in roadshow.tables.all():
        assert table.code in shown(screen)


def test_without_a_running_order_the_first_stage_brings_the_case(run: CaseRun, screen: Screen) -> None:
    reveal(run, stage=1, actor="Ana")
    assert view_of(screen) == "case"
    assert "The beginning" in shown(screen)


def test_a_case_activity_in_a_roadshow_without_a_case_is_shown_as_an_activity(
    roadshow: Roadshow, screen: Screen
) -> None:
    start(nth(roadshow, 2))
    assert view_of(screen) == "activity"
    assert "The case" in words(shown(screen))


def test_the_activity_is_shown_with_its_prompts_and_its_clock_and_without_the_notes(
    roadshow: Roadshow, screen: Screen
) -> None:
    turn = start(make_activity(roadshow, title="Talk", prompts="What helps?\nWhat not?", notes="Do not say this."))
    html = shown(screen)
    assert re.findall(r"<li>([^<]+)</li>", html) == ["What helps?", "What not?"]
    assert f'data-ends-at="{turn.end_stamp}"' in html
    assert "Do not say this." not in html


def test_a_screen_whose_view_nobody_registers_any_more_follows_the_room(roadshow: Roadshow, screen: Screen) -> None:
    Screen.objects.update(shows="wall-of-drawings")
    start(nth(roadshow, 3))
    assert view_of(screen) == "activity"


def test_a_chosen_view_stays_whatever_the_room_does(roadshow: Roadshow, run: CaseRun, screen: Screen) -> None:
    screens.choose_view(screen, shows="questions", actor="Ana")
    start(nth(roadshow, 2))
    reveal(run, stage=1, actor="Ana")
    assert view_of(screen) == "questions"


# Held


def test_a_held_stage_stays_though_the_room_moves_on(run: CaseRun, screen: Screen) -> None:
    for stage in (1, 2):
        reveal(run, stage=stage, actor="Ana")
    screens.hold_screen(screen, actor="Ana")
    reveal(run, stage=3, actor="Ana")
    html = shown(screen)
    assert ("The middle" in html, "The end" in html) == (True, False)
    screens.let_go(fresh(screen), actor="Ana")
    assert "The end" in shown(screen)


def test_a_held_stage_that_is_withdrawn_is_not_shown(run: CaseRun, screen: Screen) -> None:
    for stage in (1, 2):
        reveal(run, stage=stage, actor="Ana")
    screens.hold_screen(screen, actor="Ana")
    withdraw(run, stage=2, actor="Ana")
    html = shown(screen)
    assert ("The middle" in html, "The beginning" in html) == (False, True)
    reveal(run, stage=2, actor="Ana")
    assert "The middle" in shown(screen), "and it is shown again when it is revealed again"


def test_held_before_the_first_stage_a_screen_does_not_show_it(
    roadshow: Roadshow, run: CaseRun, screen: Screen
) -> None:
    start(nth(roadshow, 2))
    screens.hold_screen(screen, actor="Ana")
    reveal(run, stage=1, actor="Ana")
    html = shown(screen)
    assert ("The case begins soon" in html, "The beginning" in html) == (True, False)


def test_a_held_activity_stays_though_the_room_moves_on_and_its_clock_is_left_out(
    roadshow: Roadshow, screen: Screen
) -> None:
    start(nth(roadshow, 3))
    screens.hold_screen(screen, actor="Ana")
    assert "data-clock" in shown(screen)
    start(nth(roadshow, 4))
    html = shown(screen)
    assert ("Tea" in html, "Close" in html, "data-clock" in html) == (True, False, False)


def test_an_activity_whose_start_was_undone_is_not_held(roadshow: Roadshow, screen: Screen) -> None:
    start(nth(roadshow, 4))
    start(nth(roadshow, 3))
    screens.hold_screen(screen, actor="Ana")
    day.go_back(roadshow, turn=turn_of(roadshow), actor="Ana")
    html = shown(screen)
    assert ("Tea" in html, "Close" in html) == (False, True)


def test_held_before_the_day_begins_a_screen_goes_on_with_its_welcome(roadshow: Roadshow, screen: Screen) -> None:
    screens.choose_view(screen, shows="activity", actor="Ana")
    screens.hold_screen(screen, actor="Ana")
    start(nth(roadshow, 3))
    html = shown(screen)
    assert ("Welcome to Leeds" in html, "Tea" in html) == (True, False)


def test_how_to_join_can_be_held_through_the_day(roadshow: Roadshow, run: CaseRun, screen: Screen) -> None:
    screens.hold_screen(screen, actor="Ana")
    start(nth(roadshow, 2))
    reveal(run, stage=1, actor="Ana")
    assert view_of(screen) == "join"


# Dark, and paused


def test_a_dark_screen_is_sent_nothing_of_the_case_and_no_notice(run: CaseRun, screen: Screen, push: Push) -> None:
    reveal(run, stage=1, actor="Ana")
    talk.broadcast(run.roadshow, text="Lunch is ready.", actor="Ana")
    screens.set_dark(screen, dark=True, actor="Ana")
    pushed = push(lambda: reveal(run, stage=2, actor="Ana"))[SCREENS]
    for html in (pushed, shown(screen)):
        assert view_of(screen) == "dark"
        for of_the_case in ("The middle", "A small case", "Lunch is ready."):
            assert of_the_case not in html
        assert 'id="stage" data-stage="2"' in html


def test_a_pause_shows_the_support_card_on_every_screen_and_nothing_of_the_case(
    roadshow: Roadshow, run: CaseRun, screen: Screen, push: Push
) -> None:
    reveal(run, stage=1, actor="Ana")
    wall, held = (screens.add_screen(roadshow, name=name, actor="Ana") for name in ("Wall", "Held"))
    screens.choose_view(wall, shows="questions", actor="Ana")
    screens.hold_screen(held, actor="Ana")
    pushed = push(lambda: hold.pause(roadshow, actor="Ana"))[SCREENS]
    assert re.findall(r'data-view="([^"]+)"', pushed) == ["pause"] * 3
    assert pushed.count("116 123") == 3
    assert "The beginning" not in pushed
    assert [view_of(each) for each in (screen, wall, held)] == ["pause"] * 3
    hold.resume(roadshow, actor="Ana")
    assert [view_of(each) for each in (screen, wall, held)] == ["case", "questions", "case"]


def test_a_freeze_leaves_the_screens_as_they_are(run: CaseRun, screen: Screen) -> None:
    reveal(run, stage=1, actor="Ana")
    hold.freeze(run.roadshow, actor="Ana")
    assert view_of(screen) == "case"


# Questions


def test_questions_that_wait_are_shown_and_neither_settled_nor_hidden_ones(roadshow: Roadshow, screen: Screen) -> None:
    screens.choose_view(screen, shows="questions", actor="Ana")
    for text in ("Waits", "Settled", "Hidden"):
        talk.park_question(roadshow, text=text, actor="Ana")
    talk.settle_question(roadshow.questions.get(text="Settled"), actor="Ana")
    assert re.findall(r"<li>(\w+)</li>", shown(screen)) == ["Waits", "Hidden"]
    care.hide(roadshow, roadshow.questions.get(text="Hidden").item, actor="Ana")
    assert re.findall(r"<li>(\w+)</li>", shown(screen)) == ["Waits"]
    care.show_again(roadshow, roadshow.questions.get(text="Hidden").item, actor="Ana")
    assert re.findall(r"<li>(\w+)</li>", shown(screen)) == ["Waits", "Hidden"]


def test_hiding_a_question_takes_it_off_a_held_screen_too_in_one_press(
    roadshow: Roadshow, screen: Screen, push: Push
) -> None:
    screens.choose_view(screen, shows="questions", actor="Ana")
    parked = talk.park_question(roadshow, text="Is Mrs Real at home?", actor="Ana")
    screens.hold_screen(screen, actor="Ana")
    before = shown(screen)
    pushed = push(lambda: care.hide(roadshow, parked.item, actor="Ana"))[SCREENS]
    assert ["Mrs Real" in html for html in (before, pushed, shown(screen))] == [True, False, False]


def test_a_hidden_question_makes_room_for_the_next(roadshow: Roadshow, screen: Screen) -> None:
    screens.choose_view(screen, shows="questions", actor="Ana")
    asked = [talk.park_question(roadshow, text=f"Q{n}", actor="Ana") for n in range(fragments.MOST_QUESTIONS + 1)]
    care.hide(roadshow, asked[0].item, actor="Ana")
    assert re.findall(r"<li>(\w+)</li>", shown(screen)) == ["Q1", "Q2", "Q3", "Q4", "Q5"]


# Notices


def test_a_notice_stands_on_every_screen_until_it_is_taken_down(roadshow: Roadshow, push: Push) -> None:
    screens.add_screen(roadshow, name="Wall", actor="Ana")
    up = push(lambda: talk.broadcast(roadshow, text="Lunch is ready.", actor="Ana"))[SCREENS]
    down = push(lambda: talk.take_down(roadshow.broadcasts.get(), actor="Ana"))[SCREENS]
    assert [html.count("Lunch is ready.") for html in (up, down)] == [2, 0]


# Previews and the console's list


def test_a_look_beforehand_shows_the_view_and_changes_nothing(run: CaseRun, screen: Screen) -> None:
    reveal(run, stage=1, actor="Ana")
    screens.set_dark(screen, dark=True, actor="Ana")
    hold.pause(run.roadshow, actor="Ana")
    before = Screen.objects.values().get(pk=screen.pk)
    views = {
        name: re.findall(r'data-view="([^"]+)"', fragments.screen(fresh(screen), view=name))[0]
        for name in ("follow", "activity", "questions", "join", "case")
    }
    assert views == {"follow": "case", "activity": "activity", "questions": "questions", "join": "join", "case": "case"}
    assert Screen.objects.values().get(pk=screen.pk) == before


def test_the_console_says_of_each_screen_what_it_shows(roadshow: Roadshow, run: CaseRun, screen: Screen) -> None:
    start(nth(roadshow, 2))
    wall, dark = (screens.add_screen(roadshow, name=name, actor="Ana") for name in ("Wall", "Dark"))
    screens.choose_view(wall, shows="questions", actor="Ana")
    screens.hold_screen(wall, actor="Ana")
    screens.set_dark(dark, dark=True, actor="Ana")
    html = fragments.console_screens(roadshow)
    cards = re.findall(r'data-screen="(\d+)" data-view="(\w+)"( data-held)?( data-dark)?', html)
    assert cards == [
        (str(screen.pk), "case", "", ""),
        (str(wall.pk), "questions", " data-held", ""),
        (str(dark.pk), "case", "", " data-dark"),
    ]


# What it costs


def cost(roadshow: Roadshow) -> list[int]:
    """Return how many queries the screens take, and the console's list of them."""
    counts = []
    for draw in (fragments.all_screens, fragments.console_screens):
        with CaptureQueriesContext(connection) as queries:
            draw(Roadshow.objects.get(pk=roadshow.pk))
        counts.append(len(queries))
    return counts


@pytest.mark.parametrize("view", ["follow", "activity", "questions", "join", "case"])
@pytest.mark.parametrize("paused", [False, True])
def test_screens_cost_the_same_however_many_show_a_view(
    roadshow: Roadshow, run: CaseRun, view: str, *, paused: bool
) -> None:
    reveal(run, stage=1, actor="Ana")
    roadshow.screens.update(shows=view)
    if paused:
        hold.pause(roadshow, actor="Ana")
    before = cost(roadshow)
    for n in range(5):
        added = screens.add_screen(roadshow, name=f"Screen {n}", actor="Ana")
        screens.choose_view(added, shows=view, actor="Ana")
    assert cost(roadshow) == before


def test_a_clock_on_a_screen_goes_on_when_every_console_is_closed(
    roadshow: Roadshow, screen: Screen, clock: Clock
) -> None:
    turn = start(Activity.objects.get(roadshow=roadshow, order=3))
    clock.forward(hours=2)
    Roadshow.objects.update(state=RoadshowState.CLOSED)
    assert f'data-ends-at="{turn.end_stamp}"' in shown(screen)
