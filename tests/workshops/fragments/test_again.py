from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from casestudy.actions.parts import give_out
from casestudy.actions.reveals import reveal, withdraw
from casestudy.models import CaseRun, Parts
from tests.changes import nth
from tests.factories import first_table, make_day, make_roadshow, make_run, seated, start
from tests.pages import regions, without_tokens
from tests.workshops.conftest import Push
from workshops.actions import care, hold, talk
from workshops.fragments.devices import ASK_AGAIN
from workshops.models import Roadshow, SignalKind
from workshops.topics import own_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def roadshow() -> Roadshow:
    roadshow = make_roadshow(tables=2)
    make_day(roadshow)
    return roadshow


@pytest.fixture
def run(roadshow: Roadshow) -> CaseRun:
    return make_run(roadshow)


@pytest.fixture
def device(roadshow: Roadshow) -> Client:
    return seated(first_table(roadshow))


def sent(roadshow: Roadshow, push: Push) -> str:
    """Send everything to table 1 again, and return what its devices get."""
    pushed = push(lambda: care.send_again(first_table(roadshow), actor="Ana"))
    return pushed[own_table(first_table(roadshow).pk)]


def test_what_is_sent_again_is_every_live_part_of_the_page(
    roadshow: Roadshow, run: CaseRun, device: Client, push: Push
) -> None:
    start(nth(roadshow, 2))
    reveal(run, stage=1, actor="Ana")
    talk.broadcast(roadshow, text="Lunch is ready.", actor="Ana")
    talk.park_question(roadshow, text="Who knew?", actor="Table 1", table=first_table(roadshow))
    care.signal(first_table(roadshow), SignalKind.HELP, actor="Table 1")
    hold.freeze(roadshow, actor="Ana")
    brought = regions(without_tokens(sent(roadshow, push)))
    page = without_tokens(device.get(reverse("table")).text)
    assert sorted(brought) == sorted(re.findall(r'<[a-z]+ id="([^"]+)"[^>]* data-region', page))
    for region in brought.values():
        assert region in page


def test_of_every_stage_the_whole_is_sent_again_and_not_only_its_head(
    roadshow: Roadshow, run: CaseRun, push: Push
) -> None:
    for stage in (1, 2):
        reveal(run, stage=stage, actor="Ana")
    assert sent(roadshow, push).count('class="stage__story"') == 2


def test_a_stage_that_was_withdrawn_is_gone_from_a_table_that_missed_it(
    roadshow: Roadshow, run: CaseRun, push: Push
) -> None:
    for stage in (1, 2):
        reveal(run, stage=stage, actor="Ana")
    withdraw(run, stage=2, actor="Ana")
    stages = regions(sent(roadshow, push))["stage"]
    assert "data-merge" not in stages
    assert ("stage-1" in stages, "stage-2" in stages) == (True, False)


def test_nothing_of_what_is_not_revealed_is_sent(roadshow: Roadshow, run: CaseRun, push: Push) -> None:
    reveal(run, stage=1, actor="Ana")
    html = sent(roadshow, push)
    assert "stage 1 is told" in html
    assert "stage 2 is told" not in html


def test_nothing_of_another_table_is_sent_and_nobodys_token(roadshow: Roadshow, push: Push) -> None:
    other = roadshow.tables.get(number=2)
    talk.park_question(roadshow, text="A secret of theirs", actor="Table 2", table=other)
    care.signal(other, SignalKind.MOMENT, actor="Table 2")
    html = sent(roadshow, push)
    for theirs in ("A secret of theirs", "Table 2", "Taking a moment", "csrfmiddlewaretoken"):
        assert theirs not in html


def test_a_roadshow_without_a_case_sends_the_rest(roadshow: Roadshow, push: Push) -> None:
    assert list(regions(sent(roadshow, push))) == [
        "room-now",
        "activity",
        "hold",
        "notices",
        "dock",
        "own-parked",
        "said",
        "own-drawings",
    ]


def test_where_the_devices_of_a_table_see_different_things_each_fetches_its_own_page(
    roadshow: Roadshow, run: CaseRun, device: Client, push: Push
) -> None:
    reveal(run, stage=1, actor="Ana")
    assert "The beginning" in sent(roadshow, push)
    give_out(run, mode=Parts.DEVICES, after=0, actor="Ana")
    assert sent(roadshow, push) == ASK_AGAIN
