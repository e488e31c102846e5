from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from drawings.actions.wall import release
from drawings.models import Drawing, Wall
from drawings.queries.drawings import on_the_wall
from live.models import Log
from tests.coded import handed_in, say
from tests.factories import first_table, make_facilitator, make_organiser, make_roadshow, signed_in
from tests.pages import words
from tests.showing import shown
from workshops.actions.care import hide
from workshops.models import Roadshow

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow(tables=2)


@pytest.fixture
def console(roadshow: Roadshow) -> Client:
    """Return the browser of the roadshow's own facilitator."""
    return signed_in(make_facilitator(roadshow))


@pytest.fixture
def waits(roadshow: Roadshow) -> Drawing:
    drawing = handed_in(first_table(roadshow), title="A quokka")
    say(drawing, show="yes")
    return drawing


def address(name: str, roadshow: Roadshow, *more: object) -> str:
    return reverse(name, args=[roadshow.slug, *more])


def head(roadshow: Roadshow) -> int:
    return Log.objects.get(pk=roadshow.log_id).head


def test_the_console_and_the_page_show_what_waits(console: Client, roadshow: Roadshow, waits: Drawing) -> None:
    for name in ("console", "console-drawings"):
        page = console.get(address(name, roadshow))
        assert "A quokka" in words(page.text)
        assert "csrfmiddlewaretoken" in page.text.partition('id="drawings-now"')[2], "also without scripts"


def test_the_page_leads_organisers_to_the_gallery(roadshow: Roadshow, console: Client) -> None:
    link = address("gallery", roadshow)
    pages = [client.get(address("console-drawings", roadshow)) for client in (console, signed_in(make_organiser()))]
    assert [link in page.text for page in pages] == [False, True]


def test_a_plain_press_releases_and_leads_back_to_the_console(
    console: Client, roadshow: Roadshow, waits: Drawing
) -> None:
    answer = console.post(address("release-drawing", roadshow, waits.pk))
    assert (answer.status_code, answer.headers["location"]) == (302, address("console", roadshow))
    assert on_the_wall(roadshow) == [waits]


def test_a_press_with_scripts_is_answered_with_no_words_when_all_went_well(
    console: Client, roadshow: Roadshow, waits: Drawing
) -> None:
    answer = console.post(address("release-drawings", roadshow), {"seen": waits.pk}, headers=HTMX)
    assert (answer.status_code, answer.text.strip(), on_the_wall(roadshow)) == (200, "", [waits])


def seen_on(page: str) -> str:
    found = re.search(r'name="seen" value="([^"]*)"', page)
    assert found
    return found[1]


@pytest.mark.parametrize("name", ["console", "console-drawings"])
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_releasing_all_releases_what_the_page_showed_and_says_what_came_in_since(
    console: Client, roadshow: Roadshow, waits: Drawing, name: str, headers: dict[str, str]
) -> None:
    another = handed_in(first_table(roadshow))
    say(another, show="yes")
    seen = seen_on(console.get(address(name, roadshow)).text)
    for _ in range(2):
        say(handed_in(first_table(roadshow)), show="yes")
    answer = console.post(address("release-drawings", roadshow), {"seen": seen}, headers=headers)
    assert on_the_wall(roadshow) == [waits, another]
    said = "2 drawings are on the wall. 2 more came in since this page was drawn, and wait until you have seen them."
    assert (answer.status_code, said in words(answer.text)) == (200, True)


def test_where_all_that_was_seen_is_gone_it_says_so_and_what_waits_instead(
    console: Client, roadshow: Roadshow, waits: Drawing
) -> None:
    seen = seen_on(console.get(address("console", roadshow)).text)
    release(waits, actor="Ben")
    say(handed_in(first_table(roadshow)), show="yes")
    answer = console.post(address("release-drawings", roadshow), {"seen": seen}, headers=HTMX)
    assert (answer.status_code, on_the_wall(roadshow)) == (409, [waits])
    said = words(answer.text)
    assert "Nothing that this page showed was waiting any more" in said
    assert "1 came in since this page was drawn, and waits until you have seen it." in said


