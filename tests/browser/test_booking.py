"""A date fills, a list forms, cancellations promote in order, people move and hand over: all by pages and mail."""

from __future__ import annotations

import email
import re
import time
from collections.abc import Iterator
from email import policy
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect

from tests.browser.room import Facilitator
from tests.browser.server import Server
from tests.browser.test_accessibility import flaws

LONDON = "/roadshows/london/"
_LINK = re.compile(r"https?://[^/\s]+(/(?:bookings|groups|hand-overs)/\S+/)")


@pytest.fixture
def page(browser: Browser, server: Server, desk: Facilitator) -> Iterator[Page]:
    """Return somebody's page; London has two places."""
    answer = desk.got("/organising/roadshows/london/places/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer)
    assert token
    decided: dict[str, str | float | bool] = {"capacity": 2, "beyond": 0, "most_of_one": 0, "frozen_days": 0}
    decided |= {"csrfmiddlewaretoken": token[1]}
    desk.context.request.post("/organising/roadshows/london/places/", form=decided, max_retries=1)
    context = browser.new_context(base_url=server.url)
    yield context.new_page()
    context.close()


def book(page: Page, name: str, at: str = LONDON) -> None:
    page.goto(f"{at}book/")
    page.fill("[name=name]", f"{name} Example")
    page.fill("[name=email]", f"{name.lower()}@example.org")
    page.fill("[name=organisation]", f"{name}'s Council")
    page.select_option("[name=agency]", "health")
    page.select_option("[name=level]", "manager")
    page.click("main form button[type=submit]")
    page.wait_for_url("**/book/sent/")


def test_after_a_refused_form_the_first_wrong_field_has_the_focus_and_is_in_view(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(f"{LONDON}book/")
    page.fill("[name=name]", "Ann Example")
    page.fill("[name=email]", "ann@example.org")
    page.click("main form button[type=submit]")
    expect(page.locator("[name=organisation]")).to_be_focused()
    expect(page.locator("[name=organisation]")).to_be_in_viewport()
    expect(page.locator("[name=organisation]")).to_have_accessible_description(re.compile("Say for which"))
    page.locator("[role=alert] a").last.click()
    expect(page.locator("[name=level]")).to_be_in_viewport()


def mails(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield to whom each mail went, and its words."""
    for file in sorted((folder / "mail").glob("*.log")):
        for text in re.split(r"^-{70,}\n", file.read_text(), flags=re.MULTILINE):
            if text.strip():
                read = email.message_from_string(text, policy=policy.default)
                body = read.get_body(("plain",))
                yield str(read["To"]), body.get_content() if body else ""


def link_for(server: Server, to: str, *, holding: str = "") -> str:
    """Wait for a mail to somebody and return the newest link in it."""
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        found = [_LINK.search(body) for who, body in mails(server.data) if who == to and holding in body]
        if links := [match[1] for match in found if match]:
            return links[-1]
        time.sleep(0.3)
    raise AssertionError(f"no mail to {to}")


def test_the_address_of_a_refused_form_opens_its_page_when_it_is_opened_again(page: Page, server: Server) -> None:
    book(page, "Ivy", "/roadshows/newcastle/")  # London is counted by another test.
    link = link_for(server, "ivy@example.org")
    page.goto(link)
    page.fill("[name=access_needs]", "A hearing loop")
    page.click("text=Store what I need")
    expect(page.locator("[name=needs_consent]")).to_be_focused()
    assert page.url.endswith(f"{link}needs/")
    page.goto(page.url)  # Enter in the address bar
    assert page.url.endswith(link)
    expect(page.locator("#booking")).to_be_visible()


def expect_status(page: Page, link: str, status: str, position: str = "") -> None:
    page.goto(link)
    expect(page.locator("#booking")).to_have_attribute("data-status", status)
    expect(page.locator("#booking")).to_have_attribute("data-position", position)


def press(page: Page, words: str) -> None:
    found = page.locator("button", has_text=words).first  # also one that is folded away
    found.evaluate("b => { for (let e = b; e; e = e.parentElement) if (e.localName === 'details') e.open = true; }")
    found.click()


@pytest.mark.timeout(240)
def test_from_the_first_booking_to_the_last_place(page: Page, server: Server) -> None:
    for name in ("Ann", "Ben", "Cas", "Dee"):
        book(page, name)
    page.goto(LONDON)
    expect(page.locator("#places")).to_have_attribute("data-taken", "2")
    expect(page.locator("#places")).to_have_attribute("data-waiting", "2")
    links = {name: link_for(server, f"{name}@example.org") for name in ("ann", "ben", "cas", "dee")}
    expect_status(page, links["dee"], "waiting", "2")
    assert flaws(page, Axe()) == []

    expect_status(page, links["ann"], "confirmed")
    assert flaws(page, Axe()) == []
    press(page, "Give my place up")
    expect_status(page, links["ann"], "cancelled")
    expect_status(page, links["cas"], "offered")
    expect_status(page, links["dee"], "waiting", "1")
    page.goto(links["cas"])
    press(page, "Take the place")
    expect_status(page, links["cas"], "confirmed")

    page.goto(links["cas"])
    page.locator("summary", has_text="Move to another date").click()
    page.select_option("[name=to]", "bristol")
    press(page, "Move me")
    expect(page.locator("h1")).to_have_text("Bristol")
    expect_status(page, links["dee"], "offered")
    press(page, "Take the place")

    page.goto(links["ben"])
    page.locator("summary", has_text="Hand the place to a colleague").click()
    page.fill("[name=name]", "Eve Example")
    page.fill("#id_hand_over_email", "eve@example.org")
    press(page, "Write to them")
    page.goto(link_for(server, "eve@example.org"))
    page.select_option("[name=level]", "director")
    press(page, "Take the place")
    expect(page.locator("#booking")).to_have_attribute("data-status", "confirmed")
    page.goto(links["ben"])
    expect(page.locator("h1")).to_have_text("This link leads to nothing")
    page.goto(LONDON)
    expect(page.locator("#places")).to_have_attribute("data-taken", "2")
