from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from drawings.actions.drawings import withdraw
from drawings.actions.pad import put_marks
from drawings.forms.marks import MOST_BYTES
from drawings.models import Drawing, DrawingKind
from drawings.views import pad
from tests.coded import handed_in, say
from tests.drawings.drawn import begun, stroke
from tests.factories import first_table, make_activity, make_roadshow, seated, start
from tests.pages import words
from workshops.actions.care import hide, show_again
from workshops.actions.hold import freeze, pause
from workshops.models import ActivityKind, Device, Roadshow, Table
from workshops.tokens import new_token

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow(tables=2)


@pytest.fixture
def table(roadshow: Roadshow) -> Table:
    return first_table(roadshow)


@pytest.fixture
def tablet(table: Table) -> Client:
    return seated(table)


@pytest.fixture
def drawing(tablet: Client) -> Drawing:
    """Return a drawing that the tablet began."""
    return begun(Device.objects.get())


def address(name: str, drawing: Drawing) -> str:
    return reverse(name, args=[drawing.key])


def post_marks(tablet: Client, drawing: Drawing, *ops: object, **more: object) -> Any:
    marks = [{"number": n, "op": op} for n, op in enumerate(ops, start=1)]
    body = {"table": str(drawing.table_id), "marks": marks} | more
    return tablet.post(address("drawing-marks", drawing), json.dumps(body), "application/json", headers=JSON)


# Beginning


@pytest.mark.parametrize("kind", ["pad", "words"])
def test_a_press_begins_a_drawing_and_leads_to_its_page(tablet: Client, kind: str) -> None:
    key = new_token()
    for _ in range(2):
        answer = tablet.post(reverse("begin-drawing"), {"key": key, "kind": kind})
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/table/drawings/{key}/")
    assert Drawing.objects.get().kind == kind


