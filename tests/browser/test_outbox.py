"""What was typed is kept on the tablet whatever happens, is stored once, and stays when it is refused."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, BrowserType, Locator, Page, Route, expect

from tests.asked import CHOICE, CLOSED, CLOSED_WORDS, OTHER_TEXT, TEXT, TICK
from tests.browser.conftest import NewServer
from tests.browser.proxy import Proxy
from tests.browser.room import Room, expect_connection
from tests.browser.server import Server
from tests.browser.tablet import (
    ANSWER,
    ASKING,
    BACK,
    FAR,
    Table,
    answering,
    box,
    expect_nothing_kept,
    expect_state,
    kept,
    state,
    step,
)

SCRIPT = re.compile(r"/answers/main(\.\w+)?\.js$")


def tick(page: Page) -> Locator:
    return page.locator(f'input[type=checkbox][name="{TICK}"]')


@pytest.fixture(scope="module")
def server(new_server: NewServer) -> Server:
    return new_server(program=ASKING)


@pytest.fixture
def table(room: Room) -> Table:
    return Table(room)


def test_what_was_typed_offline_survives_a_reload_and_is_sent_when_the_network_is_back(
    table: Table, proxy: Proxy
) -> None:
    other, page = table(), table(url=proxy.url)
    proxy.cut()
    box(page).fill("Typed in the dark.")
    step(page, 4).check()
    expect_state(page, "kept")
    expect_state(page, "kept", CHOICE)
    answering(page, 503)  # Before the network is back, or what is kept may be sent at once.
    proxy.heal()
    page.reload()
    expect(box(page)).to_have_value("Typed in the dark.")
    expect(step(page, 4)).to_be_checked()
    expect_state(page, "kept")
    page.unroute(ANSWER)
    expect(box(other)).to_have_value("Typed in the dark.", timeout=BACK)
    expect_state(page, "saved", within=BACK)
    expect_nothing_kept(page)


@pytest.fixture
def start_browser(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any], proxy: Proxy, tmp_path: Path
) -> Callable[[], BrowserContext]:
    """Return what starts a browser of its own behind the proxy, each time with the same profile."""

    def started() -> BrowserContext:
        return browser_type.launch_persistent_context(tmp_path, base_url=proxy.url, **browser_type_launch_args)

    return started


def kill_browser(profile: Path) -> None:
    """End every process of the browser with this profile at once, as a power cut would."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"--user-data-dir={profile}".encode() in (process / "cmdline").read_bytes():
                os.kill(int(process.name), signal.SIGKILL)


def test_a_browser_that_is_killed_while_typing_has_it_all_when_it_is_started_again(
    start_browser: Callable[[], BrowserContext], room: Room, proxy: Proxy, tmp_path: Path, table: Table
) -> None:
    other = table()
    context = start_browser()
    page = context.pages[0]
    page.goto(table.path)
    expect_connection(page, "live")
    proxy.cut()
    box(page).press_sequentially("Typed just before the power went")
    expect_state(page, "kept")
    kill_browser(tmp_path)
    proxy.heal()
    again = start_browser()
    page = again.pages[0]
    page.goto(table.path)  # its cookie may have been younger than the disk
    expect(box(other)).to_have_value("Typed just before the power went", timeout=BACK)
    again.close()


def test_of_what_is_typed_quickly_the_last_key_is_kept_too(table: Table) -> None:
    page = table()
    answering(page, 503)
    text = ""
    for n in range(5):
        more = "".join(f" {letter}{n}" for letter in "abcdefghijklmnopqrstuvwxyz")
        box(page).press("End")
        box(page).press_sequentially(more)
        text += more
        expect_state(page, "kept")
        page.reload()
        expect(box(page)).to_have_value(text)


def test_what_was_typed_before_the_scripts_were_there_is_kept_too(table: Table) -> None:
    other, page = table(), table()
    box(other).fill("Base.")
    expect_state(other, "saved")
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route(SCRIPT, hold)
    with page.expect_request(SCRIPT):
        page.goto("/table/", wait_until="commit")
    box(page).press("End")
    box(page).press_sequentially(" Early.")
    box(other).fill("First. Base.")
    expect_state(other, "saved")
    waiting[0].continue_()
    expect(box(other)).to_have_value("First. Base. Early.", timeout=BACK)


