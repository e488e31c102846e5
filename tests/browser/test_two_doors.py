"""A day at two doors, from the first ticket to the page on which the organiser reads who came."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import segno
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from PIL import Image, ImageFilter
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import NewServer
from tests.browser.proxy import Proxy
from tests.browser.room import SOON, Facilitator
from tests.browser.server import Server
from tests.browser.test_accessibility import flaws
from tests.browser.test_booking import book, link_for, press

pytestmark = pytest.mark.timeout(240)

HERE = Path(__file__).parent
SLUG = "manchester"
DOOR, ATTENDANCE = f"/roadshows/{SLUG}/door/", f"/roadshows/{SLUG}/attendance/"
PLACES, PEOPLE, ADMITTED = 84, 86, 80
# Milliseconds in which a door that was cut off has sent all that it noted, one after the other, on a busy machine.
SENT = 60_000
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


@dataclass
class Entrance:
    """A server with people who booked, their tickets in the order of booking, and the doors."""

    server: Server
    browser: Browser
    tickets: list[str]
    errors: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def guest(self, url: str = "", **device: Any) -> Page:
        """Return somebody's page."""
        context = self.browser.new_context(base_url=url or self.server.url, **device)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        return page

    def staff(self, url: str = "", **device: Any) -> Page:
        """Return the page of an organiser who has signed in."""
        page = self.guest(url, **device)
        page.goto(self.server.staff_link("olga@example.org"))
        return page

    def door(self, name: str, url: str = "", **device: Any) -> Page:
        """Return the page of a door."""
        page = self.staff(url, **device)
        page.goto(DOOR)
        page.locator(".door__own > summary").click()
        page.fill("#door-name", name)
        page.locator("#door-name").blur()
        return page


@pytest.fixture
def entrance(new_server: NewServer, browser: Browser) -> Iterator[Entrance]:
    server = new_server()
    said = server.run(HERE / "booking_in.py", SLUG, str(PLACES), str(PEOPLE))
    entrance = Entrance(server, browser, said.split())
    yield entrance
    for context in entrance.contexts:
        context.close()
    assert entrance.errors == []


def scan(page: Page, ticket: str) -> None:
    page.fill("#q", f"http://hall/bookings/{ticket}/")
    page.press("#q", "Enter")
    expect(page.locator("#q")).to_have_value("")


def expect_sums(page: Page, *, within: int = SOON, **sums: int) -> None:
    for name, count in sums.items():
        expect(page.locator(f"[data-sum='{name}']")).to_have_text(str(count), timeout=within)


def expect_nothing_kept(page: Page, *, within: int = SOON) -> None:
    expect(page.locator("#kept-here")).to_have_text("", timeout=within)


