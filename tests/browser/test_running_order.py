"""Planning the running order by hand: dragged with mouse and finger, moved by keys, by two people, without network."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.room import Facilitator, Room
from tests.browser.server import Server

ORDER = "/roadshows/newcastle/running-order/"
DAY = [
    "Arrival",
    "Draw your challenge",
    "The case, part one",
    "Break",
    "The case, part two",
    "Lunch",
    "The case, part three",
    "A quiet break",
    "Our own review",
    "Tea",
    "Requests to government",
    "Evaluation and close",
]


@pytest.fixture
def room(server: Server, browser: Browser, desk: Facilitator) -> Iterator[Room]:
    """Return the staff's browsers, with the template's day in the running order."""
    page = desk.context.new_page()
    page.goto(ORDER)
    page.locator("#begin-from").evaluate("details => { details.open = true; }")
    with page.expect_response("**/running-order/template/"):  # Its order may be this one already.
        page.locator("#fill").click()
    expect(titles(page)).to_have_text(DAY)
    page.close()
    room = Room(browser, server.url, desk)
    yield room
    room.close()


def opened(room: Room, **options: Any) -> Page:
    page = room.staff_page(**options)
    page.goto(ORDER)
    return page


def titles(page: Page) -> Locator:
    return page.locator("#order-lines h2")


def line(page: Page, title: str) -> Locator:
    return page.locator("[data-line]").filter(has=page.get_by_role("heading", name=title, exact=True))


def button(page: Page, verb: str, title: str) -> Locator:
    return line(page, title).get_by_role("button", name=verb)


def moved(title: str, to: int) -> list[str]:
    """Return the template's day with one activity at another position, counted from 1."""
    rest = [each for each in DAY if each != title]
    return [*rest[: to - 1], title, *rest[to - 1 :]]


def middle(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def lift(page: Page, title: str, over: str) -> None:
    """Take an activity by its handle with the mouse, and hold it over another one."""
    page.mouse.move(*middle(line(page, title).locator("[data-handle]")))
    page.mouse.down()
    x, y = middle(line(page, over))
    page.mouse.move(x, y - 4, steps=8)
    page.mouse.move(x, y + 4, steps=2)


# By hand


def test_an_activity_is_dragged_with_the_mouse(room: Room) -> None:
    page, other = opened(room), opened(room)
    lift(page, "Arrival", over="The case, part one")
    page.mouse.up()
    expect(page.locator("#said")).to_have_text("“Arrival” is now number 3, from 11:00.")
    expect(titles(page)).to_have_text(moved("Arrival", 3))
    other.reload()
    expect(titles(other)).to_have_text(moved("Arrival", 3))


def test_an_activity_is_dragged_with_a_finger(room: Room) -> None:
    page = opened(room, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    line(page, "Arrival").scroll_into_view_if_needed()
    touch = page.context.new_cdp_session(page)
    x, y = middle(line(page, "Draw your challenge").locator("[data-handle]"))
    to = middle(line(page, "Arrival"))[1] - 20

    def send(kind: str, *at: float) -> None:
        points = [{"x": x, "y": at[0]}] if at else []
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    before = page.evaluate("scrollY")
    send("touchStart", y)
    for step in range(1, 9):
        send("touchMove", y + (to - y) * step / 8)
    send("touchEnd")
    expect(titles(page)).to_have_text(moved("Draw your challenge", 1))
    assert page.evaluate("scrollY") == before, "the page does not scroll away under the finger"


def test_the_page_scrolls_while_one_is_held_at_its_edge(room: Room) -> None:
    page = opened(room, viewport={"width": 1366, "height": 500})
    page.mouse.move(*middle(line(page, "Arrival").locator("[data-handle]")))
    page.mouse.down()
    page.mouse.move(220, 480, steps=5)
    expect(page.locator("[data-line]").last).to_have_attribute("data-lifted", "")
    page.mouse.up()
    expect(titles(page)).to_have_text(moved("Arrival", 12))


def test_escape_puts_it_back(room: Room) -> None:
    page = opened(room)
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    lift(page, "Arrival", over="The case, part one")
    expect(titles(page)).to_have_text(moved("Arrival", 3))
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(titles(page)).to_have_text(DAY)
    assert posts == []


def test_what_could_not_be_stored_goes_back_and_the_page_says_so(room: Room) -> None:
    page = opened(room)
    page.context.set_offline(True)
    lift(page, "Arrival", over="The case, part one")
    page.mouse.up()
    expect(page.get_by_role("alert")).to_contain_text("The server does not answer, so nothing was stored.")
    expect(titles(page)).to_have_text(DAY)
    page.context.set_offline(False)
    button(page, "Move down", "Arrival").click()
    expect(titles(page)).to_have_text(moved("Arrival", 2))
    expect(page.locator("#unsent")).to_be_hidden()


# By keys


def test_the_focus_stays_on_what_is_moved_and_each_move_is_said(room: Room) -> None:
    page = opened(room)
    button(page, "Move down", "Draw your challenge").focus()
    for position, clock in ((3, "10:45"), (4, "11:00"), (5, "11:45")):
        page.keyboard.press("Enter")
        said = f"“Draw your challenge” is now number {position}, from {clock}."
        expect(page.locator("#said")).to_have_text(said)
        expect(button(page, "Move down", "Draw your challenge")).to_be_focused()
    expect(titles(page)).to_have_text(moved("Draw your challenge", 5))
    expect(page.locator("#said")).to_have_attribute("role", "status")


def test_at_the_top_the_focus_stays_and_nothing_moves(room: Room) -> None:
    page = opened(room)
    button(page, "Move up", "Draw your challenge").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_have_text("“Draw your challenge” is now number 1, from 09:30.")
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_have_text("“Draw your challenge” stays number 1, from 09:30.")
    expect(button(page, "Move up", "Draw your challenge")).to_be_focused()


def test_what_is_taken_out_is_put_back_with_the_next_key(room: Room) -> None:
    page = opened(room)
    button(page, "Take out", "Lunch").focus()
    page.keyboard.press("Enter")
    expect(line(page, "Lunch")).to_have_count(0)
    expect(page.locator(".told button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(titles(page)).to_have_text(DAY)
    expect(page.get_by_role("link", name="Change Lunch")).to_be_focused()


# By two people


def test_the_slower_of_two_reads_what_the_faster_one_did(room: Room) -> None:
    page, other = opened(room), opened(room)
    button(other, "Move up", "Tea").click()
    expect(titles(other)).to_have_text(moved("Tea", 9))
    button(page, "Move down", "Our own review").click()
    alert = page.get_by_role("alert").first
    expect(alert).to_contain_text("moved “Tea” at")
    expect(alert).to_contain_text("“Our own review” is number 10 now. Your press changed nothing.")
    expect(titles(page)).to_have_text(moved("Tea", 9))
    button(page, "Move down", "Our own review").click()
    expect(page.locator("#said")).to_contain_text("number 11")


# Without scripts


def test_without_scripts_it_is_moved_taken_out_and_put_back_by_plain_forms(room: Room) -> None:
    page = opened(room, java_script_enabled=False)
    button(page, "Move down", "Arrival").click()
    expect(titles(page)).to_have_text(moved("Arrival", 2))
    button(page, "Move up", "Arrival").click()
    button(page, "Take out", "Lunch").click()
    expect(line(page, "Lunch")).to_have_count(0)
    page.locator(".told").get_by_role("button").click()
    expect(titles(page)).to_have_text(DAY)
