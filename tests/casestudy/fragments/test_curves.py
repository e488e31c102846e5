from __future__ import annotations

import re

import pytest

from casestudy.actions.curves import set_curves
from casestudy.fragments import curves
from casestudy.models import CaseRun
from casestudy.queries.judgement import About
from live.kinds import Reading
from tests.casestudy.judged import answer, rate, reveal, with_children
from tests.factories import first_table, join, make_roadshow, make_run
from tests.pages import words
from workshops import screens
from workshops.models import Answer, Screen

pytestmark = pytest.mark.django_db


@pytest.fixture
def run() -> CaseRun:
    return with_children(make_run(make_roadshow(tables=6)))


def fill(run: CaseRun, stage: int, scores: list[int], about: str = "family") -> None:
    """Let as many tables rate as there are scores."""
    for table, score in zip(run.roadshow.tables.all(), scores, strict=False):
        rate(table, stage, score, about)


# A table's own


def test_a_tables_own_curve_shows_its_numbers_in_words_in_a_table_and_as_lines(run: CaseRun) -> None:
    reveal(run, 1)
    rate(first_table(run.roadshow), 1, 3)
    rate(first_table(run.roadshow), 1, 5, "anna")
    reveal(run, 2)
    rate(first_table(run.roadshow), 2, 8)
    html = curves.own_curve(run, first_table(run.roadshow))
    assert html.count('class="curve__line"') == 2
    assert '<desc id="own-curve-about">The family: 3 at stage 1, 8 at stage 2. Anna Small: 5 at stage 1</desc>' in html
    assert "Stage12 The family38Anna Small5-" in words(html)


def test_an_empty_curve_says_so_and_has_its_place_already(run: CaseRun) -> None:
    reveal(run, 1)
    html = curves.own_curve(run, first_table(run.roadshow))
    assert html.count("No number yet") == 2  # in the picture, and for those who cannot see it
    assert 'class="curve__line"' not in html


def test_a_line_bears_the_first_name_where_that_tells_the_children_apart() -> None:
    family, one, two = About("family", "The family"), About("a", "Ann Lee"), About("b", "Ben Lee")
    other = About("c", "Ann Poe")
    assert [curves.short(about, (family, one, two)) for about in (family, one, two)] == ["Family", "Ann", "Ben"]
    assert curves.short(one, (family, one, other)) == "Ann Lee"


# The room's, on a screen


@pytest.mark.parametrize("view", ["curves", "curves-by-table"])
def test_a_screen_shows_nothing_of_the_rooms_curves_before_they_are_opened_nor_after(run: CaseRun, view: str) -> None:
    reveal(run, 1)
    fill(run, 1, [3, 3, 4, 5, 9])
    draw = screens._views[view].draw
    closed = draw(run.roadshow, "", Reading())
    assert "The room's concern is closed" in closed.replace("&#x27;", "'")
    assert re.findall(r"<svg|\d", re.sub(r"</?h\d", "", closed)) == []
    set_curves(run, opened=True, actor="Ana")
    assert draw(run.roadshow, "", Reading()).count("<svg") == 2
    set_curves(run, opened=False, actor="Ana")
    assert draw(run.roadshow, "", Reading()) == closed


def test_open_curves_lead_whatever_the_room_is_at_and_closed_ones_never(run: CaseRun) -> None:
    reveal(run, 1)
    assert screens.leading(run.roadshow, None, Reading()).name == "case"
    set_curves(run, opened=True, actor="Ana")
    assert screens.leading(run.roadshow, None, Reading()).name == "curves"


def test_the_family_is_large_and_read_in_a_sentence(run: CaseRun) -> None:
    reveal(run, 1)
    fill(run, 1, [3, 3, 4, 5, 9])
    set_curves(run, opened=True, actor="Ana")
    html = curves.draw_curves(run.roadshow, "", Reading(), by_table=False)
    assert "The family 5 tables rated. The middle is 4; half lie from 3 to 5." in words(html)
    assert html.count(" data-large") == 1
    assert html.count("curve__half") == 1


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        ([7], "1 table rated: too few for a middle."),
        ([7, 8], "2 tables rated: too few for a middle."),
        ([7, 8, 8], "3 tables rated. The middle is 8."),
        ([7, 8, 8, 9], "4 tables rated. The middle is 8."),
        ([8] * 4, "4 tables rated. The middle is 8."),
    ],
)
def test_of_few_tables_no_half_is_claimed(run: CaseRun, scores: list[int], said: str) -> None:
    reveal(run, 1)
    fill(run, 1, scores)
    panel = curves.room_panels(run)[0]
    assert (panel.words, [box.height for box in panel.curve.boxes if box.height]) == (said, [])


