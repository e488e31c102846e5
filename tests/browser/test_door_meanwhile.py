"""What comes late to a door: an answer after its scan was taken back, or after the next person stands there."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.test_two_doors import SLUG, Entrance, entrance, expect_nothing_kept, expect_sums, photograph, scan
from tests.browser.test_two_facilitators import wait_for

__all__ = ["entrance"]
pytestmark = pytest.mark.timeout(240)

NOTE = f"**/roadshows/{SLUG}/door/note/"
PHOTO = f"**/roadshows/{SLUG}/door/photo/"
UNKNOWN = f"9999-1.{'x' * 40}"
# Until it is let go, taking something out of the outbox lasts as long as on a slow disk.
SLOW_DISK = """() => {
    const remove = IDBObjectStore.prototype.delete;
    IDBObjectStore.prototype.delete = function (id) {
        globalThis.removing = true;
        const spin = () => { if (!globalThis.goOn) this.count().onsuccess = spin; };
        spin();
        return remove.call(this, id);
    };
}"""


def held(page: Page, address: str, act: Callable[[], None]) -> Route:
    """Do something that asks the server at an address, and hold the question back."""
    questions: list[Route] = []
    page.route(address, lambda route, _: questions.append(route), times=1)
    act()
    wait_for(questions, 1, page)
    return questions[0]


def test_who_is_taken_back_before_the_answer_came_is_not_shown_as_in(entrance: Entrance) -> None:
    door = entrance.door("North")
    answer = door.locator("#answer")
    asked = held(door, NOTE, lambda: scan(door, entrance.tickets[0]))
    answer.get_by_role("button", name="Take back").click()
    expect(answer).to_be_empty()
    asked.continue_()
    expect_nothing_kept(door)
    expect_sums(door, **{"in": 0})
    expect(answer).to_be_empty()


def test_what_came_of_one_ticket_is_not_shown_to_the_next(entrance: Entrance) -> None:
    door = entrance.door("North")
    answer, looks = door.locator("#answer"), door.locator("#looks-list")
    asked = held(door, NOTE, lambda: scan(door, UNKNOWN))
    scan(door, entrance.tickets[1])
    expect(answer).to_contain_text("Ben Archer")
    asked.continue_()
    expect(looks).to_contain_text("not let in")
    expect(answer).to_contain_text("Ben Archer")
    asked = held(door, PHOTO, lambda: photograph(door, UNKNOWN[:18]))
    scan(door, entrance.tickets[0])
    expect(answer).to_contain_text("Ada Archer")
    asked.continue_()
    expect(looks.locator("li")).to_have_count(2)
    expect(answer).to_contain_text("Ada Archer")


def test_on_a_slow_disk_the_next_one_hears_what_the_server_says_of_them(entrance: Entrance) -> None:
    door = entrance.door("North")
    door.evaluate(SLOW_DISK)
    scan(door, entrance.tickets[0])
    door.wait_for_function("() => globalThis.removing")
    scan(door, entrance.tickets[1])
    door.evaluate("() => { globalThis.goOn = true; }")
    expect(door.locator("#answer")).to_contain_text("Ben Archer")
    expect_nothing_kept(door)
    expect(door.locator("#answer .answer__table")).to_have_text(f"Table {table_of(door, 'Ben Archer')}")


def table_of(door: Page, name: str) -> str:
    person = door.locator(f'#people > [data-name="{name}"]')
    expect(person).to_have_attribute("data-table", re.compile(r"\d"))
    return person.get_attribute("data-table") or ""
