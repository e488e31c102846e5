"""A table's answers: the same on all its devices, nobody's words lost, and kept on the tablet whatever happens."""

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
from tests.browser.room import SOON, Room, expect_connection
from tests.browser.server import Server

ASKING = Path(__file__).with_name("asking.py")
ANSWER = re.compile(r"/table/answers/$")
# Milliseconds in which a tablet notices that it can send again.
BACK = 12_000


@pytest.fixture(scope="module")
def server(new_server: NewServer) -> Server:
    return new_server(program=ASKING)


@pytest.fixture
def table(room: Room) -> Callable[..., Page]:
    """Return what opens a device at a table of its own for each test, which has said nothing yet."""
    _tables[0] += 1
    room.facilitator.post("resume/")

    def opened(number: int = 0, **how: str) -> Page:
        page = room.table(number or _tables[0], **how)
        expect_connection(page, "live")
        return page

    return opened


_tables = [0]


def box(page: Page, name: str = TEXT) -> Locator:
    return page.locator(f'textarea[name="{name}"]')


def step(page: Page, value: int) -> Locator:
    return page.locator(f'input[name="{CHOICE}"][value="{value}"]')


def state(page: Page, name: str = TEXT) -> Locator:
    return page.locator(f'[data-state-of="{name}"]')


def expect_state(page: Page, state_: str, name: str = TEXT, *, within: float = SOON) -> None:
    expect(state(page, name)).to_have_attribute("data-state", state_, timeout=within)


def kept(page: Page) -> Locator:
    return page.locator("#kept li")


def in_outbox(page: Page) -> int:
    """Return how many parcels this device holds."""
    count = """() => new Promise((resolve) => {
        const request = indexedDB.open("outbox");
        request.onsuccess = () => {
            const looking = request.result.transaction("parcels").objectStore("parcels").count();
            looking.onsuccess = () => { request.result.close(); resolve(looking.result); };
        };
    })"""
    return int(page.evaluate(count))


def answering(page: Page, status: int, body: str = "", **headers: str) -> None:
    """Let every post be answered like this, until `page.unroute(ANSWER)`; nothing reaches the server."""
    page.route(ANSWER, lambda route: route.fulfill(status=status, body=body, headers=headers))


# Together


def test_what_one_device_says_the_tables_other_devices_show_and_no_other_table(table: Callable[..., Page]) -> None:
    one, two = table(), table()
    elsewhere = table(60)
    step(one, 7).check()
    one.locator(f'input[type=checkbox][name="{TICK}"]').check()
    box(one).fill("Who has the key?")
    expect(step(two, 7)).to_be_checked()
    expect(two.locator(f'input[type=checkbox][name="{TICK}"]')).to_be_checked()
    expect(box(two)).to_have_value("Who has the key?")
    for name in (CHOICE, TICK, TEXT):
        expect_state(one, "saved", name)
    step(two, 3).check()
    expect(step(one, 3)).to_be_checked()
    expect(box(elsewhere)).to_have_value("")


def test_two_who_type_in_one_box_lose_nothing_and_their_carets_stay(table: Callable[..., Page]) -> None:
    one, two = table(), table()
    box(one).fill("The school knew.")
    expect(box(two)).to_have_value("The school knew.")
    for page in (one, two):
        box(page).focus()
    box(one).press("Home")
    box(two).press("End")
    for n in range(6):
        one.keyboard.type(f"a{n} ", delay=20)
        two.keyboard.type(f" b{n}", delay=20)
    both = "a0 a1 a2 a3 a4 a5 The school knew. b0 b1 b2 b3 b4 b5"
    for page in (one, two):
        expect(box(page)).to_have_value(both)
    assert one.evaluate("document.activeElement.selectionStart") == len("a0 a1 a2 a3 a4 a5 ")
    assert two.evaluate("document.activeElement.selectionStart") == len(both)


def test_without_the_text_it_was_typed_from_words_would_be_lost(table: Callable[..., Page]) -> None:
    one, two = table(), table()

    def as_if_it_had_seen_everything(route: Route) -> None:
        body = route.request.post_data or ""
        route.continue_(post_data=body.replace('~base"\r\n\r\nBase.', '~base"\r\n\r\nFirst. Base.'))

    box(one).fill("Base.")
    expect(box(two)).to_have_value("Base.")
    answering(two, 503)
    box(two).press_sequentially(" Mine.")
    box(one).fill("First. Base.")
    expect_state(one, "saved")
    two.route(ANSWER, as_if_it_had_seen_everything)
    expect(box(one)).to_have_value("Base. Mine.", timeout=BACK)


