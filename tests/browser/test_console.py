"""The console by keys alone, and what it says to somebody who may no longer press."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import APIResponse, Browser, Locator, Page, Request, Route, expect

from tests.browser.room import CONSOLE, SEE_CONSOLE, SLUG, Facilitator, Room, button, expect_connection, press
from tests.browser.server import Server
from tests.browser.test_two_facilitators import wait_for

# Brings a control into view, whatever is drawn meanwhile; notes what the mouse is then pressed on.
POINT_AT = """(control) => {
  addEventListener("mousedown", ({ target }) => { globalThis.pressed = target; }, { capture: true, once: true });
  control.scrollIntoView({ block: "center", behavior: "instant" });
  const { left, top, width, height } = control.getBoundingClientRect();
  return [left + width / 2, top + height / 2];
}"""
# A console has some eighty things that can have the focus.
MOST_TABS = 150


def tab_to(page: Page, selector: str) -> None:
    """Move the focus by the Tab key until it is on what `selector` names."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement?.matches(selector) ?? false", selector):
            return
    raise AssertionError(f"the Tab key never comes to {selector}")


@pytest.fixture
def ben(server: Server, browser: Browser) -> Iterator[Facilitator]:
    """Return a facilitator of this roadshow who is no organiser."""
    link = server.staff_link("ben@example.org", "--role", "facilitator", "--roadshow", SLUG)
    facilitator = Facilitator(browser.new_context(base_url=server.url), link)
    yield facilitator
    facilitator.close()


def deafen(page: Page) -> None:
    """Keep from a live page what it would hear of itself: the gate looks who may stay every ten seconds."""
    heard = re.compile(rf"/live/|{CONSOLE}$")
    page.route(heard, lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_())


def test_a_day_is_begun_and_held_by_keys_alone(room: Room) -> None:
    console, table = room.console(), room.table(1)
    expect_connection(console, "live")
    begins = console.locator("#day-next-title").inner_text()  # Whatever another test has begun before.
    tab_to(console, "#day-next .button--huge")
    console.keyboard.press("Enter")
    expect(table.locator("#activity")).to_contain_text(begins)
    console.reload()
    tab_to(console, "form[data-action='freeze'] button")
    console.keyboard.press("Enter")
    expect(table.locator("#hold")).to_have_attribute("data-hold", "frozen")
    console.reload()
    tab_to(console, "form[data-action='unfreeze'] button")
    console.keyboard.press("Space")
    expect(table.locator("#hold")).to_be_hidden()
    tab_to(console, "#say-text")
    console.keyboard.type("We begin in a minute.")
    console.keyboard.press("Enter")
    expect(table.locator("[data-broadcast]", has_text="We begin in a minute.")).to_be_visible()


def test_a_table_says_what_it_wants_by_keys_alone(room: Room) -> None:
    console, table = room.console(), room.table(1)
    expect_connection(table, "live")
    tab_to(table, "form[data-action='moment'] button")
    table.keyboard.press("Enter")
    expect(console.locator("[data-table='1']")).to_have_attribute("data-moment", "")
    tab_to(table, "#dock-more > summary")
    table.keyboard.press("Enter")
    tab_to(table, "#dock-more textarea")
    table.keyboard.type("Whom do we ask about the register?")
    tab_to(table, "form[data-action='park'] button")
    table.keyboard.press("Enter")
    expect(console.locator("#talk [data-question]")).to_contain_text("Whom do we ask about the register?")


def test_whoever_may_no_longer_run_the_day_is_told_so_and_changes_nothing(room: Room, ben: Facilitator) -> None:
    console = room.console(ben)
    expect_connection(console, "live")
    deafen(console)  # The press comes before the gate's next round.
    organiser = room.staff_page()
    organiser.goto(f"/organising/roadshows/{SLUG}/")
    organiser.locator("form[action$='/remove/'] button").first.click()
    button(console, "freeze").click()
    expect(console.locator("#pressed")).to_contain_text("You may no longer run this roadshow")
    assert room.console().locator("#day").get_attribute("data-hold") == ""


def test_whoever_has_signed_out_elsewhere_is_asked_to_sign_in_and_comes_back(room: Room, ben: Facilitator) -> None:
    console = room.console(ben)
    expect_connection(console, "live")
    deafen(console)
    ben.sign_out()
    button(console, "freeze").click()
    console.wait_for_url(f"**/accounts/login/?next={CONSOLE}")
    assert room.console().locator("#day").get_attribute("data-hold") == ""


