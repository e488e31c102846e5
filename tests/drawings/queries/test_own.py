from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from drawings.actions.drawings import withdraw
from drawings.actions.wall import release
from drawings.models import Drawing
from drawings.queries.own import State, own, own_drawings_of
from tests.coded import handed_in, say
from tests.drawings.drawn import begun, device_at, drawn
from tests.factories import first_table, make_activity, make_roadshow, start
from workshops.actions.care import hide, show_again
from workshops.models import ActivityKind, Table

pytestmark = pytest.mark.django_db
# The table, its drawings, titles, consents, marks, what is hidden, and the day.
QUERIES = 7


@pytest.fixture
def table() -> Table:
    return first_table(make_roadshow(tables=2))


def released(table: Table) -> Drawing:
    drawing = handed_in(table)
    say(drawing, show="yes")
    release(drawing, actor="Ana")
    return drawing


def hidden(table: Table) -> Drawing:
    drawing = released(table)
    hide(table.roadshow, drawing.item, actor="Ana")
    return drawing


def shown_again(table: Table) -> Drawing:
    drawing = hidden(table)
    show_again(table.roadshow, drawing.item, actor="Ana")
    return drawing


def withdrawn(table: Table) -> Drawing:
    drawing = hidden(table)
    withdraw(drawing, actor="Table 1")
    return drawing


@pytest.mark.parametrize(
    ("make", "state"),
    [
        (lambda table: begun(device_at(table)), State.BEGUN),
        (handed_in, State.HANDED_IN),
        (released, State.RELEASED),
        (hidden, State.HIDDEN),
        (shown_again, State.RELEASED),
        (withdrawn, State.WITHDRAWN),
    ],
)
def test_how_far_a_drawing_is(table: Table, make: Callable[[Table], Drawing], state: State) -> None:
    seen = own(Drawing.objects.select_related("table__roadshow").get(pk=make(table).pk))
    assert seen.state == state
    assert seen.can_be_handed_in == (state == State.BEGUN)
    assert seen.can_be_withdrawn == (state != State.WITHDRAWN)


def test_once_drawing_is_over_nothing_can_be_done(table: Table) -> None:
    drawing = begun(device_at(table))
    start(make_activity(table.roadshow, kind=ActivityKind.DRAW))
    assert own(drawing).closed_at is None
    start(make_activity(table.roadshow))
    seen = own(drawing)
    assert seen.closed_at
    assert seen.closed_at <= timezone.now()
    assert (seen.can_be_handed_in, seen.can_be_withdrawn) == (False, False)


def test_a_table_sees_its_own_in_order_and_which_of_them_it_withdrew(table: Table) -> None:
    drawings = [handed_in(table, title=f"Number {n}") for n in range(3)]
    handed_in(table.roadshow.tables.get(number=2), title="Another table's")
    withdraw(drawings[1], actor="Table 1")
    seen = own_drawings_of(table)
    assert [each.words for each in seen] == ["Number 0", "Number 1", "Number 2"]
    assert [each.stands for each in seen] == [True, False, True]


def test_how_far_its_strokes_are(table: Table) -> None:
    drawn(device_at(table))
    handed_in(table)
    assert [seen.newest for seen in own_drawings_of(table)] == [1, 0]


def test_it_takes_as_many_queries_for_one_drawing_as_for_eight(
    table: Table, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for more in (1, 7):
        for _ in range(more):
            handed_in(table)
        with django_assert_num_queries(QUERIES):
            own_drawings_of(Table.objects.select_related("roadshow").get(pk=table.pk))


def test_without_a_title_it_has_its_number(table: Table) -> None:
    handed_in(table, title=" \n")
    say(handed_in(table), title="A boat\nwith a hole")
    assert [seen.words for seen in own_drawings_of(table)] == ["Drawing 1", "A boat with a hole"]


def test_whether_its_table_agreed_that_it_is_shown(table: Table) -> None:
    drawing = handed_in(table)
    assert not own(drawing).may_be_shown
    say(drawing, show="yes")
    assert own(drawing).may_be_shown
