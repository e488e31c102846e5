from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from live.kinds import Notice, render
from tests.changes import CARE, DAY, HOLD, OWN, SCREEN, TALK, Change, begin, each, nth
from tests.factories import (
    first_table,
    make_activity,
    make_day,
    make_organiser,
    make_roadshow,
    make_run,
    seated,
    signed_in,
    start,
)
from tests.pages import regions, without_tokens, words
from tests.workshops.conftest import Clock, Push
from workshops.actions import care, hold, talk
from workshops.actions.care import NothingToBeDoneError
from workshops.actions.room import close_roadshow, open_roadshow
from workshops.fragments import day as fragments
from workshops.models import Broadcast, Roadshow, RoadshowState, SignalKind, SupportContact
from workshops.topics import CONSOLES, SCREENS, TABLES, own_table

pytestmark = pytest.mark.django_db

PageFor = Callable[[str], str]

CHANGES = [*DAY, *HOLD, *TALK, *CARE, *SCREEN]


@pytest.fixture
def roadshow() -> Roadshow:
    """Return an open roadshow of two tables with a running order, a case and a support card."""
    roadshow = make_roadshow(tables=2)
    make_day(roadshow)
    make_run(roadshow)
    SupportContact.objects.create(roadshow=roadshow, name="Samaritans", reach="116 123")
    return roadshow


@pytest.fixture
def page_for(roadshow: Roadshow) -> PageFor:
    """Return how to load the page that listens to a topic: every screen's, table 1's, or a console."""
    table, staff = seated(first_table(roadshow)), signed_in(make_organiser())

    def load(topic: str) -> str:
        if topic == SCREENS:
            screens = [reverse("screen", args=[screen.token]) for screen in roadshow.screens.all()]
            return "".join(table.get(address).text for address in screens)
        if topic == CONSOLES:
            return without_tokens(staff.get(reverse("console", args=[roadshow.slug])).text)
        return without_tokens(table.get(reverse("table")).text)

    return load


@each(*CHANGES)
def test_what_is_pushed_is_what_the_page_holds_and_to_many_without_anybodys_token(
    roadshow: Roadshow, page_for: PageFor, push: Push, change: Change
) -> None:
    change.before(roadshow)
    pushed = push(lambda: change.verb(roadshow))
    assert list(pushed) == change.told(roadshow)
    for topic, html in pushed.items():
        assert "csrfmiddlewaretoken" not in html
        page = page_for(topic)
        brought = regions(without_tokens(html))
        assert brought != {}
        for region in brought.values():
            assert region in page


def test_control_the_same_parts_on_a_page_hold_its_own(roadshow: Roadshow) -> None:
    begin(roadshow)
    talk.park_question(roadshow, text="Who knew?", actor="Ana")
    parts = fragments.console_parts(roadshow, "own-token")
    for name, part in parts.items():
        assert part.count('name="csrfmiddlewaretoken" value="own-token"') == part.count("<form"), name
    assert min(parts[name].count("<form") for name in ("now", "next", "order", "say", "talk", "screens")) > 0
    dock = fragments.table_parts(first_table(roadshow), "own-token")["dock"]
    assert dock.count('value="own-token"') == dock.count("<form") == 3


@each(*CHANGES)
def test_no_table_hears_of_another_tables_signals_or_questions(
    roadshow: Roadshow, page_for: PageFor, push: Push, change: Change
) -> None:
    change.before(roadshow)
    other = roadshow.tables.get(number=2)
    talk.park_question(roadshow, text="A secret of theirs", actor="Table 2", table=other)
    quiet = push(lambda: change.verb(roadshow))
    for kind in SignalKind:
        with suppress(NothingToBeDoneError):
            care.signal(other, kind, actor="Table 2")
    heard = [html for topic, html in quiet.items() if topic not in (CONSOLES, SCREENS)]
    for html in [*heard, page_for(TABLES)]:
        assert "A secret of theirs" not in html
        assert "Table 2" not in html
        assert "asks for help" not in html


def test_what_another_table_says_changes_nothing_at_a_table_or_on_a_screen(
    roadshow: Roadshow, page_for: PageFor
) -> None:
    begin(roadshow)
    before = [_steady(page_for(topic)) for topic in (TABLES, SCREENS)]
    other = roadshow.tables.get(number=2)
    for kind in SignalKind:
        care.signal(other, kind, actor="Table 2")
    assert [_steady(page_for(topic)) for topic in (TABLES, SCREENS)] == before


