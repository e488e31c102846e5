"""Three tables draw their challenge with pen, finger and camera; it reaches the wall, and then two who code it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.drawing import Hand, begun, expect_ink, expect_saved, start
from tests.browser.room import SLUG, SOON, Room, expect_connection, press
from tests.browser.server import Server
from tests.browser.test_coding import code_all_by_keys
from tests.browser.test_photos import SEEN, at_photos, boat, cards, chooser, expect_stored

pytestmark = pytest.mark.timeout(240)

CODING = f"/roadshows/{SLUG}/coding/"


def described(page: Page, title: str, *ticked: str) -> None:
    """Say on a drawing's page what it is called, tick what is agreed to, and hand it in."""
    page.locator("[name$='.title']").fill(title)
    page.locator("[name$='.shows']").fill(f"{title}: what gets in the way.")
    for name in ("show", *ticked):
        page.locator(f"input[type=checkbox][name$='.{name}']").check()
    for name in ("title", "shows", "show"):
        expect(page.locator(f"output[data-state-of*='.{name}']").first).to_have_attribute(
            "data-state", "saved", timeout=SEEN
        )
    page.get_by_role("button", name="Hand it in").click()
    expect(page.locator(".drawing-state")).to_have_attribute("data-state", "handed-in", timeout=SEEN)


def titles(screen: Page) -> Locator:
    return screen.locator(".wall__tile .wall__label strong, .wall__large h2")


def test_pen_finger_and_camera_reach_the_wall_and_whoever_codes(server: Server, room: Room) -> None:
    start(room, "Draw your challenge")
    with_pen, with_finger, with_camera = (room.table(number, has_touch=True) for number in (1, 2, 3))
    Hand(begun(with_pen)).pen()
    Hand(begun(with_finger)).finger()
    for page in (with_pen, with_finger):
        expect_ink(page, (20, 20))
        expect_saved(page)
    at_photos(with_camera)
    chooser(with_camera).set_input_files([boat()])
    expect_stored(with_camera, 1)
    cards(with_camera).get_by_role("link", name="Say what it shows, and hand it in").click()

    screen, console = room.screen(), room.console()
    for page in (screen, console):
        expect_connection(page, "live")
    described(with_pen, "A maze", "factor.trust")
    described(with_finger, "A bubble")
    described(with_camera, "A boat on paper")
    expect(console.locator("#drawings-now [data-list=waiting] > li")).to_have_count(3, timeout=SOON)
    expect(titles(screen)).to_have_count(0)
    press(console, "release-all")
    expect(titles(screen)).to_have_text(["A maze", "A bubble", "A boat on paper"], timeout=SOON)
    screen.wait_for_function("() => [...document.querySelectorAll('.wall img')].every((i) => i.naturalWidth > 100)")

    coder = room.page()
    coder.goto(server.staff_link("ada@example.org", "--role", "coder", "--roadshow", SLUG))
    trust = dict.fromkeys(("A maze", "A bubble", "A boat on paper"), "1")
    met = code_all_by_keys(coder, CODING, trust, shows="main img")
    assert sorted(met) == ["A boat on paper", "A bubble", "A maze"]
