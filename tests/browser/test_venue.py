"""A venue without internet: one laptop, plain http, and devices that come by its address on the network."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserType, Page, expect

from tests.browser.conftest import NewServer
from tests.browser.room import CONSOLE, SOON, Facilitator, Room, expect_connection, expect_have, expect_stage
from tests.browser.watch import Watch
from workshops.addresses import own_addresses

# A machine without a network has no address of its own; there a name does, which only this browser knows.
NAME = "laptop.test"
OWN = next(iter(own_addresses()), NAME)


@pytest.fixture(scope="module")
def venue_browser(browser_type: BrowserType, browser_type_launch_args: dict[str, Any]) -> Iterator[Browser]:
    arguments = [*browser_type_launch_args["args"], f"--host-resolver-rules=MAP {NAME} 127.0.0.1"]
    browser = browser_type.launch(**browser_type_launch_args | {"args": arguments})
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def venue(new_server: NewServer, venue_browser: Browser) -> Iterator[Room]:
    """Return the room as devices see it that come by the laptop's address."""
    server = new_server(HOST="0.0.0.0", ALLOWED_HOSTS=f"127.0.0.1,{OWN}")  # noqa: S104 -- as on the day
    url = f"http://{OWN}:{server.port}"
    facilitator = Facilitator(venue_browser.new_context(base_url=url), server.printed_link())
    facilitator.begin_anew()
    room = Room(venue_browser, url, facilitator)
    yield room
    room.close()
    facilitator.close()


def comes_by_plain_http(page: Page) -> bool:
    return page.evaluate("isSecureContext") is False


def test_a_table_joins_and_gets_its_stages(venue: Room) -> None:
    page = venue.page()
    watch = Watch(page)
    page.goto(venue.facilitator.join_path(1))
    expect_connection(page, "live")
    assert comes_by_plain_http(page)
    console = venue.console()
    expect_connection(console, "live")
    venue.facilitator.reveal(1)
    expect_stage(page, 1)
    expect_have(console, 1, 1)
    assert watch.complaints == []
    assert {url.split("/")[2] for url in watch.urls} == {venue.url.split("/")[2]}


def test_control_on_this_machine_alone_the_browser_would_trust_it(room: Room) -> None:
    page = room.page()
    page.goto("/join/")
    assert not comes_by_plain_http(page)


def test_the_projector_and_the_clock_work_without_what_browsers_keep_for_https(venue: Room) -> None:
    page = venue.page()
    watch = Watch(page)
    page.add_init_script(
        "document.addEventListener('clock:measured', (e) => { globalThis.offset = e.detail.offset; });"
    )
    page.goto(venue.facilitator.screen_path)
    expect_connection(page, "live")
    page.wait_for_function("() => globalThis.offset !== undefined")
    assert page.evaluate("'wakeLock' in navigator || 'serviceWorker' in navigator") is False
    assert abs(page.evaluate("offset")) < 1_000
    assert watch.complaints == []


def test_a_device_checks_itself_and_says_what_plain_http_means(venue: Room) -> None:
    page = venue.device(venue.facilitator.join_path(2))
    page.goto("/table/health/")
    for check in ("server", "socket", "clock", "storage"):
        expect(page.locator(f'[data-check="{check}"]')).to_have_attribute("data-found", "ok", timeout=15_000)
    expect(page.locator("#security")).to_contain_text("This page came over plain http")
    expect(page.locator("#photo")).to_be_attached()
    page.get_by_role("main").locator("button[type=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The facilitators can see it")


def test_the_network_page_says_by_itself_who_came_and_how(venue: Room) -> None:
    venue.facilitator.post("close/")
    page = venue.staff_page()
    page.goto(f"{CONSOLE}preflight/")
    findings = page.locator("#findings")
    expect(findings).to_contain_text(f"Other devices come by {venue.url}/.")
    expect(findings).to_contain_text("This page came over plain http")
    before = findings.inner_text()
    newcomer = venue.page()
    newcomer.goto(page.locator(".way__address").first.inner_text())
    expect(newcomer.locator('[data-check="socket"]')).to_have_attribute("data-found", "ok", timeout=15_000)
    newcomer.get_by_role("main").locator("button[type=submit]").click()
    expect(newcomer.get_by_role("heading", level=1)).to_have_text("This device is counted")
    expect(findings).not_to_have_text(before, timeout=SOON + 5_000)
    expect(findings).to_contain_text("Live updates come through")
    expect(findings).to_contain_text(f"{venue.url} (")
    venue.facilitator.post("open/")
