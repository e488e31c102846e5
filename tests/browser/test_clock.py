"""Countdowns on live pages: by the server's clock, whatever the device's own says."""

from __future__ import annotations

import re
import time
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.browser.room import Room, expect_connection

HOUR = 3_600_000
DAY = 24 * HOUR
AT_FIRST = 2_990  # Milliseconds: three seconds, but for the browser's rounding.
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


def put(page: Page, attributes: dict[str, int | str], words: str = "as the server wrote it") -> None:
    """Put a clock (or the day's drift) on the page, as a frame of the server would."""
    page.evaluate(
        """([words, attributes]) => {
            const span = document.createElement("span");
            span.id = "tried";
            for (const [name, value] of Object.entries(attributes)) span.setAttribute(name, value);
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


def count_down(page: Page, seconds: int) -> float:
    """Put a clock on the page on which so much is left; return since when."""
    now = time.time()
    put(page, {"data-clock": 1, "data-ends-at": int((now + seconds) * 1000), "data-length": 2_700})
    return now


def expect_left(page: Page, seconds: float, since: float) -> None:
    """Expect what was left `since` then, less what has passed: read on a slow machine it is less than it was.

    Before a page has measured its clock, it may be off by half of what its loading took.
    """
    off = page.evaluate(
        "(([t]) => (t.responseStart - t.requestStart) / 2000)(performance.getEntriesByType('navigation'))"
    )
    shown = seconds_in(page.locator("#tried").text_content())
    assert seconds - (time.time() - since) - 1 - off <= shown <= seconds + 1 + off


def seconds_in(words: str | None) -> int:
    shown = re.fullmatch(r"(\d+):(\d\d)", words or "")
    assert shown
    return int(shown[1]) * 60 + int(shown[2])


@pytest.mark.parametrize("shift", [0, DAY + 2 * HOUR, -DAY])
def test_a_device_whose_clock_is_a_day_off_shows_the_right_time_left(room: Room, shift: int) -> None:
    page = table(room, shift=shift)
    since = count_down(page, 300)
    expect_left(page, 300, since)
    expect(page.locator("#tried")).to_have_attribute("data-phase", "soon")


def test_control_the_devices_own_clock_would_be_a_day_off(room: Room) -> None:
    page = table(room, shift=DAY)
    assert page.evaluate("Date.now()") - time.time() * 1000 > DAY / 2


def test_a_clock_that_is_set_while_the_page_is_open_is_measured_anew(room: Room) -> None:
    page = table(room)
    measures(page, 1)
    since = count_down(page, 300)
    page.evaluate(f"shift = {DAY}")
    measures(page, 2)
    expect_left(page, 300, since)


def test_it_ticks_by_the_second_and_is_not_read_aloud(room: Room) -> None:
    page = table(room)
    since = count_down(page, 100)
    page.evaluate(
        """() => { globalThis.shown = []; new MutationObserver(() => shown.push(tried.textContent))
            .observe(tried, { childList: true, characterData: true, subtree: true }); }"""
    )
    page.wait_for_function("() => shown.length >= 4")
    ticks = [seconds_in(words) for words in page.evaluate("shown")]
    assert min(before - after for before, after in pairwise(ticks)) == 1  # A busy machine may skip one now and then.
    expect_left(page, 100, since)
    clock = page.locator("#tried")
    expect(clock).to_have_attribute("role", "timer")
    expect(clock).to_have_attribute("aria-live", "off")


def test_the_time_in_the_page_is_enough_where_the_server_is_asked_in_vain(room: Room) -> None:
    page = room.page()
    page.add_init_script(_SHIFTED % DAY)
    page.route("**/live/clock/", lambda route: route.abort())
    with page.expect_request("**/live/clock/"):
        page.goto(room.facilitator.join_path(1))
    since = count_down(page, 300)
    expect_left(page, 300, since)


def test_the_page_measures_anew_after_loading_and_finds_the_same(room: Room) -> None:
    page = table(room, shift=DAY)
    measures(page, 1)
    measured = page.evaluate("measured[0]")
    assert measured["roundTrip"] >= 0
    assert abs(measured["offset"] + DAY) < 1_000 + measured["roundTrip"] / 2


def test_a_page_that_loads_asks_for_nothing_more_at_first(room: Room) -> None:
    page = room.page()
    path = room.facilitator.join_path(1)
    with page.expect_event("requestfinished", lambda request: request.url.endswith("/live/clock/")):
        page.goto(path)
    waited = """() => {
        const all = performance.getEntriesByType("resource");
        const script = all.find(({ name }) => /clock.measure(\\.\\w+)?\\.js$/.test(name));
        return all.find(({ name }) => name.endsWith("/live/clock/"))?.startTime - script.responseEnd;
    }"""
    assert page.wait_for_function(f"({waited})()").json_value() >= AT_FIRST


def test_a_standing_clock_stands(room: Room) -> None:
    page = table(room, shift=DAY)
    put(page, {"data-clock": "", "role": "timer", "data-left": 581, "data-length": 2_700})
    expect(page.locator("#tried")).to_have_text("9:41")
    page.wait_for_timeout(1_200)
    expect(page.locator("#tried")).to_have_text("9:41")
    expect(page.locator("#tried")).to_have_attribute("data-phase", "stands")
    expect(page.locator("#tried")).to_have_attribute("aria-live", "off")


def test_without_a_length_there_is_no_phase(room: Room) -> None:
    page = table(room)
    put(page, {"data-clock": 1, "data-ends-at": in_seconds(-150)})
    expect(page.locator("#tried")).to_have_text("2 min over")
    assert page.locator("#tried").get_attribute("data-phase") is None


@pytest.mark.parametrize(
    ("planned_end", "words"), [(3_010, "on time"), (3_200, "3 min ahead"), (2_570, "7 min behind")]
)
def test_the_whole_day_is_ahead_or_behind(room: Room, planned_end: int, words: str) -> None:
    page = table(room, shift=-DAY)
    until: dict[str, int | str] = {"data-planned-end": in_seconds(planned_end), "data-ends-at": in_seconds(600)}
    put(page, {"data-drift": 1, "data-upcoming": 2_400, **until})
    expect(page.locator("#tried")).to_have_text(words)


def test_the_day_is_behind_by_a_standing_clock_as_well(room: Room) -> None:
    page = table(room)
    put(page, {"data-drift": 1, "data-planned-end": in_seconds(2_570), "data-upcoming": 2_400, "data-left": 600})
    expect(page.locator("#tried")).to_have_text("7 min behind")
