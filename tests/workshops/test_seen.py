from __future__ import annotations

from workshops.seen import mark_of


def test_the_same_words_have_the_same_mark() -> None:
    assert mark_of("Draw", 45, "") == mark_of("Draw", 45, "")


def test_other_words_have_another_mark_wherever_they_differ() -> None:
    marks = {mark_of("Draw", 45, ""), mark_of("Draw", 46, ""), mark_of("Drawn", 45, ""), mark_of("Draw", 45, " ")}
    assert len(marks) == 4


def test_words_that_only_stand_in_other_fields_have_another_mark() -> None:
    assert mark_of("a", "b") != mark_of("ab", "")
    assert mark_of("a", "b", "") != mark_of("a", "", "b")