@pytest.mark.parametrize("seen", [None, "", "all", "1 x", "9" * 30])
def test_a_press_that_does_not_say_what_was_seen_releases_nothing(
    console: Client, roadshow: Roadshow, waits: Drawing, seen: str | None
) -> None:
    said = {} if seen is None else {"seen": seen}
    answer = console.post(address("release-drawings", roadshow), said, headers=HTMX)
    assert (answer.status_code, on_the_wall(roadshow)) == (400, [])


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_one_that_may_not_be_shown_is_refused_with_what_to_do(
    console: Client, roadshow: Roadshow, headers: dict[str, str]
) -> None:
    drawing = handed_in(first_table(roadshow))
    answer = console.post(address("release-drawing", roadshow, drawing.pk), headers=headers)
    assert answer.status_code == 409
    assert "its table has not said that it may be shown. Ask the table" in words(answer.text)


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        ("withdrawn", "was withdrawn by its table meanwhile"),
        ("hidden", "is hidden because it needs attention"),
        ("released", "was released already, by Ben at "),
    ],
)
def test_the_slower_of_two_is_told_what_happened(
    console: Client, roadshow: Roadshow, waits: Drawing, gone: str, said: str
) -> None:
    if gone == "withdrawn":
        Drawing.objects.update(withdrawn_at=timezone.now())
    elif gone == "hidden":
        hide(roadshow, waits.item, actor="Ben")
    else:
        release(waits, actor="Ben")
    before = head(roadshow)
    answer = console.post(address("release-drawing", roadshow, waits.pk), headers=HTMX)
    assert (answer.status_code, head(roadshow)) == (409, before)
    assert said in words(answer.text)


def test_when_nothing_waits_releasing_all_says_so(console: Client, roadshow: Roadshow, waits: Drawing) -> None:
    release(waits, actor="Ben")
    answer = console.post(address("release-drawings", roadshow), {"seen": waits.pk}, headers=HTMX)
    said = "Nothing that this page showed was waiting any more, so your press changed nothing."
    assert (answer.status_code, words(answer.text).strip()) == (409, said)


def test_a_press_takes_back_what_is_on_the_wall(console: Client, roadshow: Roadshow) -> None:
    drawing = shown(first_table(roadshow))
    console.post(address("take-back-drawing", roadshow, drawing.pk))
    assert on_the_wall(roadshow) == []


def test_one_press_hides_and_another_one_shows_it_again(console: Client, roadshow: Roadshow) -> None:
    drawing = shown(first_table(roadshow))
    console.post(address("attention", roadshow), {"item": drawing.item, "hide": "yes"})
    hidden = on_the_wall(roadshow)
    console.post(address("attention", roadshow), {"item": drawing.item, "hide": ""})
    assert (hidden, on_the_wall(roadshow)) == ([], [drawing])


def test_presses_show_one_large_and_sort_the_wall(console: Client, roadshow: Roadshow) -> None:
    drawing = shown(first_table(roadshow))
    walls = []
    for name, said in (
        ("show-drawing-large", {"drawing": drawing.pk}),
        ("show-drawing-large", {"drawing": ""}),
        ("sort-wall", {"grouping": "factor"}),
        ("sort-wall", {"grouping": ""}),
    ):
        assert console.post(address(name, roadshow), said).status_code == 302
        walls.append(Wall.objects.values_list("shown", "grouping").get())
    assert walls == [(drawing.pk, ""), (None, ""), (None, "factor"), (None, "")]


@pytest.mark.parametrize(
    ("name", "said"), [("show-drawing-large", {"drawing": "x"}), ("sort-wall", {"grouping": "size"})]
)
def test_a_press_that_means_nothing_changes_nothing(
    console: Client, roadshow: Roadshow, name: str, said: dict[str, str]
) -> None:
    answer = console.post(address(name, roadshow), said, headers=HTMX)
    assert (answer.status_code, Wall.objects.exists()) == (400, False)


def test_what_is_not_on_the_wall_is_not_shown_large(console: Client, roadshow: Roadshow, waits: Drawing) -> None:
    answer = console.post(address("show-drawing-large", roadshow), {"drawing": waits.pk}, headers=HTMX)
    assert (answer.status_code, "is not on the wall any more" in words(answer.text)) == (409, True)


@pytest.mark.parametrize("name", ["release-drawing", "take-back-drawing"])
def test_another_roadshows_drawing_is_as_if_absent(console: Client, roadshow: Roadshow, name: str) -> None:
    theirs = handed_in(first_table(make_roadshow()))
    assert console.post(address(name, roadshow, theirs.pk)).status_code == 404
    assert console.post(address("show-drawing-large", roadshow), {"drawing": theirs.pk}).status_code == 404
