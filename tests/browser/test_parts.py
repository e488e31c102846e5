"""Agencies' parts: two devices of one table with different ones, another table, a projector; pooling; the key."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Locator, Page, expect

from tests.browser.room import CONSOLE, Facilitator, Room, button, expect_connection, expect_have, expect_stage, press
from tests.browser.test_accessibility import flaws


@pytest.fixture
def room(room: Room) -> Iterator[Room]:
    """Return the room; afterwards nobody plays anything and the key is closed."""
    yield room
    room.facilitator.post("key/close/")
    room.facilitator.post("parts/take/", after=newest(room.facilitator))


def newest(facilitator: Facilitator) -> str:
    """Return the newest change to the parts, as the console's button says it."""
    page = facilitator.got(CONSOLE)
    found = re.search(r'action="[^"]*parts/give/".*?name="after" value="(\d+)"', page, re.DOTALL)
    assert found
    return found[1]


def choose_screen(room: Room, view: str) -> None:
    page = room.facilitator.got(CONSOLE)
    found = re.search(r"/console/screens/(\d+)/view/", page)
    assert found
    room.facilitator.post(f"screens/{found[1]}/view/", shows=view)


def article(page: Page, stage: int) -> Locator:
    return page.locator(f'#stage > article[data-stage="{stage}"]')


def part(page: Page) -> str:
    """Return the agency whose fragment of stage 1 a device has."""
    expect(article(page, 1)).to_have_attribute("data-part", re.compile("."))
    return article(page, 1).get_attribute("data-part") or ""


def papers(page: Page) -> list[str]:
    return article(page, 1).locator(".document__title").all_text_contents()


@pytest.mark.timeout(180)
def test_each_device_gets_its_own_pieces_and_pooling_brings_the_whole_to_all(room: Room) -> None:
    one, two, three = (room.table(number) for number in (1, 1, 2))
    screen, console = room.screen(), room.console()
    for page in (one, two, three, screen, console):
        expect_connection(page, "live")
    console.locator("#parts > summary").click()
    console.get_by_label("each device at a table").check()
    assert press(console, "give-parts").status == 200
    for page in (one, two, three):
        expect(page.locator("#part")).to_be_visible()  # the page has loaded itself anew
        expect_connection(page, "live")

    assert press(console, "reveal").status == 200
    for page in (one, two, three, screen):
        expect_stage(page, 1)
    for table in (1, 2):
        expect_have(console, table, 1)
    assert len({part(page) for page in (one, two, three)}) == 3
    assert not set(papers(one)) & set(papers(two))
    expect(article(one, 1).locator(".stage__story > .prose")).to_have_count(0)

    expect(button(console, "pool")).to_have_text("Pool stage 1 at every table")
    assert press(console, "pool").status == 200
    for page in (one, two, three):
        expect(article(page, 1).locator(".stage__story > .prose")).to_be_visible()
        expect(article(page, 1)).not_to_have_attribute("data-part", re.compile("."))
    assert set(papers(one)) == set(papers(two)) == set(papers(three))

    late = room.table(2)
    expect(article(late, 1).locator(".stage__story > .prose")).to_be_visible()
    assert press(console, "unpool").status == 200
    expect(article(one, 1)).to_have_attribute("data-part", re.compile("."))
    expect(article(late, 1).locator(".stage__story > .prose")).to_have_count(0)


@pytest.mark.timeout(180)
def test_concern_is_rated_before_and_after_pooling_and_the_change_is_shown(room: Room) -> None:
    one, two = room.table(3), room.table(3)
    console, screen = room.console(), room.screen()
    room.facilitator.post("parts/give/", mode="devices", after=newest(room.facilitator))
    for page in (one, two):
        expect(page.locator("#part")).to_be_visible()
        expect_connection(page, "live")
    room.facilitator.reveal(1)
    choose_screen(room, "pooling")
    for page, score in ((one, 3), (two, 5)):
        expect(page.locator(f'#alone-1 [name="case.1.alone-{part(page)}.family.score"]')).to_have_count(11)
        say(page, f"case.1.alone-{part(page)}.family.score", score)
    expect(one.locator("#pooling")).to_be_hidden()
    assert press(console, "pool").status == 200
    for page in (one, two):
        expect(page.locator('[name="case.1.concern.family.score"]')).to_have_count(11)
    say(one, "case.1.concern.family.score", 7)
    for page in (one, two):
        expect(page.locator("#pooling")).to_contain_text("; together: 7")
    before = re.findall(r"Before pooling: (\d), (\d);", one.locator("#pooling").text_content() or "")
    assert sorted(before[0]) == ["3", "5"]
    expect(console.locator("#case-pooling")).to_contain_text("+3.0")
    expect(screen.locator(".screen-pooling__together")).to_have_count(1)
    expect(screen.locator(".screen-pooling__before")).to_have_count(2)
    choose_screen(room, "follow")


def say(page: Page, field: str, value: int) -> None:
    """Answer a field in the name of a device's table, as its form does."""
    token = page.evaluate("JSON.parse(document.body.getAttribute('hx-headers'))['X-CSRFToken']")
    form: dict[str, str | float | bool] = {field: str(value), "Idempotency-Key": secrets.token_urlsafe(18)}
    headers = {"X-CSRFToken": token, "Accept": "application/json"}
    answer = page.context.request.post("/table/answers/", form=form, headers=headers, max_retries=1)
    assert field in answer.json()["stored"], answer.text()


