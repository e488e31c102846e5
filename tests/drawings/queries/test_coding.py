from __future__ import annotations

from collections.abc import Callable

import pytest

from drawings.models import Drawing
from drawings.queries.coding import Words, progress_of, words_of
from tests.coded import find, handed_in, looked, say
from tests.factories import first_table, make_coder, make_roadshow
from workshops.models import Roadshow, Staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow(tables=2)


@pytest.fixture
def coder(roadshow: Roadshow) -> Staff:
    return make_coder(roadshow)


def draw(roadshow: Roadshow, count: int) -> list[Drawing]:
    return [handed_in(first_table(roadshow), title=f"Drawing {n}") for n in range(count)]


def test_a_drawing_comes_with_its_words_and_without_what_its_table_found(roadshow: Roadshow) -> None:
    drawing = handed_in(first_table(roadshow), "fear", title="A boat", shows="We sit in it.")
    say(drawing, alt="A boat with a hole", tags="hole", idea="boat")
    assert words_of([drawing]) == {drawing.pk: Words("A boat", "We sit in it.", "A boat with a hole")}


def test_words_of_another_tables_drawing_with_the_same_key_are_not_taken(roadshow: Roadshow) -> None:
    second = roadshow.tables.get(number=2)
    drawings = [
        handed_in(first_table(roadshow), title="Ours", key="the-same-key"),
        handed_in(second, title="Theirs", key="the-same-key"),
    ]
    assert [words_of(drawings)[drawing.pk].title for drawing in drawings] == ["Ours", "Theirs"]


def test_two_coders_meet_the_same_drawings_in_different_orders(roadshow: Roadshow, coder: Staff) -> None:
    other = make_coder(roadshow, "other@example.org")
    draw(roadshow, 12)
    orders = [[item.drawing.pk for item in progress_of(roadshow, who).items] for who in (coder, other)]
    assert sorted(orders[0]) == sorted(orders[1])
    assert orders[0] != orders[1]


def test_what_is_coded_waits_no_longer_and_the_coding_is_ones_own(roadshow: Roadshow, coder: Staff) -> None:
    first, second = draw(roadshow, 2)
    own = find(coder, first, "fear")
    find(make_coder(roadshow, "other@example.org"), second, "trust")
    progress = progress_of(roadshow, coder)
    assert [item.coding for item in progress.coded] == [own]
    assert [item.drawing for item in progress.waiting] == [second]
    assert progress.twice == 0


def test_it_says_in_how_many_drawings_two_have_looked(roadshow: Roadshow, coder: Staff) -> None:
    first, second, _third = draw(roadshow, 3)
    other = make_coder(roadshow, "other@example.org")
    find(coder, first, "fear")
    find(coder, first, "trust")
    assert progress_of(roadshow, coder).twice == 0, "a change of one's own is no second pair of eyes"
    for each in (first, second):
        find(other, each, "fear")
    assert progress_of(roadshow, coder).twice == 1


def test_the_next_is_what_waits_behind_and_then_what_was_left_before(roadshow: Roadshow, coder: Staff) -> None:
    draw(roadshow, 4)
    first, second, third, fourth = [item.drawing for item in progress_of(roadshow, coder).items]
    find(coder, second, "fear")
    progress = progress_of(roadshow, coder)
    following = [progress.next_after(drawing) for drawing in (first, fourth)]
    assert [item and item.drawing for item in following] == [third, first]
    for each in (first, third, fourth):
        find(coder, each, "fear")
    assert progress_of(roadshow, coder).next_after(first) is None


def test_after_a_look_what_was_not_coded_is_closed_and_does_not_wait(roadshow: Roadshow, coder: Staff) -> None:
    first, second = draw(roadshow, 2)
    find(coder, first, "fear")
    looked(coder, roadshow)
    newer = handed_in(first_table(roadshow))
    progress = progress_of(roadshow, coder)
    assert [item.drawing for item in progress.closed] == [second]
    assert [item.drawing for item in progress.waiting] == [newer]


@pytest.mark.parametrize("count", [1, 3])
def test_reading_it_takes_as_many_queries_for_one_as_for_three(
    count: int, roadshow: Roadshow, coder: Staff, django_assert_num_queries: Callable[[int], object]
) -> None:
    draw(roadshow, count)
    with django_assert_num_queries(6):  # type: ignore[attr-defined]
        progress_of(roadshow, coder)
