from __future__ import annotations

import json

import pytest

from benchmarks.room import shows_everywhere


def _frame(*haves: int) -> bytes:
    cards = "".join(
        f'<li data-table="{n}" data-join="/join/ABCDEF/"\n  data-have="{have}"><p data-have="9"></li>'
        for n, have in enumerate(haves, start=1)
    )
    return json.dumps({"epoch": "e", "topic": "consoles", "kind": "room", "html": cards}).encode()


@pytest.mark.parametrize(("haves", "shows"), [((1, 1, 1), True), ((1, 0, 1), False), ((11, 11), False), ((), False)])
def test_the_room_shows_a_stage_when_every_table_does(haves: tuple[int, ...], shows: bool) -> None:
    assert shows_everywhere(_frame(*haves), 1) is shows
