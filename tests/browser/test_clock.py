"""Countdowns on live pages: by the server's clock, whatever the device's own says."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.room import Room, expect_connection

HOUR = 3_600_000
DAY = 24 * HOUR
# A device whose clock is off by so many milliseconds, from before the page's first script on.
_SHIFTED = """
globalThis.shift = %d;
const now = Date.now.bind(Date);
Date.now = () => now() + shift;
"""
_COUNT_MEASURES = """
globalThis.measured = [];
document.addEventListener("clock:measured", ({ detail }) => measured.push(detail));
"""


def table(room: Room, *, shift: int = 0) -> Page:
    """Return a table's page on a device whose clock is `shift` milliseconds ahead."""
    page = room.page()
    page.add_init_script(_SHIFTED % shift)
    page.add_init_script(_COUNT_MEASURES)
    page.goto(room.facilitator.join_path(1))
    expect_connection(page, "live")
    return page


def put(page: Page, words: str = "as the server wrote it", **attributes: int | str) -> None:
    """Put a clock (or the day's drift) on the page, as a frame of the server would."""
    page.evaluate(
        """([words, attributes]) => {
            const span = document.createElement("span");
            span.id = "tried";
            for (const [name, value] of Object.entries(attributes)) span.setAttribute(name.replaceAll("_", "-"), value);
            span.textContent = words;
            document.getElementById("tried")?.remove();
            document.getElementById("main").prepend(span);
            document.dispatchEvent(new CustomEvent("live:applied", { detail: {} }));
        }""",
        [words, attributes],
    )


def measures(page: Page, count: int) -> None:
    """Wait until the page has measured its clock so often."""
    page.wait_for_function("count => measured.length >= count", arg=count)


def in_seconds(seconds: float) -> int:
    return int((time.time() + seconds) * 1000)


def seconds_shown(page: Page) -> int:
    shown = re.fullmatch(r"(\d+):(\d\d)", page.locator("#tried").text_content() or "")
    assert shown
    return int(shown[1]) * 60 + int(shown[2])


@pytest.mark.parametrize("shift", [0, DAY + 2 * HOUR, -DAY])
def test_a_device_whose_clock_is_a_day_off_shows_the_right_time_left(room: Room, shift: int) -> None:
    page = table(room, shift=shift)
    measures(page, 1)
    put(page, data_clock="", data_ends_at=in_seconds(300), data_length=2_700)
    assert 298 <= seconds_shown(page) <= 301
    expect(page.locator("#tried")).to_have_attribute("data-phase", "soon")


def test_control_the_devices_own_clock_would_be_a_day_off(room: Room) -> None:
    page = table(room, shift=DAY)
    assert page.evaluate("Date.now()") - time.time() * 1000 > DAY / 2
    measures(page, 1)
    assert abs(page.evaluate("measured[0].offset") + DAY) < 2_000


def test_a_clock_that_is_set_while_the_page_is_open_is_measured_anew(room: Room) -> None:
    page = table(room)
    measures(page, 1)
    put(page, data_clock="", data_ends_at=in_seconds(300))
    page.evaluate(f"shift = {DAY}")
    measures(page, 2)
    assert 290 <= seconds_shown(page) <= 301


def test_it_ticks_by_the_second_and_is_not_read_aloud(room: Room) -> None:
    page = table(room)
    measures(page, 1)
    put(page, data_clock="", data_ends_at=in_seconds(100))
    before = seconds_shown(page)
    page.wait_for_timeout(2_200)
    assert 2 <= before - seconds_shown(page) <= 3
    clock = page.locator("#tried")
    expect(clock).to_have_attribute("role", "timer")
    expect(clock).to_have_attribute("aria-live", "off")


def test_what_the_server_wrote_stays_until_the_servers_time_is_known(room: Room) -> None:
    page = room.page()
    asked: list[str] = []
    page.route("**/live/clock/", lambda route: (asked.append(route.request.url), route.abort()))
    page.goto(room.facilitator.join_path(1))
    expect_connection(page, "live")
    put(page, "12 min", data_clock="", data_ends_at=in_seconds(300))
    page.wait_for_timeout(1_500)
    assert len(asked) >= 2
    expect(page.locator("#tried")).to_have_text("12 min")
    page.unroute("**/live/clock/")
    expect(page.locator("#tried")).to_have_text(re.compile(r"4:\d\d"), timeout=10_000)


def test_a_standing_clock_stands(room: Room) -> None:
    page = table(room, shift=DAY)
    measures(page, 1)
    put(page, data_clock="", data_left=581, data_length=2_700)
    expect(page.locator("#tried")).to_have_text("9:41")
    page.wait_for_timeout(1_200)
    expect(page.locator("#tried")).to_have_text("9:41")
    expect(page.locator("#tried")).to_have_attribute("data-phase", "stands")


def test_without_a_length_there_is_no_phase(room: Room) -> None:
    page = table(room)
    measures(page, 1)
    put(page, data_clock="", data_ends_at=in_seconds(-150))
    expect(page.locator("#tried")).to_have_text("2 min over")
    assert page.locator("#tried").get_attribute("data-phase") is None


@pytest.mark.parametrize(
    ("planned_end", "words"), [(3_010, "on time"), (3_200, "3 min ahead"), (2_570, "7 min behind")]
)
def test_the_whole_day_is_ahead_or_behind(room: Room, planned_end: int, words: str) -> None:
    page = table(room, shift=-DAY)
    measures(page, 1)
    plan = {"data_planned_end": in_seconds(planned_end), "data_upcoming": 2_400}
    put(page, data_drift="", data_ends_at=in_seconds(600), **plan)
    expect(page.locator("#tried")).to_have_text(words)


def test_the_day_is_behind_by_a_standing_clock_as_well(room: Room) -> None:
    page = table(room)
    measures(page, 1)
    put(page, data_drift="", data_planned_end=in_seconds(2_570), data_upcoming=2_400, data_left=600)
    expect(page.locator("#tried")).to_have_text("7 min behind")
