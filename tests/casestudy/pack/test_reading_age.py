from __future__ import annotations

import pytest

from casestudy.pack.reading_age import grade, is_long_enough


def test_it_counts_words_sentences_and_syllables() -> None:
    # Six words of one syllable in two sentences: 0.39 * 3 + 11.8 - 15.59.
    assert grade("The cat sat. The dog ran!") == pytest.approx(-2.62)


def test_longer_sentences_and_words_are_harder() -> None:
    plain = "The nurse came. She saw the child. She told the school."
    long = "The nurse came and saw the child and told the school about it as well."
    hard = "Professionals communicated vulnerabilities. They considered information governance."
    assert grade(plain) < grade(long) < grade(hard)


def test_lines_of_a_list_are_sentences_of_their_own() -> None:
    assert grade("- a cat\n- a dog\n- a cow") == pytest.approx(grade("A cat. A dog. A cow."))


@pytest.mark.parametrize("text", ["", "   ", "123 456", "| --- | --- |"])
def test_what_has_no_words_is_not_hard(text: str) -> None:
    assert grade(text) == 0


def test_a_few_words_say_nothing() -> None:
    assert not is_long_enough("Incomprehensibilities notwithstanding.")
    assert is_long_enough("word " * 30)
