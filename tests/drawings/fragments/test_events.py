"""What reaches whom: tables hear of their own drawings, consoles of what is handed in, screens of what is released."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from drawings.actions import wall
from drawings.actions.drawings import begin, hand_in, withdraw
from drawings.actions.wall import release, take_back
from drawings.models import Drawing, DrawingKind, Grouping
from tests.coded import handed_in, say
from tests.factories import first_table, join, make_facilitator, make_roadshow, signed_in
from tests.pages import regions, without_tokens, words
from tests.workshops.conftest import Push, push  # noqa: F401 -- a fixture
from workshops.actions.answers import answer_for
from workshops.actions.care import hide, show_again
from workshops.answering import ClosedError, field
from workshops.models import Device, Roadshow
from workshops.queries.log import lately
from workshops.topics import CONSOLES, SCREENS, own_table

pytestmark = pytest.mark.django_db

KEY = "a-key-made-by-a-device"


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow(tables=2)


@pytest.fixture
def device(roadshow: Roadshow) -> Device:
    return join(first_table(roadshow)).device


@pytest.fixture
def waits(roadshow: Roadshow) -> Drawing:
    drawing = handed_in(first_table(roadshow), title="A quokka", key=KEY)
    say(drawing, show="yes")
    return drawing


@pytest.fixture
def console(roadshow: Roadshow) -> Client:
    return signed_in(make_facilitator(roadshow))


def own(roadshow: Roadshow) -> str:
    return own_table(first_table(roadshow).pk)


def test_what_is_begun_stays_at_its_table(roadshow: Roadshow, device: Device, push: Push) -> None:  # noqa: F811
    pushed = push(lambda: begin(device, key=KEY, kind=DrawingKind.PAD))
    assert list(pushed) == [own(roadshow)]
    assert "own-drawings" in pushed[own(roadshow)]


def test_what_is_handed_in_comes_to_the_console_and_to_no_screen(
    roadshow: Roadshow,
    device: Device,
    push: Push,  # noqa: F811
) -> None:
    drawing = begin(device, key=KEY, kind=DrawingKind.WORDS)
    say(drawing, title="A quokka", shows="It smiles.", show="yes")
    pushed = push(lambda: hand_in(drawing, actor="Table 1"))
    assert list(pushed) == [own(roadshow), CONSOLES]
    assert "A quokka" in pushed[CONSOLES]


@pytest.mark.parametrize(
    "change",
    [
        lambda drawing: release(drawing, actor="Ana"),
        lambda drawing: withdraw(drawing, actor="Table 1"),
        lambda drawing: hide(drawing.table.roadshow, drawing.item, actor="Ana"),
    ],
    ids=["release", "withdraw", "hide"],
)
def test_what_is_pushed_to_consoles_is_what_their_page_holds(
    roadshow: Roadshow,
    waits: Drawing,
    console: Client,
    change: Callable[[Drawing], object],
    push: Push,  # noqa: F811
) -> None:
    html = push(lambda: change(waits))[CONSOLES]
    page = without_tokens(console.get(reverse("console", args=[roadshow.slug])).text)
    brought = regions(without_tokens(html))
    assert "drawings-now" in brought
    for region in brought.values():
        assert region in page


def test_released_it_comes_to_screens_withdrawn_or_hidden_it_goes(
    roadshow: Roadshow,
    waits: Drawing,
    push: Push,  # noqa: F811
) -> None:
    roadshow.screens.update(shows="wall")
    seen = [push(lambda: release(waits, actor="Ana"))[SCREENS]]
    seen.append(push(lambda: hide(roadshow, waits.item, actor="Ana"))[SCREENS])
    seen.append(push(lambda: show_again(roadshow, waits.item, actor="Ana"))[SCREENS])
    seen.append(push(lambda: withdraw(waits, actor="Table 1"))[SCREENS])
    assert ["quokka" in html for html in seen] == [True, False, True, False]


def test_a_table_is_told_that_a_facilitator_took_its_drawing_off_and_the_other_one_is_not(
    roadshow: Roadshow,
    waits: Drawing,
    push: Push,  # noqa: F811
) -> None:
    pushed = push(lambda: hide(roadshow, waits.item, actor="Ana"))
    assert "facilitator" in words(pushed[own(roadshow)])
    assert own_table(roadshow.tables.get(number=2).pk) not in pushed
    assert "quokka" not in pushed["tables"]
    again = push(lambda: show_again(roadshow, waits.item, actor="Ana"))
    assert "off by a facilitator" not in words(again[own(roadshow)])


def test_changed_words_come_to_the_table_and_the_consoles(
    roadshow: Roadshow,
    waits: Drawing,
    device: Device,
    push: Push,  # noqa: F811
) -> None:
    title = field(device, f"{waits.prefix}title")
    waits.table.answers.filter(field=title.name).delete()
    brought = push(lambda: answer_for(waits.table, [(title, "A wombat")], actor="Ana"))
    assert "A wombat" in brought[CONSOLES]
    assert "said-" in brought[own(roadshow)]


def test_the_room_sees_the_words_that_were_released_and_no_later_ones(waits: Drawing, device: Device) -> None:
    release(waits, actor="Ana")
    with pytest.raises(ClosedError, match="as a facilitator released them"):
        field(device, f"{waits.prefix}title")
    take_back(waits, actor="Ana")
    assert field(device, f"{waits.prefix}title").merged


def test_consent_that_is_taken_back_reaches_the_screens_whether_it_was_released_yet_or_not(
    roadshow: Roadshow,
    waits: Drawing,
    device: Device,
    push: Push,  # noqa: F811
) -> None:
    roadshow.screens.update(shows="wall")
    show = field(device, f"{waits.prefix}show")  # and in this very moment
    release(waits, actor="Ana")
    gone = push(lambda: answer_for(waits.table, [(show, "")], actor="Table 1"))
    assert "quokka" not in gone[SCREENS]


def test_an_item_of_another_roadshow_is_no_bodys(roadshow: Roadshow, push: Push) -> None:  # noqa: F811
    theirs = handed_in(first_table(make_roadshow()), title="A bilby")
    pushed = push(lambda: hide(roadshow, theirs.item, actor="Ana"))
    assert (own_table(theirs.table_id) in pushed, "bilby" in "".join(pushed.values())) == (False, False)


def test_what_was_done_is_told_in_words(roadshow: Roadshow, waits: Drawing) -> None:
    other = handed_in(roadshow.tables.get(number=2))
    say(other, show="yes")
    wall.release_all(roadshow, Drawing.objects.values_list("pk", flat=True), actor="Ana")
    wall.show_large(roadshow, waits, actor="Ana")
    wall.group_by(roadshow, Grouping.FACTOR, actor="Ana")
    wall.group_by(roadshow, Grouping.NONE, actor="Ana")
    wall.take_back(waits, actor="Ana")
    withdraw(other, actor="Table 2")
    assert [done.words for done in lately(roadshow)] == [
        "withdrew drawing 1 of table 2",
        "took a drawing off the wall",
        "showed all drawings together",
        "sorted the wall",
        "showed a drawing large",
        "put 2 drawings on the wall",
    ]
