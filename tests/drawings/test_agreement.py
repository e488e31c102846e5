from __future__ import annotations

import math

import pytest

from drawings.agreement import alpha, alphas, verdict

X = None
# Three coders on fifteen units, and four coders on eleven: published worked examples of nominal data.
THREE_BY_FIFTEEN = (
    (X, X, X, X, X, 3, 4, 1, 2, 1, 1, 3, 3, X, 3),
    (1, X, 2, 1, 3, 3, 4, 3, X, X, X, X, X, X, X),
    (X, X, 2, 1, 3, 4, 4, X, 2, 1, 1, 3, 3, X, 4),
)
FOUR_BY_ELEVEN = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, X, X),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, X),
    (X, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1),
)


def units(coders: tuple[tuple[int | None, ...], ...]) -> list[list[int]]:
    return [[value for value in unit if value is not None] for unit in zip(*coders, strict=True)]


@pytest.mark.parametrize(
    ("coders", "published"), [(THREE_BY_FIFTEEN, 0.691358), (FOUR_BY_ELEVEN, 0.743421)], ids=["3 x 15", "4 x 11"]
)
def test_alpha_is_what_was_published(coders: tuple[tuple[int | None, ...], ...], published: float) -> None:
    found = alpha(units(coders))
    assert found is not None
    assert math.isclose(found, published, abs_tol=5e-7)


def test_missing_values_taken_as_a_value_would_give_something_else() -> None:
    """Control: the published figure depends on leaving them out."""
    filled = [[value if value is not None else 0 for value in unit] for unit in zip(*THREE_BY_FIFTEEN, strict=True)]
    assert alpha(filled) != pytest.approx(0.691358, abs=1e-3)


def test_full_agreement_is_one_and_full_disagreement_less_than_nothing() -> None:
    assert alpha([[1, 1], [0, 0], [1, 1]]) == 1
    worst = alpha([[1, 0], [0, 1], [1, 0]])
    assert worst is not None
    assert worst < 0


@pytest.mark.parametrize("data", [[], [[1]], [[1], [0]], [[1, 1], [1, 1]]], ids=["none", "one", "apart", "alike"])
def test_without_anything_to_tell_apart_it_is_not_computable(data: list[list[int]]) -> None:
    assert alpha(data) is None


def test_each_code_is_compared_as_present_or_absent_among_those_who_coded() -> None:
    codings = {
        "ana": {"a": frozenset({"trust"}), "b": frozenset({"fear", "trust"}), "c": frozenset[str]()},
        "ben": {"a": frozenset({"trust"}), "b": frozenset({"fear"})},
    }
    found = alphas(codings, ["trust", "fear", "risk"])
    assert found["fear"] == 1
    assert found["trust"] == 0
    assert found["risk"] is None


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (1.0, "Reliable"),
        (0.8, "Reliable"),
        (0.7999, "Tentative conclusions only"),
        (0.667, "Tentative conclusions only"),
        (0.6669, "Not reliable"),
        (-0.2, "Not reliable"),
        (None, "Not computable: no variation"),
    ],
)
def test_what_may_be_concluded_is_said_in_words(value: float | None, says: str) -> None:
    assert verdict(value) == says
