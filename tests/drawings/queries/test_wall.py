from __future__ import annotations

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from drawings.models import Wall
from drawings.queries.wall import State, entries_of, shown_entries, wall_of
from tests.coded import handed_in, say
from tests.factories import first_table, make_roadshow
from tests.showing import shown
from workshops.actions.care import hide
from workshops.models import Roadshow

pytestmark = pytest.mark.django_db


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow(tables=2)


def test_every_drawing_that_was_handed_in_comes_with_its_words_in_the_order_of_the_tables(roadshow: Roadshow) -> None:
    second = handed_in(roadshow.tables.get(number=2), title="Second")
    first = handed_in(first_table(roadshow), "fear", "risk", title="First", shows="A wall.")
    say(first, idea="wall", alt="Bricks.", publish="yes")
    handed_in(first_table(roadshow), handed_in_at=None, title="Not yet")
    handed_in(first_table(make_roadshow()), title="Elsewhere")
    found = entries_of(roadshow)
    assert [entry.drawing for entry in found] == [first, second]
    entry = found[0]
    assert (entry.title, entry.shows, entry.alt, entry.idea) == ("First", "A wall.", "Bricks.", "wall")
    assert ([code.name for code in entry.factors], entry.may_show, entry.may_publish) == (["fear", "risk"], False, True)


def test_one_without_words_is_named_by_its_table(roadshow: Roadshow) -> None:
    handed_in(first_table(roadshow), title="", shows="")
    (entry,) = entries_of(roadshow)
    assert (entry.title, entry.alt) == ("Drawing 1 of table 1", "Drawing 1 of table 1")


def test_two_tables_whose_devices_made_the_same_key_keep_their_words(roadshow: Roadshow) -> None:
    for table in roadshow.tables.all():
        handed_in(table, title=f"Of {table}", key="the-same-key-at-both-t")
    assert [entry.title for entry in entries_of(roadshow)] == ["Of Table 1", "Of Table 2"]


def test_where_a_drawing_stands(roadshow: Roadshow) -> None:
    table = first_table(roadshow)
    waits, on_wall = handed_in(table), shown(table)
    say(waits, show="yes")
    withheld, released_without = handed_in(table), shown(table)
    say(released_without, show="")
    hidden, withdrawn = shown(table), shown(table, withdrawn_at=timezone.now())
    for drawing in (hidden, withdrawn):
        hide(roadshow, drawing.item, actor="Ana")
    states = {entry.drawing: entry.state for entry in entries_of(roadshow)}
    assert states == {
        waits: State.WAITING,
        on_wall: State.SHOWN,
        withheld: State.WITHHELD,
        released_without: State.WITHHELD,
        hidden: State.HIDDEN,
        withdrawn: State.WITHDRAWN,
    }
    assert [entry.drawing for entry in shown_entries(roadshow)] == [on_wall]


def test_every_state_has_words() -> None:
    assert (State.SHOWN, State("shown").label) == ("shown", "On the wall")
    assert len({state.label for state in State}) == 5


def test_sixty_cost_no_more_queries_than_one(
    roadshow: Roadshow, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(60):
        shown(first_table(roadshow), title=f"Drawing {n}")
    with django_assert_max_num_queries(5):
        assert len(shown_entries(roadshow)) == 60


def test_a_wall_that_nobody_has_touched_shows_all_together(roadshow: Roadshow) -> None:
    assert (wall_of(roadshow.pk).shown_id, wall_of(roadshow.pk).grouping) == (None, "")
    assert not Wall.objects.exists()
