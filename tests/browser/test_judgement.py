"""A table rates, decides and notes: on two devices, by keyboard alone, while stages come and go; the room looks on."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.room import SOON, Room, button, expect_connection, expect_stage, press
from tests.browser.tablet import answering

SAVED = "saved"


def scale(page: Page, stage: int) -> Locator:
    """Return the numbers for the family."""
    return page.locator(f'[name="case.{stage}.concern.family.score"]')


def rate(page: Page, stage: int, score: int) -> None:
    scale(page, stage).nth(score).check()


def state_of(page: Page, name: str) -> Locator:
    return page.locator(f'[data-state-of~="{name}"]')


def text(page: Page, name: str) -> Locator:
    return page.locator(f'textarea[name="{name}"]')


def expect_saved(page: Page, name: str) -> None:
    expect(state_of(page, name)).to_have_attribute("data-state", SAVED, timeout=SOON)


def pair(room: Room, table: int, stage: int = 1, **options: Any) -> tuple[Page, Page]:
    """Return two devices of a table that have a stage."""
    room.facilitator.reveal_up_to(stage)
    one, other = room.table(table, **options), room.table(table)
    for page in (one, other):
        expect_connection(page, "live")
    return one, other


def test_what_one_device_says_is_on_the_other_and_in_the_tables_own_curve(room: Room) -> None:
    one, other = pair(room, 1)
    rate(one, 1, 7)
    expect_saved(one, "case.1.concern.family.score")
    expect(scale(other, 1).nth(7)).to_be_checked(timeout=SOON)
    for page in (one, other):
        expect(page.locator("#own-curve desc")).to_contain_text("The family: 7 at stage 1")
    text(one, "case.1.unknown").fill("Who lives there?")
    expect_saved(one, "case.1.unknown")
    expect(text(other, "case.1.unknown")).to_have_value("Who lives there?", timeout=SOON)


def test_more_is_asked_of_an_agency_that_was_picked_on_either_device(room: Room) -> None:
    one, other = pair(room, 2)
    one.locator("#share-1-GP select").first.select_option("advice")
    expect(one.locator("#share-1-GP [data-share-more]")).to_be_visible()
    expect(other.locator("#share-1-GP [data-share-more]")).to_be_visible(timeout=SOON)
    text(other, "case.1.share.GP.what").fill("The code on the record")
    expect(text(one, "case.1.share.GP.what")).to_have_value("The code on the record", timeout=SOON)
    one.locator("#share-1-GP select").first.select_option("")
    expect(other.locator("#share-1-GP [data-share-more]")).to_be_hidden(timeout=SOON)


def test_the_rooms_curves_are_on_the_projector_when_opened_and_not_before_and_follow_within_a_second(
    room: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    table, _other = pair(room, 3)
    screen, console = room.screen(), room.console()
    for page in (screen, console):
        expect_connection(page, "live")
    rate(table, 1, 6)
    expect(console.locator("#judgement")).to_contain_text("rated", timeout=SOON)
    expect(screen.locator(".room-curve")).to_have_count(0)
    press(console, "curves")
    expect(screen.locator(".room-curve[data-large] .curve__dots")).to_have_count(1, timeout=SOON)
    took = min(until_redrawn(screen, table, score) for score in (9, 4, 8))  # Nothing in between waits by itself.
    with capsys.disabled():
        print(f"\nfrom the press at the table to the projector: {took * 1000:.0f} ms")  # noqa: T201
    assert took < 1
    expect(console.locator("form[data-action=curves] [name=open]")).to_have_value("")  # The next press closes them.
    button(console, "curves").click()
    expect(screen.locator(".room-curve")).to_have_count(0, timeout=SOON)
    room.facilitator.reveal(2)
    expect(screen.locator("#stage")).to_have_attribute("data-stage", "2", timeout=SOON)


def test_an_agency_that_is_picked_before_the_scripts_are_there_is_kept(room: Room) -> None:
    one, other = pair(room, 6)
    script = re.compile(r"/answers/main(\.\w+)?\.js$")
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    one.route(script, hold, times=1)
    with one.expect_request(script):
        one.goto("/table/", wait_until="commit")
    one.locator("#share-1-SCH select").first.select_option("now")
    waiting[0].continue_()
    expect(other.locator("#share-1-SCH select").first).to_have_value("now")
    expect(one.locator("#share-1-SCH select").first).to_have_value("now")
    expect_saved(one, "case.1.share.SCH.when")


def until_redrawn(screen: Page, table: Page, score: int) -> float:
    """Rate at a table; return the seconds until the dots on the projector are others."""
    screen.evaluate(
        """() => {
            const dots = () => document.querySelector(".room-curve[data-large] .curve__dots")?.getAttribute("d");
            const before = dots();
            globalThis.redrawn = 0;
            new MutationObserver((_, watching) => {
                if (!dots() || dots() === before) return;
                globalThis.redrawn = performance.timeOrigin + performance.now();
                watching.disconnect();
            }).observe(document.body, { subtree: true, childList: true });
        }"""
    )
    pressed = time.time()
    rate(table, 1, score)
    screen.wait_for_function("() => globalThis.redrawn", timeout=SOON)
    return float(screen.evaluate("globalThis.redrawn")) / 1000 - pressed


def test_a_reveal_closes_the_curves_so_that_the_next_stage_is_rated_unseen(room: Room) -> None:
    room.facilitator.reveal_up_to(1)
    screen = room.screen()
    expect_connection(screen, "live")
    room.facilitator.post("curves/", open="yes")
    expect(screen.locator(".room-curve")).not_to_have_count(0, timeout=SOON)
    room.facilitator.reveal(2)
    expect(screen.locator(".room-curve")).to_have_count(0, timeout=SOON)


def test_a_whole_stage_by_keyboard_alone(room: Room) -> None:
    page, _other = pair(room, 4)
    score = scale(page, 1)
    score.first.focus()
    page.keyboard.press("Space")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(score.nth(4)).to_be_checked()
    sure = page.locator('[name="case.1.concern.family.confidence"]')
    _tab_to(page, sure.first)
    page.keyboard.press("Space")
    _tab_to(page, text(page, "case.1.concern.family.reason"))
    page.keyboard.type("New town, and nobody knows why")
    _tab_to(page, page.locator("#share-1-HOU select").first)
    page.keyboard.type("Share now")
    _tab_to(page, text(page, "case.1.share.HOU.what"))
    page.keyboard.type("That the form says why she moved")
    _tab_to(page, page.locator('[name="case.1.share.HOU.factor.fear"][type=checkbox]'))
    page.keyboard.press("Space")
    _tab_to(page, text(page, "case.1.unknown"))
    page.keyboard.type("Who did the last area tell?")
    for name in ("concern.family.score", "concern.family.reason", "share.HOU.when", "share.HOU.what", "unknown"):
        expect_saved(page, f"case.1.{name}")
    page.reload()
    expect(score.nth(4)).to_be_checked()
    expect(text(page, "case.1.share.HOU.what")).to_have_value("That the form says why she moved")
    expect(page.locator('[name="case.1.share.HOU.factor.fear"][type=checkbox]')).to_be_checked()


def _tab_to(page: Page, control: Locator) -> None:
    """Press Tab until a control has the focus."""
    for _ in range(80):
        if control.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way by keyboard to {control}")


@pytest.mark.parametrize(("table", "width", "height"), [(5, 810, 1080), (12, 1080, 810)])
def test_nothing_moves_what_somebody_is_typing_when_the_next_stage_comes(
    room: Room, table: int, width: int, height: int
) -> None:
    page, _other = pair(room, table, viewport={"width": width, "height": height})
    box = text(page, "case.1.unknown")
    box.click()
    page.keyboard.type("Who lives")
    where = box.bounding_box()
    room.facilitator.reveal(2)
    expect_stage(page, 2)
    expect(page.locator("#answers-2")).to_be_attached()
    page.keyboard.type(" there?")
    assert box.bounding_box() == where
    expect(box).to_have_value("Who lives there?")
    expect(box).to_be_focused()
    expect_saved(page, "case.1.unknown")
    box.blur()
    expect(page.locator("#stage-2")).to_be_visible(timeout=SOON)
    expect(page.locator("#answers-2")).to_be_visible()
    expect(page.locator("#answers-1")).to_be_hidden()


def test_an_earlier_stage_is_looked_back_at_with_what_this_table_said_then(room: Room) -> None:
    page, _other = pair(room, 6)
    rate(page, 1, 3)
    expect_saved(page, "case.1.concern.family.score")
    room.facilitator.reveal(2)
    expect(page.locator("#answers-2")).to_be_visible(timeout=SOON)
    page.locator('[data-stage-link="1"]').click()
    then = page.locator("#answers-1")
    expect(then.locator("form")).to_have_count(0, timeout=SOON)
    expect(then).to_contain_text("The family: 3 of 10")
    page.locator("#looking-back a").click()
    expect(page.locator("#answers-2 form").first).to_be_visible()


def test_what_is_typed_in_a_stage_that_is_just_looked_back_at_stays_in_sight(room: Room) -> None:
    page, _other = pair(room, 6)
    room.facilitator.reveal(2)
    expect(page.locator("#answers-2")).to_be_visible()
    answering(page, 503)
    under_way: list[Route] = []

    def hold(route: Route) -> None:
        under_way.append(route)

    page.route("**/table/", hold, times=1)
    with page.expect_request("**/table/"):
        page.locator('[data-stage-link="1"]').click()
    box = text(page, "case.1.unknown")
    box.fill("Who lives there?")
    expect(state_of(page, "case.1.unknown")).to_have_attribute("data-state", "kept")
    with page.expect_event("requestfinished", lambda request: request.url.endswith("/table/")):
        under_way[0].continue_()
    page.evaluate("fetch(location.href).then((answer) => answer.text())")  # The one before has been looked at by then.
    expect(box).to_be_visible()
    expect(box).to_have_value("Who lives there?")


def test_a_withdrawn_stage_takes_its_form_along_and_brings_the_answers_back(room: Room) -> None:
    page, _other = pair(room, 7, stage=2)
    rate(page, 2, 8)
    expect_saved(page, "case.2.concern.family.score")
    room.facilitator.post("withdraw/", stage=2)
    expect(page.locator("#answers-2")).to_have_count(0, timeout=SOON)
    expect(page.locator("#answers-1 form").first).to_be_visible()
    room.facilitator.reveal(2)
    expect(scale(page, 2).nth(8)).to_be_checked(timeout=SOON)


def test_a_page_that_heals_keeps_what_somebody_types_where_it_is(room: Room) -> None:
    page, _other = pair(room, 8)
    box = text(page, "case.1.vulnerabilities")
    box.click()
    page.keyboard.type("A move, and")
    mark = box.evaluate("element => (element.dataset.same = 'yes')")
    page.context.set_offline(True)
    expect_connection(page, "offline")
    page.keyboard.type(" low mood")
    room.facilitator.reveal(2)
    page.context.set_offline(False)
    expect_stage(page, 2)
    expect(box).to_have_attribute("data-same", mark)
    expect(box).to_have_value("A move, and low mood")


def test_without_scripts_each_form_is_sent_with_its_button(room: Room) -> None:
    room.facilitator.reveal_up_to(1)
    page = room.table(9, java_script_enabled=False)
    rate(page, 1, 5)
    page.get_by_role("button", name="Save what we think").click()
    expect(scale(page, 1).nth(5)).to_be_checked()
    page.locator("#share-1-SCH select").first.select_option("now")
    page.get_by_role("button", name="Save what we would share").click()
    text(page, "case.1.share.SCH.what").fill("That there is a file somewhere")
    page.get_by_role("button", name="Save what we would share").click()
    expect(text(page, "case.1.share.SCH.what")).to_have_value("That there is a file somewhere")


@pytest.mark.parametrize("width", [360, 810, 1080, 1366])
def test_no_page_is_wider_than_its_screen(room: Room, width: int) -> None:
    page, _other = pair(room, 10, viewport={"width": width, "height": 800})
    page.locator("#share-1-GP select").first.select_option("now")
    expect(page.locator("#share-1-GP [data-share-more]")).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    inner = page.evaluate(
        "(() => { const a = document.querySelector('#answers'); return a.scrollWidth - a.clientWidth; })()"
    )
    assert (wide, inner) == (0, 0)


def test_axe_finds_nothing_at_a_table_on_a_screen_and_where_a_sheet_is_typed_in(room: Room) -> None:
    room.facilitator.reveal_up_to(2)
    table = room.table(11)
    expect_connection(table, "live")
    rate(table, 2, 4)
    table.locator("#share-2-GP select").first.select_option("not-yet")
    expect_saved(table, "case.2.share.GP.when")
    room.facilitator.post("curves/", open="yes")
    screen, console, sheet = room.screen(), room.console(), room.staff_page()
    sheet.goto("/roadshows/manchester/console/paper/answers/")
    found = []
    for page in (table, screen, console, sheet):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.locator("details").evaluate_all("all => all.forEach((details) => { details.open = true; })")
            result = Axe().run(page, options={"resultTypes": ["violations"]})
            found += [
                (scheme, v["id"], n["target"], n["failureSummary"])
                for v in result.response["violations"]
                for n in v["nodes"]
            ]
    assert found == []
