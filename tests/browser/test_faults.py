"""What the network does to a table on the day, and that the table hardly notices."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.proxy import Proxy
from tests.browser.room import SOON, Room, applied, expect_connection, expect_have, expect_stage, stages_shown

# Milliseconds. It has to come back; how soon is measured by the bench `restart` (docs/benchmarks.md).
BACK = 30_000
NOTICED = 30_000
# Sooner than a page that asked nobody would notice a stranded socket: 25 s after the last word on it, a beat each 10 s.
AWAKE = SOON

MAIN = re.compile(r"/js/live/main(\.\w+)?\.js$")


def without_healing(page: Page) -> None:
    """Let the page load its script with `heal` taken out: the negative control of the tests below."""

    def serve(route: Route) -> None:
        answer = route.fetch()
        script = answer.text()
        healing = "healing ??= fetchPage()"
        assert script.count(healing) == 1
        route.fulfill(response=answer, body=script.replace(healing, "healing ??= Promise.resolve(true)"))

    page.route(MAIN, serve)


def joined(room: Room, proxy: Proxy, prepare: Callable[[Page], None] = lambda _: None) -> Page:
    """Return table 1's page, live behind the proxy, with stage 1."""
    room.facilitator.reveal(1)
    page = room.page(proxy.url)
    prepare(page)
    page.goto(room.facilitator.join_path(1))
    expect_stage(page, 1)
    expect_connection(page, "live")
    return page


def test_after_a_cut_a_table_catches_up(room: Room, proxy: Proxy) -> None:
    page = joined(room, proxy)
    proxy.cut()
    expect_connection(page, "offline", within=SOON)
    assert proxy.cuts > 0
    room.facilitator.reveal(2)
    room.facilitator.reveal(3)
    page.wait_for_timeout(1_000)
    assert stages_shown(page) == [1]
    proxy.heal()
    expect_stage(page, 3, within=BACK)
    expect_connection(page, "live", within=BACK)
    assert stages_shown(page) == [1, 2, 3]


def test_a_silent_network_is_noticed_and_healed(room: Room, proxy: Proxy) -> None:
    page = joined(room, proxy)
    proxy.hold()
    began = time.monotonic()
    room.facilitator.reveal(2)
    expect_connection(page, "catching-up", "polling", "offline", within=NOTICED)
    assert time.monotonic() - began > 5, "nothing but silence can have told it"
    assert stages_shown(page) == [1]
    proxy.heal()
    expect_stage(page, 2, within=BACK)
    expect_connection(page, "live", within=BACK)
    assert stages_shown(page) == [1, 2]


@pytest.mark.timeout(120)
def test_on_a_slow_network_everything_arrives_once(room: Room, proxy: Proxy) -> None:
    page = joined(room, proxy)
    proxy.slow(delay=2.0, bytes_per_second=64_000 / 8)
    for stage in (2, 3, 4):
        room.facilitator.reveal(stage)
    expect_stage(page, 4, within=60_000)
    page.wait_for_timeout(3_000)
    assert stages_shown(page) == [1, 2, 3, 4]
    assert len(applied(page)) == len(set(applied(page))) == 3


def test_where_sockets_are_blocked_the_page_polls(room: Room, proxy: Proxy) -> None:
    proxy.refuse_sockets()
    page = room.table(1, url=proxy.url)
    expect_connection(page, "polling", within=SOON)
    room.facilitator.reveal(1)
    expect_stage(page, 1, within=SOON)
    room.facilitator.reveal(2)
    expect_stage(page, 2, within=SOON)
    assert proxy.refusals > 0
    assert applied(page) == []
    proxy.heal()
    expect_connection(page, "live", within=BACK)


def test_a_page_that_slept_is_up_to_date_when_it_wakes(room: Room, proxy: Proxy) -> None:
    page = joined(room, proxy)
    with asleep(room.browser):
        proxy.strand()
        room.facilitator.reveal(2)
        time.sleep(7)
    expect_stage(page, 2, within=AWAKE)
    assert stages_shown(page) == [1, 2]


@contextmanager
def asleep(browser: Browser) -> Iterator[None]:
    """Stop every page of the browser in its tracks, as a tablet does whose cover is closed.

    Chromium freezes no visible page when it is asked to, so the processes of its pages are stopped.
    """
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    pages = [int(process["id"]) for process in processes if process["type"] == "renderer"]
    assert pages
    for process in pages:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in pages:
            os.kill(process, signal.SIGCONT)


def test_a_page_shown_again_from_the_browsers_memory_catches_up(room: Room, proxy: Proxy) -> None:
    page = joined(room, proxy)
    proxy.strand()
    room.facilitator.reveal(2)
    page.wait_for_timeout(500)
    assert stages_shown(page) == [1]
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect_stage(page, 2, within=AWAKE)


def test_reload_and_the_back_button_show_the_newest_stage(room: Room, proxy: Proxy) -> None:
    page = joined(room, proxy)
    page.goto("/join/")
    room.facilitator.reveal(2)
    page.go_back()
    expect_stage(page, 2)
    expect_connection(page, "live")
    room.facilitator.reveal(3)
    expect_stage(page, 3)
    page.reload()
    expect_stage(page, 3)
    assert stages_shown(page) == [1, 2, 3]


def test_two_tabs_of_one_device_are_one_device(room: Room, proxy: Proxy) -> None:
    first = joined(room, proxy)
    console = room.console()
    card = console.locator('[data-table="1"]')
    expect_have(console, 1, 1)
    card.locator("summary").click()
    devices = card.locator("[data-device]")
    expect(devices).not_to_have_count(0)
    before = devices.count()
    second = first.context.new_page()
    second.goto("/table/")
    expect_connection(second, "live")
    room.facilitator.reveal(2)
    for tab in (first, second):
        expect_stage(tab, 2)
    second.close()
    room.facilitator.reveal(3)
    expect_stage(first, 3)
    expect_have(console, 1, 3)
    expect(devices).to_have_count(before)


def test_without_healing_a_cut_is_never_made_good(room: Room, proxy: Proxy) -> None:
    page = joined(room, proxy, without_healing)
    proxy.refuse_sockets()
    room.facilitator.reveal(2)
    with pytest.raises(AssertionError):
        expect_stage(page, 2, within=BACK)
    assert stages_shown(page) == [1]
