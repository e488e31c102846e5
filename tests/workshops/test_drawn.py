from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import caches

from workshops.drawn import drawn_once


@pytest.fixture(autouse=True)
def _nothing_drawn() -> Iterator[None]:
    caches["drawn"].clear()
    yield
    caches["drawn"].clear()


def test_what_was_drawn_is_not_drawn_again_and_each_key_has_its_own() -> None:
    asked: list[str] = []

    def draw() -> str:
        asked.append("drawn")
        return f"<p>{len(asked)}</p>"

    assert [drawn_once(key, draw) for key in ("a", "a", "b")] == ["<p>1</p>", "<p>1</p>", "<p>2</p>"]
