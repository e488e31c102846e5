from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from drawings.actions.drawings import withdraw
from drawings.actions.wall import take_back
from drawings.models import Drawing, Picture, PictureKind
from drawings.queries.pictures import picture_at_table, picture_handed_in, picture_on_the_wall, picture_to_code
from tests.coded import say
from tests.factories import first_table, join, make_roadshow
from tests.photographed import photographed
from workshops.actions.care import hide

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawing() -> Drawing:
    return photographed(first_table(make_roadshow(tables=2)), shown=True, released_at=timezone.now())


def who_sees(drawing: Drawing, picture: int | None = None) -> set[str]:
    """Return to whom a picture of a drawing is shown, the one that stands unless another is named."""
    roadshow, pk = drawing.table.roadshow, picture or drawing.picture_id
    assert pk is not None
    found = {
        "table": picture_at_table(join(drawing.table).device, pk),
        "other table": picture_at_table(join(roadshow.tables.get(number=2)).device, pk),
        "whoever runs it": picture_handed_in(roadshow, pk),
        "coders": picture_to_code(roadshow, pk),
        "wall": picture_on_the_wall(roadshow, pk),
        "elsewhere": picture_handed_in(make_roadshow(), pk) or picture_to_code(make_roadshow(), pk),
    }
    return {who for who, picture in found.items() if picture is not None}


def test_what_is_on_the_wall_all_of_its_roadshow_see_and_no_other_table(drawing: Drawing) -> None:
    assert who_sees(drawing) == {"table", "whoever runs it", "coders", "wall"}


def test_for_one_picture_only_its_own_drawing_is_read(drawing: Drawing) -> None:
    roadshow, pk = drawing.table.roadshow, drawing.picture_id
    others = [photographed(drawing.table, shown=True, released_at=timezone.now()) for _ in range(2)]
    assert pk is not None
    with CaptureQueriesContext(connection) as queries:
        assert picture_on_the_wall(roadshow, pk) == drawing.picture
    asked = " ".join(query["sql"] for query in queries)
    assert [each.key in asked for each in (drawing, *others)] == [True, False, False]


def _not_handed_in(drawing: Drawing) -> None:
    Drawing.objects.update(handed_in_at=None, released_at=None)


def _hidden(drawing: Drawing) -> None:
    hide(drawing.table.roadshow, item=drawing.item, actor="Ana")


def _withdrawn(drawing: Drawing) -> None:
    withdraw(drawing, actor="Table 1")


def _taken_back(drawing: Drawing) -> None:
    take_back(drawing, actor="Ana")


def _without_consent(drawing: Drawing) -> None:
    say(drawing, show="")


LESS: dict[str, tuple[Callable[[Drawing], None], set[str]]] = {
    "not handed in": (_not_handed_in, {"table"}),
    "hidden": (_hidden, {"whoever runs it"}),
    "withdrawn": (_withdrawn, set()),
    "taken back": (_taken_back, {"table", "whoever runs it", "coders"}),
    "without consent any more": (_without_consent, {"table", "whoever runs it", "coders"}),
}


@pytest.mark.parametrize("name", LESS)
def test_who_sees_a_picture_follows_what_became_of_its_drawing(name: str, drawing: Drawing) -> None:
    happens, left = LESS[name]
    happens(drawing)
    assert who_sees(drawing) == left


def test_beside_the_table_everybody_sees_only_the_picture_that_stands(drawing: Drawing) -> None:
    other = Picture.objects.get(kind=PictureKind.PLAIN)
    assert who_sees(drawing, other.pk) == {"table"}


def test_a_picture_that_never_was_is_nobodys(drawing: Drawing) -> None:
    assert who_sees(drawing, 10**9) == set()
