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


def seconds_shown(page: Page) -> int:
    shown = re.fullmatch(r"(\d+):(\d\d)", page.locator("#tried").text_content() or "")
    assert shown
    return int(shown[1]) * 60 + int(shown[2])


@pytest.mark.parametrize("shift", [0, DAY + 2 * HOUR, -DAY])
def test_a_device_whose_clock_is_a_day_off_shows_the_right_time_left(room: Room, shift: int) -> None:
    page = table(room, shift=shift)
    put(page, {"data-clock": 1, "data-ends-at": in_seconds(300), "data-length": 2_700})
    assert 298 <= seconds_shown(page) <= 301
    expect(page.locator("#tried")).to_have_attribute("data-phase", "soon")


def test_control_the_devices_own_clock_would_be_a_day_off(room: Room) -> None:
    page = table(room, shift=DAY)
    assert page.evaluate("Date.now()") - time.time() * 1000 > DAY / 2


def test_a_clock_that_is_set_while_the_page_is_open_is_measured_anew(room: Room) -> None:
    page = table(room)
    measures(page, 1)
    put(page, {"data-clock": 1, "data-ends-at": in_seconds(300)})
    page.evaluate(f"shift = {DAY}")
    measures(page, 2)
    assert 290 <= seconds_shown(page) <= 301


def test_it_ticks_by_the_second_and_is_not_read_aloud(room: Room) -> None:
    page = table(room)
    put(page, {"data-clock": 1, "data-ends-at": in_seconds(100)})
    before = seconds_shown(page)
    page.wait_for_timeout(2_200)
    assert 2 <= before - seconds_shown(page) <= 3
    clock = page.locator("#tried")
    expect(clock).to_have_attribute("role", "timer")
    expect(clock).to_have_attribute("aria-live", "off")


def test_the_time_in_the_page_is_enough_where_the_server_is_asked_in_vain(room: Room) -> None:
    page = room.page()
    page.add_init_script(_SHIFTED % DAY)
    page.route("**/live/clock/", lambda route: route.abort())
    with page.expect_request("**/live/clock/"):
        page.goto(room.facilitator.join_path(1))
    put(page, {"data-clock": 1, "data-ends-at": in_seconds(300)})
    assert 298 <= seconds_shown(page) <= 301


def test_the_page_measures_anew_after_loading_and_finds_the_same(room: Room) -> None:
    page = table(room, shift=DAY)
    measures(page, 1)
    measured = page.evaluate("measured[0]")
    assert abs(measured["offset"] + DAY) < 1_000
    assert 0 <= measured["roundTrip"] < 1_000


def test_a_page_that_loads_asks_for_nothing_more_at_first(room: Room) -> None:
    page = room.page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(room.facilitator.join_path(1), wait_until="networkidle")
    assert [url for url in asked if "clock/" in url and not url.endswith(".js")] == []


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
