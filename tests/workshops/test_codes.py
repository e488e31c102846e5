from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.codes import ALPHABET, LENGTH, is_code, new_code, tidied


def test_no_sign_of_a_code_can_be_misread() -> None:
    assert set("0O1IL").isdisjoint(ALPHABET)
    assert len(set(ALPHABET)) == 31


def test_a_new_code_is_a_code() -> None:
    codes = {new_code() for _ in range(200)}
    assert all(is_code(code) for code in codes)
    assert len(codes) > 190


@pytest.mark.parametrize("typed", ["abc234", "ABC 234", " abc-234 ", "a b c 2 3 4", "ABC–234"])  # noqa: RUF001 -- as typed
def test_however_a_code_is_typed_it_is_read_as_printed(typed: str) -> None:
    assert tidied(typed) == "ABC234"


def test_a_code_that_is_too_long_stays_too_long() -> None:
    assert len(tidied("ABC2345678")) == LENGTH + 1


@pytest.mark.parametrize("text", ["", "ABC23", "ABC2345", "abc234", "ABC10L", "ABC 23"])
def test_what_is_no_code_is_told_from_one(text: str) -> None:
    assert not is_code(text)


@given(st.text())
def test_whatever_is_typed_is_tidied_to_a_short_word(typed: str) -> None:
    code = tidied(typed)
    assert len(code) <= LENGTH + 1
    assert code == "" or code.isalnum()
