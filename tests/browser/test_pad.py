"""The pad: pen, finger and mouse draw on it, and nothing that was drawn is lost."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, Route, expect

from tests.browser.drawing import (
    LOWER,
    WHITE,
    Hand,
    begun,
    colour_at,
    expect_ink,
    expect_saved,
    marks_there,
    start,
    tool,
)
from tests.browser.room import Room, expect_connection
from tests.browser.server import Server
from tests.browser.test_accessibility import flaws

pytestmark = pytest.mark.timeout(120)

ON_THE_LINE = (40.0, 27.5)
BELOW = (50.0, 50.0)
BACK = 15_000
HAND_IN = "form[action$='/hand-in/'] button"


@pytest.fixture
def room(room: Room) -> Room:
    start(room, "Draw your challenge")
    return room


@pytest.fixture
def page(room: Room) -> Page:
    """Return a tablet on which somebody has begun to draw."""
    return begun(room.table(1, has_touch=True))


def newest(room: Room) -> str:
    """Return what the newest drawing is called where something is hidden."""
    console = room.console()
    numbers = console.locator("#drawings-now [data-drawing]").evaluate_all("all => all.map(one => one.dataset.drawing)")
    console.close()
    return f"drawing:{max(map(int, numbers))}"


@pytest.mark.parametrize("by", ["mouse", "pen", "finger"])
def test_each_of_them_draws(page: Page, by: str) -> None:
    getattr(Hand(page), by)()
    expect_ink(page, (20, 20))
    expect_saved(page)
    (mark,) = marks_there(page)
    points = mark["op"]["stroke"]["points"]
    assert points[:2] == pytest.approx([200, 200], abs=3)
    assert points[-3:-1] == pytest.approx([800, 300], abs=3)


def test_a_pen_that_is_pressed_more_draws_broader(page: Page) -> None:
    hand = Hand(page)
    hand.pen(force=0.2)
    hand.pen(LOWER, force=1.0)
    expect_saved(page)
    light, strong = [mark["op"]["stroke"]["points"][2::3] for mark in marks_there(page)]
    assert (set(light), set(strong)) == ({200}, {1000})


def test_a_palm_that_lies_there_before_its_pen_draws_nothing(page: Page) -> None:
    hand = Hand(page)
    hand.palm_down((50, 50))
    hand.pen()
    hand.palm_up()
    expect_ink(page, (20, 20))
    assert colour_at(page, 50, 50) == WHITE
    hand.finger(LOWER)
    expect_saved(page)
    assert len(marks_there(page)) == 1


def test_what_is_drawn_while_the_page_still_asks_for_older_strokes_stays(room: Room) -> None:
    page = begun(room.table(1))
    held: list[Route] = []
    page.route("**/marks/", lambda route: held.append(route) if route.request.method == "GET" else route.continue_())
    page.reload()
    expect(page.locator("#pad[data-open]")).to_be_visible()
    Hand(page).mouse()
    expect(page.locator("#ink-state")).to_have_attribute("data-state", "kept")
    (first,) = held
    first.fulfill(json={"marks": [], "last": 0})  # as it was when the server was asked
    page.unroute("**/marks/")
    expect_saved(page)
    expect_ink(page, (20, 20))


def test_before_a_pen_was_seen_a_finger_draws_and_after_it_when_asked_to(page: Page) -> None:
    hand = Hand(page)
    expect(tool(page, "fingers")).to_be_hidden()
    hand.finger(LOWER)
    expect_ink(page, BELOW)
    hand.pen()
    tool(page, "fingers").click()
    hand.finger(((20, 65), (80, 65)))
    expect_ink(page, (50, 65))


def test_what_is_taken_back_is_gone_and_comes_again(page: Page) -> None:
    hand = Hand(page)
    hand.mouse()
    hand.mouse(LOWER)
    tool(page, "undo").click()
    expect_ink(page, BELOW, WHITE)
    page.keyboard.press("Control+z")
    expect_ink(page, (20, 20), WHITE)
    page.keyboard.press("Control+Shift+z")
    page.keyboard.press("Control+Shift+z")
    expect_ink(page, BELOW)
    tool(page, "clear").click()
    expect_ink(page, BELOW, WHITE)
    tool(page, "undo").click()
    expect_ink(page, BELOW)
    expect_saved(page)
    page.reload()
    expect_ink(page, BELOW)
    expect_ink(page, (20, 20))


def test_the_eraser_paints_the_paper(page: Page) -> None:
    hand = Hand(page)
    hand.mouse(LOWER)
    page.locator("input[value=eraser]").check()
    hand.mouse(((50, 40), (50, 60)))
    expect_ink(page, BELOW, WHITE)
    expect_ink(page, (25, 50))
    page.locator("input[value=red]").check()
    hand.mouse()
    expect_ink(page, (20, 20), (194, 48, 28))


def test_a_dead_server_and_a_reload_lose_no_stroke(page: Page, server: Server) -> None:
    hand = Hand(page)
    hand.mouse()
    expect_saved(page)
    server.kill()
    hand.mouse(LOWER)
    tool(page, "undo").click()
    hand.mouse(LOWER)
    expect(page.locator("#ink-state")).to_have_attribute("data-state", "kept", timeout=BACK)
    server.start()
    page.reload()
    expect_ink(page, (20, 20))
    expect_ink(page, BELOW)
    expect_saved(page, within=BACK)
    assert [list(mark["op"]) for mark in marks_there(page)] == [["stroke"], ["stroke"], ["undo"], ["stroke"]]


def test_what_was_drawn_reaches_the_server_from_the_tables_own_page_too(room: Room, page: Page) -> None:
    page.route("**/marks/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    Hand(page).mouse()
    expect(page.locator("#ink-state")).to_have_attribute("data-state", "kept", timeout=BACK)
    url = page.evaluate("document.body.dataset.marksUrl")
    page.unroute("**/marks/")
    page.goto("/table/")
    page.wait_for_function("async (url) => (await (await fetch(url)).json()).marks.length === 1", arg=url, timeout=BACK)


def test_another_device_sees_it_grow_and_cannot_draw_there(room: Room, page: Page) -> None:
    Hand(page).mouse()
    expect_saved(page)
    other = room.table(1)
    other.goto(page.url)
    expect_ink(other, (20, 20))
    expect(other.locator("#tools")).to_have_count(0)
    Hand(page).mouse(LOWER)
    expect_ink(other, BELOW)
    Hand(other).mouse(((20, 65), (80, 65)))
    assert colour_at(other, 50, 65) == WHITE


def test_two_pages_of_one_device_lose_nothing(page: Page) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator("#pad[data-open]")).to_be_visible()
    Hand(page).mouse()
    expect_saved(page)
    Hand(other).mouse(LOWER)
    expect_ink(other, (20, 20))
    expect_ink(other, BELOW)
    expect_saved(other)
    assert [mark["number"] for mark in marks_there(page)] == [1, 2]


def test_handed_in_it_is_locked_and_on_its_way_behind_its_strokes(page: Page) -> None:
    page.route("**/marks/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    hand = Hand(page)
    hand.mouse()
    page.locator(HAND_IN).click()
    expect(page.locator("#pad[data-open]")).to_have_count(0)
    expect(page.locator(".drawing-state")).to_have_attribute("data-state", "begun")
    page.unroute("**/marks/")
    expect(page.locator(".drawing-state")).to_have_attribute("data-state", "handed-in", timeout=BACK)
    assert len(marks_there(page)) == 1
    page.goto("/table/")
    expect(page.locator(".own-drawings [data-state=handed-in]").last).to_be_visible()


def test_an_empty_paper_is_not_handed_in_and_says_so(page: Page) -> None:
    page.locator(HAND_IN).click()
    expect(page.locator(".drawing-state__asked")).to_contain_text("Nothing is on the paper yet")
    Hand(page).mouse()
    page.locator(HAND_IN).click()
    expect(page.locator(".drawing-state")).to_have_attribute("data-state", "handed-in", timeout=BACK)


def test_words_alone_are_a_drawing(room: Room) -> None:
    page = begun(room.table(1), "words")
    page.locator("textarea").first.fill("A bridge with one plank missing.")
    page.locator("input[type=checkbox][name$='.show']").check()
    page.locator("input[type=checkbox][name$='.factor.trust']").check()
    expect(page.locator("[data-state-of$='.shows']")).to_have_attribute("data-state", "saved")
    page.locator(HAND_IN).click()
    expect(page.locator(".drawing-state")).to_have_attribute("data-state", "handed-in", timeout=BACK)
    page.locator(".drawing-state summary").click()
    page.locator("form[action$='/withdraw/'] button").click()
    expect(page.locator(".drawing-state")).to_have_attribute("data-state", "withdrawn", timeout=BACK)


def test_the_panel_comes_and_goes_with_the_activity(room: Room) -> None:
    page = room.table(2)
    expect(page.locator(".draw")).to_be_visible()
    start(room, "Arrival")
    expect(page.locator(".draw")).to_be_hidden()
    start(room, "Draw your challenge")
    expect(page.locator(".draw")).to_be_visible()


def test_once_something_else_has_the_room_the_page_says_so_and_the_pad_is_closed(room: Room, page: Page) -> None:
    Hand(page).mouse()
    expect_saved(page)
    start(room, "Arrival")
    expect(page.locator(".drawing-state")).to_contain_text("Drawing ended at", timeout=BACK)
    expect(page.locator("#pad[data-open]")).to_have_count(0)
    expect(page.locator(".drawing-state form")).to_have_count(0)


# Counts how often the page asks for itself, at once when it does because of the room.
COUNTING = """() => {
  const { fetch } = globalThis;
  globalThis.asked = 0;
  globalThis.fetch = (address, options) => {
    if (address === location.href) asked += 1;
    return fetch(address, options);
  };
  Math.random = () => 0;
}"""
# Whatever was to be done at once when something came is done afterwards.
AT_ONCE_DONE = "() => new Promise((done) => setTimeout(done))"


def test_the_page_asks_anew_only_when_drawing_begins_or_is_over(room: Room, page: Page) -> None:
    page.evaluate(COUNTING)
    state = page.locator(".drawing-state")
    Hand(page).mouse()
    expect_saved(page)
    page.locator(HAND_IN).click()
    expect(state).to_have_attribute("data-state", "handed-in", timeout=BACK)
    room.facilitator.post("attention/", item=newest(room), hide="yes")
    expect(state).to_have_attribute("data-state", "hidden", timeout=BACK)
    room.facilitator.post("attention/", item=newest(room), hide="")
    expect(state).to_have_attribute("data-state", "handed-in", timeout=BACK)
    draws = "Draw your challenge"
    for activity, is_open, asked in ((draws, "yes", 0), ("Arrival", "", 1), ("Lunch", "", 1), (draws, "yes", 2)):
        start(room, activity)
        expect(page.locator("#room-now")).to_contain_text(activity, timeout=BACK)
        page.evaluate(AT_ONCE_DONE)
        assert page.evaluate("asked") == asked, activity
        expect(state).to_have_attribute("data-open", is_open, timeout=BACK)


def test_what_a_facilitator_took_off_is_gone_from_its_table_until_it_is_shown_again(room: Room, page: Page) -> None:
    Hand(page).mouse()
    page.locator(HAND_IN).click()
    expect(page.locator(".drawing-state")).to_have_attribute("data-state", "handed-in", timeout=BACK)
    for again in (False, True):
        room.facilitator.post("attention/", item=newest(room), hide="yes")
        expect(page.locator("#pad")).to_be_hidden(timeout=BACK)
        if again:
            page.reload()
            expect_connection(page, "live")
            expect(page.locator("#pad")).to_be_hidden()
        room.facilitator.post("attention/", item=newest(room), hide="")
        expect(page.locator("#pad")).to_be_visible(timeout=BACK)
        expect_ink(page, (20, 20))


def test_a_held_room_does_not_bar_taking_a_drawing_back(room: Room, page: Page) -> None:
    Hand(page).mouse()
    expect_saved(page)
    address, own, other = page.url, room.table(1), room.table(5)
    room.facilitator.post("pause/")
    for each in (page, own):
        expect(each.get_by_role("link", name="Take a drawing back")).to_be_visible(timeout=BACK)
    expect(other.get_by_role("heading", name="We pause")).to_be_visible(timeout=BACK)
    expect(other.get_by_role("link", name="Take a drawing back")).to_be_hidden()  # It has none.
    own.get_by_role("link", name="Take a drawing back").click()
    own.locator("summary").last.click()
    own.get_by_role("button", name="Withdraw this drawing").last.click()
    expect(page.locator(".drawing-state")).to_have_attribute("data-state", "withdrawn", timeout=BACK)
    room.facilitator.post("resume/")
    page.goto(address)
    for part in (page.locator("#pad"), page.locator(".with-drawing")):
        expect(part).to_have_count(0)


def test_what_is_refused_stays_on_the_device_until_somebody_discards_it(page: Page) -> None:
    Hand(page).mouse()
    expect_saved(page)
    page.route("**/marks/", lambda route: route.fulfill(status=409, body='{"why": "The paper is full."}'))
    Hand(page).mouse(LOWER)
    expect(page.locator("#ink-state")).to_contain_text("not saved, because: The paper is full.", timeout=BACK)
    expect_ink(page, BELOW)
    page.unroute("**/marks/")
    page.locator("#ink-refused button").click()
    expect_ink(page, BELOW, WHITE)
    expect_ink(page, (20, 20))
    expect(page.locator("#ink-refused")).to_be_hidden()


def test_every_tool_is_reached_and_used_by_keys(page: Page) -> None:
    Hand(page).mouse()
    page.locator("#tools input:checked").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("input[value=red]")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    expect(page.locator("input[name=width][value='26']")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect_ink(page, (20, 20), WHITE)


def test_without_scripts_words_are_a_drawing_all_the_same(room: Room) -> None:
    page = room.page(java_script_enabled=False)
    page.goto(room.facilitator.join_path(3))
    page.locator(".draw button[value=words]").click()
    address = page.url
    page.locator("textarea").first.fill("A maze without a way out.")
    page.locator("form.with-drawing button").click()
    page.goto(address)
    expect(page.locator("textarea").first).to_have_value("A maze without a way out.")
    page.locator(HAND_IN).click()
    expect(page.locator(".drawing-state")).to_have_attribute("data-state", "handed-in")


@pytest.mark.timeout(240)
def test_everybody_can_use_these_pages_in_any_size_and_scheme(room: Room, page: Page) -> None:
    Hand(page).pen()
    expect_saved(page)
    axe = Axe()
    found = flaws(page, axe)
    page.goto("/table/")
    found += flaws(page, axe)
    expect_connection(page, "live")
    found += flaws(begun(page, "words"), axe)
    assert found == []