def camera_photo(ticket: str) -> bytes:
    """Return what a phone makes of a ticket: askew, on a table, in poor light, a little blurred."""
    drawn = io.BytesIO()
    segno.make_qr(f"http://hall/bookings/{ticket}/", error="q").save(drawn, kind="png", scale=12, border=4)
    with Image.open(drawn) as code:
        table = Image.new("RGB", (1600, 1200), (92, 80, 68))
        turned = code.convert("RGBA").rotate(11, expand=True, resample=Image.Resampling.BICUBIC)
        table.paste(turned, (430, 120), turned)
    photo = io.BytesIO()
    table.point(lambda value: 20 + value * 3 // 5).filter(ImageFilter.GaussianBlur(1.5)).save(photo, "JPEG", quality=70)
    return photo.getvalue()


def photograph(page: Page, ticket: str) -> None:
    page.set_input_files("#photo", {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": camera_photo(ticket)})


def let_in_by_name_and_take_back(page: Page) -> None:
    """Two letters find a name, one finds nobody; the table is said in large figures."""
    expect(page.locator("#people > li")).to_have_count(PEOPLE)
    page.fill("#q", "a")
    expect(page.locator("#matches > li")).to_have_count(0)
    page.fill("#q", "ada arch")
    page.locator("#matches button", has_text="Let in").click()
    expect(page.locator("#answer .answer__table")).to_contain_text("Table", timeout=SOON)
    expect_sums(page, **{"in": 1})
    assert flaws(page, Axe()) == []
    page.locator("#answer button", has_text="Take back").click()
    expect_sums(page, **{"in": 0})


def let_in_twice_and_take_back_once(first: Page, second: Page, ticket: str) -> None:
    """A second door sees it, and takes back what it has noted itself, not what the first one has."""
    scan(first, ticket)
    expect_sums(second, **{"in": 2})
    scan(second, ticket)
    expect(second.locator("#answer .answer__sign")).to_have_text("! In already")
    expect_nothing_kept(second)
    second.locator("#answer button", has_text="Take back").click()
    expect(second.locator("#answer .answer__words")).to_contain_text("by North", timeout=SOON)
    expect(second.locator("#answer button", has_text="Take back what all doors noted")).to_be_visible()
    expect_sums(second, **{"in": 2})


def walk_in(page: Page, name: str, organisation: str = "Sample Police") -> None:
    page.locator("#walk-in > summary").click()
    page.fill("#id_name", name)
    page.fill("#id_organisation", organisation)
    page.select_option("#id_agency", "police")
    page.locator("#walk-in-form button").click()


def attended(page: Page) -> dict[str, int]:
    """Return what the page about attendance says: how many became what, and how many came by agency."""
    facts = page.locator("#attendance [data-became]").evaluate_all(
        "all => all.map(e => [e.dataset.became, Number(e.querySelector('dd').textContent)])"
    )
    cells = page.locator("table:has(#by-agency) td:first-of-type").all_text_contents()
    return (
        dict(facts)
        | {"came": int(page.locator("#attendance").get_attribute("data-came") or 0)}
        | {"by agency": sum(map(int, cells))}
    )


def test_two_doors_let_a_hall_in_and_the_organiser_reads_who_came(entrance: Entrance) -> None:
    tickets = entrance.tickets
    with Proxy(entrance.server.port) as road:
        north, south, board = entrance.door("North", road.url), entrance.door("South"), entrance.door("Board")
        let_in_by_name_and_take_back(north)
        photograph(north, tickets[0])
        expect(north.locator("#answer .answer__sign")).to_have_text("✓ In", timeout=SOON)
        let_in_twice_and_take_back_once(north, south, tickets[1])
        scan(south, f"{tickets[2][:-2]}zz")
        expect(south.locator("#answer")).to_contain_text("no ticket of ours", timeout=SOON)
        expect_nothing_kept(north)

        # North is cut off; 2 to 51 are shown there, 42 to 79 at the other door, so ten of them at both.
        road.cut()
        for n in range(50):
            scan(north, tickets[2 + n])
            if n < 38:
                scan(south, tickets[42 + n])
        expect(north.locator("#kept-here")).to_contain_text("50 noted and kept", timeout=SOON)
        expect(north.locator("#answer .answer__sign")).to_have_text("✓ In")
        # It is full: whoever waited for a place comes before whoever never asked for one.
        walk_in(south, "Wim Walker")
        scan(south, tickets[PLACES])
        expect_sums(board, room=2, free=0, **{"in": 40})
        road.heal()
        north.evaluate("dispatchEvent(new Event('online'))")
        expect_nothing_kept(north, within=SENT)
        expect_sums(board, expected=PLACES - ADMITTED, **{"in": ADMITTED})
        expect_nothing_kept(south)
        expect(north.locator("#looks-list li").first).to_contain_text("Counted once")
        assert north.locator("#looks-list li").count() in (9, 10)  # The last one may be where it was scanned.
    read_who_came(entrance, board)


def read_who_came(entrance: Entrance, board: Page) -> None:
    """A quarter of an hour after the beginning who waits has a place; the organiser's numbers are the board's."""
    expect(board.locator(".board__room > li").last).to_have_text("Wim Walker, Sample Police")
    entrance.server.run(HERE / "beginning.py", SLUG, "15")
    expect_sums(board, room=0, expected=2, **{"in": ADMITTED + 2})
    wim = board.locator('#people > [data-name="Wim Walker"]')
    assert int(wim.get_attribute("data-table") or 0) > 0
    desk = Facilitator(entrance.browser.new_context(base_url=entrance.server.url), entrance.server.printed_link())
    entrance.contexts.append(desk.context)
    desk.post("close/")
    organiser = entrance.staff()
    organiser.goto(ATTENDANCE)
    were_there = ADMITTED + 2
    became = {"attended": were_there - 1, "walk-in": 1, "no-show": 4, "no-place": 1}
    assert attended(organiser) == became | {"came": were_there, "by agency": were_there} | dict.fromkeys(
        ("left-early", "apology", "late"), 0
    )
    expect(organiser.locator(".roll__one", has_text="Wim Walker")).to_contain_text("the room")


def test_what_a_cut_off_door_said_holds_once_it_is_back(entrance: Entrance) -> None:
    entrance.server.run(HERE / "planning.py", SLUG, "3", "2")
    with Proxy(entrance.server.port) as road:
        north = entrance.door("North", road.url)
        road.cut()
        for ticket in entrance.tickets[:3]:  # The plan says table 3 for all of them, which has two chairs.
            scan(north, ticket)
            expect(north.locator("#answer .answer__table")).to_have_text("Table 3")
        answer = north.locator("#answer")
        expect(north.locator("#connection")).to_have_text(re.compile(r"Offline since \d\d:\d\d,"), timeout=SOON)
        expect(answer.get_by_role("link", name="Badge")).to_have_count(0)
        expect(answer.get_by_text("A badge can be printed once the network is back.")).to_be_visible()
        walk_in(north, "Wim Walker")
        expect(answer).to_contain_text("Wim Walker")
        expect(answer.get_by_role("link", name="Badge")).to_have_count(0)
        answer.get_by_role("button", name="Take back").click()
        expect(answer).to_be_empty()
        walk_in(north, "Zoe Walker")  # She is not taken back with him.
        north.wait_for_timeout(2_500)  # Whoever was told a table has gone there by then.
        road.heal()
        north.evaluate("dispatchEvent(new Event('online'))")
        expect_nothing_kept(north)
        expect_sums(north, **{"in": 4})
    expect(answer).to_contain_text("Zoe Walker")
    expect(answer.get_by_role("link", name="Badge")).to_be_visible()
    expect(answer.get_by_text("A badge can be printed")).to_be_hidden()
    names = ["Ada Archer", "Ben Archer", "Cleo Archer"]
    seats = [north.locator(f'#people > [data-name="{name}"]').get_attribute("data-table") for name in names]
    assert seats.count("3") == 2
    (moved,) = (n for n, seat in enumerate(seats) if seat != "3")
    looks = north.locator("#looks-list li")
    expect(looks).to_have_count(1)
    expect(looks).to_contain_text(f"{names[moved]} was told table 3, and has a chair at table {seats[moved]} now.")


def test_a_cut_off_door_asks_before_the_list_of_people_is_lost(entrance: Entrance) -> None:
    with Proxy(entrance.server.port) as road:
        door = entrance.door("North", road.url)
        road.cut()
        expect(door.locator("#connection")).to_contain_text("Offline since", timeout=SOON)
        door.on("dialog", lambda dialog: dialog.dismiss())
        with door.expect_event("dialog", timeout=SOON) as asked:
            door.get_by_role("link", name="Console").click()
        assert asked.value.type == "beforeunload"
        expect(door.locator("#people > li")).to_have_count(PEOPLE)
        assert door.url == f"{road.url}{DOOR}"
        road.heal()


def test_a_door_with_a_network_finds_whoever_books_and_takes_a_place_over_meanwhile(entrance: Entrance) -> None:
    north, guest = entrance.door("North"), entrance.guest()
    guest.goto(link_for(entrance.server, "person0@example.org"))
    guest.locator("summary", has_text="Hand the place to a colleague").click()
    guest.fill("[name=name]", "Bob Other")
    guest.fill("#id_hand_over_email", "bob@example.org")
    press(guest, "Write to them")
    guest.goto(link_for(entrance.server, "bob@example.org"))
    guest.select_option("[name=level]", "manager")
    press(guest, "Take the place")
    expect(north.locator('#people > [data-name="Ada Archer"]')).to_have_count(0, timeout=SOON)
    north.fill("#q", "bob oth")
    north.locator("#matches button", has_text="Let in").click()
    expect(north.locator("#answer")).to_contain_text("Bob Other")
    book(guest, "Bea", at=f"/roadshows/{SLUG}/")
    expect(north.locator('#people > [data-name="Bea Example"]')).to_have_count(1, timeout=SOON)


def expect_below_header(page: Page, field: str) -> None:
    """Expect the label of a field and all of the field to be seen, and the field to have the focus."""
    expect(page.locator(field)).to_be_focused()
    expect(page.locator(field)).to_be_in_viewport(ratio=1)
    header, label = page.locator(".bar").bounding_box(), page.locator(f"label[for={field[1:]}]").bounding_box()
    assert header
    assert label
    assert label["y"] >= header["y"] + header["height"]


def leave_who_types_where_they_are(phone: Page, ticket: str) -> None:
    """What the server says late of somebody takes nobody away from what they fill in meanwhile."""
    phone.context.set_offline(offline=True)
    scan(phone, ticket)
    phone.locator("#walk-in > summary").click()
    expect(phone.locator("#connection")).to_contain_text("Offline since")
    phone.locator("#walk-in-form button").click()
    expect_below_header(phone, "#id_name")
    phone.focus("#id_email")
    phone.evaluate("scrollTo(0, document.body.scrollHeight)")
    where = phone.evaluate("scrollY")
    expect(phone.locator("#kept-here")).to_contain_text("1 noted and kept")
    phone.context.set_offline(offline=False)
    expect_nothing_kept(phone)
    expect(phone.locator("#answer")).not_to_be_in_viewport()
    expect(phone.locator("#id_email")).to_be_focused()
    assert where > 0


def test_on_a_phone_what_is_missing_and_what_came_of_it_is_in_view(entrance: Entrance) -> None:
    entrance.server.run(HERE / "planning.py", SLUG, "3", "2")
    phone = entrance.door("Phone", **PHONE)
    phone.locator("#walk-in > summary").click()
    send = phone.locator("#walk-in-form button")
    send.click()
    expect_below_header(phone, "#id_name")
    phone.fill("#id_name", "Wim Walker")
    phone.fill("#id_organisation", "Health/Social")
    phone.evaluate("scrollTo(0, document.body.scrollHeight)")
    send.click()  # Nobody is of a kind of agency that nobody chose, here and once it is sent.
    expect_below_header(phone, "#id_agency")
    expect(phone.locator("#answer")).to_be_empty()
    expect_nothing_kept(phone)
    phone.select_option("#id_agency", "health")
    send.click()
    expect(phone.locator("#answer .answer__table")).to_have_text(re.compile(r"Table \d+"), timeout=SOON)
    expect(phone.locator("#answer .answer__card")).to_be_in_viewport(ratio=1)
    scan(phone, entrance.tickets[0])
    expect(phone.locator("#answer")).to_contain_text("Ada Archer")
    expect_nothing_kept(phone)
    where = phone.evaluate("scrollY")
    scan(phone, entrance.tickets[2])
    expect(phone.locator("#answer")).to_contain_text("Cleo Archer")
    expect_nothing_kept(phone)
    assert phone.evaluate("scrollY") == where  # What is in view stays where it is.
    leave_who_types_where_they_are(phone, entrance.tickets[1])


def test_what_is_scanned_and_is_no_ticket_is_said_and_leaves_the_line(entrance: Entrance) -> None:
    door, ticket = entrance.door("North"), entrance.tickets[0]
    answer = door.locator("#answer")
    for foreign in (
        f"http://hall/bookings/{ticket[:18]}",
        ticket[:18],
        "https://example.org/menu",
        "www.example.org/menu",
    ):
        scan(door, ticket)
        expect(answer).to_contain_text("Ada Archer")
        door.fill("#q", foreign)
        door.press("#q", "Enter")
        expect(answer).to_contain_text("This code is no ticket of ours, or it is cut short. Nobody was let in.")
        expect(door.locator("#q")).to_have_value("")
    photograph(door, ticket[:18])
    expect(answer).to_contain_text("Asking")
    expect(answer).to_contain_text("no ticket of ours, or it is cut short", timeout=SOON)
    walk_in(door, "Wim Walker", "Health/Social")
    expect(door.locator('#people > [data-name="Wim Walker"]')).to_have_count(1, timeout=SOON)
    door.fill("#q", "health/soc")
    expect(door.locator("#matches > li")).to_contain_text("Wim Walker")
    door.press("#q", "Enter")
    expect(door.locator("#q")).to_have_value("health/soc")
