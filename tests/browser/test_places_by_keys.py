"""Places by keyboard alone, and every page of theirs through axe and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect

from tests.browser.server import Server
from tests.browser.test_accessibility import flaws, has_visible_focus, tab_to
from tests.browser.test_booking import link_for

pytestmark = pytest.mark.timeout(240)

HERE = Path(__file__).parent
TODAY, AHEAD = "manchester", "london"
PLACES, PEOPLE = 12, 14
# Smaller than this nobody hits it on glass (WCAG 2.2, 2.5.8); links within a sentence are exempt.
SMALL_TARGETS = """
() => [...document.querySelectorAll("a, button, select, summary, input:not([type=hidden], .visually-hidden)")]
  .filter((e) => e.checkVisibility() && !e.matches(".skip"))
  .filter((e) => getComputedStyle(e).display !== "inline" || e.parentElement.innerText === e.innerText)
  .filter((e) => Math.min(e.getBoundingClientRect().height, e.getBoundingClientRect().width) < 24)
  .map((e) => `${e.localName} ${e.innerText || e.name}`)
"""


@pytest.fixture(scope="module")
def tickets(server: Server) -> list[str]:
    """Let people book for today, and return their tickets."""
    return server.run(HERE / "booking_in.py", TODAY, str(PLACES), str(PEOPLE)).split()


@pytest.fixture
def page(server: Server, tickets: list[str], browser: Browser) -> Iterator[Page]:
    context = browser.new_context(base_url=server.url)
    yield context.new_page()
    for page in context.pages:  # First, as in Room.close.
        page.close()
    context.close()


@pytest.fixture
def desk_page(page: Page, server: Server) -> Page:
    page.goto(server.staff_link("olga@example.org"))
    return page


def expect_fits(page: Page, path: str) -> None:
    """Expect a page to be without flaws, no wider than a phone, and all that is pressed large enough for a finger."""
    page.goto(path)
    page.locator("details").evaluate_all("all => all.forEach((details) => { details.open = true; })")
    assert flaws(page, Axe()) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate(SMALL_TARGETS) == []


@pytest.mark.parametrize("path", ["", "book/", "book/group/", "book/sent/", "/places/order/"])
def test_a_page_of_places_for_anyone_has_no_flaw(page: Page, path: str) -> None:
    expect_fits(page, path if path.startswith("/") else f"/roadshows/{AHEAD}/{path}")


PLACES_PAGE = f"/organising/roadshows/{TODAY}/places/"


@pytest.mark.parametrize("path", [PLACES_PAGE, f"/roadshows/{TODAY}/seating/", f"/roadshows/{TODAY}/seating/print/"])
def test_a_page_of_places_for_staff_has_no_flaw(desk_page: Page, path: str) -> None:
    expect_fits(desk_page, path)


def test_control_a_small_target_is_found(page: Page) -> None:
    page.goto("/places/order/")
    page.locator("main").evaluate("main => { main.innerHTML += '<p><a href=\"/\">Small</a></p>'; }")
    assert page.evaluate(SMALL_TARGETS) == ["a Small"]


def go_to(page: Page, role: str, name: str) -> None:
    """Go to a control by tabs, and see that it shows so."""
    found = page.get_by_role(role, name=name, exact=True).first  # type: ignore[arg-type]
    tab_to(page, found)
    assert has_visible_focus(found)


def write(page: Page, role: str, name: str, words: str) -> None:
    go_to(page, role, name)
    page.keyboard.type(words)


def test_somebody_books_and_moves_by_keyboard_alone(page: Page, server: Server) -> None:
    page.goto(f"/roadshows/{AHEAD}/")
    go_to(page, "link", "Book a place")
    page.keyboard.press("Enter")
    page.wait_for_url("**/book/")
    write(page, "textbox", "Your name", "Kay Example")
    write(page, "textbox", "Work e-mail", "kay@example.org")
    write(page, "textbox", "Organisation", "Sample Trust")
    write(page, "combobox", "What kind of organisation it is", "Heal")
    write(page, "combobox", "Your level", "Man")
    go_to(page, "button", "Book")
    page.keyboard.press("Enter")
    page.wait_for_url("**/book/sent/")

    page.goto(link_for(server, "kay@example.org"))
    expect(page.locator("#booking")).to_have_attribute("data-status", "confirmed")
    tab_to(page, page.locator("summary", has_text="Move to another date"))
    page.keyboard.press("Enter")
    write(page, "combobox", "Date", "Bris")
    go_to(page, "button", "Move me")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("You have a place at Bristol")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bristol")


def test_a_door_is_kept_by_keyboard_alone(desk_page: Page, tickets: list[str]) -> None:
    page = desk_page
    page.goto(f"/roadshows/{TODAY}/door/")
    line, answer = page.locator("#q"), page.locator("#answer")
    expect(line).to_be_focused()
    expect(page.locator("html")).to_have_attribute("data-saves", "")
    page.keyboard.type("ben")
    go_to(page, "button", "Let in")
    page.keyboard.press("Enter")
    expect(answer).to_contain_text("Ben Archer")
    expect(answer).to_have_attribute("aria-live", "assertive")
    expect(line).to_be_focused()
    expect(line).to_have_value("")
    expect(page.locator("#matches li")).to_have_count(0)

    page.keyboard.type("da")
    expect(page.locator("#matches li")).not_to_have_count(0)
    expect(answer).to_be_empty()  # whoever came before makes room
    go_to(page, "button", "Let in")
    other = page.context.new_page()
    other.goto(f"/roadshows/{TODAY}/door/")
    other.locator("#q").fill(f"http://hall/bookings/{tickets[2]}/")
    other.locator("#q").press("Enter")
    expect(page.locator("[data-sum='in']")).to_have_text("2")
    expect(page.get_by_role("button", name="Let in").first).to_be_focused()  # what other doors do takes it not away
    line.fill("")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.type(f"http://hall/bookings/{tickets[0]}/")  # a scanner types wherever it is
    page.keyboard.press("Enter")
    expect(answer).to_contain_text("Ada Archer")
    return_to_the_line(page, tickets[3])


def return_to_the_line(page: Page, ticket: str) -> None:
    """A scanner is heard whatever was pressed last; by itself Enter still presses what has the focus."""
    answer = page.locator("#answer")
    badge = answer.get_by_role("link", name="Badge")
    expect(page.locator("#kept-here")).to_have_text("")  # The server has answered: the card stays.
    with page.context.expect_page() as opened:
        tab_to(page, badge)
        page.keyboard.press("Enter")
    opened.value.close()
    page.bring_to_front()
    expect(badge).to_be_focused()
    page.keyboard.type(f"http://hall/bookings/{ticket}/")
    page.keyboard.press("Enter")
    expect(answer).to_contain_text("Dan Archer")
    page.locator("#photo").focus()  # as after a photo
    page.keyboard.type("cleo")
    expect(page.locator("#q")).to_have_value("cleo")
    page.locator("#keep-minutes").focus()
    page.keyboard.type("7")
    expect(page.locator("#q")).to_have_value("cleo")
