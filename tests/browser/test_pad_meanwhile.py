"""What happens on the pad while something else is still under way: a slow disk, an answer that is late."""

from __future__ import annotations

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from tests.browser.drawing import LOWER, WHITE, Hand, begun, expect_ink, expect_saved, marks_there, start, tool
from tests.browser.room import Room
from tests.browser.test_pad import HAND_IN, newest
from tests.browser.test_two_facilitators import wait_for

pytestmark = pytest.mark.timeout(120)

# Until `goOn`, whoever would write what was drawn to this device's disk has to wait.
SLOW_DISK = """() => new Promise((resolve) => {
  indexedDB.open("drawings").onsuccess = ({ target }) => {
    const parcels = target.result.transaction("parcels", "readwrite").objectStore("parcels");
    const spin = () => {
      resolve();
      if (!globalThis.goOn) parcels.count().onsuccess = spin;
    };
    spin();
  };
})"""


@pytest.fixture
def room(room: Room) -> Room:
    start(room, "Draw your challenge")
    return room


def test_nothing_is_called_saved_while_a_stroke_is_not_even_on_the_disk(room: Room) -> None:
    page = begun(room.table(1))
    state = page.locator("#ink-state")
    Hand(page).mouse()
    expect_saved(page)
    page.evaluate(SLOW_DISK)
    Hand(page).mouse(LOWER)
    expect_ink(page, (50, 50))
    assert state.get_attribute("data-state") == ""
    page.evaluate("globalThis.goOn = true")
    expect_saved(page)
    assert len(marks_there(page)) == 2


def test_nothing_is_drawn_behind_handing_in_however_slow_the_disk_is(room: Room) -> None:
    page = begun(room.table(1))
    Hand(page).mouse()
    expect_saved(page)
    page.evaluate(SLOW_DISK)
    page.locator(HAND_IN).click()
    Hand(page).mouse(LOWER)
    page.evaluate("globalThis.goOn = true")
    expect(page.locator(".drawing-state")).to_have_attribute("data-state", "handed-in")
    expect(page.locator("#ink-refused")).to_be_hidden()
    expect_ink(page, (50, 50), WHITE)
    assert len(marks_there(page)) == 1


def test_what_is_taken_back_while_a_page_hears_that_another_was_quicker_is_its_own(room: Room) -> None:
    page = begun(room.table(1))
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator("#pad[data-open]")).to_be_visible()
    Hand(page).mouse()
    expect_saved(page)
    asked: list[Route] = []
    other.route("**/marks/", lambda route: asked.append(route) if route.request.method == "GET" else route.continue_())
    with other.expect_request(lambda request: request.url.endswith("/marks/") and request.method == "GET"):
        Hand(other).mouse(LOWER)  # As number 1, which the first page's stroke has.
    tool(other, "undo").click()
    for route in asked:
        route.continue_()
    other.unroute("**/marks/")
    expect_ink(other, (20, 20))
    expect_ink(other, (50, 50), WHITE)
    expect_saved(other)
    assert [mark["number"] for mark in marks_there(page)] == [1, 2, 3]
    other.reload()
    expect_ink(other, (20, 20))
    expect_ink(other, (50, 50), WHITE)


def test_a_drawing_that_is_shown_again_while_its_page_hears_that_it_is_away_comes_back(room: Room) -> None:
    page = begun(room.table(1))
    Hand(page).mouse()
    page.locator(HAND_IN).click()
    expect(page.locator(".drawing-state")).to_have_attribute("data-state", "handed-in")
    room.facilitator.post("attention/", item=newest(room), hide="yes")
    expect(page.locator("#pad")).to_be_hidden()
    late = reload_with_late_marks(page)
    room.facilitator.post("attention/", item=newest(room), hide="")
    expect(page.locator("#pad")).to_be_visible()
    for route, answer in late:
        assert answer.status == 404
        route.fulfill(response=answer)
    expect_ink(page, (20, 20))


def test_a_page_that_asks_anew_does_not_forget_what_comes_meanwhile(room: Room) -> None:
    tablet = room.page()
    frames: list[str] = []
    tablet.on("websocket", lambda socket: socket.on("framereceived", lambda text: frames.append(str(text))))
    tablet.goto(room.facilitator.join_path(1))
    page = begun(tablet)
    Hand(page).mouse()
    page.locator(HAND_IN).click()
    state = page.locator(".drawing-state")
    expect(state).to_have_attribute("data-state", "handed-in")
    page.evaluate(NOTE_RENEWALS)
    late: list[tuple[Route, APIResponse]] = []
    page.route(page.url, lambda route: late.append((route, route.fetch())), times=1)
    start(room, "Arrival")
    wait_for(late, 1, page)
    frames.clear()
    room.facilitator.post("attention/", item=newest(room), hide="yes")
    hidden: list[str] = []
    while not hidden:
        page.wait_for_timeout(50)
        hidden = [text for text in frames if 'data-state=\\"hidden' in text]
    ((route, answer),) = late
    route.fulfill(response=answer)
    page.wait_for_function("() => renewed")
    expect(state).to_have_attribute("data-state", "hidden")
    expect(page.locator("#pad")).to_be_hidden()


# Notes when the page has taken itself anew, which it asks for at once.
NOTE_RENEWALS = """() => {
  globalThis.renewed = false;
  document.addEventListener("live:applied", ({ detail }) => (renewed ||= detail.html === undefined));
  Math.random = () => 0;
}"""


def reload_with_late_marks(page: Page) -> list[tuple[Route, APIResponse]]:
    """Load the page anew; return what the server said of its strokes, which the page has not heard yet."""
    late: list[tuple[Route, APIResponse]] = []
    page.route("**/marks/", lambda route: late.append((route, route.fetch())), times=1)
    page.reload()
    expect(page.locator("#pad")).to_be_hidden()
    wait_for(late, 1, page)
    return late
