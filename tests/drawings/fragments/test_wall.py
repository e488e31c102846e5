from __future__ import annotations

import re

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from drawings.actions.wall import group_by, show_large
from drawings.fragments.wall import FITS, LARGE, draw_wall, groups_of
from drawings.models import Grouping
from drawings.queries.wall import shown_entries
from live.kinds import Reading
from tests.coded import handed_in, say
from tests.factories import first_table, make_activity, make_roadshow, start
from tests.pages import words
from tests.showing import in_words, pictured, shown
from workshops.actions.care import hide
from workshops.fragments.screens import Present
from workshops.models import ActivityKind, Roadshow

pytestmark = pytest.mark.django_db


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow(tables=2)


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: object) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def drawn(roadshow: Roadshow) -> str:
    return draw_wall(roadshow, "", Reading())


def tiles(html: str) -> list[str]:
    return re.findall(r'<li class="wall__tile" id="tile-(\d+)', html)


def leads(roadshow: Roadshow) -> str:
    return Present.of(roadshow).lead.name


def test_it_leads_once_the_room_draws_and_something_is_released(roadshow: Roadshow) -> None:
    drawing = make_activity(roadshow, kind=ActivityKind.DRAW)
    after = make_activity(roadshow, kind=ActivityKind.BREAK)
    names = [leads(roadshow)]
    start(drawing)
    say(handed_in(first_table(roadshow)), show="yes")
    names.append(leads(roadshow))
    shown(first_table(roadshow))
    names.append(leads(roadshow))
    start(after)
    names.append(leads(roadshow))
    assert names == ["join", "activity", "wall", "activity"]


def test_nothing_is_on_it_that_was_not_released_or_is_gone(roadshow: Roadshow) -> None:
    table = first_table(roadshow)
    say(handed_in(table, title="Waits"), show="yes")
    shown(table, title="Withdrawn", withdrawn_at=timezone.now())
    hide(roadshow, shown(table, title="Hidden").item, actor="Ana")
    say(shown(table, title="Consent taken back"), show="")
    html = drawn(roadshow)
    assert [word for word in ("Waits", "Withdrawn", "Hidden", "Consent") if word in html] == []
    assert "once a facilitator has looked at it" in words(html)


def test_all_are_there_in_the_order_of_their_release(roadshow: Roadshow) -> None:
    drawings = [shown(roadshow.tables.get(number=number)) for number in (2, 1, 2)]
    html = drawn(roadshow)
    assert tiles(html) == [str(drawing.pk) for drawing in drawings]
    assert ('data-columns="3"' in html, 'data-rows="1"' in html) == (True, True)


@pytest.mark.parametrize(("count", "density"), [(8, "few"), (9, "some"), (30, "some"), (31, "many")])
def test_the_more_there_are_the_less_is_said_of_each(roadshow: Roadshow, count: int, density: str) -> None:
    for n in range(count):
        shown(first_table(roadshow), title=f"Title {n}")
    html = drawn(roadshow)
    assert f'data-density="{density}"' in html
    assert len(tiles(html)) == count
    assert f"Title {count - 1}" in words(html), "also where only a number is seen"


def test_a_picture_is_fetched_by_the_screens_own_link_and_has_words(roadshow: Roadshow) -> None:
    drawings = [pictured(shown(first_table(roadshow), title="A", shows="Two boats")) for _n in range(2)]
    say(drawings[0], alt="Two boats that drift apart")
    html = drawn(roadshow)
    token = roadshow.screens.get().token
    assert f'src="/screen/{token}/pictures/{drawings[0].picture_id}/large/" alt="Two boats that drift apart"' in html
    assert f'src="/screen/{token}/pictures/{drawings[1].picture_id}/large/" alt="Two boats"' in html


def test_many_are_fetched_small(roadshow: Roadshow) -> None:
    for _n in range(9):
        shown(first_table(roadshow))
    pictured(shown(first_table(roadshow)))
    assert "/small/" in drawn(roadshow)


def test_words_are_set_as_large_as_they_are_short_and_are_never_markup(roadshow: Roadshow) -> None:
    for text in ("Trust.", "x" * 100, "<b>bold</b>", "y" * 5_000):
        in_words(first_table(roadshow), text)
    html = drawn(roadshow)
    fits = re.findall(r'data-fit="(\d)"', html)
    assert fits == ["1", "4", "1", str(len(FITS) + 1)]
    assert ("<b>" in html, "&lt;b&gt;" in html, "y" * 421 in html) == (False, True, False)


