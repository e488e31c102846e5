"""Mixing tables by hand: dragged with the mouse, moved by keys, on two pages at once, without network and scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.room import Facilitator, Room, expect_connection
from tests.browser.server import Server
from tests.browser.test_two_facilitators import wait_for
from tests.browser.watch import Watch

PAGE = "/roadshows/newcastle/seating/"
GUESTS = ("Ann,council", "Ben,council", "Cas,trust", "Dot,trust")
PROGRAM = Path(__file__).with_name("guests.py")


@pytest.fixture
def room(server: Server, browser: Browser, desk: Facilitator) -> Iterator[Room]:
    """Return the staff's browsers; four people have a place, and nobody is seated."""
    server.run(PROGRAM, "newcastle", *GUESTS)
    room = Room(browser, server.url, desk)
    yield room
    room.close()


def opened(room: Room, **options: Any) -> Page:
    page = room.staff_page(**options)
    page.goto(PAGE)
    return page


def top(page: Page, number: int) -> Locator:
    return page.locator(f'[data-table="{number}"]')


def guest(page: Page, name: str) -> Locator:
    return page.locator("[data-claim]").filter(has=page.get_by_text(name, exact=True))


def seat(page: Page, name: str, number: int) -> None:
    guest(page, name).locator("label").click()
    page.locator(f"#seat-at-{number}").click()
    expect(top(page, number)).to_contain_text(name)


def drag(page: Page, name: str, over: Locator) -> None:
    """Take somebody by their handle with the mouse, and drop them on something."""
    over.scroll_into_view_if_needed()
    handle, target = guest(page, name).locator("[data-handle]").bounding_box(), over.bounding_box()
    assert handle
    assert target
    page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
    page.mouse.down()
    page.mouse.move(target["x"] + target["width"] / 2, target["y"] + target["height"] / 2, steps=8)
    page.mouse.up()


def test_a_press_mixes_the_tables_and_the_certificate_says_so(room: Room) -> None:
    page = opened(room)
    page.locator("#make-plan").click()
    expect(page.locator("#certificate-title")).to_have_text("As mixed as can be")


def test_somebody_is_dragged_to_a_table_and_another_page_follows(room: Room) -> None:
    page, other = opened(room), opened(room)
    drag(page, "Ann", top(page, 1))
    expect(top(page, 1)).to_contain_text("Ann")
    expect(page.locator("#said")).to_have_text("Ann sits at table 1.")
    expect(top(other, 1)).to_contain_text("Ann")


def test_what_others_changed_before_the_scripts_were_there_is_shown_with_them(room: Room) -> None:
    page, other, late = opened(room), room.staff_page(), []
    other.route("**/js/seating.*js", lambda route: late.append(route))  # noqa: PLW0108 -- Playwright marks it
    other.goto(PAGE, wait_until="commit")
    expect_connection(other, "live")
    news = other.locator("#seating-news")
    before = news.get_attribute("data-edition") or ""
    seat(page, "Ann", 1)
    expect(news).not_to_have_attribute("data-edition", before)
    wait_for(late, 1, other)
    for route in late:
        route.continue_()
    expect(top(other, 1)).to_contain_text("Ann")


def test_a_drag_leaves_no_style_behind_and_no_complaint_in_the_console(room: Room) -> None:
    page = opened(room)
    watch = Watch(page)
    drag(page, "Ann", top(page, 1))
    expect(page.locator("#said")).to_have_text("Ann sits at table 1.")
    drag(page, "Ann", top(page, 1))
    expect(page.locator("main [style]")).to_have_count(0)
    drag(page, "Ben", top(page, 2))
    expect(page.locator("#said")).to_have_text("Ben sits at table 2.")
    assert watch.complaints == []


def touch_drag(page: Page, name: str, over: Locator) -> None:
    """Take somebody by their handle with a finger, as a tablet's screen reports it, and drop them on something."""
    over.scroll_into_view_if_needed()
    handle, target = guest(page, name).locator("[data-handle]").bounding_box(), over.bounding_box()
    assert handle
    assert target
    x, y = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
    to_x, to_y = target["x"] + target["width"] / 2, target["y"] + target["height"] / 2
    finger = page.context.new_cdp_session(page)
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 9):
        point = {"x": x + (to_x - x) * step / 8, "y": y + (to_y - y) * step / 8}
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_with_a_finger_on_a_tablet_somebody_is_dragged_and_the_page_does_not_scroll_away(room: Room) -> None:
    page = opened(room, has_touch=True, is_mobile=True, viewport={"width": 810, "height": 1080})
    touch_drag(page, "Ann", top(page, 1))
    expect(top(page, 1)).to_contain_text("Ann")


