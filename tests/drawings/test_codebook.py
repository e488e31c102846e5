from __future__ import annotations

import pytest

from drawings.codebook import CODEBOOK, FACTORS, NAMES, in_words, trouble


def test_there_are_the_six_factors_of_2016_and_two_ways_out() -> None:
    assert [code.word for code in FACTORS] == ["Trust", "Fear", "Risk", "Relationships", "Processes", "Leadership"]
    assert NAMES[6:] == ("not-culture", "other")


def test_every_code_says_when_it_applies_and_when_not() -> None:
    assert [code.name for code in CODEBOOK if not (code.applies and code.not_when)] == []


def test_codes_are_told_in_the_order_of_the_codebook() -> None:
    assert in_words({"other", "risk", "trust", "no-such-code"}) == ["Trust", "Risk", "Other"]


@pytest.mark.parametrize(
    ("codes", "note"),
    [(["trust"], ""), (list(NAMES[:6]), ""), (["not-culture"], ""), (["other"], "Envy"), (["other", "fear"], "Envy")],
)
def test_codes_that_can_stand_together(codes: list[str], note: str) -> None:
    assert trouble(codes, note) == ""


@pytest.mark.parametrize(
    ("codes", "note", "says"),
    [
        ([], "", "Choose at least one code."),
        (["trust", "envy"], "", "One of these codes is not in the codebook."),
        (["not-culture", "risk"], "", "Not culture says that none of the others applies."),
        (["other"], "  ", "Say in the note what the other factor is."),
    ],
)
def test_codes_that_cannot_are_refused_in_words(codes: list[str], note: str, says: str) -> None:
    assert trouble(codes, note).startswith(says)