def test_what_was_chosen_before_the_scripts_were_there_is_kept_too(table: Table) -> None:
    other, page = table(), table()
    step(other, 2).check()
    expect_state(other, "saved", CHOICE)
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route(SCRIPT, hold, times=1)
    with page.expect_request(SCRIPT):
        page.goto("/table/", wait_until="commit")
    step(page, 7).check()
    tick(page).check()
    waiting[0].continue_()
    expect(step(other, 7)).to_be_checked(timeout=BACK)
    expect(tick(other)).to_be_checked(timeout=BACK)
    for name in (CHOICE, TICK):
        expect_state(page, "saved", name)


def test_what_a_browser_remembers_of_a_form_is_nobodys_choice(table: Table) -> None:
    other, page = table(), table()
    step(page, 7).check()
    expect(step(other, 7)).to_be_checked()
    page.goto("/join/")
    step(other, 3).check()
    expect_state(other, "saved", CHOICE)
    page.go_back()
    expect_connection(page, "live")
    expect(step(page, 3)).to_be_checked()
    step(page, 4).check()  # Stored after whatever else this page had to say.
    expect(step(other, 4)).to_be_checked()
    assert table().locator(f'[id="said-{CHOICE}"]').get_attribute("data-version") == "3"


def test_a_server_that_is_killed_gets_it_when_it_is_there_again(server: Server, table: Table) -> None:
    one, two = table(), table()
    box(one).fill("Before.")
    expect(box(two)).to_have_value("Before.")
    server.kill()
    box(one).fill("Before. And meanwhile.")
    box(two, OTHER_TEXT).fill("So did we.")
    expect_state(one, "kept")
    server.start()
    expect(box(two)).to_have_value("Before. And meanwhile.", timeout=BACK)
    expect(box(one, OTHER_TEXT)).to_have_value("So did we.", timeout=BACK)


def test_a_post_whose_answer_was_lost_is_sent_again_and_stored_once(table: Table) -> None:
    one, two = table(), table()
    keys: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    box(two).fill("Zero.")
    expect(box(one)).to_have_value("Zero.")
    one.route(ANSWER, lose_the_first_answer)
    box(one).fill("Zero. Once.")
    expect_state(one, "saved", within=BACK)
    assert (len(keys), len(set(keys))) == (2, 1)
    expect(box(two)).to_have_value("Zero. Once.")
    assert table().locator(f'[id="said-{TEXT}"]').get_attribute("data-version") == "2"  # As the server has it now.


def test_two_tabs_of_one_device_store_it_once_and_lose_nothing(table: Table) -> None:
    first = table()
    second = first.context.new_page()
    second.goto("/table/")
    expect_connection(second, "live")
    for tab in (first, second):
        answering(tab, 503)
    # Put in by one event each: what was sent of it by then would be woven in by itself. And put in, not filled: the
    # second tab may show by now what the first one keeps.
    for tab, text in ((first, "From the first. "), (second, "From the second. ")):
        box(tab).focus()
        tab.keyboard.insert_text(text)
    for tab in (first, second):
        expect_state(tab, "kept")
        tab.unroute(ANSWER)
    first.reload()
    for tab in (first, second):
        expect(box(tab)).to_have_value(re.compile("(From the (first|second).*){2}"), timeout=BACK)
        expect_state(tab, "saved", within=BACK)
        assert [box(tab).input_value().count(word) for word in ("first", "second")] == [1, 1]
    expect_nothing_kept(first)


def test_while_the_room_is_held_it_is_kept_and_sent_when_the_room_goes_on(
    room: Room, table: Table, proxy: Proxy
) -> None:
    page, other = table(url=proxy.url), table()
    proxy.hold()
    box(page).fill("Typed as the room was frozen.")
    room.facilitator.post("freeze/")
    proxy.heal()
    expect(page.locator("html")).to_have_attribute("data-held", "", timeout=BACK)
    expect(page.locator(".table-work")).to_have_js_property("inert", value=True)
    expect(state(page)).to_have_text(re.compile("until the room goes on"), timeout=BACK)
    expect(box(other)).to_have_value("")
    room.facilitator.post("resume/")
    expect(box(other)).to_have_value("Typed as the room was frozen.", timeout=BACK)
    expect_state(page, "saved")