def test_control_a_browser_that_takes_the_finger_for_scrolling_moves_nobody(room: Room) -> None:
    page = opened(room, has_touch=True, is_mobile=True, viewport={"width": 810, "height": 1080})
    page.locator("[data-handle]").evaluate_all("all => all.forEach((each) => { each.style.touchAction = 'auto'; })")
    touch_drag(page, "Ann", top(page, 1))
    expect(page.locator("[data-lifted]")).to_have_count(0)
    expect(page.locator('[data-table=""] [data-claim]')).to_have_count(4)


def test_dropped_on_somebody_at_a_full_table_the_two_change_places(room: Room) -> None:
    page = opened(room)
    for name, number in (("Ann", 1), ("Ben", 1), ("Cas", 2)):
        seat(page, name, number)
    drag(page, "Cas", guest(page, "Ann"))
    expect(top(page, 1)).to_contain_text("Cas")
    expect(top(page, 2)).to_contain_text("Ann")


def test_escape_lets_go_and_nothing_is_changed(room: Room) -> None:
    page = opened(room)
    box = guest(page, "Ann").locator("[data-handle]").bounding_box()
    assert box
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"], box["y"] + 200, steps=4)
    expect(page.locator("[data-lifted]")).to_have_count(1)
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator("[data-lifted]")).to_have_count(0)
    expect(page.locator('[data-table=""] [data-claim]')).to_have_count(4)


def test_with_keys_alone_somebody_is_chosen_and_seated_and_the_focus_stays(room: Room) -> None:
    page = opened(room)
    guest(page, "Ann").locator("input").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-chosen]")).to_have_text("Ben")
    page.keyboard.press("Tab")
    expect(page.locator("#seat-at-1")).to_be_focused()
    page.keyboard.press("Enter")
    expect(top(page, 1)).to_contain_text("Ben")
    expect(page.locator("#seat-at-1")).to_be_focused()


def test_whoever_writes_a_rule_is_not_disturbed_by_what_others_do(room: Room) -> None:
    page, other = opened(room), opened(room)
    page.locator("#rules > summary").click()
    page.get_by_label("Why").fill("They asked for it.")
    news = page.locator("#seating-news")
    before = news.get_attribute("data-edition") or ""
    seat(other, "Ann", 1)
    expect(news).not_to_have_attribute("data-edition", before)
    expect(page.get_by_label("Why")).to_have_value("They asked for it.")


def test_whoever_is_chosen_while_the_page_renews_itself_is_the_one_who_is_seated(room: Room) -> None:
    page, other = opened(room), opened(room)
    held: list[Route] = []
    page.route("**/seating/?claim=*", lambda route, _: held.append(route), times=1)
    guest(page, "Ann").locator("label").click()
    seat(other, "Dot", 2)
    wait_for(held, 1, page)
    guest(page, "Ben").locator("label").click()
    held[0].continue_()
    expect(top(page, 2)).to_contain_text("Dot")
    expect(guest(page, "Ben").locator("input")).to_be_checked()
    expect(page.locator("[data-chosen]")).to_have_text("Ben")


def test_a_rule_that_is_begun_while_the_page_renews_itself_stays(room: Room) -> None:
    page, other = opened(room), opened(room)
    held: list[Route] = []
    page.route("**/seating/?claim=*", lambda route, _: held.append(route), times=1)
    seat(other, "Ann", 1)
    wait_for(held, 1, page)
    page.locator("#rules > summary").click()
    page.get_by_label("Why").fill("They asked for it.")
    with page.expect_response("**/seating/?claim=*"):
        held[0].continue_()
    page.get_by_label("Why").press_sequentially(" Both of them.")
    expect(page.get_by_label("Why")).to_have_value("They asked for it. Both of them.")


def test_that_a_press_was_lost_stays_said_while_the_page_renews_itself(room: Room) -> None:
    page, other = opened(room), opened(room)
    page.route("**/seating/move/", lambda route: route.abort())
    guest(page, "Ann").locator("label").click()
    page.locator("#seat-at-1").click()
    expect(page.locator("#unsent")).to_contain_text("nothing was stored")
    seat(other, "Dot", 2)
    expect(top(page, 2)).to_contain_text("Dot")
    expect(page.locator("#unsent")).to_contain_text("nothing was stored")


def test_without_network_a_press_says_that_nothing_was_stored(room: Room) -> None:
    page = opened(room)
    guest(page, "Ann").locator("label").click()
    page.context.set_offline(True)
    page.locator("#seat-at-1").click()
    expect(page.locator("#unsent")).to_contain_text("nothing was stored")
    page.context.set_offline(False)
    page.locator("#seat-at-1").click()
    expect(top(page, 1)).to_contain_text("Ann")


def test_without_scripts_people_are_seated_as_well(room: Room) -> None:
    page = opened(room, java_script_enabled=False)
    guest(page, "Ann").locator("label").click()
    page.locator("#seat-at-2").click()
    expect(top(page, 2)).to_contain_text("Ann")
