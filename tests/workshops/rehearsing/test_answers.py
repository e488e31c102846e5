from __future__ import annotations

import time
from random import Random

import pytest

from tests.factories import first_table, make_roadshow
from workshops.actions.care import clear_signal, signal
from workshops.actions.talk import park_question
from workshops.models import Roadshow, SignalKind
from workshops.rehearsing import answers
from workshops.rehearsing.answers import AnswerKind, Speaker, choose, kept_times, register
from workshops.rehearsing.pages import Form
from workshops.rehearsing.records import Said

HELP = Form("help", "/table/signal/", {"kind": "help", "say": "yes"})
DONE = Form("done", "/table/signal/", {"kind": "done", "say": "yes"})
PARK = Form("park", "/table/park/", {"key": "k", "text": ""}, blanks=("text",))


def speaker(share: float | None = None, seed: int = 0) -> Speaker:
    return Speaker(table=1, random=Random(seed), share=share)


def chosen(forms: list[Form], share: float | None = None) -> set[str]:
    """Return which forms a table answers, of many that are in the same place."""
    found = (choose(forms, speaker(share, seed)) for seed in range(1000))
    return {answer[0].does for answer in found if answer}


# What is said


@pytest.mark.parametrize(("share", "said"), [(None, {"help"}), (0.5, {"help"}), (0.9, {"help", "done"})])
def test_a_table_is_done_when_the_activity_is_ending(share: float | None, said: set[str]) -> None:
    assert chosen([HELP, DONE], share) == said


def test_most_tables_are_done_in_the_end() -> None:
    many = [choose([HELP, DONE, PARK], speaker(0.9, seed)) for seed in range(200)]
    assert sum(answer is not None and answer[0].does == "done" for answer in many) > 100


def test_most_of_the_time_a_table_works_and_says_nothing() -> None:
    many = [choose([HELP, PARK], speaker(0.5, seed)) for seed in range(1000)]
    assert 15 < sum(answer is not None for answer in many) < 80


@pytest.mark.parametrize("form", [HELP, DONE])
def test_a_signal_that_stands_is_not_taken_back(form: Form) -> None:
    standing = Form(form.does, form.action, form.fields | {"say": ""})
    assert choose([standing], speaker(0.9)) is None


def test_a_parked_question_is_an_invented_one() -> None:
    answer = next(filter(None, (choose([PARK], speaker(seed=seed)) for seed in range(1000))))
    assert answer[1]["text"] in answers.QUESTIONS


def test_what_nobody_registered_is_left_alone() -> None:
    assert choose([Form("rotate-code", "/")], speaker()) is None
    assert choose([], speaker()) is None


def test_a_higher_app_adds_its_kinds_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "_kinds", {})
    monkeypatch.setattr(answers, "SILENCE", 1e-9)
    kind = AnswerKind(lambda _form, _speaker: {"score": "7"}, lambda _rehearsal, _said: 1, weight=1.0)
    register("concern", kind)
    register("concern", kind)
    concern = Form("concern", "/table/concern/")
    assert choose([concern], speaker()) == (concern, {"score": "7"})
    with pytest.raises(ValueError, match="two kinds"):
        register("concern", AnswerKind(kind.fill, kind.kept, weight=1.0))


# What is kept


@pytest.fixture
def rehearsal(db: None) -> Roadshow:
    return make_roadshow(tables=2)


def said(does: str, key: str = "", *, since: float = 0.0, table: int = 1) -> Said:
    return Said(does, table, key, {"kind": does}, time.time() - since, time.time())


def test_a_question_is_kept_once_however_often_it_was_sent(rehearsal: Roadshow) -> None:
    for _ in range(2):
        park_question(rehearsal, text="Who?", table=first_table(rehearsal), actor="Table 1", key="k1")
    assert kept_times(rehearsal, said("park", "k1")) == 1


def test_a_question_that_is_not_there_is_lost(rehearsal: Roadshow) -> None:
    park_question(rehearsal, text="Who?", table=first_table(rehearsal), actor="Table 1", key="k1")
    assert kept_times(rehearsal, said("park", "k2")) == 0
    assert kept_times(rehearsal, said("park", "k1", table=2)) == 0


def test_a_question_without_the_key_that_makes_it_one_is_doubled(rehearsal: Roadshow) -> None:
    for _ in range(2):
        park_question(rehearsal, text="Who?", table=first_table(rehearsal), actor="Table 1")
    assert kept_times(rehearsal, said("park", "")) == 2


def test_a_signal_is_kept_if_it_stood_between_press_and_answer(rehearsal: Roadshow) -> None:
    table = first_table(rehearsal)
    signal(table, SignalKind.HELP, actor="Table 1")
    assert kept_times(rehearsal, said("help", since=1)) == 1
    assert kept_times(rehearsal, said("moment", since=1)) == 0
    assert kept_times(rehearsal, said("help", since=1, table=2)) == 0


def test_a_signal_that_somebody_saw_to_at_once_was_kept(rehearsal: Roadshow) -> None:
    table = first_table(rehearsal)
    signal(table, SignalKind.HELP, actor="Table 1")
    clear_signal(table, SignalKind.HELP, actor="Ana")
    assert kept_times(rehearsal, said("help", since=1)) == 1


def test_a_signal_that_was_over_before_the_press_is_another_one(rehearsal: Roadshow) -> None:
    table = first_table(rehearsal)
    signal(table, SignalKind.HELP, actor="Table 1")
    clear_signal(table, SignalKind.HELP, actor="Ana")
    assert kept_times(rehearsal, said("help")) == 0


def test_a_signal_of_another_roadshow_is_not_ours(rehearsal: Roadshow) -> None:
    signal(first_table(make_roadshow()), SignalKind.HELP, actor="Table 1")
    assert kept_times(rehearsal, said("help", since=1)) == 0
