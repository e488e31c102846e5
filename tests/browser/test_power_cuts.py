"""The server dies in the middle of a reveal. What was committed is seen by all, what was not by nobody."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import NewServer
from tests.browser.room import (
    Room,
    applied,
    button,
    expect_connection,
    expect_have,
    expect_next,
    expect_stage,
    press,
    stages_shown,
)
from tests.browser.server import Server

CRASHING = Path(__file__).with_name("crashing.py")
BACK = 30_000


@pytest.fixture(scope="module")
def crash_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the moment of the power cut is written."""
    return tmp_path_factory.mktemp("crash") / "moment"


@pytest.fixture(scope="module")
def server(new_server: NewServer, crash_file: Path) -> Server:
    return new_server(program=CRASHING, CRASH_FILE=str(crash_file))


@pytest.fixture
def pages(room: Room) -> list[Page]:
    """Return a console, two tables and a screen, all live and with stage 1."""
    room.facilitator.reveal(1)
    found = [room.console(), room.table(1), room.table(2), room.screen()]
    for page in found:
        expect_connection(page, "live")
    return found


def die_revealing(moment: str, server: Server, crash_file: Path, console: Page) -> None:
    """Press the reveal button; the server dies at `moment` and is started again."""
    crash_file.write_text(moment)
    button(console, "reveal").click()
    server.wait_until_dead()
    assert not crash_file.exists(), "it should have died of the power cut"
    server.start()


def test_a_reveal_that_was_committed_reaches_everybody(server: Server, crash_file: Path, pages: list[Page]) -> None:
    console, *others = pages
    die_revealing("before push", server, crash_file, console)
    for page in others:
        expect_stage(page, 2, within=BACK)
    for page in pages:
        expect_connection(page, "live", within=BACK)
    for table in others[:2]:
        assert stages_shown(table) == [1, 2]
        assert len(applied(table)) == len(set(applied(table)))
    expect_have(console, 1, 2)
    expect_next(console, 3)
    assert press(console, "reveal").status == 200
    for page in others:
        expect_stage(page, 3)


def test_a_reveal_that_was_not_committed_never_was(server: Server, crash_file: Path, pages: list[Page]) -> None:
    console, *others = pages
    die_revealing("before commit", server, crash_file, console)
    for page in pages:
        expect_connection(page, "live", within=BACK)
    for page in others:
        expect_stage(page, 1)
    expect_next(console, 2)
    assert press(console, "reveal").status == 200
    for page in others:
        expect_stage(page, 2)
    for table in others[:2]:
        assert stages_shown(table) == [1, 2]
        assert len(applied(table)) == len(set(applied(table))) == 1
    expect_have(console, 1, 2)
