from __future__ import annotations

import pytest
from django.http import Http404  # noqa: TID251 -- what access raises
from django.utils import timezone

from drawings.access import codes_here, drawing_in, drawing_of_coder, has_looked, may_look
from drawings.queries.coding import progress_of
from tests.coded import find, handed_in, looked
from tests.factories import first_table, make_coder, make_organiser, make_roadshow
from workshops.access import NotHereError
from workshops.actions.care import hide
from workshops.models import Roadshow, Staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow()


def asked(staff: Staff, roadshow: Roadshow) -> tuple[bool, bool]:
    """Return whether somebody may ask for the results, and whether these are open to them."""
    progress = progress_of(roadshow, staff)
    return may_look(staff, progress), has_looked(staff, roadshow, progress)


def test_another_roadshows_drawing_and_one_not_handed_in_are_as_if_absent(roadshow: Roadshow) -> None:
    theirs = handed_in(first_table(make_roadshow()))
    begun = handed_in(first_table(roadshow), handed_in_at=None)
    for drawing in (theirs, begun):
        for reach in (drawing_in, drawing_of_coder):
            with pytest.raises(Http404):
                reach(roadshow, drawing.pk)


def test_a_drawing_that_was_taken_away_is_said_to_be_gone(roadshow: Roadshow) -> None:
    hidden = handed_in(first_table(roadshow))
    hide(roadshow, hidden.item, actor="Ana")
    for drawing in (hidden, handed_in(first_table(roadshow), withdrawn_at=timezone.now())):
        with pytest.raises(NotHereError):
            drawing_of_coder(roadshow, drawing.pk)
        assert drawing_in(roadshow, drawing.pk) == drawing


def test_a_coder_may_look_once_they_have_coded_everything_and_has_looked_once_they_did(roadshow: Roadshow) -> None:
    coder = make_coder(roadshow)
    seen = [asked(coder, roadshow)]
    first, second = handed_in(first_table(roadshow)), handed_in(first_table(roadshow))
    find(coder, first, "fear")
    seen.append(asked(coder, roadshow))
    find(coder, second, "fear")
    seen.append(asked(coder, roadshow))
    looked(coder, roadshow)
    seen.append(asked(coder, roadshow))
    assert seen == [(False, False), (False, False), (True, False), (True, True)]


def test_when_more_is_handed_in_a_coder_codes_it_before_they_see_any_more(roadshow: Roadshow) -> None:
    coder = make_coder(roadshow)
    find(coder, handed_in(first_table(roadshow)), "fear")
    looked(coder, roadshow)
    find_later = handed_in(first_table(roadshow))
    waiting = asked(coder, roadshow)
    find(coder, find_later, "fear")
    assert (waiting, asked(coder, roadshow)) == ((False, False), (True, True))


def test_an_organiser_may_look_at_any_time_and_does_so_only_by_asking(roadshow: Roadshow) -> None:
    organiser = make_organiser()
    handed_in(first_table(roadshow))
    before = asked(organiser, roadshow)
    looked(organiser, roadshow)
    handed_in(first_table(roadshow))
    assert (before, asked(organiser, roadshow)) == ((True, False), (True, True))


def test_an_organiser_who_codes_is_asked_again_when_more_is_handed_in(roadshow: Roadshow) -> None:
    organiser = make_organiser()
    find(organiser, handed_in(first_table(roadshow)), "fear")
    looked(organiser, roadshow)
    handed_in(first_table(roadshow))
    assert codes_here(organiser, roadshow)
    assert asked(organiser, roadshow) == (True, False)
