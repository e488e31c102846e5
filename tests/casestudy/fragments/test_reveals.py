from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from casestudy.actions import reveals
from casestudy.fragments import reveals as drawing
from casestudy.kinds import REVEALED, WITHDRAWN
from casestudy.models import CaseRun
from casestudy.queries import runs
from live.kinds import Notice, Reading
from live.room import Delivery
from tests.factories import first_table, make_organiser, make_roadshow, seated, signed_in
from tests.pages import frames, without_tokens
from workshops import panels, screens
from workshops.models import Activity, ActivityKind
from workshops.panels import Place, Spot
from workshops.topics import CONSOLES, SCREENS, TABLES, own_table

pytestmark = pytest.mark.django_db

Push = Callable[[Callable[[], object]], dict[str, str]]


@pytest.fixture
def push(delivered: list[Delivery], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Push:
    """Return how to do something and get what was pushed of it, by topic."""

    def pushed(change: Callable[[], object]) -> dict[str, str]:
        delivered.clear()
        with django_capture_on_commit_callbacks(execute=True):
            change()
        (push,) = delivered
        return frames(push)

    return pushed


def parts(html: str) -> dict[str, str]:
    """Return the regions of a frame by their ids."""
    pieces = re.split(r"(?=<(?:p|nav|section) id=)", html)
    return {re.findall(r'id="([^"]+)"', piece)[0]: piece.strip() for piece in pieces if piece.strip()}


def table_page(run: CaseRun) -> str:
    return seated(first_table(run.roadshow)).get(reverse("table")).text


def console_page(run: CaseRun) -> str:
    client = signed_in(make_organiser())
    return without_tokens(client.get(reverse("console", args=[run.roadshow.slug])).text)


def screen_page(run: CaseRun) -> str:
    return Client().get(reverse("screen", args=[run.roadshow.screens.get().token])).text


def reveal(run: CaseRun, up_to: int) -> None:
    for number in range(run.stage + 1, up_to + 1):
        reveals.reveal(run, stage=number, actor="Ana")


@pytest.mark.parametrize("before", [0, 1, 2])
def test_what_a_reveal_pushes_to_consoles_is_what_the_page_holds(run: CaseRun, push: Push, before: int) -> None:
    reveal(run, before)
    pushed = parts(without_tokens(push(lambda: reveal(run, before + 1))[CONSOLES]))
    page = console_page(run)
    assert list(pushed) == ["case-stages", "case-now", "case-next", "judgement", "lately"]
    for region in pushed.values():
        assert region in page


def test_what_tables_think_stands_right_below_the_tables_once_there_is_a_stage(run: CaseRun) -> None:
    before = panels.in_place(Place.CONSOLE_TABLES, Spot(run.roadshow))
    reveal(run, 1)
    page = console_page(run)
    places = [page.index(f'id="{name}"') for name in ("room", "judgement", "say-title", "order", "case-now")]
    assert places == sorted(places)
    assert [bool(re.search(r'<section id="judgement"[^>]* hidden', html)) for html in (before, page)] == [True, False]


def test_what_a_withdrawal_pushes_to_consoles_is_what_the_page_holds(run: CaseRun, push: Push) -> None:
    reveal(run, 2)
    pushed = parts(without_tokens(push(lambda: reveals.withdraw(run, stage=2, actor="Ana"))[CONSOLES]))
    page = console_page(run)
    for region in pushed.values():
        assert region in page


@pytest.mark.parametrize("before", [0, 2])
def test_what_a_reveal_pushes_to_screens_is_what_the_page_holds(run: CaseRun, push: Push, before: int) -> None:
    reveal(run, before)
    pushed = push(lambda: reveal(run, before + 1))[SCREENS]
    assert f'data-stage="{before + 1}"' in pushed
    assert pushed in screen_page(run)


def test_when_everything_is_withdrawn_screens_say_again_how_to_join(run: CaseRun, push: Push) -> None:
    reveal(run, 1)
    pushed = push(lambda: reveals.withdraw(run, stage=1, actor="Ana"))[SCREENS]
    assert 'data-stage="0"' in pushed
    assert "Join your table" in pushed
    assert pushed in screen_page(run)


@pytest.mark.parametrize("before", [0, 2])
def test_what_a_reveal_pushes_to_tables_is_what_the_page_holds(run: CaseRun, push: Push, before: int) -> None:
    reveal(run, before)
    html = push(lambda: reveal(run, before + 1))[TABLES]
    page = table_page(run)
    pushed = parts(html)
    assert list(pushed) == ["case-bar", "rail", "stage", "answers", f"answers-{before + 1}"]
    assert pushed["case-bar"] in page
    assert pushed["rail"] in page
    (article,) = re.findall(r"<article.*?</article>", html, re.DOTALL)
    news = f' data-announce="New: stage {before + 1}, {run.case.stages.get(number=before + 1).title}"'
    assert article.count(news) == 1  # said aloud when it arrives, and not when the page is loaded
    assert article.replace(news, "") in page


def test_a_reveal_sends_tables_one_stage_and_leaves_the_others_where_they_are(run: CaseRun, push: Push) -> None:
    reveal(run, 2)
    html = push(lambda: reveal(run, 3))[TABLES]
    assert re.findall(r'<article id="([^"]+)"', html) == ["stage-3"]
    assert '<section id="stage" class="stages" data-region data-merge data-stage="3"' in html


def test_the_first_reveal_takes_the_waiting_words_away_and_the_last_withdrawal_brings_them_back(
    run: CaseRun, push: Push
) -> None:
    waiting = re.findall(r'<div id="waiting".*?</div>', table_page(run), re.DOTALL)
    first = push(lambda: reveal(run, 1))[TABLES]
    last = push(lambda: reveals.withdraw(run, stage=1, actor="Ana"))[TABLES]
    assert len(waiting) == 1
    assert '<div id="waiting" data-gone></div>' in first
    assert waiting[0] not in first
    assert waiting[0] in last


def test_a_withdrawal_tells_tables_which_stage_is_gone_and_nothing_of_it(run: CaseRun, push: Push) -> None:
    reveal(run, 2)
    html = push(lambda: reveals.withdraw(run, stage=2, actor="Ana"))[TABLES]
    assert re.findall(r'<article id="([^"]+)" data-gone', html) == ["stage-2"]
    assert "The middle" not in html
    assert "stage 2 is told" not in html
    assert parts(html)["rail"] in table_page(run)


def test_a_late_frame_of_a_withdrawn_reveal_is_drawn_as_gone(run: CaseRun) -> None:
    reveal(run, 2)
    reveals.withdraw(run, stage=2, actor="Ana")
    late = drawing.draw_change(Notice(run.roadshow.log_id, 2, REVEALED, TABLES, {"stage": 2}))
    assert re.findall(r'<article id="([^"]+)" data-gone', late) == ["stage-2"]
    assert "stage 2 is told" not in late


def test_a_late_frame_of_a_withdrawal_that_was_taken_back_is_drawn_as_shown(run: CaseRun) -> None:
    reveal(run, 2)
    reveals.withdraw(run, stage=2, actor="Ana")
    reveal(run, 2)
    late = drawing.draw_change(Notice(run.roadshow.log_id, 3, WITHDRAWN, TABLES, {"stage": 2}))
    assert "stage 2 is told" in late


def test_a_tables_own_topic_gets_nothing_of_a_reveal(run: CaseRun) -> None:
    reveal(run, 1)
    assert drawing.draw_change(Notice(run.roadshow.log_id, 1, REVEALED, own_table(1), {"stage": 1})) == ""


def test_every_press_of_the_console_has_a_key_of_its_own(run: CaseRun) -> None:
    keys = {
        re.findall(r'name="key" value="([^"]+)"', drawing.block("console_next", runs.case_at_a_glance(run)))[0]
        for _ in range(20)
    }
    assert len(keys) == 20
    assert min(map(len, keys)) >= 22


def test_what_is_pushed_to_many_holds_nobodys_token_and_a_page_holds_its_own(run: CaseRun) -> None:
    reveal(run, 1)
    held = {Place.CONSOLE_ORDER: 0, Place.CONSOLE_NOW: 1, Place.CONSOLE_TABLES: 1, Place.CONSOLE_NEXT: 3}
    for place, forms in held.items():
        assert "csrfmiddlewaretoken" not in panels.in_place(place, Spot(run.roadshow))
        own = panels.in_place(place, Spot(run.roadshow, "own-token"))
        assert own.count('name="csrfmiddlewaretoken" value="own-token"') == own.count("<form") == forms


def test_a_roadshow_without_a_case_has_pages_without_it() -> None:
    roadshow = make_roadshow()
    console = [Place.CONSOLE_ORDER, Place.CONSOLE_NOW, Place.CONSOLE_TABLES, Place.CONSOLE_NEXT]
    places = [Place.TABLE_BAR, Place.TABLE, *console]
    drawn = "".join(panels.in_place(place, Spot(roadshow)) for place in places)
    assert "case" not in drawn
    assert "stage" not in drawn
    assert seated(first_table(roadshow)).get(reverse("table")).status_code == 200


def test_hooks_of_the_contract_stand_on_table_and_screen(run: CaseRun) -> None:
    reveal(run, 2)
    page = table_page(run)
    assert re.findall(r'<section id="stage"[^>]* data-stage="(\d+)"', page) == ["2"]
    assert re.findall(r'<article[^>]* data-stage="(\d+)"', page) == ["1", "2"]
    assert re.findall(r'<section id="stage"[^>]* data-stage="(\d+)"', screen_page(run)) == ["2"]


# On a screen that keeps its place


@pytest.mark.parametrize(
    ("pin", "title"),
    [
        ("", "The end"),
        ("3", "The end"),
        ("2", "The middle"),
        ("1", "The beginning"),
        ("9", "The end"),
        ("x", "The end"),
    ],
)
def test_a_screen_shows_the_newest_stage_or_the_one_that_it_is_held_at(run: CaseRun, pin: str, title: str) -> None:
    reveal(run, 3)
    html = drawing.draw_screen(run.roadshow, pin, Reading())
    assert re.findall(r"<h1[^>]*>([^<]+)</h1>", html) == [title]
    assert re.findall(r'<section id="stage"[^>]* data-stage="(\d+)"', html) == ["3"]


def test_held_at_a_stage_that_was_withdrawn_it_shows_the_newest(run: CaseRun) -> None:
    reveal(run, 2)
    reveals.withdraw(run, stage=2, actor="Ana")
    html = drawing.draw_screen(run.roadshow, "2", Reading())
    assert ("The middle" in html, "The beginning" in html) == (False, True)


def test_held_before_the_first_stage_it_shows_none(run: CaseRun) -> None:
    pin = views()["case"].pin(run.roadshow)
    reveal(run, 1)
    html = drawing.draw_screen(run.roadshow, pin, Reading())
    assert (pin, "The case begins soon" in html, "The beginning" in html) == ("0", True, False)


def test_a_screen_of_a_roadshow_without_a_case_shows_nothing_of_one() -> None:
    roadshow = make_roadshow()
    assert (drawing.draw_screen(roadshow, "", Reading()), views()["case"].pin(roadshow)) == ("", "")


def test_the_place_of_a_case_is_its_newest_stage(run: CaseRun) -> None:
    reveal(run, 2)
    before = views()["case"].pin(run.roadshow)
    reveals.withdraw(run, stage=2, actor="Ana")
    assert (before, views()["case"].pin(run.roadshow)) == ("2", "1")


@pytest.mark.parametrize("kind", [*ActivityKind, None])
@pytest.mark.parametrize("stage", [0, 1])
def test_the_case_leads_in_its_activity_or_once_revealed_when_there_is_none(
    run: CaseRun, kind: ActivityKind | None, stage: int
) -> None:
    reveal(run, stage)
    activity = None if kind is None else Activity(kind=kind)
    leads = views()["case"].leads
    assert leads(run.roadshow, activity, Reading()) == (kind == ActivityKind.CASE or (kind is None and stage == 1))
    assert not leads(make_roadshow(), activity, Reading()), "a roadshow without a case never leads with it"


def views() -> dict[str, screens.View]:
    return screens._views