def test_a_drawing_on_paper_begins_with_its_photo_and_not_before(tablet: Client) -> None:
    key = new_token()
    answer = tablet.post(reverse("begin-drawing"), {"key": key, "kind": "photo"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/table/drawings/{key}/photo/")
    assert not Drawing.objects.exists()


def test_who_goes_back_and_chooses_another_way_gets_another_drawing(tablet: Client) -> None:
    key = new_token()
    for kind in ("pad", "words"):
        tablet.post(reverse("begin-drawing"), {"key": key, "kind": kind})
    assert [drawing.kind for drawing in Drawing.objects.all()] == ["pad", "words"]


@pytest.mark.parametrize(
    "fields", [{}, {"key": "a" * 22}, {"key": "short", "kind": "pad"}, {"key": "a" * 22, "kind": "x"}]
)
def test_an_incomplete_press_begins_nothing_and_says_so(tablet: Client, fields: dict[str, str]) -> None:
    answer = tablet.post(reverse("begin-drawing"), fields)
    assert answer.status_code == 400
    assert pad.UNKNOWN_WAY in words(answer.text)
    assert not Drawing.objects.exists()


def test_a_table_that_has_begun_too_many_is_told(tablet: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drawings.actions.drawings.MOST", 0)
    answer = tablet.post(reverse("begin-drawing"), {"key": new_token(), "kind": "pad"})
    assert (answer.status_code, "as many as one can" in words(answer.text)) == (409, True)


def test_while_the_room_is_held_nothing_is_begun(tablet: Client, roadshow: Roadshow) -> None:
    freeze(roadshow, actor="Ana")
    answer = tablet.post(reverse("begin-drawing"), {"key": new_token(), "kind": "pad"})
    assert (answer.status_code, Drawing.objects.count()) == (423, 0)


# Its page


@pytest.mark.parametrize("kind", DrawingKind)
def test_a_drawings_page_asks_for_its_words(tablet: Client, kind: DrawingKind) -> None:
    drawing = begun(Device.objects.get(), kind)
    say(drawing, title="A <boat>")
    page = tablet.get(address("own-drawing", drawing)).text
    assert "A &lt;boat&gt;" in page
    for field in ("title", "shows", "idea", "own-idea", "tags", "show", "publish", "factor.trust", "factor.other"):
        assert f'name="{drawing.prefix}{field}"' in page
    assert (f'name="{drawing.prefix}alt"' in page) == (kind != DrawingKind.WORDS)
    assert ('id="paper"' in page) == (kind == DrawingKind.PAD)


def test_other_devices_of_the_table_see_it_and_have_no_tools(tablet: Client, table: Table, drawing: Drawing) -> None:
    ours, theirs = (each.get(address("own-drawing", drawing)).text for each in (tablet, seated(table)))
    assert ('id="tools"' in ours, 'id="tools"' in theirs) == (True, False)


@pytest.mark.parametrize("name", ["own-drawing", "drawing-marks", "drawing-svg"])
def test_another_tables_drawing_is_as_if_it_were_not_there(roadshow: Roadshow, drawing: Drawing, name: str) -> None:
    other = seated(roadshow.tables.get(number=2))
    assert other.get(address(name, drawing)).status_code == 404


@pytest.mark.parametrize("name", ["hand-in-drawing", "withdraw-drawing"])
def test_another_table_can_do_nothing_with_it(roadshow: Roadshow, drawing: Drawing, name: str) -> None:
    other = seated(roadshow.tables.get(number=2))
    assert other.post(address(name, drawing)).status_code == 404
    assert (
        other.post(address(name, drawing), headers=JSON, data="{}", content_type="application/json").status_code == 404
    )


# Marks


def test_marks_are_stored_and_given_back(tablet: Client, drawing: Drawing) -> None:
    answer = post_marks(tablet, drawing, stroke(), {"undo": 1})
    assert (answer.status_code, answer.json()) == (200, {"stored": True, "last": 2})
    found = tablet.get(address("drawing-marks", drawing)).json()
    assert found == {"marks": [{"number": 1, "op": stroke()}, {"number": 2, "op": {"undo": 1}}], "last": 2}
    assert len(tablet.get(address("drawing-marks", drawing), {"after": "1"}).json()["marks"]) == 1
    assert len(tablet.get(address("drawing-marks", drawing), {"after": "x"}).json()["marks"]) == 2


def test_of_two_pages_the_slower_is_told_where_its_marks_can_go(tablet: Client, drawing: Drawing) -> None:
    post_marks(tablet, drawing, stroke())
    answer = post_marks(tablet, drawing, stroke(7))
    assert (answer.status_code, answer.json()) == (409, {"why": pad.TAKEN, "last": 1})


def test_another_device_is_refused_in_words(table: Table, drawing: Drawing) -> None:
    answer = post_marks(seated(table), drawing, stroke())
    assert (answer.status_code, answer.json()) == (409, {"why": pad.NOT_YOURS})


def test_what_was_made_at_another_table_is_not_taken_for_this_one(tablet: Client, drawing: Drawing) -> None:
    answer = post_marks(tablet, drawing, stroke(), table="999")
    assert (answer.status_code, "another table" in answer.json()["why"]) == (409, True)
    assert post_marks(tablet, drawing, stroke(), table=7).status_code == 409


def test_what_no_pad_sends_is_refused_in_words(tablet: Client, drawing: Drawing) -> None:
    assert post_marks(tablet, drawing, {"stroke": {}}).status_code == 422
    url = address("drawing-marks", drawing)
    for body, status in ((b"\xff{", 400), (b"[]", 400), (b"{}", 422), (b" " * (MOST_BYTES + 1), 413)):
        answer = tablet.post(url, body, "application/json", headers=JSON)
        assert (answer.status_code, bool(answer.json()["why"])) == (status, True)
    assert not drawing.marks.exists()


def test_a_key_that_no_device_makes_begins_nothing(tablet: Client, table: Table) -> None:
    made_up = Drawing(table=table, key="short")
    assert post_marks(tablet, made_up, stroke()).status_code == 404
    assert not Drawing.objects.exists()


def test_while_the_room_is_held_the_same_may_come_again(tablet: Client, roadshow: Roadshow, drawing: Drawing) -> None:
    freeze(roadshow, actor="Ana")
    assert post_marks(tablet, drawing, stroke()).status_code == 423


def test_once_drawing_is_over_marks_are_refused_and_kept_on_the_device(
    tablet: Client, roadshow: Roadshow, drawing: Drawing
) -> None:
    start(make_activity(roadshow, kind=ActivityKind.DRAW))
    start(make_activity(roadshow))
    answer = post_marks(tablet, drawing, stroke())
    assert (answer.status_code, "went on" in answer.json()["why"]) == (409, True)


def test_a_full_paper_says_so(tablet: Client, drawing: Drawing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drawings.actions.pad.MOST_MARKS", 0)
    assert post_marks(tablet, drawing, stroke()).json() == {"why": pad.FULL}


def test_where_the_table_has_begun_too_many_a_paper_is_not_called_full(
    tablet: Client, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("drawings.actions.drawings.MOST", 0)
    answer = post_marks(tablet, Drawing(table=table, key=new_token()), stroke())
    assert (answer.status_code, answer.json()) == (409, {"why": pad.NO_MORE.format(most=0)})


def test_a_page_sends_as_many_marks_at_once_as_are_taken(tablet: Client, drawing: Drawing) -> None:
    page = tablet.get(address("own-drawing", drawing)).text
    (most,) = re.findall(r'data-most-marks="(\d+)"', page)
    assert post_marks(tablet, drawing, *[stroke()] * int(most)).status_code == 200
    assert post_marks(tablet, drawing, *[stroke()] * (int(most) + 1)).status_code == 422


def test_a_removed_device_is_told_that_it_is_at_no_table(drawing: Drawing) -> None:
    assert post_marks(Client(), drawing, stroke()).status_code == 401


def test_strokes_are_shown_as_svg_that_can_do_nothing(tablet: Client, drawing: Drawing) -> None:
    put_marks(Device.objects.get(), key=drawing.key, marks={1: stroke()})
    answer = tablet.get(address("drawing-svg", drawing))
    assert (answer.headers["Content-Type"], "<path" in answer.text) == ("image/svg+xml", True)
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_strokes_that_a_page_has_already_are_not_sent_again(tablet: Client, drawing: Drawing) -> None:
    url = address("drawing-svg", drawing)
    post_marks(tablet, drawing, stroke())
    known = {"If-None-Match": tablet.get(url).headers["ETag"]}
    same = tablet.get(url, headers=known).status_code
    post_marks(tablet, drawing, stroke(), stroke())
    other = tablet.get(url, headers=known).status_code
    hide(drawing.table.roadshow, drawing.item, actor="Ana")
    newest = {"If-None-Match": '"2"'}
    assert (same, other, tablet.get(url, headers=newest).status_code) == (304, 200, 404)


@pytest.mark.parametrize("name", ["drawing-svg", "drawing-marks"])
def test_of_one_that_was_taken_off_its_own_table_sees_no_stroke_until_it_is_shown_again(
    tablet: Client, drawing: Drawing, name: str
) -> None:
    post_marks(tablet, drawing, stroke())
    hide(drawing.table.roadshow, drawing.item, actor="Ana")
    hidden = tablet.get(address(name, drawing)).status_code
    show_again(drawing.table.roadshow, drawing.item, actor="Ana")
    assert (hidden, tablet.get(address(name, drawing)).status_code) == (404, 200)


@pytest.mark.parametrize("name", ["drawing-svg", "drawing-marks"])
def test_of_one_that_was_withdrawn_nobody_sees_a_stroke_any_more(tablet: Client, drawing: Drawing, name: str) -> None:
    post_marks(tablet, drawing, stroke())
    withdraw(drawing, actor="Table 1")
    assert tablet.get(address(name, drawing)).status_code == 404


def test_the_page_of_one_that_was_withdrawn_says_so_and_shows_nothing_of_it(tablet: Client, drawing: Drawing) -> None:
    before = tablet.get(address("own-drawing", drawing)).text
    withdraw(drawing, actor="Table 1")
    after = tablet.get(address("own-drawing", drawing)).text
    assert "Withdrawn by this table" in words(after)
    for part in ('id="pad"', 'class="with-drawing"'):
        assert (part in before, part in after) == (True, False)


# Handing in and taking back


@pytest.mark.parametrize("by_script", [True, False])
def test_it_is_handed_in_and_taken_back_once_each(tablet: Client, drawing: Drawing, *, by_script: bool) -> None:
    post_marks(tablet, drawing, stroke())
    how: dict[str, Any] = {"data": "{}", "content_type": "application/json", "headers": JSON} if by_script else {}
    for name in ("hand-in-drawing", "withdraw-drawing"):
        for _ in range(2):
            answer = tablet.post(address(name, drawing), **how)
            if by_script:
                assert (answer.status_code, answer.json()) == (200, {"stored": True})
            else:
                assert answer.headers["Location"] == address("own-drawing", drawing)
    drawing.refresh_from_db()
    assert drawing.handed_in_at
    assert drawing.withdrawn_by.startswith("Table 1")


@pytest.mark.parametrize("hold", [freeze, pause])
def test_while_the_room_is_held_the_page_leads_to_where_a_drawing_is_taken_back(
    tablet: Client, roadshow: Roadshow, drawing: Drawing, hold: Callable[..., object]
) -> None:
    hold(roadshow, actor="Ana")
    taking_back = reverse("taking-back")
    for page in (reverse("table"), address("own-drawing", drawing), address("drawing-photo", drawing)):
        shown = tablet.get(page).text
        over = re.search(r'<p class="over-hold"><a [^>]*href="([^"]+)"', shown)
        assert over, page
        assert over[1] == taking_back
    listed = tablet.get(taking_back)
    assert 'id="hold"' not in listed.text
    answer = tablet.post(address("withdraw-drawing", drawing), {"list": "yes"})
    assert (answer.status_code, answer.headers["Location"]) == (302, taking_back)
    drawing.refresh_from_db()
    assert drawing.withdrawn_at


def test_what_can_be_taken_back_is_listed_and_nothing_else(tablet: Client, table: Table) -> None:
    other_table = table.roadshow.tables.get(number=2)
    gone = handed_in(table, title="A numbat")
    withdraw(gone, actor="Table 1")
    stands, theirs = handed_in(table, title="A quokka"), handed_in(other_table, title="A bilby")
    page = tablet.get(reverse("taking-back")).text
    assert [f"/{each.key}/withdraw/" in page for each in (stands, gone, theirs)] == [True, False, False]


def test_once_drawing_is_over_it_says_that_nothing_can_be_taken_back_and_whom_to_ask(
    tablet: Client, roadshow: Roadshow, table: Table
) -> None:
    start(make_activity(roadshow, kind=ActivityKind.DRAW))
    drawing = handed_in(table)
    start(make_activity(roadshow))
    page = tablet.get(reverse("taking-back")).text
    assert (drawing.key in page, "Ask a facilitator" in words(page)) == (False, True)


def test_an_empty_one_is_not_handed_in_and_says_what_is_missing(tablet: Client, drawing: Drawing) -> None:
    by_form = tablet.post(address("hand-in-drawing", drawing))
    assert (by_form.status_code, "Nothing is on the paper yet" in words(by_form.text)) == (409, True)
    by_script = tablet.post(address("hand-in-drawing", drawing), "{}", "application/json", headers=JSON)
    assert (by_script.status_code, "on the paper" in by_script.json()["why"]) == (409, True)


def test_after_the_drawing_nothing_is_taken_back_by_the_table(tablet: Client, roadshow: Roadshow, table: Table) -> None:
    start(make_activity(roadshow, kind=ActivityKind.DRAW))
    drawing = handed_in(table)
    start(make_activity(roadshow))
    answer = tablet.post(address("withdraw-drawing", drawing))
    assert (answer.status_code, "Ask a facilitator" in words(answer.text)) == (409, True)
