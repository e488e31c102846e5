"""A device is moved to another table: its page follows by itself, and nobody else's notices."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.room import SOON, Room, expect_connection, expect_stage
from tests.browser.test_doors import closes_of

GATE = 30_000
MARK = "globalThis.stayed = true"


def number_of_device(room: Room, console: Page, table: int) -> str:
    console.goto(f"/roadshows/manchester/console/tables/{table}/")
    return console.locator("[data-device]").last.get_attribute("data-device") or ""


def expect_table(page: Page, number: int, *, within: float = SOON) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Table {number},", timeout=within)


def test_a_moved_device_is_at_its_new_table_at_once_and_goes_on_there(room: Room) -> None:
    room.facilitator.reveal(1)
    neighbour, page = room.table(9), room.table(9)
    for each in (neighbour, page):
        expect_connection(each, "live")
    neighbour.evaluate(MARK)
    device = number_of_device(room, room.staff_page(), 9)
    assert room.facilitator.post(f"devices/{device}/move/", table=10) == 302
    expect_table(page, 10)
    expect_connection(page, "live")
    expect_stage(page, 1)
    room.facilitator.reveal(2)
    for each in (page, neighbour):
        expect_stage(each, 2)
    expect_table(neighbour, 9)
    assert neighbour.evaluate("stayed") is True


def test_the_console_shows_it_at_its_new_table(room: Room) -> None:
    page = room.table(9)
    expect_connection(page, "live")
    console = room.console()
    expect_connection(console, "live")
    console.locator('[data-table="9"] summary').click()
    form = console.locator('[data-table="9"] form[action$="/move/"]').last
    before = int(console.locator('[data-table="11"]').get_attribute("data-devices") or 0)
    form.locator("select").select_option("11")
    form.locator("button").click()
    expect_table(page, 11)
    expect(console.locator('[data-table="11"]')).to_have_attribute("data-devices", str(before + 1), timeout=SOON)


def test_what_is_being_chosen_in_an_open_table_stays_whoever_comes(room: Room) -> None:
    room.table(9)
    console = room.console()
    expect_connection(console, "live")
    console.locator('[data-table="9"] summary').click()
    choice = console.locator('[data-table="9"] .device-move select').last
    choice.select_option("11")
    with console.expect_response("**/console/tables/9/"):
        came = room.table(9)
    expect_connection(came, "live")
    expect(choice).to_have_value("11")
    devices = console.locator('[data-table="9"] [data-device]')
    before = devices.count()  # Without the one that came, for as long as something is chosen.
    choice.select_option("")
    console.locator('[data-table="9"] summary').focus()
    room.table(9)
    expect(devices).to_have_count(before + 2)


def test_a_page_that_heard_nothing_is_shown_to_its_new_table_by_the_gate(room: Room) -> None:
    page = room.page()
    closes = closes_of(page)
    page.goto(room.facilitator.join_path(9))
    expect_connection(page, "live")
    other = page.context.new_page()  # The same device scans another card in another tab: nobody tells the first.
    other.goto(room.facilitator.join_path(12))
    expect_table(page, 12, within=GATE)
    expect_connection(page, "live")
    assert "closed 4401" in closes