@pytest.mark.parametrize(
    ("status", "body"),
    [(401, ""), (429, ""), (500, "<h1>"), (502, ""), (200, "<h1>Sign in to the hotel's Wi-Fi</h1>"), (404, "")],
)
def test_whatever_else_answers_it_is_kept_and_sent_again(table: Table, status: int, body: str) -> None:
    page = table()
    answering(page, status, body)
    box(page).fill("Kept.")
    expect_state(page, "kept")
    expect(state(page)).to_contain_text("kept on this tablet until")
    page.unroute(ANSWER)
    expect_state(page, "saved", within=BACK)


def test_a_token_that_is_too_old_is_renewed(table: Table) -> None:
    page, other = table(), table()
    page.evaluate("document.body.setAttribute('hx-headers', JSON.stringify({'X-CSRFToken': 'x'.repeat(64)}))")
    box(page).fill("Sent all the same.")
    expect(box(other)).to_have_value("Sent all the same.")


def test_a_device_that_keeps_nothing_says_so_and_sends_all_the_same(room: Room, table: Table) -> None:
    page = room.page()
    page.add_init_script("IDBFactory.prototype.open = () => { throw new DOMException('private', 'SecurityError'); };")
    page.goto(table.path)
    expect_connection(page, "live")
    answering(page, 503)
    box(page).fill("Not kept here.")
    expect_state(page, "unkept")
    page.unroute(ANSWER)
    expect_state(page, "saved", within=BACK)
    expect(box(table())).to_have_value("Not kept here.")


# Refused


def test_what_came_too_late_stays_on_the_tablet_until_it_is_discarded(table: Table) -> None:
    page = table()
    page.locator(f'input[name="{CLOSED}"]').check()
    expect_state(page, "refused", CLOSED)
    expect(state(page, CLOSED)).to_have_text(f"not saved, because: {CLOSED_WORDS}")
    expect(page.locator(f'input[name="{CLOSED}"]')).not_to_be_checked()
    expect(page.locator("#kept-link")).to_be_visible()
    page.reload()
    page.evaluate("document.querySelector('#asked').remove()")
    expect(kept(page)).to_have_count(1)
    expect(kept(page).locator("[data-what]")).to_have_text(f"Too late for this one, Table {table.number}")
    expect(kept(page).locator("textarea")).to_have_value("Seven")
    kept(page).locator("[data-discard]").click()
    expect(kept(page)).to_have_count(1)
    kept(page).locator("[data-discard]").click()
    expect(kept(page)).to_have_count(0)
    expect(page.locator("#kept")).to_be_hidden()
    page.reload()
    expect(page.locator("#kept")).to_be_hidden()


def test_what_is_too_long_stays_in_its_box_and_can_be_shortened(table: Table) -> None:
    page = table()
    box(page).fill("word " * 20_000)
    expect_state(page, "refused")
    expect(state(page)).to_contain_text("100,000 characters long")
    expect(kept(page)).to_have_count(1)
    page.reload()
    expect(box(page)).to_have_value("word " * 20_000)
    box(page).fill("🙂 shorter")
    expect_state(page, "saved")
    expect(kept(page)).to_have_count(0)


def test_a_kept_text_can_be_copied(table: Table) -> None:
    page = table()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    answering(page, 409, '{"why": "Not here."}')
    box(page).fill("Copy me.")
    kept(page).locator("[data-copy]").click()
    expect(kept(page).locator("[data-copy]")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "Copy me."


def test_what_was_typed_at_another_table_is_refused_there_and_kept(room: Room, table: Table) -> None:
    page = table()
    answering(page, 503)
    box(page).fill("Typed at my table.")
    expect_state(page, "kept")
    page.goto(room.facilitator.join_path(FAR))
    page.unroute(ANSWER)  # Not before the device sits there, or its own table might have it at once.
    expect(kept(page)).to_have_count(1)
    expect(kept(page).locator("textarea")).to_have_value("Typed at my table.")
    expect(kept(page).locator("[data-why]")).to_contain_text("typed at another table", timeout=BACK)
    expect(box(page)).to_have_value("")


def test_when_the_day_is_closed_the_page_that_says_so_shows_what_is_kept(room: Room, table: Table) -> None:
    page = table()
    answering(page, 503)
    box(page).fill("Typed at the very end.")
    expect_state(page, "kept")
    room.facilitator.post("close/")
    expect(kept(page).locator("textarea")).to_have_value("Typed at the very end.", timeout=BACK)
    expect(page.locator("[data-live]")).to_have_count(0)
