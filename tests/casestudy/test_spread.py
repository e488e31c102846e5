from __future__ import annotations

from random import Random

import pytest

from casestudy.spread import Spread, spread


@pytest.mark.parametrize(
    ("scores", "middle", "lower", "upper"),
    [
        ([], None, None, None),
        ([4], None, None, None),
        ([4, 6], None, None, None),
        ([1, 9, 5], 5, None, None),
        ([1, 2, 8, 9], 5, None, None),
        ([1, 2, 3, 4, 5], 3, 2, 4),
        ([0, 0, 10, 10, 10, 10], 10, 0, 10),
        ([7] * 40, 7, 7, 7),
    ],
)
def test_a_middle_from_three_tables_and_quarters_from_five(
    scores: list[int], middle: float | None, lower: int | None, upper: int | None
) -> None:
    assert spread(scores) == Spread(tuple(sorted(scores)), middle, lower, upper)


@pytest.mark.parametrize("count", range(5, 41))
def test_the_middle_half_holds_at_least_half_of_the_tables(count: int) -> None:
    random = Random(count)
    scores = [random.randrange(11) for _ in range(count)]
    lie = spread(scores)
    assert lie.lower is not None
    assert lie.upper is not None
    assert sum(lie.lower <= score <= lie.upper for score in scores) * 2 >= lie.count
