"""An organiser reads who came, corrects it, writes to them, takes certificates along, and forgets somebody."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.browser.server import Server
from tests.browser.test_accessibility import flaws

pytestmark = pytest.mark.timeout(240)

PAST, TO_COME = "manchester", "bristol"
ATTENDANCE = f"/roadshows/{PAST}/attendance/"


@pytest.fixture(scope="module")
def day(server: Server) -> Server:
    """Return a server on which one day has been and another is to come."""
    server.run(Path(__file__).parent / "coming.py", PAST, TO_COME)
    return server


@pytest.fixture
def page(day: Server, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(base_url=day.url)
    page = context.new_page()
    page.goto(day.staff_link("olga@example.org"))
    yield page
    context.close()


@pytest.fixture(scope="module")
def axe() -> Axe:
    return Axe()


@pytest.mark.parametrize(
    "path",
    [
        ATTENDANCE,
        f"/roadshows/{TO_COME}/attendance/",
        f"/roadshows/{TO_COME}/needs/",
        "/organising/attendance/",
        "/organising/held/",
    ],
)
def test_no_page_has_a_flaw_nor_is_wider_than_a_phone(page: Page, axe: Axe, path: str) -> None:
    page.goto(path)
    page.locator("details").evaluate_all("all => all.forEach((details) => { details.open = true; })")
    assert flaws(page, axe) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_an_organiser_corrects_what_the_doors_noted_by_keyboard(page: Page) -> None:
    page.goto(ATTENDANCE)
    came = int(page.locator("#attendance").get_attribute("data-came") or "")
    gwen = page.locator(".roll__one", has_text="Gwen Example")
    gwen.locator("summary").focus()
    page.keyboard.press("Enter")
    gwen.get_by_label("What became of them").select_option("Attended")
    gwen.get_by_label("Why it is corrected").fill("Her phone was flat, and she signed on paper.")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Gwen Example: Attended. The reason is kept with it.")).to_be_visible()
    expect(page.locator("#attendance")).to_have_attribute("data-came", str(came + 1))


def test_everybody_who_came_has_a_certificate_in_one_file(page: Page) -> None:
    page.goto(ATTENDANCE)
    named = page.get_by_role("link", name="Certificate of").count()
    href = page.get_by_role("link", name="Certificates (PDF)").get_attribute("href")
    pdf = page.request.get(href or "").body()
    assert len(PdfReader(io.BytesIO(pdf)).pages) == named > 0


def test_a_letter_is_seen_before_it_is_sent(page: Page) -> None:
    page.goto(ATTENDANCE)
    page.get_by_label("Did not come").check()
    page.get_by_label("Subject").fill("We missed you")
    page.get_by_label("What you write").fill("Another date is in May.")
    page.get_by_role("button", name="See to whom it goes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Before it is sent")
    page.get_by_role("button", name="Send it to").click()
    expect(page.get_by_text("We missed you")).to_be_visible()


def test_needs_are_read_only_once_somebody_sees_to_them(page: Page) -> None:
    page.goto(f"/roadshows/{TO_COME}/needs/")
    expect(page.get_by_role("button", name="Show what they need")).to_have_count(0)
    page.get_by_label("Who is to see to them").select_option("olga@example.org")
    page.get_by_role("button", name="Let them read").click()
    expect(page.get_by_text("A hearing loop in the hall")).to_have_count(0)
    page.get_by_role("button", name="Show what they need").click()
    expect(page.get_by_text("A hearing loop in the hall")).to_be_visible()
    page.goto(f"/roadshows/{TO_COME}/needs/")
    expect(page.get_by_role("region", name="Who has read them")).to_contain_text("olga@example.org")


def test_somebody_is_forgotten_and_still_counted(page: Page) -> None:
    page.goto(ATTENDANCE)
    came = page.locator("#attendance").get_attribute("data-came") or ""
    page.goto("/organising/held/")
    page.get_by_label("Their e-mail address").fill("Amira@Example.org")
    page.get_by_role("button", name="Show what is kept of them").click()
    page.get_by_label("To go on, type").fill("amira@example.org")
    page.get_by_label("At whose wish").fill("Theirs, by mail")
    page.get_by_role("button", name="Erase them for good").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("They are forgotten")
    page.goto(ATTENDANCE)
    expect(page.get_by_text("Amira")).to_have_count(0)
    expect(page.locator("#attendance")).to_have_attribute("data-came", came)
