"""Pages whose scripts are off, or did not load: everything but the live part works."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.room import CONSOLE, Room, expect_stage, stages_shown


def test_a_table_shows_what_was_revealed(room: Room) -> None:
    room.facilitator.reveal_up_to(3)
    page = room.table(1, java_script_enabled=False)
    expect_stage(page, 3)
    for stage in (1, 2, 3):
        expect(page.locator(f'#stage > article[data-stage="{stage}"]')).to_be_visible()
    room.facilitator.reveal(4)
    page.reload()
    expect_stage(page, 4)


def test_the_console_reveals_and_withdraws_by_plain_forms(room: Room) -> None:
    table = room.table(1)
    console = room.console(java_script_enabled=False)
    console.locator('form[data-action="reveal"] button').click()
    expect(console).to_have_url(room.url + CONSOLE)
    expect_stage(table, 1)
    console.locator('form[data-action="withdraw"] button').click()
    expect_stage(table, 0)
    assert stages_shown(table) == []


def test_a_late_press_on_an_old_page_is_answered_in_words(room: Room) -> None:
    console = room.console(java_script_enabled=False)
    room.facilitator.reveal(1)
    with console.expect_response(lambda answer: answer.request.method == "POST") as answer:
        console.locator('form[data-action="reveal"] button').click()
    assert answer.value.status == 409
    expect(console.get_by_role("alert")).to_be_visible()
    expect(console.locator('form[data-action="reveal"] [name="stage"]')).to_have_value("2")
    assert room.facilitator.stage() == 1


def test_a_device_joins_by_typing_its_code(room: Room) -> None:
    page = room.page(java_script_enabled=False)
    page.goto("/join/")
    page.locator("[name=code]").fill(room.facilitator.join_path(6).split("/")[-2])
    page.get_by_role("main").get_by_role("button").click()
    expect(page).to_have_url(f"{room.url}/table/")