def test_control_what_it_says_itself_does(roadshow: Roadshow, page_for: PageFor) -> None:
    before = _steady(page_for(TABLES))
    care.signal(first_table(roadshow), SignalKind.HELP, actor="Table 1")
    assert _steady(page_for(TABLES)) != before


def _steady(page: str) -> str:
    """Return what stands on a page, without its ticket, its token and how far it is in the log."""
    return without_tokens(page.partition("<body")[2].partition(">")[2])


def test_what_a_table_says_is_on_the_console(roadshow: Roadshow, push: Push) -> None:
    other = roadshow.tables.get(number=2)
    for kind, said in ((SignalKind.HELP, "asks for help"), (SignalKind.MOMENT, "needs a moment")):
        html = push(lambda kind=kind: care.signal(other, kind, actor="Table 2"))[CONSOLES]  # type: ignore[misc]
        assert said in words(html)


def test_a_question_on_a_screen_does_not_say_from_which_table_it_is(roadshow: Roadshow, push: Push) -> None:
    roadshow.screens.update(shows="questions")
    table = roadshow.tables.get(number=2)
    html = push(lambda: talk.park_question(roadshow, text="Who knew?", actor="Table 2", table=table))[SCREENS]
    assert "Who knew?" in html
    assert "Table 2" not in html


# Tables


def test_a_table_sees_what_has_the_room_and_until_when(roadshow: Roadshow) -> None:
    turn = start(nth(roadshow, 4))
    drawn = fragments.table_day(roadshow)
    assert list(regions(drawn)) == ["room-now", "activity", "hold"]
    assert f'data-ends-at="{turn.end_stamp}"' in drawn
    assert "Close" in words(drawn)
    assert "Take your time." in words(drawn)


def test_a_table_never_sees_the_facilitators_notes_or_what_comes_next(roadshow: Roadshow, page_for: PageFor) -> None:
    start(nth(roadshow, 3))
    page = page_for(TABLES)
    assert "Tea" in page
    assert "Close" not in words(page)
    start(nth(roadshow, 4))
    assert "Thank them." not in page_for(TABLES)


def test_a_clock_that_stands_says_what_it_holds(roadshow: Roadshow, clock: Clock) -> None:
    start(nth(roadshow, 3))
    clock.forward(minutes=4)
    hold.pause(roadshow, actor="Ana")
    drawn = fragments.table_day(roadshow)
    assert 'data-left="360"' in drawn
    assert "data-ends-at" not in drawn


def test_a_pause_brings_the_support_card_to_every_table_and_a_freeze_does_not(roadshow: Roadshow, push: Push) -> None:
    paused = push(lambda: hold.pause(roadshow, actor="Ana"))[TABLES]
    frozen = push(lambda: hold.freeze(roadshow, actor="Ana"))[TABLES]
    assert ["116 123" in html for html in (paused, frozen)] == [True, False]
    assert [re.findall(r'data-hold="(\w*)"', html) for html in (paused, frozen)] == [["paused"], ["frozen"]]


def test_the_dock_says_what_became_of_the_last_press(roadshow: Roadshow) -> None:
    assert "Nothing was sent." in words(fragments.dock(first_table(roadshow), words="Nothing was sent."))


def test_what_was_hidden_stays_with_the_table_that_wrote_it(roadshow: Roadshow) -> None:
    table = first_table(roadshow)
    parked = talk.park_question(roadshow, text="Is Mrs Real at home?", actor="Table 1", table=table)
    care.hide(roadshow, parked.item, actor="Ana")
    assert "Is Mrs Real at home?" in fragments.own_parked(table)


# Notices


def test_what_is_typed_is_shown_as_it_was_typed_and_never_as_markup(roadshow: Roadshow, push: Push) -> None:
    typed = "<b>Tea & cake</b>"
    for html in push(lambda: talk.broadcast(roadshow, text=typed, actor="Ana")).values():
        assert "<b>Tea" not in html
        assert "&lt;b&gt;Tea &amp; cake&lt;/b&gt;" in html


