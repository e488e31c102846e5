from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from drawings.blind import drawings_to_code, is_closed, seen_at, standing_coding
from tests.coded import find, handed_in, looked
from tests.factories import first_table, make_coder, make_roadshow
from workshops.actions.care import hide, show_again

pytestmark = pytest.mark.django_db


def test_what_is_coded_is_handed_in_stands_and_is_not_hidden() -> None:
    roadshow = make_roadshow(tables=2)
    table, now = first_table(roadshow), timezone.now()
    good, hidden = handed_in(table), handed_in(table)
    handed_in(table, handed_in_at=None)
    handed_in(table, withdrawn_at=now)
    handed_in(first_table(make_roadshow()))
    hide(roadshow, "question:1", actor="Ana")
    hide(roadshow, hidden.item, actor="Ana")
    assert list(drawings_to_code(roadshow)) == [good]
    show_again(roadshow, hidden.item, actor="Ana")
    assert list(drawings_to_code(roadshow)) == [good, hidden]


def test_nobody_has_seen_anything_until_they_look() -> None:
    roadshow = make_roadshow()
    coder, other = make_coder(roadshow), make_roadshow()
    before = seen_at(roadshow, coder)
    looked(coder, roadshow)
    assert (before, seen_at(other, coder)) == (None, None)
    assert seen_at(roadshow, coder) is not None


def test_what_was_handed_in_after_the_look_is_still_unknown() -> None:
    roadshow = make_roadshow()
    now = timezone.now()
    drawing = handed_in(first_table(roadshow), handed_in_at=now)
    looks = (None, now - timedelta(seconds=1), now, now + timedelta(seconds=1))
    assert [is_closed(drawing, seen) for seen in looks] == [False, False, True, True]


def test_the_coding_that_stands_is_the_coders_own_newest() -> None:
    roadshow = make_roadshow()
    drawing, coder, other = (
        handed_in(first_table(roadshow)),
        make_coder(roadshow),
        make_coder(roadshow, "o@example.org"),
    )
    find(coder, drawing, "fear")
    newest = find(coder, drawing, "trust")
    find(other, drawing, "risk")
    assert standing_coding(drawing, coder) == newest
