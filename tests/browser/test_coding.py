"""Two coders code the same drawings by keyboard, each for themselves, disagree on one, and settle it.

Each test has a roadshow to itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.server import Server
from tests.browser.test_accessibility import flaws

pytestmark = pytest.mark.timeout(240)

HERE = Path(__file__).parent
TITLES = ("A boat with a hole", "Bubbles", "A maze", "A wall", "The magnifying glass")
# What each finds, by the key of the code. On the wall they differ.
KEYS = {"A boat with a hole": "12", "Bubbles": "4", "A maze": "5", "A wall": "6", "The magnifying glass": "3"}
OTHERWISE = KEYS | {"A wall": "1"}


@dataclass
class Desk:
    """What coders sit at: one server, and browsers in which they are signed in. `errors`: what went wrong in any."""

    server: Server
    browser: Browser
    errors: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def coder(self, name: str, slug: str, **options: Any) -> Page:
        """Return the page of a coder of a roadshow, in a browser of their own."""
        link = self.server.staff_link(f"{name}@example.org", "--role", "coder", "--roadshow", slug)
        return self._signed_in(link, **options)

    def organiser(self) -> Page:
        """Return the page of an organiser."""
        return self._signed_in(self.server.staff_link("olga@example.org"))

    def drawn(self, slug: str, *titles: str) -> str:
        """Hand in drawings at three tables of a roadshow; return the address of its coding."""
        self.server.run(HERE / "handing_in.py", slug, *titles)
        return f"/roadshows/{slug}/coding/"

    def _signed_in(self, link: str, **options: Any) -> Page:
        context = self.browser.new_context(base_url=self.server.url, **options)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("response", lambda answer: self.errors.append(answer.url) if answer.status >= 500 else None)
        page.goto(link)
        return page


@pytest.fixture
def desk(server: Server, browser: Browser) -> Iterator[Desk]:
    """Return where coders sit, at which nothing may go wrong."""
    desk = Desk(server, browser)
    yield desk
    for context in desk.contexts:
        context.close()
    assert desk.errors == []


def expect_keys(page: Page) -> None:
    """Wait until a page takes keys: the script shows then that they can be switched off."""
    expect(page.get_by_label("Use keys")).to_be_visible()


def code_all_by_keys(page: Page, coding: str, keys: dict[str, str], *, shows: str = "h1") -> list[str]:
    """Code every drawing that waits without touching the mouse; return the titles in the order they came.

    `shows`: what each page must show of its drawing.
    """
    page.goto(coding)
    expect(page.locator("#next")).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    met = []
    while not page.url.endswith(coding):
        title = page.get_by_role("heading", level=1).inner_text()
        met.append(title)
        expect(page.locator(shows)).to_be_visible()
        for key in keys[title]:
            page.keyboard.press(key)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    return met


def test_two_code_by_keyboard_disagree_on_one_and_settle_it(desk: Desk) -> None:
    coding = desk.drawn("manchester", *TITLES)
    ada, ben = desk.coder("ada", "manchester"), desk.coder("ben", "manchester")
    orders = [code_all_by_keys(ada, coding, KEYS), code_all_by_keys(ben, coding, OTHERWISE)]
    assert [sorted(order) for order in orders] == [sorted(TITLES)] * 2
    expect(ada.locator("[data-coded] li")).to_have_count(5)
    expect(ada.locator("[data-coded] li", has_text="A boat with a hole")).to_contain_text("Trust, Fear")

    ada.get_by_role("link", name="See what was found").press("Enter")
    ada.get_by_role("button", name="Show what was found").press("Enter")
    expect(ada.locator("[data-differ]")).to_have_count(1)
    expect(ada.locator("[data-differ]")).to_contain_text("A wall")
    expect(ada.locator("tr[data-code=fear] [data-alpha]")).to_have_text("1.000")

    ada.get_by_role("link", name="Talk, and settle A wall").press("Enter")
    expect(ada.get_by_text("ben@example.org")).to_be_visible()
    expect_keys(ada)
    ada.keyboard.press("6")
    ada.keyboard.press("n")
    ada.keyboard.type("Nobody above had said that they may.")
    ada.keyboard.press("Control+Enter")
    expect(ada.locator("[data-differ] .beside__settled")).to_contain_text("Leadership")
    expect(ada.locator("[data-differ] dl")).to_contain_text("Trust")


def test_the_codebook_is_one_key_away_and_the_keys_can_be_switched_off(desk: Desk) -> None:
    coding, page = desk.drawn("newcastle", "Fog"), desk.coder("ada", "newcastle")
    page.goto(coding)
    expect(page.locator("#next")).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    fear = page.get_by_role("checkbox", name="Fear")
    expect(page.get_by_text("Not when:").first).to_be_hidden()
    page.keyboard.press("c")
    expect(page.get_by_text("Not when:").first).to_be_visible()
    page.keyboard.press("2")
    expect(fear).to_be_checked()
    expect(fear).to_be_focused()
    page.keyboard.press("2")
    expect(fear).not_to_be_checked()
    page.keyboard.press("n")
    page.keyboard.type("c2 is text here")
    expect(page.get_by_label("Note")).to_have_value("c2 is text here")
    expect(fear).not_to_be_checked()
    page.get_by_label("Use keys").uncheck()
    page.keyboard.press("2")
    expect(fear).not_to_be_checked()
    page.reload()
    expect(page.get_by_label("Use keys")).not_to_be_checked()


def test_what_cannot_be_sent_stays_and_a_second_tab_is_told(desk: Desk) -> None:
    coding, page = desk.drawn("london", "Fog"), desk.coder("ada", "london")
    page.goto(coding)
    page.locator("#next").click()
    expect_keys(page)  # Its scripts are there, without which nothing says that the network is gone.
    address = page.url
    second = page.context.new_page()
    second.goto(address)
    page.context.set_offline(True)
    page.get_by_role("checkbox", name="Risk").check()
    page.get_by_role("button", name="Save, and next").click()
    expect(page.get_by_role("alert")).to_contain_text("The server does not answer, so nothing was stored.")
    expect(page.get_by_role("checkbox", name="Risk")).to_be_checked()
    page.context.set_offline(False)
    page.get_by_role("button", name="Save, and next").click()
    page.wait_for_url(f"**{coding}")
    second.get_by_role("checkbox", name="Fear").check()
    second.get_by_role("button", name="Save, and next").click()
    expect(second.get_by_role("alert")).to_contain_text("in another tab you coded this drawing as Risk")
    expect(second.get_by_role("checkbox", name="Fear")).to_be_checked()
    second.get_by_role("button", name="Save").click()
    second.wait_for_url(f"**{coding}")
    expect(second.locator("[data-coded] li", has_text="Fog")).to_contain_text("Fear")
    second.close()


def test_without_scripts_a_drawing_is_coded_by_a_plain_form(desk: Desk) -> None:
    coding, page = desk.drawn("bristol", "Fog"), desk.coder("ada", "bristol", java_script_enabled=False)
    page.goto(coding)
    page.locator("#next").click()
    page.get_by_role("checkbox", name="Trust").check()
    page.get_by_role("button", name="Save, and next").click()
    expect(page.get_by_role("status")).to_contain_text("Stored: Trust.")


def test_the_pages_have_no_flaw(desk: Desk) -> None:
    coding, axe = desk.drawn("birmingham", "Fog", "Islands"), Axe()
    page, organiser = desk.coder("ada", "birmingham"), desk.organiser()
    page.goto(coding)
    found = flaws(page, axe)
    page.locator("#next").click()
    expect_keys(page)
    page.keyboard.press("c")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert").filter(has_text="Choose at least one code.")).to_be_visible()
    found += flaws(page, axe)
    for path in (f"{coding}codebook/", f"{coding}results/"):
        page.goto(path)
        found += flaws(page, axe)
    code_all_by_keys(page, coding, {"Fog": "1", "Islands": "2"})
    code_all_by_keys(desk.coder("ben", "birmingham"), coding, {"Fog": "1", "Islands": "13"})
    organiser.goto("/organising/coding/")
    found += flaws(organiser, axe)
    with organiser.expect_navigation():
        organiser.get_by_role("button", name="Show those in which I do not code").click()
    found += unfolded_flaws(organiser, axe)
    organiser.goto(f"{coding}results/")
    found += unfolded_flaws(organiser, axe)
    with organiser.expect_navigation():
        organiser.locator("[data-differ] a").first.click()
    found += flaws(organiser, axe)
    assert found == []


def unfolded_flaws(page: Page, axe: Axe) -> list[str]:
    """Return what axe finds wrong with a page on which everything is folded out."""
    page.locator("details").evaluate_all("all => all.forEach((each) => { each.open = true; })")
    return flaws(page, axe)
