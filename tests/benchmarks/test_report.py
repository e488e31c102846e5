from __future__ import annotations

import pytest

from benchmarks.report import Goal, shown, table


@pytest.mark.parametrize(
    ("measured", "at_least", "is_met"),
    [(2.0, False, True), (2.01, False, False), (2.0, True, True), (1.99, True, False)],
)
def test_a_goal_holds_up_to_its_limit(*, measured: float, at_least: bool, is_met: bool) -> None:
    assert Goal("x", measured, 2.0, at_least=at_least).is_met is is_met


def test_a_goal_says_figure_limit_and_verdict() -> None:
    assert str(Goal("storm", 1.5, 2, " s")) == "  met      storm: 1.50 s (at most 2 s)"
    assert str(Goal("plain / ours", 12.9, 50, at_least=True)) == "  NOT MET  plain / ours: 12.9 (at least 50)"


@pytest.mark.parametrize(
    ("value", "text"), [(0.456, "0.46"), (12.34, "12.3"), (1234.5, "1,234"), (7, "7"), ("name", "name")]
)
def test_figures_have_about_three_digits(value: object, text: str) -> None:
    assert shown(value) == text


def test_a_table_lines_its_columns_up() -> None:
    lined_up = "server     ms\nours     1.50\ntheirs  1,200"
    assert table(["server", "ms"], [["ours", 1.5], ["theirs", 1200.0]]) == lined_up
