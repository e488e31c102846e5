from __future__ import annotations

import time

import pytest

from tests.factories import first_table, make_roadshow
from workshops.actions.room import close_roadshow, rotate_code
from workshops.actions.talk import park_question
from workshops.rehearsing.records import Kept, Said, Sent
from workshops.rehearsing.sent import frames_until, kept_of
from workshops.topics import CONSOLES, EVERYBODY

pytestmark = pytest.mark.django_db


def test_every_frame_of_the_rehearsals_log_is_there_in_order() -> None:
    roadshow = make_roadshow()
    close_roadshow(roadshow, actor="Ana")
    rotate_code(first_table(roadshow), actor="Ben")
    rotate_code(first_table(make_roadshow()), actor="Ana")
    found = frames_until(roadshow, time.time())
    assert [(frame.topic, frame.seq, frame.kind, frame.actor) for frame in found] == [
        *((topic, 1, "roadshow-closed", "Ana") for topic in EVERYBODY),
        (CONSOLES, 2, "code-rotated", "Ben"),
    ]
    event = roadshow.log.events.get(seq=2)
    assert found[-1] == Sent(CONSOLES, 2, event.at.timestamp(), "code-rotated", "Ben")


def test_what_happened_afterwards_is_left_out() -> None:
    roadshow = make_roadshow()
    before = time.time()
    close_roadshow(roadshow, actor="Ana")
    assert frames_until(roadshow, before) == []


def test_each_accepted_answer_is_looked_for() -> None:
    roadshow = make_roadshow()
    park_question(roadshow, text="Who?", table=first_table(roadshow), actor="Table 1", key="k1")
    said = [Said("park", 1, key, {}, 0.0, 0.0) for key in ("k1", "k2")]
    assert kept_of(roadshow, said) == [Kept("park", 1, 1), Kept("park", 1, 0)]