def test_nothing_moves_a_box_in_which_somebody_types_while_it_is_offline(
    table: Callable[..., Page], proxy: Proxy
) -> None:
    one, two = table(), table(url=proxy.url)
    box(one).fill("Base.")
    expect(box(two)).to_have_value("Base.")
    proxy.cut()
    box(two).press_sequentially(" Mine.")
    box(one).fill("First. Base.")
    two.wait_for_timeout(500)
    expect(box(two)).to_have_value("Base. Mine.")
    proxy.heal()
    for page in (one, two):
        expect(box(page)).to_have_value("First. Base. Mine.", timeout=BACK)


# Kept


def test_what_was_typed_offline_survives_a_reload_and_is_sent_when_the_network_is_back(
    table: Callable[..., Page], proxy: Proxy
) -> None:
    other, page = table(), table(url=proxy.url)
    proxy.cut()
    box(page).fill("Typed in the dark.")
    step(page, 4).check()
    expect_state(page, "kept")
    expect_state(page, "kept", CHOICE)
    proxy.heal()
    answering(page, 503)
    page.reload()
    expect(box(page)).to_have_value("Typed in the dark.")
    expect(step(page, 4)).to_be_checked()
    expect_state(page, "kept")
    page.unroute(ANSWER)
    expect(box(other)).to_have_value("Typed in the dark.", timeout=20_000)
    expect_state(page, "saved", within=BACK)
    assert in_outbox(page) == 0


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
    start_browser: Callable[[], BrowserContext], room: Room, proxy: Proxy, tmp_path: Path, table: Callable[..., Page]
) -> None:
    other = table()
    context = start_browser()
    page = context.pages[0]
    page.goto(room.facilitator.join_path(_tables[0]))
    expect_connection(page, "live")
    proxy.cut()
    box(page).press_sequentially("Typed just before the power went")
    expect_state(page, "kept")
    kill_browser(tmp_path)
    proxy.heal()
    again = start_browser()
    page = again.pages[0]
    page.goto(room.facilitator.join_path(_tables[0]))  # its cookie may have been younger than the disk
    expect(box(other)).to_have_value("Typed just before the power went", timeout=BACK)
    again.close()


def test_of_what_is_typed_quickly_the_last_key_is_kept_too(table: Callable[..., Page]) -> None:
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


def test_a_server_that_is_killed_gets_it_when_it_is_there_again(server: Server, table: Callable[..., Page]) -> None:
    one, two = table(), table()
    box(one).fill("Before.")
    expect(box(two)).to_have_value("Before.")
    server.kill()
    box(one).fill("Before. And meanwhile.")
    box(two, OTHER_TEXT).fill("So did we.")
    expect_state(one, "kept")
    server.start()
    expect(box(two)).to_have_value("Before. And meanwhile.", timeout=20_000)
    expect(box(one, OTHER_TEXT)).to_have_value("So did we.", timeout=20_000)


def test_a_post_whose_answer_was_lost_is_sent_again_and_stored_once(table: Callable[..., Page]) -> None:
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
    assert one.locator(f'[id="said-{TEXT}"]').get_attribute("data-version") == "2"


def test_two_tabs_of_one_device_store_it_once_and_lose_nothing(table: Callable[..., Page]) -> None:
    first = table()
    second = first.context.new_page()
    second.goto("/table/")
    expect_connection(second, "live")
    for tab in (first, second):
        answering(tab, 503)
    box(first).press_sequentially("From the first. ")
    box(second).press_sequentially("From the second. ")
    for tab in (first, second):
        expect_state(tab, "kept")
        tab.unroute(ANSWER)
    first.reload()
    for tab in (first, second):
        expect(box(tab)).to_have_value(re.compile("(From the (first|second).*){2}"), timeout=20_000)
        expect_state(tab, "saved", within=BACK)
        assert [box(tab).input_value().count(word) for word in ("first", "second")] == [1, 1]
    assert in_outbox(first) == 0