def test_a_late_frame_of_a_notice_that_was_taken_down_brings_nothing_back(roadshow: Roadshow) -> None:
    made = talk.broadcast(roadshow, text="Lunch is ready.", actor="Ana")
    talk.take_down(made, actor="Ana")
    late = Notice(roadshow.log_id, 1, "broadcast", TABLES, {"broadcast": made.pk})
    assert "Lunch is ready." not in render(late)


# Consoles


def test_a_late_frame_of_a_start_that_was_undone_shows_what_has_the_room_now(roadshow: Roadshow) -> None:
    start(nth(roadshow, 1))
    start(nth(roadshow, 3))
    late = Notice(roadshow.log_id, 1, "activity-started", TABLES, {"activity": 1, "turn": 1})
    assert "Tea" in render(late)


def test_every_button_that_starts_has_a_key_of_its_own(roadshow: Roadshow) -> None:
    keys = re.findall(r'name="key" value="([^"]+)"', fragments.console_day(roadshow))
    assert len(keys) == len(set(keys)) == 5
    assert min(map(len, keys)) >= 22
    assert max(map(len, keys)) <= 64


def test_what_a_button_starts_it_starts_from_what_the_console_saw(roadshow: Roadshow) -> None:
    assert set(re.findall(r'name="after" value="(\d+)"', fragments.console_day(roadshow))) == {"0"}
    turn = start(nth(roadshow, 1))
    assert set(re.findall(r'name="after" value="(\d+)"', fragments.console_day(roadshow))) == {str(turn.pk)}


def test_opening_the_doors_lets_the_buttons_of_every_console_go(
    roadshow: Roadshow, page_for: PageFor, push: Push
) -> None:
    Roadshow.objects.update(state=RoadshowState.PLANNED)
    shut = Roadshow.objects.get(pk=roadshow.pk)
    opened = push(lambda: open_roadshow(shut, actor="Ana"))
    closed = push(lambda: close_roadshow(shut, actor="Ana"))
    assert ["disabled" in html[CONSOLES] for html in (opened, closed)] == [False, True]
    assert ["day-next" in html[topic] for html in (opened, closed) for topic in (TABLES, SCREENS)] == [False] * 4
    page = page_for(CONSOLES)
    for region in regions(without_tokens(closed[CONSOLES])).values():
        assert region in page


@pytest.mark.parametrize("kind", fragments.DAY_KINDS + fragments.TALK_KINDS + fragments.ATTENTION_KINDS)
@pytest.mark.parametrize("topic", [TABLES, SCREENS, CONSOLES])
def test_every_kind_is_drawn_for_everybody(roadshow: Roadshow, kind: str, topic: str) -> None:
    assert regions(render(Notice(roadshow.log_id, 1, kind, topic, {"item": "question:1"}))) != {}


# What it costs


def _cost(roadshow: Roadshow, kind: str, topic: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        render(Notice(roadshow.log_id, 1, kind, topic, {"item": "question:1"}))
    return len(queries)


def _fill(roadshow: Roadshow, count: int) -> None:
    """Make `count` more of everything that a page can hold many of."""
    for n in range(count):
        start(make_activity(roadshow))
        Broadcast.objects.create(roadshow=roadshow, text=f"Notice {n}", made_by="Ana")
        parked = talk.park_question(roadshow, text=f"Question {n}", actor="T", table=first_table(roadshow))
        care.hide(roadshow, talk.park_question(roadshow, text=f"Hidden {n}", actor="Ana").item, actor="Ana")
        talk.settle_question(parked, actor="Ana", settled=n % 2 == 0)


@pytest.mark.parametrize(
    ("kind", "topic"),
    [
        *[(kind, topic) for kind in ("activity-started", "question-parked") for topic in (TABLES, SCREENS, CONSOLES)],
        *[(kind, OWN) for kind in ("question-parked", "table-signal", "sent-again")],
        ("table-signal", CONSOLES),
    ],
)
def test_a_frame_costs_the_same_however_much_there_is_in_the_day(roadshow: Roadshow, kind: str, topic: str) -> None:
    topic = own_table(first_table(roadshow).pk) if topic == OWN else topic
    _fill(roadshow, 2)
    before = _cost(roadshow, kind, topic)
    _fill(roadshow, 5)
    assert _cost(roadshow, kind, topic) == before
