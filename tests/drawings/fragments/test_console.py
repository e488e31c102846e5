from __future__ import annotations

import re

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from drawings.actions.wall import release, show_large
from drawings.fragments.console import console_drawings
from tests.coded import handed_in, say
from tests.factories import first_table, make_roadshow
from tests.pages import words
from tests.showing import in_words, shown
from workshops.actions.care import hide
from workshops.models import Roadshow

pytestmark = pytest.mark.django_db


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow(tables=2)


def states(html: str) -> list[str]:
    return re.findall(r'data-state="([a-z]+)"', html)


def actions(html: str, pk: int) -> list[str]:
    """Return what can be pressed at a drawing."""
    (own,) = re.findall(rf'<li class="drawings-one" data-drawing="{pk}".*?</li>', html, re.DOTALL)
    return re.findall(r'data-action="([a-z-]+)"', own)


def test_before_the_first_is_handed_in_nothing_is_there_to_be_seen(roadshow: Roadshow) -> None:
    handed_in(first_table(roadshow), handed_in_at=None)
    html = console_drawings(roadshow)
    assert ("hidden" in html.partition(">")[0], words(html)) == (True, "")


def test_each_drawing_can_be_pressed_for_what_makes_sense(roadshow: Roadshow) -> None:
    table = first_table(roadshow)
    waits, withheld, on_wall, hidden = handed_in(table), handed_in(table), shown(table), shown(table)
    say(waits, show="yes")
    hide(roadshow, hidden.item, actor="Ben")
    html = console_drawings(roadshow)
    assert states(html) == ["waiting", "withheld", "shown", "hidden"]
    assert actions(html, waits.pk) == ["release-drawing", "hide"]
    assert actions(html, withheld.pk) == ["hide"]
    assert actions(html, on_wall.pk) == ["show-large", "take-back", "hide"]
    assert actions(html, hidden.pk) == ["show-again"]
    assert "by Ben" in words(html)


def test_one_without_consent_says_so(roadshow: Roadshow) -> None:
    handed_in(first_table(roadshow), title="Ours")
    said = words(console_drawings(roadshow))
    assert "not to be shown" in said
    assert "cannot be released" in said
    assert "Release all" not in said


def test_those_that_wait_come_in_the_order_in_which_they_were_handed_in(roadshow: Roadshow) -> None:
    for number, title in ((2, "Earlier"), (1, "Later")):
        say(handed_in(roadshow.tables.get(number=number), title=title), show="yes")
    assert re.findall(r"<strong>(Earlier|Later)</strong>", console_drawings(roadshow)) == ["Earlier", "Later"]


def test_what_stands_large_is_said(roadshow: Roadshow) -> None:
    drawing = shown(first_table(roadshow), title="The ferry")
    shown(first_table(roadshow))
    show_large(roadshow, drawing, actor="Ana")
    assert "The screens show The ferry large." in words(console_drawings(roadshow))


def test_words_are_shown_as_words_and_never_as_markup(roadshow: Roadshow) -> None:
    in_words(first_table(roadshow), "<img src=x onerror=alert(1)>")
    html = console_drawings(roadshow)
    assert "<img src=x" not in html
    assert "&lt;img src=x" in html


def test_a_withdrawn_one_is_named_and_nothing_of_it_is_shown(roadshow: Roadshow) -> None:
    shown(first_table(roadshow), title="Ours no more", shows="Wombat", withdrawn_at=timezone.now())
    said = words(console_drawings(roadshow))
    assert "Table 1, drawing 1, at " in said
    assert [word for word in ("Ours no more", "Wombat") if word in said] == []


def test_forty_cost_no_more_queries_than_one(
    roadshow: Roadshow, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _n in range(40):
        drawing = handed_in(first_table(roadshow))
        say(drawing, show="yes")
    release(drawing, actor="Ana")
    with django_assert_max_num_queries(4):
        console_drawings(roadshow)


def test_a_frame_of_drawings_does_not_stop_the_consoles_other_buttons(roadshow: Roadshow) -> None:
    say(handed_in(first_table(roadshow)), show="yes")
    assert "data-settle" not in console_drawings(roadshow)
