"""Photos of paper drawings: made smaller on the tablet, kept there until they are stored, each stored once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, Route, expect

from tests.browser.room import Room
from tests.browser.tablet import BACK
from tests.browser.test_accessibility import flaws
from tests.photographed import jpeg, photo
from workshops.tokens import new_token

PHOTO_POST = re.compile(r"/table/drawings/[^/]+/photo/$")
# A photo is looked at by a program of its own, and the machine has other things to do.
SEEN = 20_000


def payload(content: bytes, name: str = "boat.jpg", kind: str = "image/jpeg") -> FilePayload:
    return {"name": name, "mimeType": kind, "buffer": content}


def boat(width: int = 1_200) -> FilePayload:
    return payload(jpeg(photo((width, width * 3 // 4))))


def at_photos(page: Page) -> Page:
    """Let a table's device open the page for photos, for a new drawing."""
    page.goto(f"/table/drawings/{new_token()}/photo/")
    return page


def chooser(page: Page) -> Locator:
    return page.locator("form.photo-doors input[type=file]:not([capture])")


def cards(page: Page) -> Locator:
    return page.locator("#photos article.photo")


def waiting(page: Page) -> Locator:
    return page.locator("[data-waiting]")


def expect_stored(page: Page, count: int) -> None:
    expect(cards(page)).to_have_count(count, timeout=SEEN)
    expect(waiting(page)).to_have_count(0, timeout=SEEN)


@pytest.fixture
def page(room: Room) -> Page:
    room.facilitator.post("resume/")
    return room.table(3)


def test_several_photos_become_a_drawing_each_with_both_pictures_to_choose_from(page: Page) -> None:
    at_photos(page)
    before = cards(page).count()
    chooser(page).set_input_files([boat(), boat(900)])
    expect_stored(page, before + 2)
    card = cards(page).first
    expect(card.locator("img")).to_have_count(2)
    page.wait_for_function(
        "() => [...document.querySelectorAll('#photos img')].every((each) => each.naturalWidth > 100)"
    )
    card.locator("button[value=plain]").click()
    expect(card.locator("[data-stands] figcaption")).to_have_text("As it was taken")
    expect(card.locator("h2")).to_be_focused()
    page.reload()
    expect(cards(page)).to_have_count(before + 2)
    expect(page.locator("[data-stands] figcaption", has_text="As it was taken")).to_have_count(1)


KEPT = """() => new Promise((resolve) => {
    const request = indexedDB.open("photos");
    request.onsuccess = () => {
        const looking = request.result.transaction("parcels").objectStore("parcels").getAll();
        looking.onsuccess = async () => {
            const { blob } = looking.result[0].body;
            const { width, height } = await createImageBitmap(blob);
            const text = new TextDecoder("latin1").decode(await blob.arrayBuffer());
            resolve([width, height, blob.size, text.includes("planted-secret")]);
        };
    };
})"""


