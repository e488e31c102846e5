"""A whole case in a room: a console, two tables with three devices, and a projector."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page, expect

from casestudy.pack import read_pack
from tests.browser.room import (
    CONSOLE,
    STAGES,
    Room,
    applied,
    expect_connection,
    expect_have,
    expect_next,
    expect_stage,
    press,
    stages_shown,
)
from tests.browser.watch import Telltale, Watch, leaks, telltales

WALSH = Path(__file__).resolve().parents[2] / "casestudy/packs/walsh"


@pytest.fixture(scope="module")
def secrets() -> list[Telltale]:
    """Return what a table may not know too early, or at all."""
    return telltales(read_pack(WALSH))


@pytest.mark.timeout(180)
def test_eight_stages_reach_everybody_and_nobody_learns_anything_early(room: Room, secrets: list[Telltale]) -> None:
    pages = [room.page() for _ in range(4)]
    watches = [Watch(page) for page in pages]
    tables, screen = pages[:3], pages[3]
    for page, number in zip(tables, (1, 1, 2), strict=True):
        page.goto(room.facilitator.join_path(number))
    screen.goto(room.facilitator.screen_path)
    console = room.staff_page()
    watches.append(Watch(console))
    console.goto(CONSOLE)
    for page in (*pages, console):
        expect_connection(page, "live")

    for stage in range(1, STAGES + 1):
        for watch in watches[:4]:
            assert leaks(watch.received(), secrets, stage=stage - 1) == []
        expect_next(console, stage)
        assert press(console, "reveal").status == 200
        for page in pages:
            expect_stage(page, stage)
        for table in (1, 2):
            expect_have(console, table, stage)
        expect_content_note(tables[0], stage, secrets_in=WALSH)

    for watch in watches[:3]:
        received = watch.received()
        assert leaks(received, secrets, stage=STAGES) == []
        assert all(t.sentence in received for t in secrets if t.stage is not None), "the whole case should have come"
    for page in tables:
        assert stages_shown(page) == list(range(1, STAGES + 1))
        assert len(applied(page)) == len(set(applied(page))) == STAGES
    for watch in watches:
        assert watch.complaints == []
        assert [url for url in watch.urls if not url.startswith(f"{room.url}/")] == []
    expect(console.locator('form[data-action="reveal"]')).to_have_count(0)


def expect_content_note(page: Page, stage: int, *, secrets_in: Path) -> None:
    """Expect the stage's content note, if it has one, where it can be read before the stage."""
    head = next(text.head for text in read_pack(secrets_in).stages if text.head.number == stage)
    if head.content_note:
        article = page.locator(f'article[data-stage="{stage}"]')
        expect(article.get_by_text(" ".join(head.content_note.split()))).to_be_visible()


def test_a_withdrawn_stage_goes_from_every_page_and_comes_back(room: Room) -> None:
    console, table, screen = room.console(), room.table(1), room.screen()
    for stage in (1, 2):
        expect_next(console, stage)
        assert press(console, "reveal").status == 200
        expect_stage(table, stage)
    expect_next(console, 3)
    assert press(console, "withdraw").status == 200
    for page in (table, screen):
        expect_stage(page, 1)
    assert stages_shown(table) == [1]
    expect(screen.locator("article[data-stage]")).to_have_attribute("data-stage", "1")
    expect_have(console, 1, 1)
    expect_next(console, 2)
    assert press(console, "reveal").status == 200
    for page in (table, screen):
        expect_stage(page, 2)
    assert stages_shown(table) == [1, 2]
    expect_have(console, 1, 2)


def test_the_leak_checker_objects_to_a_page_with_a_later_stage(room: Room, secrets: list[Telltale]) -> None:
    room.facilitator.reveal_up_to(2)
    page = room.page()
    watch = Watch(page)
    page.goto(room.facilitator.join_path(1))
    received = watch.received()
    assert leaks(received, secrets, stage=2) == []
    early = leaks(received, secrets, stage=1)
    assert {t.stage for t in early} == {2}
    assert len(early) == sum(t.stage == 2 for t in secrets)


def test_the_leak_checker_objects_to_a_frame_with_a_later_stage(room: Room, secrets: list[Telltale]) -> None:
    page = room.page()
    watch = Watch(page)
    page.goto(room.facilitator.join_path(1))
    expect_connection(page, "live")
    room.facilitator.reveal(1)
    expect_stage(page, 1)
    assert {t.stage for t in leaks(watch.received(), secrets, stage=0)} == {1}


def test_the_leak_checker_objects_to_the_facilitators_own_words(room: Room, secrets: list[Telltale]) -> None:
    room.facilitator.reveal_up_to(STAGES)
    console = room.staff_page()
    watch = Watch(console)
    console.goto(CONSOLE)
    assert None in {t.stage for t in leaks(watch.received(), secrets, stage=STAGES)}


def test_the_watch_hears_what_the_policy_forbids(room: Room) -> None:
    page = room.table(1)
    watch = Watch(page)
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), { text: 'void 0' }))")
    page.evaluate("fetch('http://elsewhere.invalid/').catch(() => 0)")
    assert any("inline script" in complaint for complaint in watch.complaints), watch.complaints
    assert any("elsewhere.invalid" in complaint for complaint in watch.complaints), watch.complaints


def test_the_watch_sees_a_request_to_another_host(room: Room) -> None:
    page = room.table(1)
    watch = Watch(page)
    with pytest.raises(BrowserError):
        page.goto("http://elsewhere.invalid/")
    assert "http://elsewhere.invalid/" in watch.urls
