from __future__ import annotations

import pytest

from drawings.actions.drawings import withdraw
from drawings.fragments.own import draw_panel, ink, own_drawings, state
from drawings.models import DrawingKind
from tests.coded import handed_in, say
from tests.drawings.drawn import begun, device_at
from tests.factories import first_table, make_roadshow
from tests.pages import words
from tests.showing import pictured
from workshops.actions.care import hide
from workshops.models import Table
from workshops.panels import Spot

pytestmark = pytest.mark.django_db
TOKEN = "t" * 64


@pytest.fixture
def table() -> Table:
    return first_table(make_roadshow())


def test_the_panel_offers_three_ways_and_lists_what_the_table_drew(table: Table) -> None:
    handed_in(table, title="<b>A boat</b>")
    panel = draw_panel(Spot(table.roadshow, TOKEN, table))
    assert [way in panel for way in ('value="pad"', 'value="photo"', 'value="words"', TOKEN)] == [True] * 4
    assert "No real families" in panel
    assert "&lt;b&gt;A boat&lt;/b&gt;" in panel


def test_pushed_to_a_table_that_missed_something_it_is_the_list_alone(table: Table) -> None:
    handed_in(table)
    pushed = draw_panel(Spot(table.roadshow, table=table))
    assert own_drawings(table).startswith(pushed)
    assert "<form" not in pushed


def test_there_is_no_panel_where_no_table_is(table: Table) -> None:
    assert draw_panel(Spot(table.roadshow)) == ""


def test_what_is_pushed_holds_nobodys_token_and_brings_every_drawings_page_up_to_date(table: Table) -> None:
    gone, stands = handed_in(table), handed_in(table)
    withdraw(gone, actor="Table 1")
    pushed = own_drawings(table)
    assert "csrf" not in pushed
    assert pushed.startswith('<ul id="own-drawings" class="own-drawings" data-region>')
    assert (f'id="drawing-{gone.key}"' in pushed, f'id="drawing-{stands.key}"' in pushed) == (True, True)
    listed, _, _ = pushed.partition("</ul>")
    assert (gone.key in listed, stands.key in listed) == (False, True)


def test_the_table_is_told_that_a_facilitator_took_it_off(table: Table) -> None:
    drawing = handed_in(table)
    hide(table.roadshow, drawing.item, actor="Ana")
    assert "Taken off by a facilitator" in words(state(drawing))
    assert "Taken off by a facilitator" in words(own_drawings(table).partition("</ul>")[0])


@pytest.mark.parametrize("kind", DrawingKind.values)
def test_one_that_was_taken_off_stands_in_the_list_without_its_picture(table: Table, kind: str) -> None:
    drawing = handed_in(table, kind=kind)
    if kind != DrawingKind.WORDS:
        pictured(drawing)
    before = draw_panel(Spot(table.roadshow, table=table))
    hide(table.roadshow, drawing.item, actor="Ana")
    listed = draw_panel(Spot(table.roadshow, table=table))
    assert ("<img" in before, "<img" in listed) == (kind != DrawingKind.WORDS, False)
    assert "Taken off by a facilitator" in words(listed)


def test_it_says_that_nobody_can_show_what_the_table_did_not_agree_to(table: Table) -> None:
    drawing = handed_in(table)
    assert "Nobody can show it" in words(state(drawing))
    say(drawing, show="yes")
    assert "Nobody can show it" not in words(state(drawing))


def test_a_begun_one_can_be_handed_in_and_both_taken_back(table: Table) -> None:
    begun_one, handed = begun(device_at(table)), handed_in(table)
    assert ("/hand-in/" in state(begun_one, TOKEN), "/withdraw/" in state(begun_one, TOKEN)) == (True, True)
    assert ("/hand-in/" in state(handed, TOKEN), "/withdraw/" in state(handed, TOKEN)) == (False, True)
    assert TOKEN in state(handed, TOKEN)


def test_others_are_told_how_far_the_strokes_are(table: Table) -> None:
    drawing = begun(device_at(table))
    assert f'id="ink-{drawing.key}" data-last="7"' in ink(drawing, 7)