def test_a_large_photo_is_made_smaller_on_the_tablet_upright_and_keeps_nothing_that_came_along(page: Page) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # taken with the tablet turned
    content = jpeg(Image.effect_noise((4_000, 3_000), 30).convert("RGB"), comment=b"planted-secret", exif=exif)
    assert b"planted-secret" in content
    page.context.route(PHOTO_POST, lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    at_photos(page)
    chooser(page).set_input_files(payload(content))
    expect(waiting(page)).to_have_count(1, timeout=SEEN)
    width, height, size, planted = page.evaluate(KEPT)
    assert (width, height, planted) == (1_950, 2_600, False)
    assert size < len(content)


def test_what_cannot_be_sent_now_is_kept_and_sent_from_the_tables_page(page: Page) -> None:
    at_photos(page)
    before = cards(page).count()
    page.context.route(PHOTO_POST, lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    chooser(page).set_input_files(boat())
    expect(waiting(page).locator("[data-photo-state]")).to_contain_text("Kept on this tablet")
    page.reload()
    expect(waiting(page).locator("img")).to_be_visible()
    page.goto("/table/")
    page.context.unroute(PHOTO_POST)
    page.evaluate("dispatchEvent(new Event('online'))")
    at_photos(page)
    expect_stored(page, before + 1)


def test_an_answer_that_is_lost_makes_no_second_copy(page: Page) -> None:
    at_photos(page)
    before = cards(page).count()
    lost: list[int] = []

    def lose(route: Route) -> None:
        if route.request.method != "POST" or lost:
            route.continue_()
            return
        lost.append(route.fetch(timeout=SEEN).status)
        route.abort()

    page.route(PHOTO_POST, lose)
    chooser(page).set_input_files(boat())
    expect_stored(page, before + 1)
    assert lost == [200]
    page.reload()
    expect(cards(page)).to_have_count(before + 1)


BAD = {
    "a page": (b"<!doctype html><script>alert(1)</script>", "no picture that can be read"),
    "half a photo": (jpeg(photo((1_200, 900)))[:9_000], "damaged"),
    "11 MB of nothing": (bytes(11 * 1024 * 1024), "more than 10 MB"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_in_words_and_stays_until_it_is_taken_away(name: str, page: Page) -> None:
    content, words = BAD[name]
    at_photos(page)
    chooser(page).set_input_files(payload(content, "../../photo\u202egnp.png", "image/png"))
    state = waiting(page).locator("[data-photo-state]")
    expect(state).to_have_attribute("data-state", "refused", timeout=SEEN)
    expect(state).to_contain_text(words)
    page.reload()
    expect(state).to_contain_text(words)
    waiting(page).locator("[data-photo-discard]").click()
    expect(waiting(page)).to_have_count(0)
    page.reload()
    expect(waiting(page)).to_have_count(0)


def test_a_photo_taken_again_takes_the_place_of_the_first(page: Page) -> None:
    at_photos(page)
    before = cards(page).count()
    chooser(page).set_input_files(boat())
    expect_stored(page, before + 1)
    card = cards(page).first
    source = card.locator("img").first.get_attribute("src") or ""
    card.locator("form.photo__again input[type=file]").set_input_files(boat(1_000))
    expect(card.locator("img").first).not_to_have_attribute("src", source, timeout=SEEN)
    expect(cards(page)).to_have_count(before + 1)


def test_while_the_room_is_held_it_waits_and_goes_on_by_itself(page: Page, room: Room) -> None:
    at_photos(page)
    before = cards(page).count()
    room.facilitator.post("freeze/")
    chooser(page).set_input_files(boat())
    expect(waiting(page).locator("[data-photo-state]")).to_contain_text("until the room goes on", timeout=SEEN)
    room.facilitator.post("resume/")
    expect(cards(page)).to_have_count(before + 1, timeout=SEEN + BACK)


def test_the_page_has_no_flaw_with_photos_stored_waiting_and_refused(page: Page) -> None:
    at_photos(page)
    before = cards(page).count()
    chooser(page).set_input_files([boat(), payload(b"<svg/>", "a.png", "image/png")])
    expect(cards(page)).to_have_count(before + 1, timeout=SEEN)
    expect(waiting(page).locator("[data-state=refused]")).to_be_visible(timeout=SEEN)
    assert flaws(page, Axe()) == []


def test_without_scripts_a_plain_form_does_it(room: Room, tmp_path: Path) -> None:
    room.facilitator.post("resume/")
    page = room.page(java_script_enabled=False)
    page.goto(room.facilitator.join_path(4))
    at_photos(page)
    before = cards(page).count()
    file = tmp_path / "boat.jpg"
    file.write_bytes(boat()["buffer"])
    chooser(page).set_input_files(file)
    page.locator("form.photo-doors button").click()
    expect(cards(page)).to_have_count(before + 1)
    card = cards(page).last
    card.locator("button[value=plain]").click()
    expect(cards(page).last.locator("[data-stands] figcaption")).to_have_text("As it was taken")
