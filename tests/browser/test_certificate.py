"""A server with a certificate that somebody made by themselves: https and sockets from the server itself."""

from __future__ import annotations

import json
import re
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from websockets.sync.client import connect

from tests.browser.conftest import NewServer
from tests.browser.room import CONSOLE, Facilitator, Room, expect_connection, expect_have, expect_stage, press
from tests.browser.server import Server
from tests.certificates import write_certificate

# The browser does not know who made the certificate; the other programs here are told.
TRUSTING: dict[str, Any] = {"ignore_https_errors": True}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return write_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="module")
def secure_server(new_server: NewServer, files: tuple[Path, Path]) -> Server:
    certificate, key = map(str, files)
    return new_server(SSL_CERTFILE=certificate, SSL_KEYFILE=key)


@pytest.fixture(scope="module")
def secure_room(secure_server: Server, browser: Browser) -> Iterator[Room]:
    context = browser.new_context(base_url=secure_server.url, **TRUSTING)
    facilitator = Facilitator(context, secure_server.printed_link())
    facilitator.begin_anew()
    room = Room(browser, secure_server.url, facilitator)
    yield room
    room.close()
    facilitator.close()


def test_the_printed_link_says_https(secure_server: Server) -> None:
    assert secure_server.url.startswith("https://")
    assert re.search(r"https://localhost:\d+/staff/link/", secure_server.log.read_text())
    assert "http://" not in secure_server.log.read_text()


def test_a_reveal_travels_over_https_and_secure_sockets(secure_room: Room) -> None:
    page = secure_room.page(**TRUSTING)
    sockets: list[str] = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    page.goto("/join/")
    page.locator("[name=code]").fill(secure_room.facilitator.join_path(1).split("/")[-2])
    page.locator("[name=code]").press("Enter")
    expect_connection(page, "live")
    console = secure_room.console(**TRUSTING)
    expect_connection(console, "live")
    press(console, "reveal")
    expect_stage(page, 1)
    expect_have(console, 1, 1)
    assert {address.split(":")[0] for address in sockets} == {"wss"}


def test_the_browser_allows_everything_and_keeps_the_cookie_for_https(secure_room: Room) -> None:
    page = secure_room.table(2, **TRUSTING)
    assert page.evaluate("isSecureContext") is True
    (device,) = [cookie for cookie in page.context.cookies() if cookie["name"] == "device"]
    assert device["secure"] is True
    staff = secure_room.staff_page(**TRUSTING)
    staff.goto(f"{CONSOLE}preflight/")
    expect(staff.locator("#findings")).to_contain_text("This page came by https")


def test_any_program_that_trusts_the_certificate_gets_a_socket(secure_room: Room, files: tuple[Path, Path]) -> None:
    page = secure_room.table(3, **TRUSTING)
    live = page.locator("body").get_attribute("data-live")
    address = secure_room.url.replace("https", "wss") + str(live)
    trusting = ssl.create_default_context(cafile=files[0])
    with connect(address, ssl=trusting, compression=None) as socket:
        assert set(json.loads(socket.recv(timeout=5))) == {"epoch", "head"}


def test_control_a_program_that_does_not_know_it_gets_none(secure_room: Room) -> None:
    address = secure_room.url.replace("https", "wss") + "/live/"
    with pytest.raises(ssl.SSLCertVerificationError), connect(address, ssl=ssl.create_default_context()):
        pass


def test_a_bad_certificate_keeps_the_server_from_starting_in_words(new_server: NewServer, tmp_path: Path) -> None:
    bad = tmp_path / "hall.pem"
    bad.write_text("a certificate, I promise")
    with pytest.raises(RuntimeError, match="holds no certificate with the key that belongs to it") as refused:
        new_server(SSL_CERTFILE=str(bad))
    assert "Traceback" not in str(refused.value)
