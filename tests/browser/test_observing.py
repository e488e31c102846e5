"""An observer watches live, and notes what they see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.room import SLUG, Room, expect_connection, expect_stage
from tests.browser.server import Server

pytestmark = pytest.mark.timeout(180)

PAGE = f"/roadshows/{SLUG}/observing/"
GATE = 45_000  # Milliseconds in which a page hears that it is nobody's any more, and asks once more.


@pytest.fixture(scope="module")
def observer(server: Server, browser: Browser) -> Iterator[BrowserContext]:
    """Return the state of a browser in which an observer is signed in."""
    link = server.staff_link("observer@example.org", "--role", "observer", "--roadshow", SLUG)
    context = browser.new_context(base_url=server.url)
    context.new_page().goto(link)
    yield context
    context.close()


def watching(room: Room, observer: BrowserContext, **options: Any) -> Page:
    page = room.page(storage_state=observer.storage_state(), **options)
    page.goto(PAGE)
    return page


def note(page: Page, text: str) -> None:
    page.get_by_label("What do you see?").fill(text)
    page.get_by_role("button", name="Save the note").click()


def test_what_is_revealed_comes_to_the_observer_while_they_type(room: Room, observer: BrowserContext) -> None:
    page = watching(room, observer)
    expect_connection(page, "live")
    page.get_by_label("What do you see?").fill("Half a sent")
    room.facilitator.reveal(1)
    expect_stage(page, 1)
    expect(page.locator('#stage > article[data-stage="1"]')).to_be_visible()
    expect(page.get_by_label("What do you see?")).to_have_value("Half a sent")
    expect(page.get_by_label("What do you see?")).to_be_focused()


def test_whoever_may_observe_no_longer_is_told_so_and_keeps_what_they_typed(room: Room, server: Server) -> None:
    page = room.page()
    page.goto(server.staff_link("second@example.org", "--role", "observer", "--roadshow", SLUG))
    page.goto(PAGE)
    expect_connection(page, "live")
    page.get_by_label("What do you see?").fill("Half a sent")
    organiser = room.staff_page()
    organiser.goto(f"/organising/roadshows/{SLUG}/")
    organiser.locator(".person", has_text="second@example.org").get_by_role("button").click()
    expect(page.locator("#unsent")).to_contain_text("what you typed is not stored", timeout=GATE)
    expect(page.get_by_label("What do you see?")).to_have_value("Half a sent")
    page.get_by_label("What do you see?").fill("")
    expect(page.locator("#notes")).to_have_count(0, timeout=GATE)


def test_a_note_is_kept_and_the_next_can_be_typed_at_once(room: Room, observer: BrowserContext) -> None:
    page = watching(room, observer)
    note(page, "They listened.")
    expect(page.locator("#own-notes li").first).to_contain_text("They listened.")
    expect(page.get_by_label("What do you see?")).to_have_value("")
    expect(page.get_by_label("What do you see?")).to_be_focused()
    expect(page.locator("#said")).to_have_text("Saved.")
    page.reload()
    expect(page.locator("#own-notes li").first).to_contain_text("They listened.")


def test_what_cannot_be_sent_stays_and_is_kept_once_afterwards(room: Room, observer: BrowserContext) -> None:
    page = watching(room, observer)
    before = page.locator("[data-note]").count()
    page.context.set_offline(True)
    note(page, "Said while the Wi-Fi was gone")
    expect(page.get_by_role("alert")).to_contain_text("The server does not answer, so nothing was stored.")
    expect(page.get_by_label("What do you see?")).to_have_value("Said while the Wi-Fi was gone")
    page.context.set_offline(False)
    page.get_by_role("button", name="Save the note").click()
    expect(page.locator("[data-note]")).to_have_count(before + 1)
    expect(page.locator("#unsent")).to_be_hidden()


def test_an_answer_that_is_lost_on_its_way_back_keeps_one_note(room: Room, observer: BrowserContext) -> None:
    page = watching(room, observer)
    before = page.locator("[data-note]").count()
    page.route("**/observing/notes/", lambda route: (route.fetch(), route.abort()))
    note(page, "Stored, and nobody said so")
    expect(page.get_by_role("alert")).to_contain_text("The server does not answer")
    page.unroute("**/observing/notes/")
    page.get_by_role("button", name="Save the note").click()
    expect(page.locator("[data-note]")).to_have_count(before + 1)


def test_what_was_typed_outlives_being_signed_out(room: Room, observer: BrowserContext) -> None:
    page = watching(room, observer)
    expect_connection(page, "live")
    page.context.clear_cookies(name="sessionid")
    note(page, "Typed while signed out")
    expect(page.get_by_role("alert")).to_contain_text("You are signed out, so nothing was stored.")
    expect(page.get_by_label("What do you see?")).to_have_value("Typed while signed out")


def test_an_observer_who_is_removed_is_let_go(room: Room, server: Server, browser: Browser) -> None:
    link = server.staff_link("short@example.org", "--role", "observer", "--roadshow", SLUG)
    page = room.page()
    page.goto(link)
    page.goto(PAGE)
    expect_connection(page, "live")
    desk = room.staff_page()
    desk.goto(f"/organising/roadshows/{SLUG}/")
    desk.locator('[data-observer="short@example.org"]').get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Watching", timeout=30_000)


def test_without_scripts_a_note_is_kept_by_a_plain_form(room: Room, observer: BrowserContext) -> None:
    page = watching(room, observer, java_script_enabled=False)
    note(page, "Without scripts")
    expect(page.locator("#own-notes li").first).to_contain_text("Without scripts")
