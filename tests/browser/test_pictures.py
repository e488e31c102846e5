"""The pictures of the case in a browser: opened over a table's page, by keyboard, renewed, and told as text."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Locator, Page, Route, ViewportSize, expect

from tests.browser.room import SLUG, STAGES, Room, expect_connection, expect_stage
from tests.browser.test_two_facilitators import wait_for

NAMES = {"Family": "genogram", "Network": "network", "Chronology": "chronology"}
SIZES: list[ViewportSize] = [
    {"width": 360, "height": 740},
    {"width": 810, "height": 1080},
    {"width": 1080, "height": 810},
]
SMALLEST_TEXT, SMALLEST_FROM_AFAR = 14, 28

each_picture = pytest.mark.parametrize("label", NAMES)


def picture(page: Page) -> Locator:
    return page.locator("#picture")


def open_picture(page: Page, label: str) -> None:
    page.get_by_role("navigation", name="Pictures of the case").get_by_role("link", name=label).first.click()
    expect(page.get_by_role("dialog").locator("#picture")).to_have_attribute("data-picture", NAMES[label])


def at_table(room: Room, stage: int) -> Page:
    room.facilitator.reveal_up_to(stage)
    page = room.table(1)
    expect_connection(page, "live")
    return page


@each_picture
def test_a_picture_opens_over_the_page_and_escape_leads_back_to_its_link(room: Room, label: str) -> None:
    page = at_table(room, 3)
    page.locator("#dock-more > summary").click()
    page.locator("#dock-more textarea").fill("Half a ques")
    open_picture(page, label)
    expect(page.locator("#picture-view")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("link", name=label)).to_be_focused()
    expect(page.locator("#dock-more textarea")).to_have_value("Half a ques")
    assert page.url.endswith("/table/")


@each_picture
def test_the_key_t_tells_the_picture_as_text_and_leads_back(room: Room, label: str) -> None:
    page = at_table(room, 3)
    open_picture(page, label)
    page.keyboard.press("t")
    expect(page.locator("#picture-text > summary")).to_be_focused()
    expect(page.locator("#picture-text")).to_contain_text("Erin Walsh")
    page.keyboard.press("t")
    expect(page.locator("#picture-view")).to_be_focused()
    expect(page.locator("#picture-text")).not_to_have_attribute("open", "")


def test_a_t_in_a_form_is_a_letter(room: Room) -> None:
    page = at_table(room, 1)
    page.locator("#dock-more > summary").click()
    page.locator("#dock-more textarea").press_sequentially("that")
    expect(page.locator("#dock-more textarea")).to_have_value("that")


def test_a_reveal_and_a_withdrawal_renew_an_open_picture_with_its_text_still_open(room: Room) -> None:
    page = at_table(room, 2)
    open_picture(page, "Family")
    page.keyboard.press("t")
    expect(picture(page)).not_to_contain_text("Craig Dunmore")
    room.facilitator.reveal(3)
    expect(picture(page)).to_have_attribute("data-stage", "3")
    expect(page.locator("#picture-text")).to_contain_text("Craig Dunmore (new)")
    expect(page.locator("#picture-text > summary")).to_be_focused()
    room.facilitator.post("withdraw/", stage=3)
    expect(picture(page)).to_have_attribute("data-stage", "2")
    expect(picture(page)).not_to_contain_text("Craig Dunmore")
    page.keyboard.press("Escape")
    expect_stage(page, 2)


def test_a_picture_on_a_page_of_its_own_is_renewed_too(room: Room) -> None:
    page = at_table(room, 1)
    page.goto("/table/pictures/network/")
    expect_connection(page, "live")
    room.facilitator.reveal(2)
    expect(picture(page)).to_have_attribute("data-stage", "2")
    expect(picture(page)).to_contain_text("Police response")


def test_the_chronology_is_arranged_anew_without_leaving_the_page(room: Room) -> None:
    page = at_table(room, 2)
    open_picture(page, "Chronology")
    page.get_by_role("link", name="By agency").click()
    expect(page.locator("#picture .lane")).to_have_count(8)
    expect(page.get_by_role("link", name="By agency")).to_have_attribute("aria-current", "true")
    assert page.url.endswith("/table/")


def test_an_agency_of_the_network_is_reached_by_keyboard_and_leads_back_to_the_table(room: Room) -> None:
    page = at_table(room, 2)
    open_picture(page, "Network")
    page.keyboard.press("Tab")
    agency = page.locator("#picture a").first
    expect(agency).to_be_focused()
    assert (agency.get_attribute("aria-label") or "").startswith("Saltmere Housing: ")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.wait_for_url("**/table/#share-2-HOU")


@each_picture
def test_without_scripts_a_picture_is_a_page_with_its_text(room: Room, label: str) -> None:
    room.facilitator.reveal_up_to(2)
    page = room.table(1, java_script_enabled=False)
    page.get_by_role("link", name=label).click()
    assert page.url.endswith(f"/table/pictures/{NAMES[label]}/")
    page.locator("#picture-text > summary").click()
    expect(page.locator("#picture-text")).to_contain_text("Erin Walsh")
    page.get_by_role("link", name="Back to the table").click()
    assert page.url.endswith("/table/")


def test_when_the_server_is_away_the_page_stays_as_it_is_and_says_so(room: Room) -> None:
    page = at_table(room, 2)
    page.route("**/table/pictures/**", lambda route: route.abort())
    page.get_by_role("link", name="Family").click()
    expect(page.locator("#announcer")).to_contain_text("The picture did not arrive")
    expect(page.get_by_role("dialog")).to_be_hidden()


def text_sizes(page: Page) -> list[float]:
    """Return how many pixels high the text of a drawing is on the screen, each size once."""
    return list(
        page.locator("#picture .drawing, .screen-picture .drawing").evaluate(
            """drawing => [...new Set([...drawing.querySelectorAll("text")].map(text =>
                Math.round(parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a * 10) / 10))]"""
        )
    )


@each_picture
def test_no_text_is_too_small_on_a_tablet(room: Room, label: str) -> None:
    page = at_table(room, STAGES)
    for size in SIZES:
        page.set_viewport_size(size)
        page.goto(f"/table/pictures/{NAMES[label]}/")
        assert min(text_sizes(page)) >= SMALLEST_TEXT


@each_picture
def test_a_tablet_held_upright_shows_the_whole_width(room: Room, label: str) -> None:
    page = at_table(room, STAGES)
    page.set_viewport_size({"width": 810, "height": 1080})
    open_picture(page, label)
    wide = page.locator("#picture-view").evaluate("view => [view.scrollWidth, view.clientWidth]")
    assert wide[0] <= wide[1] + 1


@each_picture
def test_from_ten_metres_it_can_be_read(room: Room, label: str) -> None:
    room.facilitator.reveal_up_to(STAGES)
    console = room.console()
    card = console.locator(".screen-card").first
    card.locator("select").select_option(NAMES[label])
    card.get_by_role("button", name="Show it").click()
    screen = room.screen()
    screen.set_viewport_size({"width": 1920, "height": 1080})
    expect(screen.locator(f'.screen-view[data-view="{NAMES[label]}"] svg')).to_be_visible()
    assert min(text_sizes(screen)) >= SMALLEST_FROM_AFAR
    box = screen.locator(".screen-picture svg").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 1080
    card.locator("select").select_option("follow")
    with console.expect_response("**/view/"):  # A page that is closed before might not have sent it.
        card.get_by_role("button", name="Show it").click()


@pytest.fixture(scope="module")
def axe() -> Axe:
    return Axe()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@each_picture
def test_axe_finds_nothing(room: Room, axe: Axe, label: str, scheme: str) -> None:
    page = at_table(room, STAGES)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    staff = room.staff_page(color_scheme=scheme)
    staff.goto(f"/roadshows/{SLUG}/console/pictures/{NAMES[label]}/?stage=4")
    for size in SIZES:
        page.set_viewport_size(size)
        page.goto("/table/")
        open_picture(page, label)
        page.keyboard.press("t")
        found = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
        staff.set_viewport_size(size)
        found += axe.run(staff, options={"resultTypes": ["violations"]}).response["violations"]
        assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == []


def test_axe_objects_to_a_picture_that_cannot_be_told(room: Room, axe: Axe) -> None:
    page = at_table(room, 1)
    open_picture(page, "Family")
    page.locator("#picture svg").evaluate(
        "svg => { svg.removeAttribute('aria-labelledby'); svg.querySelector('title').remove(); }"
    )
    found = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert "svg-img-alt" in [each["id"] for each in found]


def test_a_picture_that_comes_late_does_not_take_the_place_of_another(room: Room) -> None:
    page = at_table(room, 3)
    address = "**/pictures/genogram/"
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    def let_come() -> None:
        with page.expect_response(address):
            held.pop().continue_()
        page.evaluate("() => fetch(location.href).then((answer) => answer.text())")
        expect(picture(page)).to_have_attribute("data-picture", "network")

    page.route(address, hold, times=1)
    page.get_by_role("navigation", name="Pictures of the case").get_by_role("link", name="Family").first.click()
    wait_for(held, 1, page)
    open_picture(page, "Network")
    let_come()
    page.get_by_role("dialog").get_by_role("link", name="Family").first.click()
    expect(picture(page)).to_have_attribute("data-picture", "genogram")
    page.route(address, hold, times=1)
    room.facilitator.reveal(4)
    wait_for(held, 1, page)
    page.get_by_role("dialog").get_by_role("link", name="Network").first.click()
    expect(picture(page)).to_have_attribute("data-picture", "network")
    let_come()
