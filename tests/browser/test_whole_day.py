"""A whole day in real browsers: two facilitators, a projector, tablets, and what goes wrong on such a day."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import NewServer
from tests.browser.room import SLUG, STAGES, Facilitator, Room, expect_connection, expect_next, expect_stage, press
from tests.browser.server import Server
from tests.browser.watch import Watch

# Twelve activities and eight stages, a settling button before each: more than a test's usual minute.
pytestmark = pytest.mark.timeout(240)
# Milliseconds until every page is back after the server was away.
BACK = 20_000
# What a browser and htmx say by themselves while the server is away.
AWAY = ("Failed to load resource", "WebSocket connection", "htmx:sendError", "htmx:afterRequest")


@dataclass
class Hall:
    """Who is there: Ann at a laptop, Ben with a phone, a projector, the tablets of two tables."""

    server: Server
    room: Room
    laptop: Page
    phone: Page
    projector: Page
    first: Page
    second: Page
    watched: list[Watch] = field(default_factory=list)

    @property
    def everybody(self) -> tuple[Page, ...]:
        return (self.laptop, self.phone, self.projector, self.first, self.second)

    def expect_activity(self, title: str, *pages: Page) -> None:
        """Expect every page, or those named, to say that the room is at `title`."""
        for page in pages or self.everybody:
            shown = page.locator("#day-title, #room-now .bar__activity, .screen-view h1").first
            expect(shown).to_have_text(title, timeout=BACK)

    def order(self) -> list[str]:
        """Return the running order as the console shows it."""
        return self.laptop.locator("#order .order__title").all_inner_texts()


def start_next(console: Page) -> str:
    """Press the button that starts what comes next, expect that it worked, and return what it was."""
    title = console.locator("#day-next-title").inner_text()
    assert press(console, "start-activity").status == 200
    expect(console.locator("#day-title")).to_have_text(title)
    return title


def end_of(page: Page) -> int:
    """Return when the present activity's clock ends, in milliseconds since 1970."""
    return int(page.locator("[data-clock]").first.get_attribute("data-ends-at") or 0)


def gathered(server: Server, browser: Browser) -> Hall:
    """Open every page of the day and wait until all are live."""
    ann = Facilitator(browser.new_context(base_url=server.url), server.printed_link())
    link = server.staff_link("ben@example.org", "--role", "facilitator", "--roadshow", SLUG)
    ben = Facilitator(browser.new_context(base_url=server.url), link)
    room = Room(browser, server.url, ann)
    phone = room.console(ben, viewport={"width": 360, "height": 740})
    hall = Hall(server, room, room.console(), phone, room.screen(), room.table(1), room.table(2))
    for page in hall.everybody:
        expect_connection(page, "live")
    hall.watched += [Watch(page) for page in hall.everybody]
    return hall


def arrive(hall: Hall) -> None:
    """Begin; one start is too early and undone, and arrival goes on as though it had never ended."""
    order = hall.order()
    expect(hall.projector.locator(".screen-view")).to_have_attribute("data-view", "join")
    start_next(hall.laptop)
    hall.expect_activity(order[0], hall.phone, hall.first, hall.second)
    ends = end_of(hall.first)
    start_next(hall.phone)
    hall.expect_activity(order[1])
    assert press(hall.laptop, "go-back").status == 200
    hall.expect_activity(order[0], hall.laptop, hall.phone, hall.first, hall.second)
    assert end_of(hall.first) == ends
    start_next(hall.phone)
    hall.expect_activity(order[1])


def call_for_help(hall: Hall) -> None:
    """Table 1 asks for help; Ben sees it on his phone and sees to it."""
    ask = hall.first.locator("[data-action='help'] button")
    ask.click()
    expect(ask).to_have_attribute("aria-pressed", "true")
    card = hall.phone.locator("[data-table='1']")
    expect(card).to_have_attribute("data-help", "")
    card.locator("summary").click()
    card.locator("form[data-action='clear-help'] button").click()
    expect(ask).to_have_attribute("aria-pressed", "false")


