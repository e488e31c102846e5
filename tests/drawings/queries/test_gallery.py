from __future__ import annotations

import pytest
from django.utils import timezone

from drawings.codebook import NAMES
from drawings.queries.gallery import gallery_of, name_of, row_of, to_take_along
from tests.coded import say
from tests.factories import first_table, make_roadshow
from tests.showing import shown
from workshops.actions.care import hide
from workshops.models import Roadshow

pytestmark = pytest.mark.django_db


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow()


def test_what_was_withdrawn_is_not_in_it_and_what_is_hidden_is_not_taken_along(roadshow: Roadshow) -> None:
    table = first_table(roadshow)
    stays, hidden, _gone = shown(table), shown(table), shown(table, withdrawn_at=timezone.now())
    hide(roadshow, hidden.item, actor="Ana")
    entries = gallery_of(roadshow)
    assert [entry.drawing for entry in entries] == [stays, hidden]
    assert [entry.drawing for entry in to_take_along(entries)] == [stays]


def test_a_file_is_named_by_numbers(roadshow: Roadshow) -> None:
    shown(first_table(roadshow), title="../x")
    assert [name_of(entry) for entry in gallery_of(roadshow)] == ["table-01-drawing-01"]


def test_a_row_says_all_that_its_table_said(roadshow: Roadshow) -> None:
    say(shown(first_table(roadshow), "fear", title="Fog"), idea="maze", tags="grey", publish="yes")
    (entry,) = gallery_of(roadshow)
    row = row_of(entry, found=True)
    said = ("title", "may be shown", "may be published", "state", "idea", "tags", "fear", "risk")
    assert [row[name] for name in said] == ["Fog", "yes", "yes", "On the wall", "maze", "grey", "yes", "no"]
    without = row_of(entry, found=False)
    assert set(row) - set(without) == {"idea", "own idea", "tags", *NAMES}
