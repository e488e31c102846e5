from __future__ import annotations

import pytest

from workshops import mix
from workshops.mix import TableMix, mix_of
from workshops.models import Roadshow

ROADSHOW = Roadshow(city="Nowhere")
KNOWN = {1: TableMix({"Police": 2}, {"Director": 1})}


@pytest.fixture(autouse=True)
def _no_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mix, "_sources", [])


def test_while_nobody_knows_nothing_is_known() -> None:
    mix.register(lambda _roadshow: {})
    assert mix_of(ROADSHOW) == {}


def test_whoever_knows_is_believed_and_the_first_of_several() -> None:
    mix.register(lambda _roadshow: {})
    mix.register(lambda _roadshow: KNOWN)
    mix.register(lambda _roadshow: {1: TableMix({"Health": 9})})
    assert mix_of(ROADSHOW) == KNOWN