def test_what_is_being_chosen_for_a_screen_stays_whatever_others_do_with_it(room: Room) -> None:
    console = room.console()
    expect_connection(console, "live")
    card = console.locator("[data-screen]").first
    card.locator("select").select_option("questions")
    try:
        darken(console, room.facilitator, "yes")
        expect(card).to_have_attribute("data-dark", "")
        expect(card.locator("select")).to_have_value("questions")
        choose_view(console, room.facilitator, "join")
        expect(card.locator("select")).to_have_value("join")
    finally:
        darken(console, room.facilitator, "")
        choose_view(console, room.facilitator, "follow")


def test_the_next_notice_may_be_typed_while_one_is_on_its_way(room: Room) -> None:
    console = room.console()
    held: list[Route] = []
    console.route("**/console/broadcast/", lambda route, _: held.append(route), times=1)
    for notice in ("Lunch is late.", "Lunch is here."):
        console.fill("#say-text", notice)
        if not held:
            console.press("#say-text", "Enter")
            wait_for(held, 1, console)
    held[0].continue_()
    expect(console.locator("#talk")).to_contain_text("Lunch is late.")
    expect(console.locator("#say-text")).to_have_value("Lunch is here.")
    console.press("#say-text", "Enter")
    expect(console.locator("#talk")).to_contain_text("Lunch is here.")
    expect(console.locator("#say-text")).to_have_value("")


def test_late_buttons_do_not_take_a_press_back(room: Room) -> None:
    console, table = room.console(), room.table(1)
    expect_connection(table, "live")
    late: list[tuple[Route, APIResponse]] = []
    table.route("**/table/dock/", lambda route, _: late.append((route, route.fetch())), times=1)
    press(console, "start-activity")
    wait_for(late, 1, table)
    raised = table.locator("form[data-action='help'] button")
    raised.click()
    expect(raised).to_have_attribute("aria-pressed", "true")
    route, buttons = late[0]
    with table.expect_response("**/table/dock/"):
        route.fulfill(response=buttons)
    table.evaluate("() => fetch(document.body.dataset.dockUrl).then((answer) => answer.text())")
    expect(raised).to_have_attribute("aria-pressed", "true")
    raised.click()
    expect(raised).to_have_attribute("aria-pressed", "false")


def press_while(console: Page, control: Locator, happen: Callable[[], object]) -> None:
    """Press the mouse on a control, let something draw it anew, and let the mouse go."""
    x, y = control.evaluate(POINT_AT)
    console.mouse.move(x, y)
    console.mouse.down()
    happen()
    console.wait_for_function("() => !globalThis.pressed.isConnected")
    console.mouse.up()


def test_a_press_during_which_its_button_is_drawn_anew_is_not_lost_and_means_the_same(room: Room) -> None:
    console, facilitator = room.console(), room.facilitator
    expect_connection(console, "live")
    card = console.locator('[data-table="2"]')
    press_while(console, card.locator("summary"), lambda: room.table(1))
    expect(card.locator("details")).to_have_attribute("open", "")
    expect(card.locator(".table-card__code")).to_be_visible()
    press_while(console, button(console, "dark"), lambda: choose_view(console, facilitator, "questions"))
    expect(console.locator("[data-screen]").first).to_have_attribute("data-dark", "")
    asked: list[Request] = []
    console.on("request", lambda request: asked.append(request) if request.method == "POST" else None)
    press_while(console, button(console, "light"), lambda: darken(console, facilitator, ""))
    expect(button(console, "dark")).to_be_visible()
    button(console, "dark").click()  # What another button does now was not meant by the press.
    expect(button(console, "light")).to_be_visible()
    assert ["dark=yes" in (request.post_data or "") for request in asked] == [True]
    darken(console, facilitator, "")
    choose_view(console, facilitator, "follow")


def choose_view(console: Page, facilitator: Facilitator, view: str) -> None:
    screen = console.locator("[data-screen]").first.get_attribute("data-screen")
    assert facilitator.post(f"screens/{screen}/view/", shows=view) == SEE_CONSOLE


def darken(console: Page, facilitator: Facilitator, dark: str) -> None:
    screen = console.locator("[data-screen]").first.get_attribute("data-screen")
    assert facilitator.post(f"screens/{screen}/dark/", dark=dark) == SEE_CONSOLE