def test_where_half_agree_the_words_say_so(run: CaseRun) -> None:
    reveal(run, 1)
    fill(run, 1, [10, 10, 10, 10, 3])
    assert curves.room_panels(run)[0].words == "5 tables rated. The middle is 10; half lie at 10."


def test_by_table_every_table_is_a_line(run: CaseRun) -> None:
    reveal(run, 1)
    fill(run, 1, [1, 2, 3])
    reveal(run, 2)
    fill(run, 2, [4, 5, 6])
    set_curves(run, opened=True, actor="Ana")
    html = curves.draw_curves(run.roadshow, "", Reading(), by_table=True)
    (lines,) = re.findall(r'class="curve__tables" d="(M[^"]*)"', html)
    assert (lines.count("M"), lines.count("L")) == (3, 3)


def test_held_at_a_stage_a_screen_shows_the_curves_up_to_it(run: CaseRun) -> None:
    reveal(run, 1)
    fill(run, 1, [1, 2, 3])
    pin = screens._views["curves"].pin(run.roadshow)
    reveal(run, 2)
    fill(run, 2, [9, 9, 9])
    set_curves(run, opened=True, actor="Ana")
    assert pin == "1"
    assert [len(curves.room_panels(run, up_to=at)[0].curve.boxes) for at in (1, 2)] == [1, 2]
    assert "The middle is 2." in curves.draw_curves(run.roadshow, pin, Reading(), by_table=False)
    assert "The middle is 9." in curves.draw_curves(run.roadshow, "", Reading(), by_table=False)


def test_a_held_screen_says_too_that_they_are_closed(run: CaseRun) -> None:
    reveal(run, 1)
    Screen.objects.update(shows="curves", held="curves:1")
    assert "closed" in curves.draw_curves(run.roadshow, "1", Reading(), by_table=False)


# For facilitators


def test_the_console_counts_who_rated_passed_and_decided(run: CaseRun) -> None:
    reveal(run, 1)
    fill(run, 1, [3, 4, 5])
    device = join(run.roadshow.tables.get(number=4)).device
    answer(device, {"case.1.passed": "yes", "case.1.share.GP.when": "now", "case.1.share.GP.factor.fear": "yes"})
    said = words(curves.console_panel(run))
    assert "3 of 6 tables rated, 1 passed, 1 decided whom to tell; 2 said nothing yet." in said
    assert "Share nowSeek adviceNot yet The practice100" in said
    assert "fear 1" in said
    assert "Only you see these numbers now." in said


def test_the_button_says_what_it_will_do(run: CaseRun) -> None:
    reveal(run, 1)

    def button() -> tuple[list[str], list[str]]:
        html = curves.console_panel(run)
        return re.findall(r'name="open" value="(\w*)"', html), re.findall(r"<button[^>]*>([^<]*)<", html)

    assert button() == (["yes"], ["Open the room's curves"])
    set_curves(run, opened=True, actor="Ana")
    assert button() == ([""], ["Close the room's curves"])


def test_before_the_first_stage_there_is_nothing_to_open(run: CaseRun) -> None:
    assert "<form" not in curves.console_panel(run)


def test_a_full_case_of_forty_tables_is_drawn_in_a_few_queries(tmp_path: object, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    run = with_children(make_run(make_roadshow(tables=40)))
    reveal(run, 3)
    set_curves(run, opened=True, actor="Ana")
    Answer.objects.bulk_create(
        Answer(table=table, field=f"case.{stage}.concern.{about}.score", value=str((table.number + stage) % 11))
        for table in run.roadshow.tables.all()
        for stage in (1, 2, 3)
        for about in ("family", "anna")
    )
    with django_assert_num_queries(7):  # the case (3), its people, the answers, how many stages and tables there are
        curves.draw_curves(run.roadshow, "", Reading(), by_table=False)
    with django_assert_num_queries(5):  # the people, the answers; of the stage the answers, the tables, the agencies
        curves.console_panel(run)
