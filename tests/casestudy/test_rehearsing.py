"""Simulated tables rate, decide and note as a table's own page lets them, and what they say is found again."""

from __future__ import annotations

from random import Random

import pytest
from django.test import Client
from django.urls import reverse

from casestudy import judging, rehearsing
from casestudy.models import CaseRun
from tests.casestudy.judged import reveal, with_children
from tests.factories import first_table, seated
from workshops.models import AnswerChange
from workshops.rehearsing.answers import Speaker, kind_of
from workshops.rehearsing.pages import Form, Page
from workshops.rehearsing.records import Said

pytestmark = pytest.mark.django_db

DOES = ["concern", "share", "note"]


@pytest.fixture
def run(run: CaseRun) -> CaseRun:
    reveal(with_children(run), 1)
    return run


@pytest.fixture
def tablet(run: CaseRun) -> Client:
    return seated(first_table(run.roadshow))


def form(tablet: Client, does: str) -> Form:
    (found,) = Page(tablet.get(reverse("table")).text).forms(does)
    return found


def filled(does: str, on: Form, seed: int = 1) -> dict[str, str]:
    kind = kind_of(does)
    assert kind is not None
    assert kind.only_filled
    words = kind.fill(on, Speaker(table=1, random=Random(seed), stage=1))
    assert words is not None
    return words | {"key": "k" * 22 + str(seed)}


def send(tablet: Client, does: str, words: dict[str, str]) -> Said:
    answer = tablet.post(reverse("answer"), words, headers={"Idempotency-Key": words["key"]})
    assert answer.status_code == 302
    return Said(does, 1, words["key"], words, 0.0, 1.0)


@pytest.mark.parametrize("does", DOES)
def test_what_a_simulated_table_says_is_taken_and_found_once(tablet: Client, run: CaseRun, does: str) -> None:
    on = form(tablet, does)
    for seed in range(20):
        said = send(tablet, does, filled(does, on, seed))
        assert rehearsing.kept(run.roadshow, said) == 1
        assert rehearsing.kept(run.roadshow, send(tablet, does, said.fields)) == 1  # sent again, kept once


@pytest.mark.parametrize("does", DOES)
def test_control_what_was_lost_is_not_found(tablet: Client, run: CaseRun, does: str) -> None:
    said = send(tablet, does, filled(does, form(tablet, does)))
    AnswerChange.objects.all().delete()
    assert rehearsing.kept(run.roadshow, said) == 0


def test_a_form_without_what_it_asks_is_left_alone() -> None:
    speaker = Speaker(table=1, random=Random(1))
    fills = [kind.fill(Form(does, "/"), speaker) for does in DOES if (kind := kind_of(does))]
    assert fills == [None, None, None]


def test_numbers_rise_with_the_case_and_stay_on_the_scale() -> None:
    random = Random(1)
    early, late = ([int(rehearsing._near(random, middle)) for _ in range(200)] for middle in (3, 10))
    assert sum(early) < sum(late)
    assert {str(score) for score in [*early, *late]} <= set(judging.SCORES)
