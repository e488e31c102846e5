from __future__ import annotations

import pytest

from casestudy import judging
from casestudy.judging import FACTOR_WORDS, Asked, Basis, Sure, When
from casestudy.schema import Factor


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        (judging.concern(3, "family", "score"), Asked("concern", 3, "family", "score")),
        (judging.concern(12, "anna-2", "reason"), Asked("concern", 12, "anna-2", "reason")),
        (judging.alone(3, "SCH", "anna", "confidence"), Asked("alone", 3, "anna", "confidence", "SCH")),
        (judging.share(3, "GP", "when"), Asked("share", 3, "GP", "when")),
        (judging.share(3, "GP", "basis-words"), Asked("share", 3, "GP", "basis-words")),
        (judging.share(3, "GP", "factor.trust"), Asked("share", 3, "GP", "factor.trust")),
        (judging.of_stage(3, "unknown"), Asked("text", 3, what="unknown")),
        (judging.of_stage(3, "passed"), Asked("passed", 3)),
        (judging.present("GP"), Asked("present", of="GP")),
    ],
)
def test_a_name_is_taken_apart_as_it_was_put_together(name: str, asked: Asked) -> None:
    assert judging.asked(name) == asked


@pytest.mark.parametrize(
    "name",
    [
        "case",
        "case.3",
        "case.0.passed",
        "case.100.passed",
        "case.3.passed.",
        "case.3.concern.family",
        "case.3.concern.family.mood",
        "case.3.concern.Anna.score",
        "case.3.alone-.family.score",
        "case.3.share.gp.when",
        "case.3.share.GP.factor.money",
        "case.3.share.GP.factor",
        "case.present.gp",
        "review.3.passed",
        "case.3.unknown\n",
    ],
)
def test_what_the_case_does_not_ask_is_no_name_of_its(name: str) -> None:
    assert judging.asked(name) is None


def test_every_choice_has_words_and_no_two_the_same() -> None:
    for kind in (Sure, When, Basis):
        words = [choice.words for choice in kind]
        assert len(set(words)) == len(list(kind))
        assert all(words)
    assert list(FACTOR_WORDS) == list(Factor)
