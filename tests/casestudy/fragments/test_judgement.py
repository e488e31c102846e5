"""What an answer and the button of the curves send to whom; and that nothing of the room's curves is sent before."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from casestudy.actions.curves import set_curves
from casestudy.fragments import judgement
from casestudy.kinds import ANSWERED
from casestudy.models import CaseRun
from live.kinds import Notice
from live.room import Delivery
from tests.casestudy.judged import answer, rate, reveal, with_children
from tests.factories import first_table, join, make_organiser, make_roadshow, seated, signed_in
from tests.pages import frames, without_tokens, words
from workshops import panels
from workshops.models import Device
from workshops.panels import Place, Spot
from workshops.topics import CONSOLES, SCREENS, TABLES, own_table

pytestmark = pytest.mark.django_db

Push = Callable[[Callable[[], object]], dict[str, str]]
# What a picture of the room's concern is made of.
CURVES = re.compile(r"curve__(dots|half|middle|tables)|tables? rated|The middle")


@pytest.fixture
def run(run: CaseRun) -> CaseRun:
    reveal(with_children(run), 1)
    return run


@pytest.fixture
def device(run: CaseRun) -> Device:
    return join(first_table(run.roadshow)).device


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


def screen_page(run: CaseRun) -> str:
    return Client().get(reverse("screen", args=[run.roadshow.screens.get().token])).text


def console_page(run: CaseRun) -> str:
    return without_tokens(signed_in(make_organiser()).get(reverse("console", args=[run.roadshow.slug])).text)


def test_a_number_goes_to_its_table_with_its_own_curve_and_to_consoles(
    run: CaseRun, device: Device, push: Push
) -> None:
    pushed = push(lambda: rate(device.table, 1, 7))
    own = own_table(device.table_id)
    assert set(pushed) == {own, CONSOLES}
    assert 'id="said-case.1.concern.family.score"' in pushed[own]
    assert "The family: 7 at stage 1" in pushed[own]
    assert "1 of 2 tables rated" in words(pushed[CONSOLES])
    assert pushed[CONSOLES].strip() in console_page(run)


def test_what_is_typed_goes_to_its_table_alone_and_draws_no_curve(device: Device, push: Push) -> None:
    pushed = push(lambda: answer(device, {"case.1.unknown": "Who feeds her?"}))
    assert set(pushed) == {own_table(device.table_id)}
    assert "own-curve" not in pushed[own_table(device.table_id)]


def test_while_the_curves_are_open_a_number_redraws_the_screens(run: CaseRun, device: Device, push: Push) -> None:
    set_curves(run, opened=True, actor="Ana")
    pushed = push(lambda: rate(device.table, 1, 7))
    assert set(pushed) == {own_table(device.table_id), CONSOLES, SCREENS}
    assert "1 table rated" in pushed[SCREENS]
    assert pushed[SCREENS] in screen_page(run)


def test_opening_shows_the_curves_on_screens_and_closing_takes_them_away(run: CaseRun, push: Push) -> None:
    rate(first_table(run.roadshow), 1, 7)
    before = screen_page(run)
    opened = push(lambda: set_curves(run, opened=True, actor="Ana"))
    assert set(opened) == {SCREENS, CONSOLES}
    assert opened[SCREENS] in screen_page(run)
    assert CURVES.search(opened[SCREENS])
    assert "opened the room's curves" in words(opened[CONSOLES]).replace("&#x27;", "'")
    closed = push(lambda: set_curves(run, opened=False, actor="Ana"))
    assert not CURVES.search(closed[SCREENS])
    assert screen_page(run) == before or not CURVES.search(screen_page(run))


@pytest.mark.parametrize("shows", ["follow", "case", "curves", "curves-by-table", "activity"])
def test_nothing_of_the_rooms_curves_reaches_a_screen_before_they_are_opened(
    run: CaseRun, push: Push, shows: str
) -> None:
    run.roadshow.screens.update(shows=shows)
    pushed = push(lambda: rate(first_table(run.roadshow), 1, 7))
    late = judgement.draw_answered(Notice(run.roadshow.log_id, 9, ANSWERED, SCREENS, {"table": 1, "fields": []}))
    assert SCREENS not in pushed
    assert late == ""
    assert not CURVES.search(screen_page(run))


def test_control_the_same_search_finds_them_once_they_are_open(run: CaseRun) -> None:
    rate(first_table(run.roadshow), 1, 7)
    set_curves(run, opened=True, actor="Ana")
    assert CURVES.search(screen_page(run))


def test_nothing_of_the_room_reaches_a_table_even_while_the_curves_are_open(
    run: CaseRun, device: Device, push: Push
) -> None:
    set_curves(run, opened=True, actor="Ana")
    other = run.roadshow.tables.get(number=2)
    pushed = push(lambda: rate(other, 1, 9))
    page = seated(device.table).get(reverse("table")).text
    assert own_table(device.table_id) not in pushed
    assert TABLES not in pushed
    assert not CURVES.search(page)
    assert not CURVES.search(pushed[own_table(other.pk)])


def test_answers_of_another_room_or_a_table_that_is_gone_draw_nothing(run: CaseRun) -> None:
    notice = Notice(run.roadshow.log_id, 9, ANSWERED, own_table(10_000), {"table": 1, "fields": []})
    gone = Notice(run.roadshow.log_id, 9, ANSWERED, own_table(1), {"table": 99, "fields": []})
    assert (judgement.draw_answered(notice), judgement.draw_answered(gone)) == ("", "")


def test_paper_leads_to_where_a_sheet_is_typed_in(run: CaseRun) -> None:
    assert reverse("paper-answers", args=[run.roadshow.slug]) in panels.in_place(Place.PAPER, Spot(run.roadshow))
    assert panels.in_place(Place.PAPER, Spot(make_roadshow())) == ""
