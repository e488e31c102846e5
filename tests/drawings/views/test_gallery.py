from __future__ import annotations

import csv
import io
import json
import re
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from drawings.models import Drawing, DrawingKind, Mark
from drawings.queries.coding import progress_of
from tests.coded import find, handed_in, looked, say
from tests.factories import first_table, make_organiser, make_roadshow, signed_in
from tests.pages import is_for_screen_readers, sheets, words
from tests.showing import in_words, pictured, shown
from workshops.actions.care import hide
from workshops.models import Roadshow, Staff

pytestmark = pytest.mark.django_db

STROKE = {"stroke": {"tool": "pen", "colour": "red", "width": 11, "points": [100, 100, 500, 300, 200, 500]}}


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: object) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow(tables=3)


@pytest.fixture
def organiser() -> Staff:
    return make_organiser()


@pytest.fixture
def client(organiser: Staff) -> Client:
    return signed_in(organiser)


def address(name: str, roadshow: Roadshow, *more: object, query: str = "") -> str:
    return reverse(name, args=[roadshow.slug, *more]) + query


def titles(html: str) -> list[str]:
    return re.findall(r'<strong class="gallery__title">([^<]*)</strong>', html)


def unpacked(client: Client, roadshow: Roadshow, query: str = "") -> ZipFile:
    answer = client.get(address("gallery-zip", roadshow, query=query))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/zip")
    return ZipFile(io.BytesIO(answer.getvalue()))


# Looking


def test_all_that_was_handed_in_is_there_but_for_what_was_withdrawn(client: Client, roadshow: Roadshow) -> None:
    for number in (2, 1):
        shown(roadshow.tables.get(number=number), title=f"Of {number}")
    shown(first_table(roadshow), title="Withdrawn", withdrawn_at=timezone.now())
    handed_in(first_table(roadshow), title="Begun", handed_in_at=None)
    assert titles(client.get(address("gallery", roadshow)).text) == ["Of 1", "Of 2"]


@pytest.fixture
def four(roadshow: Roadshow, organiser: Staff) -> list[Drawing]:
    """Return four that differ in everything by which one can filter who has looked."""
    boat = shown(roadshow.tables.get(number=1), "fear", title="Boat")
    maze = handed_in(roadshow.tables.get(number=2), "trust", title="Maze", kind=DrawingKind.PHOTO)
    plain = in_words(roadshow.tables.get(number=3), "Words alone.", title="Words")
    hidden = shown(roadshow.tables.get(number=3), "fear", "risk", title="Hidden")
    say(boat, idea="boat", publish="yes")
    say(maze, idea="maze")
    hide(roadshow, hidden.item, actor="Ana")
    looked(organiser, roadshow)
    return [boat, maze, plain, hidden]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?table=3", ["Words", "Hidden"]),
        ("?kind=photo", ["Maze"]),
        ("?idea=boat", ["Boat"]),
        ("?factor=fear", ["Boat", "Hidden"]),
        ("?factor=fear&table=1", ["Boat"]),
        ("?state=withheld", ["Maze"]),
        ("?state=hidden", ["Hidden"]),
        ("?consent=show", ["Boat", "Words", "Hidden"]),
        ("?consent=publish", ["Boat"]),
        ("?consent=neither", ["Maze"]),
        ("?factor=leadership", []),
        ("?table=99&factor=%3Cscript%3E&state=withdrawn", ["Boat", "Maze", "Words", "Hidden"]),
    ],
)
def test_it_is_filtered_by_what_is_asked_for_and_nonsense_filters_nothing(
    client: Client, roadshow: Roadshow, four: list[Drawing], query: str, found: list[str]
) -> None:
    page = client.get(address("gallery", roadshow, query=query))
    assert titles(page.text) == found
    assert f"{len(found)} of 4 drawings" in words(page.text)


def test_a_hidden_one_is_marked_and_its_picture_is_not_in_the_page(client: Client, roadshow: Roadshow) -> None:
    drawing = pictured(shown(first_table(roadshow)))
    hide(roadshow, drawing.item, actor="Ana")
    pages = [client.get(address("gallery", roadshow)), client.get(address("gallery-drawing", roadshow, drawing.pk))]
    for page in pages:
        assert "<img" not in page.text.partition("<main")[2]
        assert "needs attention" in words(page.text)


