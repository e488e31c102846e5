"""Coming in, being shown out, and what the pages say then."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.room import CONSOLE, Facilitator, Room, expect_connection, expect_stage
from tests.browser.server import Server

SHOWN_OUT = 30_000
SOMETHING = re.compile(r"\w+ \w+ \w+")

# Says in the browser's console with which code a socket of the page was closed.
_TELL_CLOSES = """
globalThis.WebSocket = class extends WebSocket {
  constructor(...how) {
    super(...how);
    this.addEventListener("close", ({ code }) => console.info(`closed ${code}`));
  }
};
"""


def closes_of(page: Page) -> list[str]:
    """Return a list that fills with the ends of the page's sockets; call it before the page is opened."""
    told: list[str] = []
    page.add_init_script(_TELL_CLOSES)
    page.on("console", lambda message: told.append(message.text) if message.text.startswith("closed ") else None)
    return told


def expect_shown_out(page: Page, *, within: float = SHOWN_OUT) -> None:
    """Expect a live page to have given way to one that says in words what happened."""
    expect(page.locator("body[data-live]")).to_have_count(0, timeout=within)
    expect(page.get_by_role("heading", level=1)).to_contain_text(SOMETHING)


def test_a_removed_device_is_told_so_and_may_come_back(room: Room) -> None:
    page = room.page()
    closes = closes_of(page)
    page.goto(room.facilitator.join_path(3))
    expect_connection(page, "live")
    console = room.console()
    console.locator('[data-table="3"] summary').click()
    device = console.locator('[data-table="3"] [data-device]').last.get_attribute("data-device")
    assert room.facilitator.post(f"devices/{device}/remove/") == 302
    expect_shown_out(page)
    assert set(closes) == {"closed 4401"}
    expect(page.get_by_role("main").get_by_role("link")).to_have_attribute("href", "/join/")
    page.goto(room.facilitator.join_path(3))
    expect_connection(page, "live")


def test_staff_who_signed_out_lose_their_console(room: Room, server: Server, browser: Browser) -> None:
    link = server.staff_link("leaving@example.org", "--role", "facilitator", "--roadshow", "manchester")
    leaving = Facilitator(browser.new_context(base_url=server.url), link)
    console = room.staff_page(leaving)
    closes = closes_of(console)
    console.goto(CONSOLE)
    expect_connection(console, "live")
    leaving.sign_out()
    expect(console.locator("[data-table]")).to_have_count(0, timeout=SHOWN_OUT)
    assert set(closes) == {"closed 4401"}
    assert "/accounts/login/" in console.url
    leaving.close()


def test_when_the_roadshow_closes_the_tables_are_told_and_a_screen_stays(room: Room) -> None:
    room.facilitator.reveal(1)
    table, screen = room.table(1), room.screen()
    expect_connection(table, "live")
    card = room.facilitator.join_path(2)
    assert room.facilitator.post("close/") == 302
    expect_shown_out(table)
    expect(table.locator("[data-stage]")).to_have_count(0)
    expect_stage(screen, 1)
    newcomer = room.page()
    answer = newcomer.goto(card)
    assert answer is not None
    assert answer.status == 403
    expect(newcomer.get_by_role("alert")).to_contain_text(SOMETHING)


def test_an_old_card_says_so_and_the_new_one_works(room: Room) -> None:
    old = room.facilitator.join_path(4)
    there_already = room.table(4)
    expect_connection(there_already, "live")
    assert room.facilitator.post("tables/4/code/") == 302
    newcomer = room.page()
    answer = newcomer.goto(old)
    assert answer is not None
    assert answer.status == 410
    expect(newcomer.get_by_role("alert")).to_contain_text(SOMETHING)
    newcomer.locator("[name=code]").fill(room.facilitator.join_path(4).split("/")[-2])
    newcomer.locator("[name=code]").press("Enter")
    expect_connection(newcomer, "live")
    room.facilitator.reveal(1)
    for page in (there_already, newcomer):
        expect_stage(page, 1)


def test_a_wrong_code_says_so_and_keeps_what_was_typed(room: Room) -> None:
    page = room.page()
    page.goto("/join/")
    page.locator("[name=code]").fill("2222zz")
    page.locator("[name=code]").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text(SOMETHING)
    expect(page.locator("[name=code]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[name=code]")).to_have_value("2222zz")


def test_a_code_may_be_typed_small_and_with_spaces(room: Room) -> None:
    code = room.facilitator.join_path(5).split("/")[-2].lower()
    page = room.page()
    page.goto("/join/")
    page.locator("[name=code]").fill(f" {code[:3]} {code[3:]} ")
    page.get_by_role("main").get_by_role("button").click()
    expect(page).to_have_url(f"{room.url}/table/")
    expect_connection(page, "live")


def test_the_table_page_of_nobody_says_what_to_do(room: Room) -> None:
    page = room.page()
    answer = page.goto("/table/")
    assert answer is not None
    assert answer.status == 401
    expect(page.get_by_role("heading", level=1)).to_contain_text(SOMETHING)
    expect(page.get_by_role("main").get_by_role("link")).to_have_attribute("href", "/join/")
