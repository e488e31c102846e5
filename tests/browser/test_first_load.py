"""How heavy the table page is for a tablet that opens it for the first time."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.room import STAGES, Room, expect_connection

# Bytes over the wire, fonts aside.
LIMIT = 60 * 1024


def weigh(page: Page, path: str) -> dict[str, int]:
    """Return how many bytes of each kind (document, script, ...) came over the wire for a first load."""
    kinds: dict[str, str] = {}
    weights: dict[str, int] = {}

    def begun(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"].lower()

    def loaded(event: dict[str, Any]) -> None:
        kind = kinds[event["requestId"]]
        weights[kind] = weights.get(kind, 0) + int(event["encodedDataLength"])

    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.responseReceived", begun)
    network.on("Network.loadingFinished", loaded)
    # Its timers stand still: what it asks some seconds later is no part of the first load, however slow that is.
    page.clock.install(time=0)
    page.clock.pause_at(1)
    page.goto(path, wait_until="networkidle")
    expect_connection(page, "live")
    return weights


def without_fonts(weights: dict[str, int]) -> int:
    return sum(size for kind, size in weights.items() if kind != "font")


@pytest.mark.parametrize("stage", [0, STAGES])
def test_the_first_load_of_a_table_is_light(room: Room, stage: int, capsys: pytest.CaptureFixture[str]) -> None:
    room.facilitator.reveal_up_to(stage)
    weights = weigh(room.page(), room.facilitator.join_path(1))
    with capsys.disabled():
        print(f"\nfirst load, {stage} stages: {without_fonts(weights) / 1024:.1f} KiB and fonts: {weights}")  # noqa: T201
    assert without_fonts(weights) <= LIMIT


def test_uncompressed_the_whole_case_would_be_too_heavy(room: Room) -> None:
    room.facilitator.reveal_up_to(STAGES)
    page = room.page(extra_http_headers={"Accept-Encoding": "identity"})
    weights = weigh(page, room.facilitator.join_path(1))
    assert {"document", "stylesheet", "script"} <= weights.keys()
    assert without_fonts(weights) > LIMIT
