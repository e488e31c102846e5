"""What tables may answer and until when. Every rule stands beside the same answer a moment earlier, when it is good."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from casestudy.actions import reveals
from casestudy.fields import GRACE, field_of, find
from casestudy.kinds import ANSWERED
from casestudy.models import CaseRun, Part, Parts, Reveal
from tests.casestudy.judged import answer, reveal, with_children
from tests.factories import first_table, join, make_roadshow
from workshops.answering import ClosedError, RefusedError, UnknownFieldError
from workshops.models import Answer, Device
from workshops.topics import CONSOLES, SCREENS

pytestmark = pytest.mark.django_db

GOOD = {
    "case.1.concern.family.score": "0",
    "case.1.concern.anna.score": "10",
    "case.1.concern.anna.confidence": "low",
    "case.1.concern.anna.reason": "She is not seen.\nEver.",
    "case.1.share.GP.when": "not-yet",
    "case.1.share.GP.what": "That she is hungry",
    "case.1.share.GP.whom": "The practice nurse",
    "case.1.share.GP.why": "They see her",
    "case.1.share.GP.basis": "public-task",
    "case.1.share.GP.basis-words": "It is our job",
    "case.1.share.GP.factor.trust": "yes",
    "case.1.vulnerabilities": "Hunger \N{BABY} مرحبا <script>alert(1)</script>",
    "case.1.unknown": "Who feeds her?",
    "case.1.passed": "yes",
    "case.present.SCH": "yes",
}


@pytest.fixture
def run(run: CaseRun) -> CaseRun:
    return with_children(run)


@pytest.fixture
def device(run: CaseRun) -> Device:
    device = join(first_table(run.roadshow)).device
    return Device.objects.select_related("table__roadshow").get(pk=device.pk)


def refusal(device: Device, name: str) -> type[RefusedError] | None:
    """Return why a field is not open to a device; None when it is."""
    try:
        find(device, name)
    except RefusedError as error:
        return type(error)
    return None


# What may stand in an answer


def test_everything_that_is_asked_is_stored(run: CaseRun, device: Device) -> None:
    reveal(run, 1)
    outcome = answer(device, GOOD)
    assert outcome.refused == {}
    assert dict(Answer.objects.values_list("field", "value")) == GOOD


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("case.1.concern.family.score", "11"),
        ("case.1.concern.family.score", "-1"),
        ("case.1.concern.family.score", "05"),
        ("case.1.concern.family.score", "5.5"),
        ("case.1.concern.family.score", "five"),
        ("case.1.concern.family.confidence", "utter"),
        ("case.1.share.GP.when", "tomorrow"),
        ("case.1.share.GP.basis", "gut"),
        ("case.1.share.GP.factor.fear", "no"),
        ("case.1.passed", "on"),
        ("case.present.GP", "1"),
        ("case.1.unknown", "x" * 100_000),
    ],
)
def test_what_is_no_answer_is_refused_and_what_stood_is_kept(
    run: CaseRun, device: Device, name: str, value: str
) -> None:
    reveal(run, 1)
    before = {name: GOOD[name]} if name in GOOD else {}
    answer(device, before) if before else None
    outcome = answer(device, {name: value})
    assert outcome.stored == {}
    assert not outcome.refused[name]["closed"]
    assert dict(Answer.objects.exclude(value="").values_list("field", "value")) == before


@pytest.mark.parametrize("name", [name for name in GOOD if not name.endswith(("reason", "what", "whom", "why"))])
def test_every_answer_can_be_taken_back(run: CaseRun, device: Device, name: str) -> None:
    reveal(run, 1)
    answer(device, {name: GOOD[name]})
    assert answer(device, {name: ""}).refused == {}


@pytest.mark.parametrize(
    "name",
    [
        "case.1.concern.bea.score",  # nobody asks about the mother
        "case.1.concern.nobody.score",
        "case.1.share.POL.when",  # no agency of this case
        "case.1.alone-POL.family.score",
        "case.present.POL",
        "case.1.mood",
        "case.x",
    ],
)
def test_what_this_case_does_not_ask_is_unknown(run: CaseRun, device: Device, name: str) -> None:
    reveal(run, 1)
    assert refusal(device, name) is UnknownFieldError


def test_a_roadshow_without_a_case_asks_nothing() -> None:
    device = join(first_table(make_roadshow())).device
    assert refusal(device, "case.1.passed") is UnknownFieldError


def test_a_child_can_be_rated_from_when_the_room_knows_of_it(run: CaseRun, device: Device) -> None:
    run.case.people.filter(key="anna").update(first_stage=3, expected_stage=2)
    reveal(run, 1)
    assert refusal(device, "case.1.concern.anna.score") is UnknownFieldError
    reveal(run, 2)
    assert refusal(device, "case.2.concern.anna.score") is None


def test_what_is_typed_is_woven_and_told_to_the_table_alone(run: CaseRun) -> None:
    typed = {name: field_of(run, name) for name in GOOD}
    merged = {name for name, field in typed.items() if field and field.merged}
    assert merged == {n for n in GOOD if n.endswith(("reason", "what", "whom", "why", "words", "unknown", "ities"))}
    assert {field.topics for name, field in typed.items() if field and name in merged} == {()}
    assert {field.kind for field in typed.values() if field} == {ANSWERED}


@pytest.mark.parametrize(("opened", "topics"), [(False, (CONSOLES,)), (True, (CONSOLES, SCREENS))])
def test_screens_hear_of_a_number_only_while_the_curves_are_open(
    run: CaseRun, *, opened: bool, topics: tuple[str, ...]
) -> None:
    run.curves_open = opened
    score, when = field_of(run, "case.1.concern.family.score"), field_of(run, "case.1.share.GP.when")
    assert score is not None
    assert when is not None
    assert (score.topics, when.topics) == (topics, (CONSOLES,))


# Until when


NAMES = ["case.2.concern.family.score", "case.2.unknown", "case.2.share.GP.when", "case.2.passed"]


@pytest.mark.parametrize("name", NAMES)
def test_a_stage_takes_answers_while_it_is_the_newest(run: CaseRun, device: Device, name: str) -> None:
    reveal(run, 1)
    assert refusal(device, name) is ClosedError
    reveal(run, 2)
    assert refusal(device, name) is None


@pytest.mark.parametrize("name", NAMES)
def test_what_was_under_way_when_the_next_stage_came_is_taken_for_a_moment(
    run: CaseRun, device: Device, name: str
) -> None:
    reveal(run, 3)
    assert refusal(device, name) is None
    _came(run, 3, ago=GRACE - dt.timedelta(seconds=2))
    assert refusal(device, name) is None
    _came(run, 3, ago=GRACE + dt.timedelta(seconds=1))
    assert refusal(device, name) is ClosedError


def test_a_moment_is_for_the_last_stage_only(run: CaseRun, device: Device) -> None:
    reveal(run, 3)
    assert refusal(device, "case.1.unknown") is ClosedError


def test_a_withdrawn_stage_takes_nothing_and_the_one_before_is_open_again(run: CaseRun, device: Device) -> None:
    reveal(run, 2)
    _came(run, 2, ago=dt.timedelta(minutes=5))
    assert refusal(device, "case.1.unknown") is ClosedError
    reveals.withdraw(run, stage=2, actor="Ana")
    assert (refusal(device, "case.1.unknown"), refusal(device, "case.2.unknown")) == (None, ClosedError)
    reveal(run, 2)
    assert refusal(device, "case.2.unknown") is None


def test_what_was_said_of_a_withdrawn_stage_is_there_when_it_comes_again(run: CaseRun, device: Device) -> None:
    reveal(run, 1)
    answer(device, {"case.1.unknown": "Who feeds her?"})
    reveals.withdraw(run, stage=1, actor="Ana")
    reveal(run, 1)
    assert answer(device, {"case.1.passed": "yes"}).refused == {}
    assert Answer.objects.get(field="case.1.unknown").value == "Who feeds her?"


def test_once_the_key_is_open_no_stage_takes_answers(run: CaseRun, device: Device) -> None:
    reveal(run, 1)
    CaseRun.objects.filter(pk=run.pk).update(key_opened_at=timezone.now(), key_opened_by="Ana")
    assert refusal(device, "case.1.unknown") is ClosedError


def test_who_sits_at_a_table_can_be_said_all_day(run: CaseRun, device: Device) -> None:
    assert refusal(device, "case.present.GP") is None
    reveal(run, 3)
    assert refusal(device, "case.present.GP") is None


@pytest.mark.parametrize("name", ["case.3.concern.anna.score", "case.3.concern.nobody.score", "case.77.unknown"])
def test_of_a_stage_that_is_not_shown_nobody_finds_out_what_it_asks(run: CaseRun, device: Device, name: str) -> None:
    reveal(run, 1)
    assert refusal(device, name) is ClosedError


def test_the_words_say_what_happened_what_is_kept_and_what_to_do(run: CaseRun, device: Device) -> None:
    reveal(run, 2)
    shown = run.reveals.get(stage__number=2)
    _came(run, 2, ago=dt.timedelta(minutes=5))
    shown.refresh_from_db()
    (why,) = [entry["why"] for entry in answer(device, {"case.1.unknown": "Late"}).refused.values()]
    assert why == (
        f"Stage 1 closed at {timezone.localtime(shown.revealed_at):%H:%M}, when stage 2 came. This was not stored; "
        "what the table had said by then is kept. If it still matters, say it in stage 2."
    )


# Where parts are given out


@pytest.fixture
def parted(run: CaseRun, device: Device) -> CaseRun:
    run.parts = Parts.TABLES
    run.save(update_fields=["parts"])
    Part.objects.create(run=run, table=device.table, order=1, agency=run.case.agencies.get(code="SCH"))
    reveal(run, 1)
    return run


def test_before_pooling_a_device_rates_for_its_own_part_alone(parted: CaseRun, device: Device) -> None:
    assert refusal(device, "case.1.alone-SCH.family.score") is None
    assert refusal(device, "case.1.alone-GP.family.score") is ClosedError
    assert refusal(device, "case.1.concern.family.score") is ClosedError


def test_after_pooling_the_whole_is_rated(parted: CaseRun, device: Device) -> None:
    Reveal.objects.filter(run=parted).update(pooled_at=timezone.now(), pooled_by="Ana")
    assert refusal(device, "case.1.alone-SCH.family.score") is ClosedError
    assert refusal(device, "case.1.concern.family.score") is None


def test_a_table_without_a_part_rates_nothing_before_pooling(parted: CaseRun) -> None:
    other = join(parted.roadshow.tables.get(number=2)).device
    other = Device.objects.select_related("table__roadshow").get(pk=other.pk)
    assert refusal(other, "case.1.alone-SCH.family.score") is ClosedError


def test_where_no_parts_are_given_out_nobody_rates_alone(run: CaseRun, device: Device) -> None:
    reveal(run, 1)
    assert refusal(device, "case.1.alone-SCH.family.score") is ClosedError


def _came(run: CaseRun, stage: int, *, ago: dt.timedelta) -> None:
    run.reveals.filter(stage__number=stage).update(revealed_at=timezone.now() - ago)
