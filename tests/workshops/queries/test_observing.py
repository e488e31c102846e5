from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories import give_room, make_observer, make_order, make_organiser, make_roadshow
from workshops.actions.talk import note_observation
from workshops.queries.observing import notes_of

pytestmark = pytest.mark.django_db


def test_ones_own_notes_are_the_newest_first_and_nobody_elses() -> None:
    roadshow, elsewhere = make_roadshow(), make_roadshow()
    author = make_observer(roadshow)
    for text in ("First", "Second"):
        note_observation(roadshow, author=author, text=text)
    note_observation(roadshow, author=make_organiser(), text="Somebody else's")
    note_observation(elsewhere, author=author, text="Elsewhere")
    assert [note.text for note in notes_of(roadshow, author)] == ["Second", "First"]


@pytest.mark.parametrize("count", [1, 3])
def test_notes_with_their_activities_take_one_query(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    roadshow = make_roadshow()
    author = make_observer(roadshow)
    for activity in make_order(roadshow, *"ABC"[:count]):
        give_room(activity)
        note_observation(roadshow, author=author, text="Seen")
    with django_assert_num_queries(1):
        assert [note.turn.activity.title for note in notes_of(roadshow, author) if note.turn] == list("CBA"[-count:])
