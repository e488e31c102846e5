from __future__ import annotations

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from casestudy.actions.curves import set_curves
from casestudy.kinds import CURVES
from casestudy.models import CaseRun
from live.models import Event
from live.room import Delivery
from tests.casestudy.judged import reveal
from tests.changes import half_way
from tests.pages import frames
from workshops.topics import CONSOLES, SCREENS

pytestmark = pytest.mark.django_db


def told(run: CaseRun) -> list[tuple[bool, str]]:
    """Return what was announced of the curves: whether they were opened, and by whom."""
    events = Event.objects.filter(log=run.roadshow.log_id, kind=CURVES).order_by("seq")
    return [(event.payload["open"], event.actor) for event in events]


def test_opening_and_closing_are_told_once_each_to_screens_and_consoles(
    run: CaseRun, delivered: list[Delivery], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        set_curves(run, opened=True, actor="Ana")
    (push,) = delivered
    assert set(frames(push)) == {SCREENS, CONSOLES}
    set_curves(run, opened=False, actor="Ben")
    assert told(run) == [(True, "Ana"), (False, "Ben")]


@pytest.mark.parametrize("opened", [True, False])
def test_a_second_press_for_the_same_changes_nothing(run: CaseRun, *, opened: bool) -> None:
    set_curves(run, opened=opened, actor="Ana")
    before = told(run)
    late = CaseRun.objects.select_related("roadshow").get(pk=run.pk)
    assert set_curves(late, opened=opened, actor="Ben").curves_open is opened
    assert told(run) == before


def test_of_two_facilitators_the_slower_one_finds_what_the_faster_one_did(run: CaseRun) -> None:
    slower = CaseRun.objects.select_related("roadshow").get(pk=run.pk)
    set_curves(run, opened=True, actor="Ana")
    assert set_curves(slower, opened=True, actor="Ben").curves_open
    assert told(run) == [(True, "Ana")]


def test_the_next_reveal_closes_them(run: CaseRun) -> None:
    reveal(run, 1)
    set_curves(run, opened=True, actor="Ana")
    reveal(run, 2)
    assert not CaseRun.objects.get(pk=run.pk).curves_open
    assert not run.curves_open


def test_a_press_that_is_never_committed_opens_nothing(
    run: CaseRun, delivered: list[Delivery], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        half_way(lambda _roadshow: set_curves(run, opened=True, actor="Ana"), run.roadshow)
    assert (delivered, CaseRun.objects.get(pk=run.pk).curves_open) == ([], False)