def test_one_leads_to_the_next_of_those_that_were_asked_for(
    client: Client, roadshow: Roadshow, four: list[Drawing]
) -> None:
    page = client.get(address("gallery-drawing", roadshow, four[0].pk, query="?factor=fear"))
    assert "1 of 2" in words(page.text)
    assert address("gallery-drawing", roadshow, four[3].pk, query="?factor=fear") in page.text
    assert 'rel="prev"' not in page.text


def test_one_that_the_filter_leaves_out_stands_among_all(
    client: Client, roadshow: Roadshow, four: list[Drawing]
) -> None:
    page = client.get(address("gallery-drawing", roadshow, four[1].pk, query="?factor=fear"))
    assert "2 of 4" in words(page.text)


@pytest.mark.parametrize("name", ["gallery-drawing", "gallery-marks"])
def test_what_is_elsewhere_or_withdrawn_is_as_if_absent(client: Client, roadshow: Roadshow, name: str) -> None:
    elsewhere = shown(first_table(make_roadshow()))
    withdrawn = shown(first_table(roadshow), withdrawn_at=timezone.now())
    for drawing in (elsewhere, withdrawn):
        assert client.get(address(name, roadshow, drawing.pk)).status_code == 404


def test_what_was_done_on_the_pad_is_handed_out_in_order(client: Client, roadshow: Roadshow) -> None:
    drawing = shown(first_table(roadshow))
    for number, op in ((2, {"undo": 1}), (1, STROKE)):
        Mark.objects.create(drawing=drawing, number=number, op=op)
    answer = client.get(address("gallery-marks", roadshow, drawing.pk))
    assert answer.json() == {"marks": [{"number": 1, "op": STROKE}, {"number": 2, "op": {"undo": 1}}]}
    assert "replay.js" in client.get(address("gallery-drawing", roadshow, drawing.pk)).text


# Whoever codes, or may still begin to, must not learn what tables found


def everything_sent(client: Client, roadshow: Roadshow, drawing: Drawing) -> str:
    pages = [address("gallery", roadshow, query="?factor=fear&idea=island")]
    pages.append(address("gallery-drawing", roadshow, drawing.pk))
    archive = unpacked(client, roadshow)
    sheet = " ".join(sheets(client.get(address("contact-sheet", roadshow)).content))
    files = [archive.read(name).decode() for name in ("words.csv", "words.json")]
    return " ".join([*(words(client.get(page).text) for page in pages), sheet, *files])


FOUND = ("quokka", "wombat", "Leadership", "leadership", "island")


@pytest.fixture
def tagged(roadshow: Roadshow) -> Drawing:
    drawing = shown(first_table(roadshow), "leadership", title="Ours")
    say(drawing, tags="quokka", idea="island", **{"own-idea": "wombat"})
    return drawing


def test_a_coder_is_sent_nothing_of_it(client: Client, organiser: Staff, roadshow: Roadshow, tagged: Drawing) -> None:
    other = shown(first_table(roadshow), title="Waits to be coded")
    find(organiser, other, "risk")
    sent = everything_sent(client, roadshow, tagged)
    assert "Ours" in sent
    assert [word for word in FOUND if word in sent] == []


def test_before_the_first_coding_nothing_of_it_is_sent_either_and_the_way_to_it_is_told(
    client: Client, roadshow: Roadshow, tagged: Drawing
) -> None:
    sent = everything_sent(client, roadshow, tagged)
    assert [word for word in FOUND if word in sent] == []
    page = client.get(address("gallery", roadshow)).text
    assert "is left out until you have looked at what all have found" in words(page)
    assert address("coding-results", roadshow) in page


@pytest.mark.parametrize("coded", [False, True])
def test_who_has_looked_is_sent_all_of_it(
    client: Client, organiser: Staff, roadshow: Roadshow, tagged: Drawing, *, coded: bool
) -> None:
    if coded:
        find(organiser, tagged, "risk")
    looked(organiser, roadshow)
    sent = everything_sent(client, roadshow, tagged)
    assert [word for word in FOUND if word not in sent] == []


