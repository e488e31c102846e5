"""A table's answers: the same on all its devices, nobody's words lost, and said to everybody in a way of their own."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.asked import CHOICE, TEXT, TICK
from tests.browser.conftest import NewServer
from tests.browser.proxy import Proxy
from tests.browser.room import Room
from tests.browser.server import Server
from tests.browser.tablet import (
    ANSWER,
    ASKING,
    BACK,
    ELSEWHERE,
    Table,
    answering,
    box,
    expect_state,
    state,
    step,
)


@pytest.fixture(scope="module")
def server(new_server: NewServer) -> Server:
    return new_server(program=ASKING)


@pytest.fixture
def table(room: Room) -> Table:
    return Table(room)


def test_what_one_device_says_the_tables_other_devices_show_and_no_other_table(room: Room, table: Table) -> None:
    one, two = table(), table()
    elsewhere = room.table(ELSEWHERE)
    step(one, 7).check()
    one.locator(f'input[type=checkbox][name="{TICK}"]').check()
    box(one).fill("Who has the key?")
    expect(step(two, 7)).to_be_checked()
    expect(two.locator(f'input[type=checkbox][name="{TICK}"]')).to_be_checked()
    expect(box(two)).to_have_value("Who has the key?")
    for name in (CHOICE, TICK, TEXT):
        expect_state(one, "saved", name)
    step(two, 3).check()
    expect(step(one, 3)).to_be_checked()
    expect(box(elsewhere)).to_have_value("")


def test_two_who_type_in_one_box_lose_nothing_and_their_carets_stay(table: Table) -> None:
    one, two = table(), table()
    box(one).fill("The school knew.")
    expect(box(two)).to_have_value("The school knew.")
    for page in (one, two):
        box(page).focus()
    box(one).press("Home")
    box(two).press("End")
    for n in range(6):
        one.keyboard.type(f"a{n} ", delay=20)
        two.keyboard.type(f" b{n}", delay=20)
    both = "a0 a1 a2 a3 a4 a5 The school knew. b0 b1 b2 b3 b4 b5"
    for page in (one, two):
        expect(box(page)).to_have_value(both)
    assert one.evaluate("document.activeElement.selectionStart") == len("a0 a1 a2 a3 a4 a5 ")
    assert two.evaluate("document.activeElement.selectionStart") == len(both)


def test_without_the_text_it_was_typed_from_words_would_be_lost(table: Table) -> None:
    one, two = table(), table()

    def as_if_it_had_seen_everything(route: Route) -> None:
        body = route.request.post_data or ""
        route.continue_(post_data=body.replace('~base"\r\n\r\nBase.', '~base"\r\n\r\nFirst. Base.'))

    box(one).fill("Base.")
    expect(box(two)).to_have_value("Base.")
    answering(two, 503)
    box(two).press_sequentially(" Mine.")
    box(one).fill("First. Base.")
    expect_state(one, "saved")
    two.route(ANSWER, as_if_it_had_seen_everything)
    expect(box(one)).to_have_value("Base. Mine.", timeout=BACK)


def test_nothing_moves_a_box_in_which_somebody_types_while_it_is_offline(table: Table, proxy: Proxy) -> None:
    one, two = table(), table(url=proxy.url)
    box(one).fill("Base.")
    expect(box(two)).to_have_value("Base.")
    proxy.cut()
    box(two).press_sequentially(" Mine.")
    box(one).fill("First. Base.")
    two.wait_for_timeout(500)
    expect(box(two)).to_have_value("Base. Mine.")
    proxy.heal()
    for page in (one, two):
        expect(box(page)).to_have_value("First. Base. Mine.", timeout=BACK)


# Reaching everybody


def test_a_screen_reader_hears_it_when_somebody_pauses_and_not_at_every_key(table: Table) -> None:
    page = table()
    page.evaluate(
        """() => { globalThis.heard = []; new MutationObserver(() => heard.push(announcer.textContent))
            .observe(announcer, { childList: true, characterData: true, subtree: true }); }"""
    )
    # Time stands still between the keys, so that a slow machine makes no pauses of its own.
    page.clock.install(time=0)
    page.clock.pause_at(1)
    box(page).press_sequentially("Ten words that are typed at some speed, one after another")
    page.clock.run_for(700)
    expect_state(page, "saved")
    assert page.evaluate("heard") == []
    page.clock.run_for(5_000)
    assert page.evaluate("heard") == ["saved"]
    expect(state(page)).to_have_attribute("aria-live", "off")


def test_every_step_of_the_scale_is_a_thumb_wide_on_a_small_phone(room: Room) -> None:
    page = room.page(viewport={"width": 360, "height": 740})
    page.goto(room.facilitator.join_path(1))
    sizes = page.locator(".scale__step").evaluate_all("all => all.map(e => e.getBoundingClientRect().toJSON())")
    assert len(sizes) == 11
    assert min(min(size["width"], size["height"]) for size in sizes) >= 48
    assert max(size["right"] for size in sizes) <= 360


def test_without_scripts_the_form_saves_by_its_button(table: Table, room: Room) -> None:
    page = room.device(table.path, java_script_enabled=False)
    step(page, 6).check()
    box(page).fill("By button.\n")
    page.locator("#asked [data-without-scripts]").click()
    expect(step(page, 6)).to_be_checked()
    expect(box(page)).to_have_value("By button.\n")
    expect(table().locator("#asked [data-without-scripts]")).to_be_hidden()
