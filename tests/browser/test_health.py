"""The check page: what a device finds about itself, and where the facilitators see it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.proxy import Proxy
from tests.browser.room import CONSOLE, SOON, Room, expect_connection
from tests.browser.test_accessibility import tab_to

CHECK = "/table/health/"
BY_ITSELF = ("server", "socket", "clock", "storage")
LOOKED = 15_000

# By 26 hours and a minute, so that no slow answer makes it less than 26.
_CLOCK_A_DAY_AHEAD = "const now = Date.now.bind(Date); Date.now = () => now() + 93_660_000;"
_NO_STORAGE = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
_NO_DATABASE = "IDBFactory.prototype.open = () => { throw new DOMException('off', 'InvalidStateError'); };"


def expect_found(page: Page, check: str, found: str) -> None:
    """Expect a check to have come to an end."""
    expect(page.locator(f'[data-check="{check}"]')).to_have_attribute("data-found", found, timeout=LOOKED)


def words_of(page: Page, check: str) -> str:
    return page.locator(f'[data-check="{check}"] [data-words]').inner_text()


def send(page: Page) -> None:
    page.get_by_role("main").locator("button[type=submit]").click()
    expect(page).to_have_url(re.compile(r"/table/health/told/$"))


def at_table(room: Room, script: str = "", number: int = 1) -> Page:
    """Return the check page of a device that joined a table; `script` is what is wrong with its browser."""
    page = room.page()
    page.goto(room.facilitator.join_path(number))
    if script:
        page.add_init_script(script)
    page.goto(CHECK)
    return page


def test_a_sound_device_ticks_everything_off_and_the_facilitators_see_it_at_once(room: Room) -> None:
    overview = room.staff_page()
    overview.goto(f"{CONSOLE}devices/")
    expect_connection(overview, "live")
    page = at_table(room, number=7)
    for check in BY_ITSELF:
        expect_found(page, check, "ok")
    for circle in page.locator("[data-circle]").all():
        circle.click()
    expect_found(page, "touch", "ok")
    photo = {"name": "photo.svg", "mimeType": "image/svg+xml", "buffer": b'<svg xmlns="http://www.w3.org/2000/svg"/>'}
    page.locator("#photo").set_input_files(photo)  # type: ignore[arg-type]
    expect_found(page, "camera", "ok")
    expect(page.locator("#photo-taken")).to_be_visible()
    expect(page.locator("#tally")).to_have_text("6 of 6 work.")
    send(page)
    row = overview.locator(".device-row", has_text="Table 7,")
    expect(row).to_contain_text("everything that was tried works", timeout=SOON)
    expect(row).not_to_contain_text("Not tried")
    expect(row).to_contain_text(re.compile(r"in \d+ ms; its clock is right"))


def test_a_photo_that_is_no_picture_is_found_out(room: Room) -> None:
    page = at_table(room)
    page.locator("#photo").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": b"no picture"})
    expect_found(page, "camera", "no")


def test_nothing_but_the_form_is_sent(room: Room) -> None:
    page = at_table(room)
    page.locator("#photo").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": b"secret face"})
    expect_found(page, "camera", "no")
    with page.expect_request(lambda request: request.method == "POST") as sent:
        send(page)
    assert "secret" not in (sent.value.post_data or "")
    assert "a.png" not in (sent.value.post_data or "")


def test_a_clock_that_is_a_day_ahead_is_said_plainly_and_is_no_fault(room: Room) -> None:
    page = at_table(room, _CLOCK_A_DAY_AHEAD)
    expect_found(page, "clock", "ok")
    assert words_of(page, "clock") == "This device's clock is 1 day 2 hours ahead; that does no harm here."
    send(page)
    console = room.staff_page()
    console.goto(f"{CONSOLE}tables/1/")
    expect(console.locator("[data-device]").last).to_contain_text("its clock is 1 day 2 hours ahead")


def test_a_network_that_blocks_sockets_is_found_out_though_pages_load(room: Room, proxy: Proxy) -> None:
    proxy.refuse_sockets()
    page = room.device(room.facilitator.join_path(1), url=proxy.url)
    page.goto(CHECK)
    expect_found(page, "server", "ok")
    expect_found(page, "socket", "no")
    assert words_of(page, "socket").startswith("Pages load, but the network does not let live updates through.")
    send(page)
    expect(page.get_by_role("main")).to_contain_text("live updates do not come through")


def test_a_server_that_is_away_is_not_mistaken_for_a_blocked_socket(room: Room, proxy: Proxy) -> None:
    proxy.refuse_sockets()
    page = room.page(url=proxy.url)
    page.route("**/live/clock/", lambda route: route.abort())
    page.goto(CHECK)
    expect_found(page, "server", "no")
    expect_found(page, "socket", "no")
    assert words_of(page, "socket") == "The server does not answer, so this could not be tried."


@pytest.mark.parametrize("script", [_NO_STORAGE, _NO_DATABASE])
def test_a_browser_that_keeps_nothing_is_found_out(room: Room, script: str) -> None:
    page = at_table(room, script)
    expect_found(page, "storage", "no")
    assert "keeps nothing" in words_of(page, "storage")


def test_what_was_written_is_still_there_on_the_next_visit(room: Room) -> None:
    page = at_table(room)
    expect_found(page, "storage", "ok")
    assert "Load this page again" in words_of(page, "storage")
    page.reload()
    expect_found(page, "storage", "ok")
    assert "is still here" in words_of(page, "storage")


def test_everything_can_be_done_by_keyboard_alone(room: Room) -> None:
    page = at_table(room)
    for circle in page.locator("[data-circle]").all():
        tab_to(page, circle)
        page.keyboard.press("Space")
    expect_found(page, "touch", "ok")
    assert words_of(page, "touch") == "Every circle answered, the last one to keys."
    tab_to(page, page.locator('[name="camera"][value=""]'), "Shift+Tab")
    page.keyboard.press("ArrowUp")
    expect_found(page, "camera", "no")
    tab_to(page, page.get_by_role("main").locator("button[type=submit]"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("it could not take a photo")


def test_a_finger_is_told_from_a_mouse(room: Room) -> None:
    page = room.device(room.facilitator.join_path(1), has_touch=True)
    page.goto(CHECK)
    for circle in page.locator("[data-circle]").all():
        circle.tap()
    expect_found(page, "touch", "ok")
    assert words_of(page, "touch") == "Every circle answered, the last one to a finger."


def test_without_scripts_a_person_tells_what_they_tried(room: Room) -> None:
    page = room.device(room.facilitator.join_path(1), java_script_enabled=False)
    page.goto(CHECK)
    expect(page.locator("#tally")).to_contain_text("Without scripts only the last two can be tried")
    page.locator('[name="camera"][value="ok"]').check()
    send(page)
    expect(page.get_by_role("main")).to_contain_text("everything that was tried works")
    expect(page.get_by_role("main")).to_contain_text("Not tried: Reaching the server")


def test_before_the_doors_open_a_device_checks_itself_and_is_only_counted(room: Room) -> None:
    room.facilitator.post("close/")
    page = room.page()
    page.goto("/join/")
    page.get_by_role("main").get_by_role("link").click()
    for check in BY_ITSELF:
        expect_found(page, check, "ok")
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("This device is counted")


def test_a_device_at_its_table_reports_quietly(room: Room) -> None:
    page = room.page()
    page.add_init_script(_CLOCK_A_DAY_AHEAD)
    with page.expect_response("**/table/report/") as answer:
        page.goto(room.facilitator.join_path(8))
    assert answer.value.status == 204
    console = room.staff_page()
    console.goto(f"{CONSOLE}tables/8/")
    expect(console.locator("[data-device]").last).to_contain_text("Not checked yet.")
    expect(console.locator("[data-device]").last).to_contain_text("its clock is 1 day 2 hours ahead")


def test_it_reports_once_and_not_at_every_measuring(room: Room) -> None:
    page = room.page()
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    path = room.facilitator.join_path(8)
    measured = "document.dispatchEvent(new CustomEvent('clock:measured', { detail: { offset: 0, roundTrip: 5 } }));"
    with page.expect_event("requestfinished", lambda request: request.method == "POST"):
        page.goto(path)
        page.evaluate(measured * 2)  # A second report would have left together with the first.
    assert len(posts) == 1