def test_who_has_looked_and_sees_what_came_in_since_does_not_code_that_any_more(
    client: Client, organiser: Staff, roadshow: Roadshow, tagged: Drawing
) -> None:
    looked(organiser, roadshow)
    newer = shown(first_table(roadshow), "fear", title="Newer")
    open_to_coding = [item.drawing for item in progress_of(roadshow, organiser).waiting]
    assert "Newer" in words(client.get(address("gallery", roadshow, query="?factor=fear")).text)
    assert (open_to_coding, progress_of(roadshow, organiser).waiting) == ([newer], [])


# Taking along


def test_the_zip_holds_pictures_strokes_and_words(client: Client, organiser: Staff, roadshow: Roadshow) -> None:
    looked(organiser, roadshow)
    drawing = pictured(shown(first_table(roadshow), "fear", title="=HYPERLINK(1)", shows="A boat"))
    Mark.objects.create(drawing=drawing, number=1, op=STROKE)
    in_words(roadshow.tables.get(number=2), "Words alone.")
    archive = unpacked(client, roadshow)
    assert archive.testzip() is None
    names = ["words.csv", "words.json", "pictures/table-01-drawing-01.jpg", "strokes/table-01-drawing-01.svg"]
    assert archive.namelist() == names
    assert archive.read(names[2])[:3] == b"\xff\xd8\xff"
    assert archive.read(names[3]).startswith(b"<svg ")
    rows = list(csv.DictReader(io.StringIO(archive.read("words.csv").decode("utf-8-sig"))))
    assert [(row["title"], row["fear"], row["file"]) for row in rows] == [
        ("'=HYPERLINK(1)", "yes", "table-01-drawing-01"),
        ("A boat", "no", "table-02-drawing-01"),
    ]
    assert [row["title"] for row in json.loads(archive.read("words.json"))] == ["=HYPERLINK(1)", "A boat"]


def test_names_of_files_are_made_of_numbers_whatever_a_title_says(client: Client, roadshow: Roadshow) -> None:
    pictured(shown(first_table(roadshow), title="../../etc/passwd\u202egpj"))
    names = unpacked(client, roadshow).namelist()
    assert [
        name for name in names if not re.fullmatch(r"(pictures/|strokes/)?[a-z]+(-\d\d-drawing-\d\d)?\.\w+", name)
    ] == []


def test_what_is_hidden_or_withdrawn_is_not_taken_along(client: Client, roadshow: Roadshow) -> None:
    hide(roadshow, pictured(shown(first_table(roadshow), title="Hidden")).item, actor="Ana")
    pictured(shown(first_table(roadshow), title="Withdrawn", withdrawn_at=timezone.now()))
    shown(first_table(roadshow), title="Stays")
    archive, sheet = unpacked(client, roadshow), sheets(client.get(address("contact-sheet", roadshow)).content)
    assert [row["title"] for row in json.loads(archive.read("words.json"))] == ["Stays"]
    assert ("Hidden" in "".join(sheet), "Stays" in "".join(sheet)) == (False, True)


def test_a_filter_holds_for_what_is_taken_along(client: Client, roadshow: Roadshow, four: list[Drawing]) -> None:
    rows = json.loads(unpacked(client, roadshow, "?consent=publish").read("words.json"))
    assert [row["title"] for row in rows] == ["Boat"]


def test_an_empty_zip_is_a_zip(client: Client, roadshow: Roadshow) -> None:
    assert unpacked(client, roadshow).read("words.json") == b"[]"


def test_the_contact_sheet_has_every_drawing_with_its_words_for_screen_readers_as_well(
    client: Client, organiser: Staff, roadshow: Roadshow
) -> None:
    looked(organiser, roadshow)
    for n in range(7):
        pictured(shown(first_table(roadshow), "fear", title=f"Title {n}", shows=f"It shows {n}."), seed=n)
    in_words(first_table(roadshow), "Nobody has an oar. #raw [*x*]", title="In words")
    answer = client.get(address("contact-sheet", roadshow))
    pages = sheets(answer.content)
    said = " ".join(" ".join(pages).split())
    assert (answer.headers["Content-Type"], len(pages)) == ("application/pdf", 2)
    wanted = [*(f"Title {n}" for n in range(7)), "It shows 6.", "Nobody has an oar. #raw [*x*]", "Fear"]
    assert [word for word in [*wanted, "not to be published"] if word not in said] == []
    assert is_for_screen_readers(answer.content)
