from __future__ import annotations

import re
import time
from difflib import SequenceMatcher
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.matching import Matcher

words = st.lists(st.sampled_from(["the", "child", "was", " ", "seen", ",", "late"]), max_size=40)


def blocks(a: str, b: str) -> list[tuple[int, int, int]]:
    return Matcher(a=a.split(), b=b.split()).get_matching_blocks()


@given(words, words)
def test_what_is_said_to_match_matches_in_order_and_an_empty_block_ends_it(a: list[str], b: list[str]) -> None:
    found = Matcher(a=a, b=b).get_matching_blocks()
    assert found[-1] == (len(a), len(b), 0)
    i = j = 0
    for at, there, n in found[:-1]:
        assert n > 0
        assert at >= i
        assert there >= j
        assert a[at : at + n] == b[there : there + n]
        i, j = at + n, there + n


@given(words)
def test_the_same_text_is_one_block(a: list[str]) -> None:
    assert Matcher(a=a, b=list(a)).get_matching_blocks() == [(0, 0, len(a))] * bool(a) + [(len(a), len(a), 0)]


def test_what_stands_at_both_ends_is_found() -> None:
    assert blocks("a b c", "a x c") == [(0, 0, 1), (2, 2, 1), (3, 3, 0)]


def test_words_that_return_are_found_between_distant_changes_where_difflib_is_blind() -> None:
    random = Random(1)
    old = re.findall(r"\s|\S+", " ".join(str(random.randrange(300)) for _ in range(1_000)))
    new = ["0", *old[1:40], "0", *old[41:]]
    in_common = [
        sum(n for _i, _j, n in found.get_matching_blocks())
        for found in (Matcher(a=old, b=new), SequenceMatcher(None, old, new))
    ]
    assert in_common[0] == len(old) - 2
    assert in_common[1] < len(old) / 10


def test_a_space_that_fits_does_not_hide_a_word() -> None:
    assert Matcher(a=["ben", " "], b=["cam", " ", "ben", "  "]).get_matching_blocks()[0] == (0, 2, 1)


def test_words_that_changed_places_match_once() -> None:
    assert [n for _i, _j, n in blocks("s a b c d e", "t b c d a f")] == [3, 0]


@pytest.mark.parametrize("pattern", ["a ", ", ", "a b ", "a , b . "])
def test_no_text_that_fits_in_a_box_takes_long(pattern: str) -> None:
    text = (pattern * 2_000).split()[:4_000]
    began = time.perf_counter()
    Matcher(a=["x", *text[:-9], "y"], b=["z", *text, "w"]).get_matching_blocks()
    assert time.perf_counter() - began < 0.5
