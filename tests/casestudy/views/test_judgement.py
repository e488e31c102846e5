from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from casestudy.models import CaseRun
from live.models import Event
from tests.casestudy.judged import reveal, with_children
from tests.factories import make_facilitator, make_roadshow, signed_in
from tests.pages import words
from workshops.models import Answer

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def run(run: CaseRun) -> CaseRun:
    reveal(with_children(run), 1)
    return run


@pytest.fixture
def console(run: CaseRun) -> Client:
    return signed_in(make_facilitator(run.roadshow))


def address(name: str, run: CaseRun) -> str:
    return reverse(name, args=[run.roadshow.slug])


def is_open(run: CaseRun) -> bool:
    return CaseRun.objects.get(pk=run.pk).curves_open


# The curves


def test_a_press_opens_and_another_closes(console: Client, run: CaseRun) -> None:
    answer = console.post(address("curves", run), {"open": "yes"})
    assert (answer.status_code, answer.headers["location"]) == (302, address("console", run))
    assert is_open(run)
    assert console.post(address("curves", run), {"open": ""}, headers=HTMX).status_code == 200
    assert not is_open(run)


def test_the_same_press_twice_opens_once(console: Client, run: CaseRun) -> None:
    head = Event.objects.count()
    for _ in range(2):
        console.post(address("curves", run), {"open": "yes"})
    assert (is_open(run), Event.objects.count()) == (True, head + 1)


def test_following_a_link_opens_nothing(console: Client, run: CaseRun) -> None:
    assert console.get(address("curves", run)).status_code == 405
    assert not is_open(run)


@pytest.mark.parametrize("name", ["curves", "paper-answers"])
def test_a_roadshow_without_a_case_has_neither(name: str) -> None:
    roadshow = make_roadshow()
    client = signed_in(make_facilitator(roadshow))
    assert client.post(reverse(name, args=[roadshow.slug])).status_code == 404


# Sheets

SHEET = {
    "table": "2",
    "stage": "1",
    "about": "anna",
    "score": "7",
    "confidence": "low",
    "reason": "Nobody has seen her",
    "agency": "GP",
    "when": "advice",
    "what": "That she is hungry",
    "basis": "consent",
    "factors": ["trust", "fear"],
    "unknown": "Who feeds her?",
    "passed": "on",
}


def test_a_sheet_is_stored_as_its_tables_answers(console: Client, run: CaseRun) -> None:
    answer = console.post(address("paper-answers", run), SHEET, follow=True)
    assert "Stored: 10 answers of Table 2 to stage 1." in words(answer.text)
    assert dict(Answer.objects.filter(table__number=2).values_list("field", "value")) == {
        "case.1.concern.anna.score": "7",
        "case.1.concern.anna.confidence": "low",
        "case.1.concern.anna.reason": "Nobody has seen her",
        "case.1.share.GP.when": "advice",
        "case.1.share.GP.what": "That she is hungry",
        "case.1.share.GP.basis": "consent",
        "case.1.share.GP.factor.trust": "yes",
        "case.1.share.GP.factor.fear": "yes",
        "case.1.unknown": "Who feeds her?",
        "case.1.passed": "yes",
    }
    assert Event.objects.latest("pk").actor == "facilitator@example.org, from paper"
    assert 'value="2" selected' in answer.text  # the next part of the same sheet


def test_a_sheet_of_a_stage_that_was_never_shown_can_be_typed_in(console: Client, run: CaseRun) -> None:
    assert console.post(address("paper-answers", run), SHEET | {"stage": "3"}).status_code == 302
    assert Answer.objects.filter(field="case.3.concern.anna.score").count() == 1


def test_what_is_left_empty_stays_as_it_is(console: Client, run: CaseRun) -> None:
    console.post(address("paper-answers", run), SHEET)
    console.post(address("paper-answers", run), {"table": "2", "stage": "1", "about": "family", "score": "3"})
    assert Answer.objects.get(field="case.1.unknown").value == "Who feeds her?"
    assert Answer.objects.count() == 11


def test_a_second_press_says_that_it_stood_there_already(console: Client, run: CaseRun) -> None:
    console.post(address("paper-answers", run), SHEET)
    answer = console.post(address("paper-answers", run), SHEET, follow=True)
    assert "All of that stood there already, so nothing was changed." in words(answer.text)


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"table": "9"}, "Select a valid choice"),
        ({"stage": "9"}, "Select a valid choice"),
        ({"score": "11"}, "Select a valid choice"),
        ({"about": "bea"}, "Select a valid choice"),
        ({"agency": ""}, "Say which agency this is about"),
        ({"unknown": "x" * 4001}, "longer than 4000 signs"),
    ],
)
def test_a_wrong_sheet_stores_nothing_and_keeps_what_was_typed(
    console: Client, run: CaseRun, wrong: dict[str, str], complaint: str
) -> None:
    answer = console.post(address("paper-answers", run), SHEET | wrong)
    assert (answer.status_code, Answer.objects.count()) == (400, 0)
    assert complaint in answer.text
    assert "Nobody has seen her</textarea>" in answer.text


def test_a_child_that_nobody_knew_of_at_that_stage_cannot_be_meant(console: Client, run: CaseRun) -> None:
    run.case.people.filter(key="anna").update(first_stage=2)
    answer = console.post(address("paper-answers", run), SHEET)
    assert "Nobody knows of this child at that stage yet." in answer.text
    assert Answer.objects.count() == 0
