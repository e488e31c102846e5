from __future__ import annotations

import pytest

from tests.factories import give_room, make_order, make_roadshow
from tests.pages import words
from workshops.actions.day import stop_clock
from workshops.actions.talk import broadcast, take_down
from workshops.fragments.observing import room_now

pytestmark = pytest.mark.django_db


def test_before_the_day_it_says_so() -> None:
    assert words(room_now(make_roadshow())) == "The day has not begun"


def test_the_present_activity_stands_there_with_its_prompts_and_without_the_notes() -> None:
    roadshow = make_roadshow()
    turn = give_room(make_order(roadshow, "Draw", prompts="One.\nTwo.", wellbeing="Rest.", notes="Not for tables")[0])
    said = words(room_now(roadshow))
    assert "Draw" in said
    assert "One.Two. Rest." in said
    assert "until" in said
    assert "Not for tables" not in said
    stop_clock(roadshow, turn=turn.pk, actor="Ana")
    assert "the clock stands" in words(room_now(roadshow))


def test_a_notice_stands_there_until_it_is_taken_down() -> None:
    roadshow = make_roadshow()
    notice = broadcast(roadshow, text="Lunch is late.", actor="Ana")
    before = words(room_now(roadshow))
    take_down(notice, actor="Ana")
    assert ("Lunch is late." in before, "Lunch is late." in words(room_now(roadshow))) == (True, False)


def test_every_part_can_be_renewed_by_what_tables_are_sent() -> None:
    html = room_now(make_roadshow())
    assert ('id="activity"' in html, 'id="notices"' in html, html.count("data-region")) == (True, True, 2)
