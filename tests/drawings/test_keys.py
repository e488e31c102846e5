from __future__ import annotations

import pytest

from drawings.keys import is_key
from workshops.tokens import new_token


def test_what_a_device_makes_is_a_key() -> None:
    assert is_key(new_token())


@pytest.mark.parametrize("text", ["", "short", "a" * 21, "a" * 23, "a" * 21 + ".", "a" * 22 + "\n", "ä" * 22])
def test_nothing_else_is(text: str) -> None:
    assert not is_key(text)
