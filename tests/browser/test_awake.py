"""Pages that stay in front keep the screen on, where the browser has a way."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.room import Room, expect_connection
from tests.browser.watch import Watch

_LOCKS = """
globalThis.asked = [];
Object.defineProperty(navigator, "wakeLock", { value: {
  request: (what) => { asked.push(what); return %s; },
} });
"""
GRANTED, REFUSED = "Promise.resolve({})", "Promise.reject(new DOMException('low battery', 'NotAllowedError'))"
_NO_WAY = "Object.defineProperty(navigator, 'wakeLock', { value: undefined });"
_COME_BACK = "document.dispatchEvent(new Event('visibilitychange'))"


def open_page(room: Room, name: str, script: str) -> tuple[Page, Watch]:
    page = room.page()
    page.add_init_script(script)
    watch = Watch(page)
    paths = {"table": room.facilitator.join_path(1), "screen": room.facilitator.screen_path}
    page.goto(paths[name])
    expect_connection(page, "live")
    return page, watch


@pytest.mark.parametrize("name", ["table", "screen"])
def test_it_asks_at_once_and_again_whenever_it_comes_back(room: Room, name: str) -> None:
    page, _watch = open_page(room, name, _LOCKS % GRANTED)
    assert page.evaluate("asked") == ["screen"]
    page.evaluate(_COME_BACK)
    assert page.evaluate("asked") == ["screen", "screen"]


def test_a_page_that_is_hidden_asks_for_nothing(room: Room) -> None:
    hidden = "Object.defineProperty(document, 'visibilityState', { value: 'hidden' });"
    page, _watch = open_page(room, "screen", _LOCKS % GRANTED + hidden)
    page.evaluate(_COME_BACK)
    assert page.evaluate("asked") == []


@pytest.mark.parametrize("script", [_LOCKS % REFUSED, _NO_WAY])
def test_where_there_is_no_way_nothing_else_suffers(room: Room, script: str) -> None:
    page, watch = open_page(room, "screen", script)
    page.evaluate(_COME_BACK)
    expect_connection(page, "live")
    assert watch.complaints == []


def test_control_another_fault_would_be_heard(room: Room) -> None:
    page, watch = open_page(room, "screen", _LOCKS % "Promise.reject(new TypeError('our own mistake'))")
    with page.expect_event("pageerror"):
        page.evaluate(_COME_BACK)
    assert watch.complaints == ["our own mistake"] * 2