def test_while_the_room_is_held_it_is_kept_and_sent_when_the_room_goes_on(
    room: Room, table: Callable[..., Page], proxy: Proxy
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


# Refused


def test_what_came_too_late_stays_on_the_tablet_until_it_is_discarded(table: Callable[..., Page]) -> None:
    page = table()
    page.locator(f'input[name="{CLOSED}"]').check()
    expect_state(page, "refused", CLOSED)
    expect(state(page, CLOSED)).to_have_text(f"not saved, because: {CLOSED_WORDS}")
    expect(page.locator(f'input[name="{CLOSED}"]')).not_to_be_checked()
    expect(page.locator("#kept-link")).to_be_visible()
    page.reload()
    page.evaluate("document.querySelector('#asked').remove()")
    expect(kept(page)).to_have_count(1)
    expect(kept(page).locator("[data-what]")).to_have_text("Too late for this one, Table " + str(_tables[0]))
    expect(kept(page).locator("textarea")).to_have_value("Seven")
    kept(page).locator("[data-discard]").click()
    expect(kept(page)).to_have_count(1)
    kept(page).locator("[data-discard]").click()
    expect(kept(page)).to_have_count(0)
    expect(page.locator("#kept")).to_be_hidden()
    page.reload()
    expect(page.locator("#kept")).to_be_hidden()


def test_what_is_too_long_stays_in_its_box_and_can_be_shortened(table: Callable[..., Page]) -> None:
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


def test_a_kept_text_can_be_copied(table: Callable[..., Page]) -> None:
    page = table()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    answering(page, 409, '{"why": "Not here."}')
    box(page).fill("Copy me.")
    kept(page).locator("[data-copy]").click()
    expect(kept(page).locator("[data-copy]")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "Copy me."


def test_what_was_typed_at_another_table_is_refused_there_and_kept(room: Room, table: Callable[..., Page]) -> None:
    page = table()
    answering(page, 503)
    box(page).fill("Typed at my table.")
    expect_state(page, "kept")
    page.unroute(ANSWER)
    page.goto(room.facilitator.join_path(59))
    expect(kept(page)).to_have_count(1)
    expect(kept(page).locator("textarea")).to_have_value("Typed at my table.")
    expect(kept(page).locator("[data-why]")).to_contain_text("typed at another table")
    expect(box(page)).to_have_value("")


def test_when_the_day_is_closed_the_page_that_says_so_shows_what_is_kept(
    room: Room, table: Callable[..., Page]
) -> None:
    page = table()
    answering(page, 503)
    box(page).fill("Typed at the very end.")
    expect_state(page, "kept")
    room.facilitator.post("close/")
    expect(kept(page).locator("textarea")).to_have_value("Typed at the very end.", timeout=BACK)
    expect(page.locator("[data-live]")).to_have_count(0)


@pytest.mark.parametrize(
    ("status", "body"),
    [(401, ""), (429, ""), (500, "<h1>"), (502, ""), (200, "<h1>Sign in to the hotel's Wi-Fi</h1>"), (404, "")],
)
def test_whatever_else_answers_it_is_kept_and_sent_again(table: Callable[..., Page], status: int, body: str) -> None:
    page = table()
    answering(page, status, body)
    box(page).fill("Kept.")
    expect_state(page, "kept")
    expect(state(page)).to_contain_text("kept on this tablet until")
    page.unroute(ANSWER)
    expect_state(page, "saved", within=BACK)


def test_a_token_that_is_too_old_is_renewed(table: Callable[..., Page]) -> None:
    page, other = table(), table()
    page.evaluate("document.body.setAttribute('hx-headers', JSON.stringify({'X-CSRFToken': 'x'.repeat(64)}))")
    box(page).fill("Sent all the same.")
    expect(box(other)).to_have_value("Sent all the same.")


def test_a_device_that_keeps_nothing_says_so_and_sends_all_the_same(room: Room, table: Callable[..., Page]) -> None:
    page = room.page()
    page.add_init_script("IDBFactory.prototype.open = () => { throw new DOMException('private', 'SecurityError'); };")
    page.goto(room.facilitator.join_path(_tables[0]))
    expect_connection(page, "live")
    answering(page, 503)
    box(page).fill("Not kept here.")
    expect_state(page, "unkept")
    page.unroute(ANSWER)
    expect_state(page, "saved", within=BACK)
    expect(box(table())).to_have_value("Not kept here.")


# Reaching everybody


def test_a_screen_reader_hears_it_when_somebody_pauses_and_not_at_every_key(table: Callable[..., Page]) -> None:
    page = table()
    page.evaluate(
        """() => { globalThis.heard = []; new MutationObserver(() => heard.push(announcer.textContent))
            .observe(announcer, { childList: true, characterData: true, subtree: true }); }"""
    )
    box(page).press_sequentially("Ten words that are typed at some speed, one after another", delay=30)
    expect(page.locator("#announcer")).to_have_text("saved")
    page.wait_for_timeout(500)
    assert page.evaluate("heard") == ["saved"]
    expect(state(page)).to_have_attribute("aria-live", "off")


def test_every_step_of_the_scale_is_a_thumb_wide_on_a_small_phone(room: Room) -> None:
    page = room.page(viewport={"width": 360, "height": 740})
    page.goto(room.facilitator.join_path(1))
    sizes = page.locator(".scale__step").evaluate_all("all => all.map(e => e.getBoundingClientRect().toJSON())")
    assert len(sizes) == 11
    assert min(min(size["width"], size["height"]) for size in sizes) >= 48
    assert max(size["right"] for size in sizes) <= 360


def test_without_scripts_the_form_saves_by_its_button(table: Callable[..., Page], room: Room) -> None:
    page = room.table(_tables[0], java_script_enabled=False)
    step(page, 6).check()
    box(page).fill("By button.\n")
    page.locator("[data-without-scripts]").click()
    expect(step(page, 6)).to_be_checked()
    expect(box(page)).to_have_value("By button.\n")
    expect(table().locator("[data-without-scripts]")).to_be_hidden()
