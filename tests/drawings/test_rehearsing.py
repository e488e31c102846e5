"""Simulated tables draw, hand in, and let it be shown: by what their own page and the pad's addresses take."""

from __future__ import annotations

from random import Random

import pytest
from django.test import Client
from django.urls import reverse

from drawings.models import Drawing
from drawings.queries.wall import State, entries_of
from drawings.rehearsing import PICTURES
from drawings.strokes import standing
from tests.factories import first_table, make_roadshow, seated
from workshops.models import Roadshow
from workshops.rehearsing.answers import AnswerKind, Speaker, kind_of
from workshops.rehearsing.pages import Page
from workshops.rehearsing.records import Said
from workshops.tokens import new_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow()


@pytest.fixture
def tablet(roadshow: Roadshow) -> Client:
    return seated(first_table(roadshow))


@pytest.fixture
def kind() -> AnswerKind:
    found = kind_of("draw")
    assert found
    return found


def pressed(tablet: Client, kind: AnswerKind, seed: int) -> Said:
    """Press as a simulated device does it: a button of the table's own page, and what follows."""
    (form,) = Page(tablet.get(reverse("table")).text).forms("draw")
    words = kind.fill(form, Speaker(table=1, random=Random(seed), activity="draw"))
    assert words is not None
    fields = words | {"key": new_token()}
    assert tablet.post(form.action, fields).status_code == 302
    said = Said("draw", 1, fields["key"], fields, 0.0, 1.0)
    for path, body in kind.then(said):
        how = {"content_type": "application/json"} if isinstance(body, str) else {}
        assert tablet.post(path, body, **how).status_code < 400  # type: ignore[arg-type]
    return said


@pytest.mark.parametrize("seed", range(4))
def test_a_table_draws_hands_in_and_agrees_that_it_is_shown(
    tablet: Client, roadshow: Roadshow, kind: AnswerKind, seed: int
) -> None:
    said = pressed(tablet, kind, seed)
    (entry,) = entries_of(roadshow)
    assert (entry.state, entry.drawing.picture is not None) == (State.WAITING, True)
    assert "simulated" in entry.title
    assert len(standing(entry.drawing.marks.values_list("number", "op"))) >= 2
    assert kind.kept(roadshow, said) == 1


def test_the_pictures_differ() -> None:
    assert len(PICTURES) >= 3
    assert len({str(lines) for lines in PICTURES.values()}) == len(PICTURES)


def test_nothing_is_drawn_while_something_else_has_the_room(tablet: Client, kind: AnswerKind) -> None:
    (form,) = Page(tablet.get(reverse("table")).text).forms("draw")
    assert [kind.fill(form, Speaker(1, Random(1), activity=other)) for other in ("case", "")] == [None, None]


def test_what_the_server_lost_is_not_counted_as_kept(tablet: Client, roadshow: Roadshow, kind: AnswerKind) -> None:
    said = pressed(tablet, kind, 1)
    Drawing.objects.update(picture=None)
    Drawing.objects.all().delete()
    assert kind.kept(roadshow, said) == 0
