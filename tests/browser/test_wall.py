"""Drawings of three tables reach the wall, one key each; hidden they are gone; afterwards they hang in the gallery."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, Route, ViewportSize, expect

from tests.browser.room import CONSOLE, SEE_CONSOLE, SLUG, SOON, Room, expect_connection, press
from tests.browser.server import Server
from tests.browser.test_accessibility import flaws
from tests.browser.test_two_facilitators import wait_for

pytestmark = pytest.mark.timeout(240)

DRAWN = Path(__file__).with_name("drawn.py")
DRAWINGS = f"{CONSOLE}drawings/"
GALLERY = f"/roadshows/{SLUG}/drawings/"
HALLS = [ViewportSize(width=width, height=height) for width, height in ((1920, 1080), (1366, 768), (1024, 768))]

# Every tile with what is wrong with it: out of its wall, over another one, or its picture did not come.
_WRONG = """() => {
  const wall = document.querySelector(".wall").getBoundingClientRect();
  const foot = document.querySelector(".screen-foot").getBoundingClientRect();
  const found = [...document.querySelectorAll(".wall__tile, .wall__large")];
  const tiles = found.map((tile) => [tile, tile.getBoundingClientRect()]);
  const over = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const said = [];
  tiles.forEach(([tile, box], n) => {
    if (box.left < wall.left - 1 || box.right > wall.right + 1 || box.bottom > foot.top) said.push(`${tile.id} is out`);
    if (box.width < 40 || box.height < 40) said.push(`${tile.id} is too small`);
    if (tiles.slice(n + 1).some(([, other]) => over(box, other))) said.push(`${tile.id} lies over another`);
    const image = tile.querySelector("img");
    if (image && !image.naturalWidth) said.push(`${tile.id} has no picture`);
  });
  return said;
}"""

# Resolves once the page was drawn so often that a replay would have gone on.
AFTER_FRAMES = """() => new Promise((done) => {
  let left = 60;
  const step = () => left-- ? requestAnimationFrame(step) : done();
  step();
})"""


def draw(server: Server, count: int, released: str = "") -> None:
    server.run(DRAWN, SLUG, str(count), released)


def tiles(screen: Page) -> list[str]:
    """Return the titles on the wall, in order."""
    return list(screen.locator(".wall__tile .wall__label strong").all_inner_texts())


def come_to_rest(screen: Page) -> None:
    """Wait until all pictures are there and nothing moves any more."""
    screen.wait_for_function("() => [...document.querySelectorAll('.wall img')].every((i) => i.naturalWidth)")
    screen.wait_for_function("() => document.getAnimations().every((one) => one.playState === 'finished')")


def test_three_tables_reach_the_wall_by_one_key_each_and_one_press_takes_them_off(server: Server, room: Room) -> None:
    draw(server, 5)
    screen, console = room.screen(), room.console()
    for page in (screen, console):
        expect_connection(page, "live")
    expect(screen.locator(".screen-view")).to_have_attribute("data-view", "activity")
    expect(console.locator("#drawings-now [data-state=withheld] [data-action=release-drawing]")).to_have_count(0)

    console.locator("#drawings-now [data-key=r]").first.focus()
    console.keyboard.press("r")
    expect(screen.locator(".wall__large h2")).to_have_text("Drawing 1", timeout=SOON)
    for shown in (2, 3):
        expect(console.locator("#drawings-now [data-list=waiting] > li")).to_have_count(5 - shown, timeout=SOON)
        console.keyboard.press("r")
        expect(screen.locator(".wall__tile")).to_have_count(shown, timeout=SOON)
    come_to_rest(screen)
    assert tiles(screen) == ["Drawing 1", "Drawing 2", "Drawing 3"]
    assert screen.evaluate(_WRONG) == []

    # What is there stays as it is when one more comes: nothing flickers.
    screen.evaluate("document.querySelector('.wall__tile').marked = true")
    press(console, "release-all")
    expect(screen.locator(".wall__tile")).to_have_count(4, timeout=SOON)
    assert screen.evaluate("document.querySelector('.wall__tile').marked")
    assert "Drawing 5" not in tiles(screen), "its table does not want it shown"

    picture = screen.locator(".wall__tile img").first.get_attribute("src") or ""
    assert screen.request.get(picture, max_retries=1).status == 200
    item = screen.locator(".wall__tile").first.get_attribute("data-drawing")
    assert room.facilitator.post("attention/", item=f"drawing:{item}", hide="yes") == SEE_CONSOLE
    expect(screen.locator(".wall__tile")).to_have_count(3, timeout=SOON)
    assert tiles(screen) == ["Drawing 2", "Drawing 3", "Drawing 4"]
    assert screen.request.get(picture, max_retries=1).status == 404
    expect(console.locator(f"#drawings-now [data-drawing='{item}'][data-state=hidden]")).to_have_count(1, timeout=SOON)


def test_one_stands_large_and_all_are_sorted(server: Server, room: Room) -> None:
    draw(server, 6, "released")
    screen, page = room.screen(), room.staff_page()
    page.goto(DRAWINGS)
    for each in (screen, page):
        expect_connection(each, "live")
    page.locator("[data-action=show-large] button").nth(2).click()
    expect(screen.locator(".wall__large h2")).to_have_text("Drawing 3", timeout=SOON)
    expect(page.locator("#wall-words")).to_have_text("The screens show Drawing 3 large.")
    come_to_rest(screen)
    assert screen.evaluate(_WRONG) == []

    page.get_by_role("button", name="By factor").click()
    expect(screen.locator(".wall__group")).to_have_count(3, timeout=SOON)
    expect(page.get_by_role("button", name="By factor")).to_have_attribute("aria-pressed", "true", timeout=SOON)
    page.get_by_role("button", name="By idea").click()
    expect(screen.locator("[data-group='A boat'] .wall__tile")).to_have_count(2, timeout=SOON)
    come_to_rest(screen)
    assert screen.evaluate(_WRONG) == []
    page.get_by_role("button", name="All together").click()
    expect(screen.locator(".wall__all[data-density=few]")).to_have_count(1, timeout=SOON)
    page.locator("[data-action=take-back] button").first.click()
    expect(screen.locator(".wall__tile")).to_have_count(5, timeout=SOON)


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8, 12, 24, 40, 60])
def test_in_every_hall_all_are_seen_and_none_lies_over_another(server: Server, room: Room, count: int) -> None:
    draw(server, count, "released")
    screen = room.screen()
    come_to_rest(screen)
    for size in HALLS:
        screen.set_viewport_size(size)
        screen.wait_for_function("({ width, height }) => innerWidth === width && innerHeight === height", arg=size)
        assert screen.evaluate(_WRONG) == [], size
        assert screen.evaluate("document.querySelectorAll('.wall__tile, .wall__large').length") == count


def test_the_guard_sees_a_tile_that_lies_over_another(server: Server, room: Room) -> None:
    draw(server, 3, "released")
    screen = room.screen()
    come_to_rest(screen)
    screen.evaluate("document.querySelector('.wall__all').dataset.columns = '1'")
    screen.evaluate("document.querySelector('.wall__all').dataset.rows = '1'")
    assert screen.evaluate(_WRONG) != []


def test_without_scripts_a_press_releases_as_well(server: Server, room: Room) -> None:
    draw(server, 2)
    console = room.console(java_script_enabled=False)
    console.locator("form[data-action=release-drawing] button").first.click()
    expect(console.locator("#drawings-now [data-list=waiting] > li")).to_have_count(0)
    expect(console.locator("#drawings-now")).to_contain_text("1 on the wall")


def test_the_gallery_is_gone_through_by_keys_and_strokes_are_replayed(server: Server, room: Room) -> None:
    draw(server, 4, "released")
    page = room.staff_page()
    page.goto(GALLERY)
    page.get_by_role("link", name="what all have found").click()
    page.get_by_role("button", name="Show what was found").click()
    page.goto(GALLERY)
    page.get_by_label("Factor, as its table says").select_option("trust")
    page.get_by_role("button", name="Show these").click()
    expect(page.locator(".gallery__one")).to_have_count(2)
    page.locator(".gallery__link").first.click()
    expect(page.locator(".leaf__place")).to_have_text("1 of 2")

    page.get_by_role("button", name="Replay how it was drawn").click()
    expect(page.locator("#replay-words")).to_have_text("as it was handed in", timeout=20_000)
    full = ink(page)
    page.get_by_label("How far it is drawn").focus()
    page.keyboard.press("Home")
    expect(page.locator("#replay-words")).to_have_text("0 of 30 marks")
    assert ink(page) == 0 < full

    page.locator("h1").click()
    with page.expect_event("load"):  # Only then the next page hears its keys.
        page.keyboard.press("ArrowRight")
    expect(page.locator(".leaf__place")).to_have_text("2 of 2")
    page.keyboard.press("Escape")
    expect(page.locator(".gallery__one")).to_have_count(2)


def test_a_replay_that_was_pressed_again_before_its_marks_came_stops_by_one_press(server: Server, room: Room) -> None:
    draw(server, 4, "released")
    page = room.staff_page()
    held: list[Route] = []
    page.route("**/marks/", lambda route, _: held.append(route), times=1)
    page.goto(GALLERY)
    page.locator(".gallery__link").first.click()
    page.locator("#replay-play").click()
    wait_for(held, 1, page)
    page.locator("#replay-play").click()
    held[0].continue_()
    expect(page.locator("#replay-words")).to_contain_text("of 30 marks")
    page.locator("#replay-play").click()
    expect(page.locator("#replay-play")).to_have_text("Replay how it was drawn")
    drawn = page.locator("#replay-where").input_value()
    page.evaluate(AFTER_FRAMES)
    assert page.locator("#replay-where").input_value() == drawn


def ink(page: Page) -> int:
    """Return how many points of the replay's paper are not white."""
    return int(
        page.evaluate(
            """() => { const paper = document.getElementById("replay-paper");
              const data = paper.getContext("2d").getImageData(0, 0, paper.width, paper.height).data;
              let found = 0;
              for (let n = 0; n < data.length; n += 4) if (data[n] < 200) found += 1;
              return found; }"""
        )
    )


def test_no_page_has_a_flaw(server: Server, room: Room) -> None:
    draw(server, 7)
    axe = Axe()
    console, page, screen = room.console(), room.staff_page(), room.screen()
    found = flaws(console, axe)
    press(console, "release-all")
    page.goto(DRAWINGS)
    expect(page.locator("[data-part=shown]")).to_be_visible()
    found += flaws(page, axe)
    expect(screen.locator(".wall__tile")).to_have_count(6, timeout=SOON)
    found += flaws(screen, axe)
    page.goto(GALLERY)
    found += flaws(page, axe)
    page.locator(".gallery__link").first.click()
    found += flaws(page, axe)
    assert found == []