def play_the_case(hall: Hall) -> None:
    """Reveal every stage in turns; on the way a pause, a restart of the server and a lost tablet."""
    while hall.laptop.locator("#day").get_attribute("data-kind") != "case":
        start_next(hall.laptop)
    for stage in range(1, STAGES + 1):
        console = hall.laptop if stage % 2 else hall.phone
        expect_next(console, stage)
        assert press(console, "reveal").status == 200
        for page in (hall.projector, hall.first, hall.second):
            expect_stage(page, stage)
        if stage == 3:
            pause_and_go_on(hall)
        if stage == 5:
            restart(hall)
        if stage == 6:
            replace_a_tablet(hall, stage)


def pause_and_go_on(hall: Hall) -> None:
    """Pause with the support card from one console, go on from the other; the clock stood meanwhile."""
    ends = end_of(hall.first)
    assert press(hall.phone, "pause").status == 200
    expect(hall.first.locator("#hold .support")).to_be_visible()
    expect(hall.projector.locator(".screen-view")).to_have_attribute("data-view", "pause")
    assert hall.first.locator(".table-dock").evaluate("dock => dock.inert")
    hall.laptop.wait_for_timeout(1_000)
    assert press(hall.laptop, "resume").status == 200
    expect(hall.first.locator("#hold")).to_be_hidden()
    assert not hall.first.locator(".table-dock").evaluate("dock => dock.inert")
    expect(hall.projector.locator(".screen-view")).to_have_attribute("data-view", "case")
    assert end_of(hall.first) >= ends + 1_000


def restart(hall: Hall) -> None:
    """Kill the server and start it again: every page is back, and the clock ends when it would have."""
    ends = end_of(hall.first)
    hall.server.kill()
    hall.server.start()
    for page in hall.everybody:
        expect_connection(page, "live", within=BACK)
    assert end_of(hall.first) == ends


def replace_a_tablet(hall: Hall, stage: int) -> None:
    """Drop table 2's tablet; another one takes its place with everything on it."""
    hall.second.context.close()
    hall.second = hall.room.table(2)
    expect_stage(hall.second, stage)
    expect(hall.second.locator("#stage > article")).to_have_count(stage)


def talk(hall: Hall) -> None:
    """A table parks a question; a notice stands on every device, and on one that joins later."""
    hall.first.locator("#dock-more summary").click()
    hall.first.locator("#dock-more textarea").fill("Who may see the note of the meeting when a family moves?")
    hall.first.locator("form[data-action='park'] button").click()
    expect(hall.laptop.locator("#talk [data-question]")).to_have_count(1)
    hall.laptop.fill("#say-text", "Coffee is in the foyer.")
    assert press(hall.laptop, "broadcast").status == 200
    expect(hall.laptop.locator("#say-text")).to_have_value("")
    for page in (hall.first, hall.room.table(3)):
        expect(page.locator("[data-broadcast]")).to_have_count(1)
    expect(hall.projector.locator(".screen-notice")).to_have_count(1)


def close(hall: Hall) -> None:
    """Go on to the end of the running order, and close the roadshow."""
    while hall.laptop.locator("#day-next form").count():
        hall.expect_activity(start_next(hall.laptop), hall.laptop, hall.phone, hall.first)
    hall.laptop.locator("#doors summary").click()
    hall.laptop.locator("form[action$='/console/close/'] button").click()
    expect(hall.first.locator("h1")).to_contain_text("is not open now")


def test_a_day_from_arrival_to_close(new_server: NewServer, browser: Browser) -> None:
    hall = gathered(new_server(), browser)
    for part in (arrive, call_for_help, play_the_case, talk, close):
        part(hall)
    said = [words for watch in hall.watched for words in watch.complaints]
    assert [words for words in said if not words.startswith(AWAY)] == []
    hall.room.close()
