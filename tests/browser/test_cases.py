"""An organiser copies a case, changes it, is shown what is wrong, mends it, publishes it, and takes it along."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.room import Facilitator, Room
from tests.browser.server import Server
from tests.browser.test_accessibility import flaws

CASES = "/organising/cases/"


@pytest.fixture
def room(server: Server, browser: Browser, desk: Facilitator) -> Iterator[Room]:
    """Return the organisers' browsers."""
    room = Room(browser, server.url, desk)
    yield room
    room.close()


@pytest.fixture(scope="module")
def axe() -> Axe:
    return Axe()


def copied(room: Room, **options: Any) -> Page:
    """Return the page of a new draft of the case that is shipped."""
    page = room.staff_page(**options)
    page.goto(CASES)
    page.locator('[data-case="walsh"]').first.get_by_role("button", name="Copy and edit").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The Walsh family")
    return page


def part(page: Page, kind: str, n: int) -> Locator:
    return page.locator(f"#{kind} [data-part]").nth(n)


def change(page: Page, kind: str, n: int) -> None:
    with page.expect_navigation():
        part(page, kind, n).get_by_role("link", name="Change").click()


def save(page: Page) -> None:
    page.get_by_role("button", name="Save").click()


def versions(page: Page) -> list[str]:
    page.goto(CASES)
    return list(page.locator('[data-case="walsh"]').evaluate_all("all => all.map(one => one.dataset.version)"))


@pytest.mark.timeout(180)
@pytest.mark.parametrize("scripts", [True, False])
def test_a_case_is_copied_changed_mended_previewed_published_and_taken_along(
    room: Room, tmp_path: Path, scripts: bool
) -> None:
    page = copied(room, java_script_enabled=scripts)
    change(page, "stages", 2)
    page.get_by_label("Title").fill(f"Somebody new {scripts}")
    save(page)
    expect(page.get_by_role("status")).to_contain_text("is saved")
    expect(part(page, "stages", 2)).to_contain_text("Somebody new")

    change(page, "people", 1)
    parents = page.get_by_role("group", name="Parents")
    parents.get_by_label("Katie Walsh").uncheck()
    parents.get_by_label("Erin Walsh").check()
    save(page)
    problem = page.get_by_role("link", name="Erin Walsh, parents")
    expect(page.locator(".verdict")).to_contain_text("erin is their own parent")
    expect(page.get_by_role("button", name="Publish")).to_have_count(0)
    problem.click()
    parents.get_by_label("Erin Walsh").uncheck()
    parents.get_by_label("Katie Walsh").check()
    save(page)
    expect(page.get_by_role("heading", name="It is in order")).to_be_visible()

    part(page, "stages", 2).get_by_role("link", name="Preview").click()
    expect(page.locator("article[data-stage='3'] h2")).to_have_text(f"Somebody new {scripts}")
    page.get_by_role("link", name="As a screen").click()
    expect(page.locator("#stage h1")).to_have_text(f"Somebody new {scripts}")
    page.get_by_role("link", name="As Saltmere Housing").click()
    expect(page.locator(".document")).to_have_count(1)
    page.get_by_role("link", name="Back to the draft").click()

    page.get_by_role("button", name="Publish it as a new version").click()
    expect(page.get_by_role("status")).to_contain_text("is published; roadshows keep what they have")
    newest = page.locator('[data-case="walsh"]').first
    with page.expect_download() as download:
        newest.get_by_role("link", name="Export").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    assert re.fullmatch(r"walsh-\d+\.zip", path.name)
    there = versions(page)
    page.get_by_label("A case pack, as a ZIP").set_input_files(path)
    page.get_by_role("button", name="Check and import").click()
    expect(page.get_by_role("status")).to_contain_text("was here already, so nothing was changed")
    assert versions(page) == there


def test_a_pack_that_leads_out_of_its_folder_is_refused_in_words(room: Room, tmp_path: Path) -> None:
    path = tmp_path / "case.zip"
    path.write_bytes(b"This is no ZIP.")
    page = room.staff_page()
    there = versions(page)
    page.get_by_label("A case pack, as a ZIP").set_input_files(path)
    page.get_by_role("button", name="Check and import").click()
    expect(page.get_by_role("alert").first).to_contain_text("1 problem in case.zip. Nothing was stored.")
    assert versions(page) == there


def test_two_who_edit_one_stage_lose_nothing(room: Room) -> None:
    ana = copied(room)
    ben = room.staff_page()
    ben.goto(ana.url)
    for page in (ana, ben):
        change(page, "stages", 0)
    ana.get_by_label("Title").fill("By Ana")
    save(ana)
    expect(part(ana, "stages", 0)).to_contain_text("By Ana")
    ben.get_by_label("Title").fill("By Ben")
    save(ben)
    expect(ben.get_by_role("alert")).to_contain_text("Somebody else changed this meanwhile.")
    expect(ben.get_by_role("alert")).to_contain_text("By Ana")
    expect(ben.get_by_label("Title")).to_have_value("By Ben")
    save(ben)
    expect(part(ben, "stages", 0)).to_contain_text("By Ben")


@pytest.mark.parametrize("kind", ["stages", "events", "couples"])
def test_the_form_for_a_part_has_no_flaw(room: Room, axe: Axe, kind: str) -> None:
    page = copied(room)
    change(page, kind, 0)
    assert flaws(page, axe) == []


def test_a_draft_with_a_problem_has_no_flaw(room: Room, axe: Axe) -> None:
    page = copied(room)
    change(page, "people", 1)
    page.get_by_role("group", name="Parents").get_by_label("Erin Walsh").check()
    save(page)
    expect(page.locator(".verdict")).to_contain_text("erin is their own parent")
    # Forty-three documents look alike to axe, and cost it a minute.
    page.locator("#documents, #events, #agencies").evaluate_all("all => all.forEach(one => one.remove())")
    assert flaws(page, axe) == []


@pytest.mark.parametrize(
    "where",
    ["../../cases/", "pictures/", "spreadsheet/", "itself/", "documents/add/"]
    + [f"preview/3/?as={name}" for name in ("table", "screen", "HOU")],
)
def test_the_pages_around_it_have_no_flaw(room: Room, axe: Axe, where: str) -> None:
    page = copied(room)
    page.goto(urljoin(page.url, where))
    assert flaws(page, axe) == []
