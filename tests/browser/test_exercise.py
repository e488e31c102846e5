"""The whole exercise: three devices at two tables play every stage, with parts, numbers and decisions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.room import SOON, STAGES, Room, expect_connection, expect_have, expect_stage, press
from tests.browser.test_parts import newest


@pytest.fixture
def room(room: Room) -> Iterator[Room]:
    """Return the room; afterwards nobody plays anything and the key is closed."""
    yield room
    room.facilitator.post("key/close/")
    room.facilitator.post("parts/take/", after=newest(room.facilitator))


def named(page: Page, name: str) -> Locator:
    return page.locator(f'[name="{name}"]:not([type=hidden])')


def rate(page: Page, field: str, score: int) -> None:
    """Choose a number and wait until it is stored."""
    named(page, f"{field}.family.score").nth(score).check()
    expect(page.locator(f'[data-state-of~="{field}.family.score"]')).to_have_attribute(
        "data-state", "saved", timeout=SOON
    )


def part_of(page: Page) -> str:
    """Return the agency that a device plays."""
    return page.locator("#stage > article[data-part]").last.get_attribute("data-part") or ""


def before_pooling(tables: list[Page], stage: int) -> None:
    """Let each part say alone how worried it is."""
    for page in tables:
        expect_stage(page, stage)
        rate(page, f"case.{stage}.alone-{part_of(page)}", min(10, stage + len(part_of(page))))


def after_pooling(one: Page, two: Page, three: Page, stage: int) -> None:
    """Let both tables judge the whole stage; what one device says is on the other of its table."""
    for page in (one, two, three):
        expect(page.locator(f"#stage-{stage} .stage__story > .prose")).to_be_visible(timeout=SOON)
    rate(one, f"case.{stage}.concern", stage + 2)
    expect(named(two, f"case.{stage}.concern.family.score").nth(stage + 2)).to_be_checked(timeout=SOON)
    expect(named(three, f"case.{stage}.concern.family.score").nth(stage + 2)).not_to_be_checked()
    rate(three, f"case.{stage}.concern", stage)
    two.locator(f"#share-{stage}-HV select").first.select_option("now")
    expect(one.locator(f"#share-{stage}-HV select").first).to_have_value("now", timeout=SOON)
    box = named(two, f"case.{stage}.unknown")
    box.fill(f"What nobody has asked at stage {stage}")
    expect(named(one, f"case.{stage}.unknown")).to_have_value(f"What nobody has asked at stage {stage}", timeout=SOON)
    box.blur()  # Who types is left where they are when the next stage comes.


@pytest.mark.timeout(300)
def test_eight_stages_in_parts_pooled_judged_and_looked_back_at(room: Room) -> None:
    one, two, three = (room.table(number) for number in (1, 1, 2))
    screen, console = room.screen(), room.console()
    for page in (one, two, three, screen, console):
        expect_connection(page, "live")
    room.facilitator.post("parts/give/", mode="devices", after=newest(room.facilitator))
    for page in (one, two, three):
        expect(page.locator("#part")).to_be_visible(timeout=SOON)
        expect_connection(page, "live")

    for stage in range(1, STAGES + 1):
        assert press(console, "reveal").status == 200
        expect_stage(screen, stage)
        before_pooling([one, two, three], stage)
        assert press(console, "pool").status == 200
        after_pooling(one, two, three, stage)
        for table in (1, 2):
            expect_have(console, table, stage)
        expect(screen.locator(".room-curve")).to_have_count(0)

    assert press(console, "curves").status == 200
    expect(screen.locator(".room-curve[data-large]")).to_be_visible(timeout=SOON)
    for page in (one, three):
        expect(page.locator(".room-curve")).to_have_count(0)
    expect(one.locator("#own-curve desc")).to_contain_text(f"10 at stage {STAGES}")

    assert press(console, "open-key").status == 200
    expect(one.locator("#key-room")).to_be_visible(timeout=SOON)
    for page in (one, three):
        expect(page.locator(f"#answers-{STAGES}")).to_contain_text("The family: ", timeout=SOON)
        expect(page.locator(f"#answers-{STAGES} form")).to_have_count(0)


@pytest.mark.timeout(120)
def test_a_tablet_that_comes_late_has_the_newest_stage_at_once_and_the_earlier_ones_when_it_looks_back(
    room: Room,
) -> None:
    room.facilitator.reveal_up_to(4)
    page = room.table(3)
    expect_connection(page, "live")
    expect(page.locator("#stage-4 .documents")).to_be_visible()
    expect(page.locator("#stage-2 .documents")).to_have_count(0)
    page.locator('[data-stage-link="2"]').click()
    expect(page.locator("#stage-2 .documents")).to_be_visible(timeout=SOON)
    expect(page.locator("#stage-2-title")).to_be_focused()
    expect(page.locator("#stage-4")).to_be_hidden()
    page.context.set_offline(True)
    page.locator('[data-stage-link="1"]').click()
    expect(page.locator("#stage-1 .documents")).to_be_visible()


def test_without_scripts_the_earlier_stages_are_a_link_away(room: Room) -> None:
    room.facilitator.reveal_up_to(2)
    page = room.table(4, java_script_enabled=False)
    page.get_by_role("link", name="Read stage 1").click()
    expect(page.locator("#stage-1 .documents")).to_be_visible()
    page.get_by_role("link", name="Back to the table").click()
    expect(page.locator("#stage-2 .documents")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(1080, 810), (1366, 768), (1920, 1080)])
def test_on_a_wide_table_the_rail_the_case_and_the_answers_stand_side_by_side(
    room: Room, width: int, height: int
) -> None:
    room.facilitator.reveal_up_to(2)
    page = room.table(5, viewport={"width": width, "height": height})
    expect_connection(page, "live")
    boxes = [page.locator(selector).bounding_box() for selector in ("#rail", "#stage", "#answers")]
    rail, stage, answers = (box for box in boxes if box)
    assert rail["x"] + rail["width"] <= stage["x"] + 1
    assert stage["x"] + stage["width"] <= answers["x"] + 1
    assert max(rail["y"], stage["y"], answers["y"]) < height / 4
    assert stage["width"] > answers["width"] > rail["width"]
