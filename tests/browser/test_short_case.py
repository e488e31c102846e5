"""The short case in a roadshow that was planned for it: all four stages reach a table and a screen."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from casestudy.pack import Pack, read_pack
from tests.browser.room import (
    Room,
    button,
    expect_connection,
    expect_have,
    expect_next,
    expect_stage,
    press,
    stages_shown,
)
from tests.browser.watch import Watch, leaks, squash, telltales

TINDLOW = Path(__file__).resolve().parents[2] / "casestudy/packs/tindlow"


@pytest.fixture(scope="module")
def tindlow() -> Pack:
    """Return the pack as it is shipped."""
    return read_pack(TINDLOW)


def plan_with(organiser: Page, case: str) -> str:
    """Plan a roadshow that runs `case`, and return the path of its console."""
    organiser.goto("/organising/roadshows/new/")
    for label, text in (
        ("City", "Marrowby"),
        ("Venue", "Invented Hall"),
        ("Date", f"{dt.datetime.now(tz=dt.UTC):%Y-%m-%d}"),
    ):
        organiser.get_by_label(label, exact=True).fill(text)
    organiser.get_by_label("Tables").fill("1")
    organiser.locator("main form button[type=submit]").click()
    organiser.get_by_label("Case and version").select_option(label=case)
    organiser.get_by_role("button", name="run this case").click()
    console = organiser.get_by_role("link", name="Open the console").get_attribute("href")
    organiser.get_by_role("link", name="Name one").click()
    organiser.get_by_label("Safeguarding lead").fill("Sam Lead")
    organiser.get_by_role("button", name="Save").first.click()
    assert console
    return console


@pytest.mark.timeout(120)
def test_four_stages_reach_a_table_and_a_screen_and_nothing_comes_early(room: Room, tindlow: Pack) -> None:
    console = room.staff_page()
    console.goto(plan_with(console, f"{tindlow.case.title}, version 1"))
    console.get_by_role("button", name="Open Marrowby to its tables").first.click()
    table, screen = room.page(), room.page()
    watches = [Watch(table), Watch(screen), Watch(console)]
    table.goto(console.locator('[data-table="1"]').get_attribute("data-join") or "")
    screen.goto(console.locator("a[href^='/screen/']").first.get_attribute("href") or "")
    for page in (table, screen, console):
        expect_connection(page, "live")

    secrets = telltales(tindlow)
    for stage in tindlow.stages:
        number = stage.head.number
        assert leaks(watches[0].received(), secrets, stage=number - 1) == []
        expect_next(console, number)
        expect_said(console, stage.head.expected_discussion)
        assert press(console, "reveal").status == 200
        for page in (table, screen):
            expect_stage(page, number)
        expect_have(console, 1, number)

    received = watches[0].received()
    assert leaks(received, secrets, stage=len(tindlow.stages)) == []
    assert all(t.sentence in received for t in secrets if t.stage is not None), "the whole case should have come"
    assert squash(tindlow.case.banner) in received
    assert "walsh" not in received
    assert stages_shown(table) == [1, 2, 3, 4]
    assert [watch.complaints for watch in watches] == [[], [], []]
    expect(console.locator('form[data-action="reveal"]')).to_have_count(0)


def expect_said(console: Page, lines: list[str]) -> None:
    """Expect the console to tell, under the notes on the next stage, what tables are likely to say."""
    button(console, "reveal")
    notes = console.locator("#next-notes")
    for line in lines:
        expect(notes).to_contain_text(line)