def test_a_device_that_was_away_finds_its_piece_and_the_pooling(room: Room) -> None:
    page = room.table(1)
    expect_connection(page, "live")
    room.facilitator.post("parts/give/", mode="tables", after=newest(room.facilitator))
    expect(page.locator("#part")).to_be_visible()
    expect_connection(page, "live")
    page.context.set_offline(True)
    room.facilitator.reveal(1)
    page.context.set_offline(False)
    expect_stage(page, 1, within=30_000)
    assert part(page)
    page.context.set_offline(True)
    room.facilitator.post("pool/", stage=1)
    page.context.set_offline(False)
    expect(article(page, 1).locator(".stage__story > .prose")).to_be_visible(timeout=30_000)


def test_a_changed_part_and_sending_again_bring_each_device_its_own(room: Room) -> None:
    page, other = room.table(1), room.table(2)
    room.facilitator.post("parts/give/", mode="tables", after=newest(room.facilitator))
    room.facilitator.reveal(1)
    for each in (page, other):
        expect_stage(each, 1)
    was, kept = part(page), part(other)
    wanted = "HOU" if was != "HOU" else "SCH"
    staff = room.staff_page()
    staff.goto(f"{CONSOLE}parts/")
    staff.locator("#part-1-1").select_option(wanted)
    staff.get_by_role("button", name="Change what Table 1 plays").click()
    expect(staff.locator("[role=status]")).to_be_visible()
    expect(article(page, 1)).to_have_attribute("data-part", wanted)
    expect(article(other, 1)).to_have_attribute("data-part", kept)
    expect_connection(page, "live")
    room.facilitator.post("tables/1/again/")
    room.facilitator.reveal(2)
    expect_stage(page, 2)
    expect(article(page, 1)).to_have_attribute("data-part", wanted)
    expect(article(page, 2)).to_have_attribute("data-part", wanted)


def test_the_key_comes_to_tables_and_screen_when_it_is_opened_and_not_before(room: Room) -> None:
    room.facilitator.reveal_up_to(2)
    page, screen, console = room.table(1), room.screen(), room.console()
    choose_screen(room, "who-knew")
    for each in (page, screen, console):
        expect_connection(each, "live")
    expect(screen.get_by_text("The facilitator opens it in the review.")).to_be_visible()
    expect(page.locator("#key-room")).to_be_hidden()
    assert press(console, "open-key").status == 200
    expect(page.locator("#key-room")).to_be_visible()
    expect(screen.get_by_text("The facilitator opens it in the review.")).to_have_count(0)
    page.locator("#key-room a").click()
    expect(page.get_by_role("heading", name="Every event, and who had it")).to_be_visible()
    expect_connection(page, "live")
    assert press(console, "close-key").status == 200
    expect(page.get_by_role("heading", name="The key is closed")).to_be_visible()
    expect(page.locator(".grid")).to_have_count(0)
    expect(screen.get_by_text("The facilitator opens it in the review.")).to_be_visible()
    choose_screen(room, "follow")


@pytest.mark.timeout(240)
def test_none_of_it_has_a_flaw(room: Room) -> None:
    axe = Axe()
    room.facilitator.post("parts/give/", mode="devices", after=newest(room.facilitator))
    room.facilitator.reveal(1)
    page, console, staff, screen = room.table(1), room.console(), room.staff_page(), room.screen()
    for each in (page, console, screen):
        expect_connection(each, "live")
    console.locator("details").evaluate_all("all => all.forEach((details) => { details.open = true; })")
    found = told("table", page, axe) + told("console", console, axe)
    room.facilitator.post("pool/", stage=1)
    room.facilitator.post("key/open/")
    expect(page.locator("#key-room")).to_be_visible()
    found += told("table with the key", page, axe)
    page.goto("/table/key/")
    found += told("the key at a table", page, axe)
    for path in ("parts/", "key/", "tables/1/preview/"):
        staff.goto(CONSOLE + path)
        staff.locator("details").evaluate_all("all => all.forEach((details) => { details.open = true; })")
        found += told(path, staff, axe)
    for view in ("who-knew", "pooling"):
        choose_screen(room, view)
        expect(screen.locator(f'[data-view="{view}"]')).to_be_visible()
        found += told(view, screen, axe)
    choose_screen(room, "follow")
    assert found == []


def told(name: str, page: Page, axe: Axe) -> list[str]:
    return [f"{name}, {flaw}" for flaw in flaws(page, axe)]


def test_whom_parts_are_chosen_for_stays_while_a_colleague_gives_them_out(room: Room) -> None:
    room.facilitator.post("parts/give/", mode="tables", after=newest(room.facilitator))
    console = room.console()
    expect_connection(console, "live")
    console.locator("#parts > summary").click()
    devices = console.locator('#case-parts [name="mode"][value="devices"]')
    devices.check()
    before = newest(room.facilitator)
    room.facilitator.post("parts/give/", mode="tables", after=before)
    expect(console.locator('form[data-action="give-parts"] [name="after"]')).not_to_have_value(before)
    expect(devices).to_be_checked()
