"""A tablet whose table is asked something (tests/browser/asking.py): its boxes, what stands beside them, its outbox."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.asked import CHOICE, TEXT
from tests.browser.room import SOON, Room, expect_connection

ASKING = Path(__file__).with_name("asking.py")
ANSWER = re.compile(r"/table/answers/$")
# Milliseconds in which a tablet notices that it can send again and does: it rests at most 15 s between two attempts
# (static/js/live/backoff.js).
BACK = 25_000
# The last two tables are nobody's own: for what is said elsewhere.
ELSEWHERE, FAR = 60, 59

_numbers = itertools.count(1)


class Table:
    """A table that has said nothing yet; a call opens another device there."""

    def __init__(self, room: Room) -> None:
        self.number = next(_numbers)
        self._room = room
        room.facilitator.post("resume/")

    @property
    def path(self) -> str:
        """The address that its card holds."""
        return self._room.facilitator.join_path(self.number)

    def __call__(self, *, url: str = "") -> Page:
        page = self._room.device(self.path, url=url)
        expect_connection(page, "live")
        return page


def box(page: Page, name: str = TEXT) -> Locator:
    return page.locator(f'textarea[name="{name}"]')


def step(page: Page, value: int) -> Locator:
    return page.locator(f'input[name="{CHOICE}"][value="{value}"]')


def state(page: Page, name: str = TEXT) -> Locator:
    return page.locator(f'[data-state-of="{name}"]')


def expect_state(page: Page, state_: str, name: str = TEXT, *, within: float = SOON) -> None:
    expect(state(page, name)).to_have_attribute("data-state", state_, timeout=within)


def kept(page: Page) -> Locator:
    return page.locator("#kept li")


def expect_nothing_kept(page: Page) -> None:
    """Wait until this device holds no parcel any more: each of several leaves when its own answer has come."""
    empty = """() => new Promise((resolve) => {
        const request = indexedDB.open("outbox");
        request.onsuccess = () => {
            const looking = request.result.transaction("parcels").objectStore("parcels").count();
            looking.onsuccess = () => { request.result.close(); resolve(looking.result === 0); };
        };
    })"""
    page.wait_for_function(empty, timeout=BACK)


def answering(page: Page, status: int, body: str = "", **headers: str) -> None:
    """Let every post be answered like this, until `page.unroute(ANSWER)`; nothing reaches the server."""
    page.route(ANSWER, lambda route: route.fulfill(status=status, body=body, headers=headers))
