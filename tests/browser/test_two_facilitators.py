"""Two facilitators, one room."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pytest
from playwright.sync_api import Browser, Page, Request, Response, Route, expect

from tests.browser.room import (
    CONSOLE,
    SOON,
    Facilitator,
    Room,
    button,
    expect_connection,
    expect_next,
    expect_stage,
    press,
)
from tests.browser.server import Server

CONSOLE_SCRIPT = re.compile(r"/js/console(\.\w+)?\.js$")
REVEAL = f"**{CONSOLE}reveal/"
# Presses the button once, as soon as it has become another one and htmx knows it, before any finger could.
_PRESS_AT_ONCE = """document.addEventListener("live:applied", function press({ detail }) {
  if (!detail.html?.includes('data-action="reveal"')) return;
  document.removeEventListener("live:applied", press);
  queueMicrotask(() => {
    document.querySelector('form[data-action="reveal"] button').click();
    globalThis.hasPressed = true;
  });
})"""


@pytest.fixture(scope="module")
def colleague(server: Server, browser: Browser) -> Iterator[Facilitator]:
    link = server.staff_link("colleague@example.org", "--role", "facilitator", "--roadshow", "manchester")
    facilitator = Facilitator(browser.new_context(base_url=server.url), link)
    yield facilitator
    facilitator.close()


def test_two_who_press_at_once_move_the_room_one_stage(room: Room, colleague: Facilitator) -> None:
    consoles = [room.console(), room.console(colleague)]
    table = room.table(1)
    before = newest_event(table)
    answers = press_at_once(*consoles)
    assert sorted(answer.status for answer in answers) == [200, 409]
    for answer in answers:
        console = answer.frame.page
        expect_next(console, 2)
        words = console.locator("[role=alert]")
        if answer.status == 409:
            expect(words).to_contain_text(re.compile(r"\w+ \w+"))
        else:
            expect(words).to_have_count(0)
    expect_stage(table, 1)
    assert newest_event(table) == before + 1


def test_a_button_that_just_changed_does_not_fire(room: Room, colleague: Facilitator) -> None:
    console = room.console()
    posts = press_right_after_a_change(console, colleague)
    assert press(console, "reveal").status == 200
    assert len(posts) == 1, "only the second press was sent"
    assert colleague.stage() == 2


def test_without_the_consoles_script_it_would_fire(room: Room, colleague: Facilitator) -> None:
    console = room.staff_page()
    console.route(CONSOLE_SCRIPT, lambda route: route.fulfill(content_type="text/javascript", body=""))
    console.goto(CONSOLE)
    with console.expect_response(REVEAL):
        press_right_after_a_change(console, colleague)
    assert colleague.stage() == 2


def press_at_once(*consoles: Page) -> list[Response]:
    """Press the reveal button on every console before any of the presses reaches the server."""
    held: list[Route] = []
    answers: list[Response] = []
    for console in consoles:
        expect_connection(console, "live")
        console.route(REVEAL, lambda route: held.append(route))  # noqa: PLW0108 -- Playwright marks it
        console.on("response", lambda answer: answers.append(answer) if answer.request.method == "POST" else None)
        button(console, "reveal").click()
    wait_for(held, len(consoles), consoles[0])
    for route in held:
        route.continue_()
    wait_for(answers, len(consoles), consoles[0])
    return answers


def press_right_after_a_change(console: Page, colleague: Facilitator) -> list[Request]:
    """Let the colleague reveal, and press the button the moment it has changed; return where what is posted comes."""
    expect_connection(console, "live")
    posts: list[Request] = []
    console.on("request", lambda request: posts.append(request) if request.method == "POST" else None)
    console.evaluate(_PRESS_AT_ONCE)
    colleague.reveal(1)
    console.wait_for_function("() => globalThis.hasPressed")
    return posts


def newest_event(page: Page) -> int:
    """Return the newest event's number, as a page that polls would hear it."""
    address = page.locator("body").get_attribute("data-head-url") or ""
    return int(page.request.get(address, max_retries=1).json()["head"])


def wait_for(things: Sequence[object], count: int, page: Page) -> None:
    """Let the browser go on until there are `count` things."""
    for _ in range(SOON // 50):
        if len(things) >= count:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{len(things)} of {count} came")
