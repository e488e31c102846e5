"""What a door says by itself: where a whole group sits, who has the last place, and nothing once the day is over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import NewServer
from tests.browser.test_accessibility import flaws
from tests.browser.test_two_doors import (
    DOOR,
    HERE,
    PHONE,
    SLUG,
    Entrance,
    expect_nothing_kept,
    expect_sums,
    scan,
    walk_in,
)

pytestmark = pytest.mark.timeout(240)

FREE = 1
GROUP = {"Gus Example": 2, "Gwen Example": 3}


@pytest.fixture
def small(new_server: NewServer, browser: Browser) -> Iterator[Entrance]:
    """Return a server with six who come, three of them a group whose first ticket it is, and the doors."""
    server = new_server()
    entrance = Entrance(server, browser, server.run(HERE / "grouping.py", SLUG, str(FREE)).split())
    yield entrance
    for context in entrance.contexts:
        context.close()
    assert entrance.errors == []


def let_group_in(door: Page, ticket: str) -> None:
    """Let one in and the others after them: the card says where each of them sits."""
    scan(door, ticket)
    expect(door.locator("#answer .answer__table")).to_have_text("Table 1")
    door.get_by_role("button", name="Let 2 more of the group in").click()
    expect(door.locator("#answer .answer__name")).to_have_text("Gina Example")
    expect(door.locator("#answer-group > li")).to_have_text([f"{name}: Table {table}" for name, table in GROUP.items()])


def test_of_a_group_the_name_and_table_of_each_are_shown_with_and_without_a_network(small: Entrance) -> None:
    phone = small.door("Phone", **PHONE)
    phone.context.set_offline(offline=True)
    let_group_in(phone, small.tickets[0])
    expect(phone.locator("#kept-here")).to_contain_text("3 noted and kept")
    assert flaws(phone, Axe()) == []
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.context.set_offline(offline=False)
    expect_nothing_kept(phone)
    expect_sums(phone, **{"in": 3})
    expect(phone.locator("#answer-group > li")).to_have_count(len(GROUP))
    expect(phone.locator("#looks")).to_be_hidden()
    phone.fill("#q", "gus")
    phone.locator("#matches button", has_text="Take back").click()
    expect_sums(phone, **{"in": 2})
    let_gus_in_again(phone, small.tickets[0])


def let_gus_in_again(door: Page, ticket: str) -> None:
    """Only who is let in by this press is said."""
    scan(door, ticket)
    expect(door.locator("#answer .answer__sign")).to_have_text("! In already")
    door.get_by_role("button", name="Let 1 more of the group in").click()
    expect_sums(door, **{"in": 3})
    expect(door.locator("#answer-group > li")).to_have_text(["Gus Example: Table 2"])


def test_a_cut_off_door_promises_the_last_place_once_and_sends_people_in_the_order_in_which_they_came(
    small: Entrance,
) -> None:
    door = small.door("North")
    expect_sums(door, free=FREE)
    door.context.set_offline(offline=True)
    names = [f"Wal {n}" for n in ("One", "Two", "Three", "Four", "Five")]
    for name in names:
        walk_in(door, name)
        expect(door.locator("#answer .answer__name")).to_have_text(name)
        sign = "✓ In" if name == names[0] else "… Waits in the room"
        expect(door.locator("#answer .answer__sign")).to_have_text(sign)
    door.context.set_offline(offline=False)
    expect_nothing_kept(door)
    expect_sums(door, free=0, room=4, **{"in": 1})
    expect(door.locator(".board__room > li")).to_have_text([f"{name}, Sample Police" for name in names[1:]])
    expect(door.locator("#looks")).to_be_hidden()


def test_a_door_that_slept_until_the_day_was_over_forgets_who_came(small: Entrance) -> None:
    door = small.staff()
    door.clock.install()
    door.goto(DOOR)
    door.fill("#q", "zo")
    expect(door.locator("#matches")).to_contain_text("Zoe Example")
    door.route(f"**{DOOR}", lambda route: route.fulfill(content_type="text/html", body="<p id=over>Loaded anew</p>"))
    now = door.evaluate("Date.now()") / 1000
    door.clock.set_system_time(dt.datetime.fromtimestamp(now, tz=dt.UTC) + dt.timedelta(hours=30))
    door.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(door.locator("#over")).to_be_visible()
