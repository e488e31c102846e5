from __future__ import annotations

import time

import pytest

from live import tickets
from tests.factories import first_table, make_roadshow
from workshops.actions.room import close_roadshow, open_roadshow, rotate_code
from workshops.live_page import live_page
from workshops.topics import CONSOLES, TABLES


@pytest.mark.django_db
def test_a_page_gets_a_ticket_for_its_own_topics_and_no_others() -> None:
    roadshow = make_roadshow()
    page = live_page(roadshow, "device:7.1", TABLES, "table:1")
    ticket = tickets.read(page.ticket)
    assert (ticket.subject, ticket.log_id, ticket.topics) == ("device:7.1", roadshow.log_id, (TABLES, "table:1"))


@pytest.mark.django_db
def test_a_page_is_as_far_as_its_own_topics_are() -> None:
    roadshow = make_roadshow()
    close_roadshow(roadshow, actor="test")
    open_roadshow(roadshow, actor="test")
    rotate_code(first_table(roadshow), actor="test")  # for consoles only
    assert live_page(roadshow, "device:7.1", TABLES).head == 2
    assert live_page(roadshow, "staff:1.1", CONSOLES).head == 3
    assert live_page(roadshow, "staff:1.1", CONSOLES).epoch == roadshow.log.epoch


@pytest.mark.django_db
def test_a_page_of_a_room_where_nothing_happened_starts_at_0() -> None:
    assert live_page(make_roadshow(), "screen:1", TABLES).head == 0


@pytest.mark.django_db
def test_a_page_says_what_time_it_is_here() -> None:
    before = time.time() * 1000 - 1
    assert before <= live_page(make_roadshow(), "screen:1", TABLES).now <= time.time() * 1000
