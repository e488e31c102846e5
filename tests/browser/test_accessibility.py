"""Every page through axe, in both sizes and both schemes; and a day at a table by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe, AxeResults  # type: ignore[import-untyped]
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.browser.room import (
    CONSOLE,
    SLUG,
    STAGES,
    Room,
    button,
    expect_connection,
    expect_stage,
)

SIZES: list[ViewportSize] = [{"width": 360, "height": 740}, {"width": 1366, "height": 768}]
# Every rule in light; in dark the one that a scheme can break.
RULES: dict[Literal["light", "dark"], dict[str, Any]] = {"light": {}, "dark": {"runOnly": ["color-contrast"]}}


@pytest.fixture(scope="module")
def axe() -> Axe:
    return Axe()


def flaws(page: Page, axe: Axe) -> list[str]:
    """Return in words what axe finds wrong with a page in any size and scheme."""
    found = []
    for scheme, rules in RULES.items():
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for size in SIZES:
            page.set_viewport_size(size)
            result = axe.run(page, options={"resultTypes": ["violations"], **rules})
            found += [f"{scheme} {size['width']}: {flaw}" for flaw in _in_words(result)]
    return found


def _in_words(result: AxeResults) -> Iterator[str]:
    for violation in result.response["violations"]:
        for node in violation["nodes"]:
            yield f"{violation['id']} at {node['target']}: {node['failureSummary']}"


PUBLIC = ["/", f"/roadshows/{SLUG}/", "/join/", "/join/222222/", "/table/", "/accounts/login/", "/nowhere/"]
PUBLIC += ["/table/health/", "/table/health/told/"]
STAFF = [CONSOLE, f"{CONSOLE}cards/", f"{CONSOLE}paper/", f"{CONSOLE}stages/3/", "/staff/"]
STAFF += [f"{CONSOLE}devices/", f"{CONSOLE}preflight/", f"{CONSOLE}tables/1/"]
ORDER = f"/roadshows/{SLUG}/running-order/"
PLANNING = [ORDER, f"{ORDER}add/", f"/roadshows/{SLUG}/care/", f"/organising/roadshows/{SLUG}/"]


@pytest.mark.parametrize("path", PUBLIC)
def test_a_page_for_anyone_has_no_flaw(room: Room, axe: Axe, path: str) -> None:
    page = room.page()
    page.goto(path)
    assert flaws(page, axe) == []


@pytest.mark.parametrize("path", [*STAFF, *PLANNING])
def test_a_page_for_staff_has_no_flaw(room: Room, axe: Axe, path: str) -> None:
    page = room.staff_page()
    page.goto(path)
    assert flaws(page, axe) == []


@pytest.mark.parametrize("stage", [0, STAGES])
def test_the_live_pages_have_no_flaw(room: Room, axe: Axe, stage: int) -> None:
    room.facilitator.reveal_up_to(stage)
    pages = [room.table(1), room.screen(), room.console()]
    for page in pages:
        expect_connection(page, "live")
    assert [flaw for page in pages for flaw in flaws(page, axe)] == []


def test_the_running_order_has_no_flaw_after_a_press_either(room: Room, axe: Axe) -> None:
    page = room.staff_page()
    page.goto(ORDER)
    page.get_by_role("button", name="Take out Tea").click()
    expect(page.locator(".told")).to_be_visible()
    page.locator("details").evaluate_all("all => all.forEach((details) => { details.open = true; })")
    assert flaws(page, axe) == []
    page.locator(".told button").click()
    expect(page.get_by_role("button", name="Take out Tea")).to_be_visible()


@pytest.mark.parametrize("link", ["Change Lunch", "Change Samaritans"])
def test_the_pages_of_an_activity_and_a_contact_have_no_flaw(room: Room, axe: Axe, link: str) -> None:
    page = room.staff_page()
    page.goto(ORDER if link == "Change Lunch" else f"/roadshows/{SLUG}/care/")
    page.get_by_role("link", name=link).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(link.removeprefix("Change "))
    assert flaws(page, axe) == []
    page.get_by_role("main").locator("input[type=text]").first.fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert flaws(page, axe) == []


def test_watching_has_no_flaw(room: Room, axe: Axe) -> None:
    room.facilitator.reveal_up_to(1)
    page = room.staff_page()
    page.goto(f"/roadshows/{SLUG}/observing/")
    expect_connection(page, "live")
    page.get_by_label("What do you see?").fill("They listened.")
    page.get_by_role("button", name="Save the note").click()
    expect(page.locator("[data-note]").first).to_be_visible()
    assert flaws(page, axe) == []


def test_the_page_of_a_shut_roadshow_has_no_flaw(room: Room, axe: Axe) -> None:
    page = room.table(1)
    room.facilitator.post("close/")
    page.goto("/table/")
    assert flaws(page, axe) == []


def test_axe_objects_to_a_page_with_a_flaw(room: Room, axe: Axe) -> None:
    page = room.page()
    page.goto("/join/")
    page.locator("label").evaluate("label => label.remove()")
    assert any(flaw.split(": ")[1].startswith("label ") for flaw in flaws(page, axe))


def test_axe_objects_to_pale_words_in_the_dark(room: Room, axe: Axe) -> None:
    page = room.page()
    page.goto("/join/")
    page.locator("h1").evaluate("h1 => { h1.style.color = 'light-dark(black, rgb(60 60 60))'; }")
    assert [flaw for flaw in flaws(page, axe) if flaw.startswith("dark 360: color-contrast ")]


def test_a_table_reads_and_goes_back_by_keyboard_alone(room: Room) -> None:
    room.facilitator.reveal_up_to(3)
    page = room.table(1)
    expect_connection(page, "live")
    first = rail(page, 1)
    tab_to(page, first)
    assert has_visible_focus(first)
    page.keyboard.press("Enter")
    expect(article(page, 1)).to_be_visible()
    expect(article(page, 3)).to_be_hidden()
    assert page.evaluate("document.activeElement.closest('article').dataset.stage") == "1"
    tab_to(page, rail(page, 3), "Shift+Tab")
    page.keyboard.press("Enter")
    expect(article(page, 3)).to_be_visible()
    expect(article(page, 1)).to_be_hidden()


def test_a_new_stage_does_not_take_the_focus_away(room: Room) -> None:
    room.facilitator.reveal_up_to(2)
    page = room.table(1)
    expect_connection(page, "live")
    first = rail(page, 1)
    tab_to(page, first)
    room.facilitator.reveal(3)
    expect_stage(page, 3)
    expect(rail(page, 3)).to_be_visible()
    expect(first).to_be_focused()
    assert has_visible_focus(first)


def test_a_facilitator_reveals_by_keyboard_alone(room: Room) -> None:
    console, table = room.console(), room.table(1)
    expect_connection(console, "live")
    tab_to(console, button(console, "reveal"))
    assert has_visible_focus(button(console, "reveal"))
    console.keyboard.press("Enter")
    expect_stage(table, 1)
    expect(button(console, "reveal")).to_be_focused()


def rail(page: Page, stage: int) -> Locator:
    return page.locator(f'[data-stage-link="{stage}"]')


def article(page: Page, stage: int) -> Locator:
    return page.locator(f'#stage > article[data-stage="{stage}"]')


def tab_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """Press Tab until the target has the focus, as often as somebody would put up with."""
    for _ in range(80):
        page.keyboard.press(key)
        if target.evaluate("e => e === document.activeElement"):
            return
    raise AssertionError("the keyboard does not lead there")


def has_visible_focus(target: Locator) -> bool:
    """Whether an outline or shadow shows where the focus is."""
    return bool(
        target.evaluate(
            """e => { const style = getComputedStyle(e);
                return e.matches(':focus-visible')
                    && ((style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)
                        || style.boxShadow !== 'none'); }"""
        )
    )
