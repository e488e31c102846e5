from __future__ import annotations

from drawings.bars import LONGEST, Bar, chart

ROWS = [("Trust", [("Tables", 3, 6), ("Coders", 4, 4)]), ("Fear", [("Tables", 0, 6), ("Coders", 0, 0)])]


def test_a_bar_is_as_long_as_its_share_and_nothing_is_divided_by_nothing() -> None:
    lengths = [[bar.width for bar in group.bars] for group in chart(ROWS).groups]
    assert lengths == [[LONGEST / 2, LONGEST], [0, 0]]


def test_bars_keep_their_numbers_and_their_words_stand_behind_them() -> None:
    bar = chart(ROWS).groups[0].bars[0]
    assert bar == Bar("Tables", 3, 6, bar.y, LONGEST / 2)


def test_nothing_stands_on_anything_else() -> None:
    drawn = chart(ROWS)
    tops = [y for group in drawn.groups for y in (group.y, *(bar.y for bar in group.bars))]
    assert tops == sorted(set(tops))
    assert tops[-1] < drawn.height


def test_a_chart_of_nothing_has_no_height() -> None:
    assert chart([]).height == 0