def test_a_single_one_and_the_one_that_was_chosen_stand_large_with_their_words(roadshow: Roadshow) -> None:
    first = shown(first_table(roadshow), "fear", title="The first", shows="We wait.")
    say(first, idea="island")
    alone = drawn(roadshow)
    second = shown(first_table(roadshow), title="The second")
    both = drawn(roadshow)
    show_large(roadshow, second, actor="Ana")
    chosen = drawn(roadshow)
    assert f'data-large="{first.pk}"' in alone
    assert [
        word for word in ("The first", "We wait.", "An island", "Fear", "Table 1") if word not in words(alone)
    ] == []
    assert "data-large" not in both
    assert f'data-large="{second.pk}"' in chosen
    assert "The first" not in chosen


def test_one_that_stood_large_and_was_hidden_leaves_the_others(roadshow: Roadshow) -> None:
    drawings = [shown(first_table(roadshow)) for _n in range(3)]
    show_large(roadshow, drawings[0], actor="Ana")
    hide(roadshow, drawings[0].item, actor="Ana")
    assert tiles(drawn(roadshow)) == [str(drawing.pk) for drawing in drawings[1:]]


def test_large_words_end_somewhere(roadshow: Roadshow) -> None:
    in_words(first_table(roadshow), "z" * 5_000)
    assert "z" * LARGE.letters not in drawn(roadshow)


def test_a_tile_that_is_the_same_stays_in_the_page_and_one_that_changed_does_not(roadshow: Roadshow) -> None:
    one, other = shown(first_table(roadshow)), shown(first_table(roadshow))

    def marks() -> dict[str, str]:
        return dict(re.findall(r'id="tile-(\d+)" data-keep="(\w+)"', drawn(roadshow)))

    before = marks()
    say(other, title="Another title")
    after = marks()
    assert before[str(one.pk)] == after[str(one.pk)]
    assert before[str(other.pk)] != after[str(other.pk)]


@pytest.mark.parametrize("said", [{"shows": "We row."}, {"idea": "bridge"}, {"factor.risk": "yes"}, {"alt": "Oars."}])
def test_of_the_one_that_stands_large_every_word_that_changes_comes_to_the_page(
    roadshow: Roadshow, said: dict[str, str]
) -> None:
    drawing = pictured(shown(first_table(roadshow)))
    before = re.findall(r'data-keep="(\w+)"', drawn(roadshow))
    say(drawing, **said)
    assert re.findall(r'data-keep="(\w+)"', drawn(roadshow)) != before


# Sorted


def sorted_by(roadshow: Roadshow, grouping: Grouping) -> list[tuple[str, list[str]]]:
    groups = groups_of(shown_entries(roadshow), grouping)
    return [(words, [entry.title for entry in within]) for words, within in groups]


def test_by_factor_one_stands_with_every_factor_that_its_table_found(roadshow: Roadshow) -> None:
    shown(first_table(roadshow), "risk", "trust", title="A")
    shown(first_table(roadshow), "trust", title="B")
    shown(first_table(roadshow), "other", title="C")
    shown(first_table(roadshow), title="D")
    assert sorted_by(roadshow, Grouping.FACTOR) == [
        ("Trust", ["A", "B"]),
        ("Risk", ["A"]),
        ("Other", ["C"]),
        ("Not said yet", ["D"]),
    ]


def test_by_idea_each_stands_once(roadshow: Roadshow) -> None:
    for title, idea in (("A", "maze"), ("B", "boat"), ("C", "maze"), ("D", "")):
        say(shown(first_table(roadshow), title=title), idea=idea)
    assert sorted_by(roadshow, Grouping.IDEA) == [("A boat", ["B"]), ("A maze", ["A", "C"]), ("Not said yet", ["D"])]


def test_a_sorted_wall_names_its_groups_with_how_many_are_in_each_and_no_id_twice(roadshow: Roadshow) -> None:
    shown(first_table(roadshow), "risk", "trust")
    shown(first_table(roadshow), "trust")
    group_by(roadshow, Grouping.FACTOR, actor="Ana")
    html = drawn(roadshow)
    assert re.findall(r'data-group="(\w+)"', html) == ["Trust", "Risk"]
    assert ("Trust 2" in words(html), "Risk 1" in words(html)) == (True, True)
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids)) == 3


def test_sixty_cost_no_more_queries_than_one(
    roadshow: Roadshow, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(60):
        shown(first_table(roadshow), title=f"Drawing {n}")
    with django_assert_max_num_queries(9):
        drawn(roadshow)
