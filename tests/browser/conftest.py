"""The product, a browser and a room to test them in.

Everything here is synchronous: Playwright keeps an event loop of its own, so these tests run in a pytest
call of their own (tools/suite.py).
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.proxy import Proxy
from tests.browser.room import SOON, Facilitator, Room
from tests.browser.server import START_SECONDS, Server

expect.set_options(timeout=SOON)

# With RenderDocument, Chromium says that it has closed a page which is just being loaded anew, and keeps it for ever:
# https://issues.chromium.org/issues/536385539. The last list of a command line is the one that counts, so these are
# also what Playwright turns off and our pages would notice.
OFF = [
    "RenderDocument",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "PaintHolding",
]
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    f"--disable-features={','.join(OFF)}",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Take the system's browser; Playwright's own where there is none."""
    found = os.environ.get("BROWSER_EXECUTABLE") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    chosen = {"executable_path": found} if found else {}
    return browser_type_launch_args | {"args": FLAGS} | chosen


@pytest.fixture(scope="session")
def first_day(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Return a data folder as the first start leaves it: migrated, with the sample.

    One of a run's processes starts for all of them: several at once would write the same static files.
    """
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "first-day"
    data, done = folder / "data", folder / "done"
    try:
        folder.mkdir()
    except FileExistsError:
        wait_for(done)
    else:
        Server(data).start().stop()
        done.touch()
    return data


def wait_for(path: Path) -> None:
    """Wait until another process has made this file."""
    deadline = time.monotonic() + START_SECONDS
    while not path.exists():
        assert time.monotonic() < deadline, "the process that made the first start for all came to no end"
        time.sleep(0.1)


NewServer = Callable[..., Server]


@pytest.fixture(scope="module")
def new_server(first_day: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewServer]:
    """Return what starts servers with data of their own; all of them end with the module."""
    servers: list[Server] = []

    def start(**how: Any) -> Server:
        data = tmp_path_factory.mktemp("server") / "data"
        shutil.copytree(first_day, data)
        servers.append(Server(data, **how).start())
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@pytest.fixture(scope="module")
def server(new_server: NewServer) -> Server:
    return new_server()


@pytest.fixture
def proxy(server: Server) -> Iterator[Proxy]:
    """Return a stretch of network before the server, for the devices that are to suffer."""
    with Proxy(server.port) as between:
        yield between


@pytest.fixture(scope="module")
def desk(server: Server, browser: Browser) -> Iterator[Facilitator]:
    """Return a facilitator who is signed in for the whole module."""
    facilitator = Facilitator(browser.new_context(base_url=server.url), server.printed_link())
    yield facilitator
    facilitator.close()


@pytest.fixture
def room(server: Server, browser: Browser, desk: Facilitator) -> Iterator[Room]:
    """Return the room, open and at the beginning of the case."""
    desk.begin_anew()
    room = Room(browser, server.url, desk)
    yield room
    room.close()
