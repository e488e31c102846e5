from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from casestudy.actions import reveals
from casestudy.actions.reveals import OutOfTurnError
from casestudy.kinds import REVEALED, WITHDRAWN
from casestudy.models import CaseRun, Reveal
from live.announce import announce
from live.models import Log
from live.room import Delivery
from tests.factories import make_run
from tests.together import together
from workshops.topics import EVERYBODY

pytestmark = pytest.mark.django_db


def state(run: CaseRun) -> tuple[int, int, list[tuple[int, bool]]]:
    """Return where the room is, how far its log is, and every reveal with whether it was withdrawn."""
    run.refresh_from_db()
    reveals = [(reveal.stage.number, reveal.withdrawn_at is not None) for reveal in run.reveals.all()]
    return run.stage, Log.objects.get(pk=run.roadshow.log_id).head, reveals


def test_stages_are_revealed_one_after_another(run: CaseRun) -> None:
    for number in (1, 2, 3):
        reveal = reveals.reveal(run, stage=number, actor="Ana")
        assert (reveal.stage.number, reveal.revealed_by, reveal.seq) == (number, "Ana", number)
    assert state(run) == (3, 3, [(1, False), (2, False), (3, False)])


@pytest.mark.parametrize("shown", [0, 1, 3])
def test_reveal_out_of_turn_changes_nothing(run: CaseRun, shown: int) -> None:
    for number in range(1, shown + 1):
        reveals.reveal(run, stage=number, actor="Ana")
    before = state(run)
    for number in {-1, 0, 1, 2, 3, 4, 99} - {shown + 1}:
        with pytest.raises(OutOfTurnError) as refusal:
            reveals.reveal(run, stage=number, actor="Ben", key="another press")
        assert refusal.value.run.stage == shown
    assert state(run) == before


@pytest.mark.parametrize("shown", [0, 2])
def test_withdraw_out_of_turn_changes_nothing(run: CaseRun, shown: int) -> None:
    for number in range(1, shown + 1):
        reveals.reveal(run, stage=number, actor="Ana")
    before = state(run)
    for number in {-1, 0, 1, 3} - {shown or -2}:
        with pytest.raises(OutOfTurnError):
            reveals.withdraw(run, stage=number, actor="Ben")
    assert state(run) == before


def test_a_withdrawal_goes_one_stage_back_and_deletes_nothing(run: CaseRun) -> None:
    reveals.reveal(run, stage=1, actor="Ana")
    reveals.reveal(run, stage=2, actor="Ana")
    withdrawn = reveals.withdraw(run, stage=2, actor="Ben")
    assert (withdrawn.revealed_by, withdrawn.withdrawn_by) == ("Ana", "Ben")
    assert state(run) == (1, 3, [(1, False), (2, True)])


def test_a_withdrawn_stage_can_be_revealed_again(run: CaseRun) -> None:
    reveals.reveal(run, stage=1, actor="Ana")
    reveals.withdraw(run, stage=1, actor="Ana")
    reveals.reveal(run, stage=1, actor="Ben")
    assert state(run) == (1, 3, [(1, True), (1, False)])


def test_the_same_press_once_more_is_answered_as_the_first_time(run: CaseRun) -> None:
    first = reveals.reveal(run, stage=1, actor="Ana", key="press 1")
    before = state(run)
    assert [reveals.reveal(run, stage=1, actor="Ana", key="press 1") for _ in range(3)] == [first] * 3
    assert state(run) == before


def test_a_press_without_a_key_is_never_the_same_press(run: CaseRun) -> None:
    reveals.reveal(run, stage=1, actor="Ana")
    with pytest.raises(OutOfTurnError):
        reveals.reveal(run, stage=1, actor="Ana")


def test_a_late_repetition_does_not_reveal_what_was_withdrawn_meanwhile(run: CaseRun) -> None:
    reveals.reveal(run, stage=1, actor="Ana", key="press 1")
    reveals.withdraw(run, stage=1, actor="Ben")
    before = state(run)
    with pytest.raises(OutOfTurnError):
        reveals.reveal(run, stage=1, actor="Ana", key="press 1")
    assert state(run) == before
    assert reveals.reveal(run, stage=1, actor="Ana", key="press 2").stage.number == 1


def test_a_stage_has_one_standing_reveal_whoever_writes_it(run: CaseRun) -> None:
    first = reveals.reveal(run, stage=1, actor="Ana")
    with pytest.raises(IntegrityError):
        Reveal.objects.create(run=run, stage=first.stage, seq=9, revealed_by="Ben")


# Announcing


def move(kind: str) -> Callable[[CaseRun], object]:
    if kind == REVEALED:
        return lambda run: reveals.reveal(run, stage=2, actor="Ana")
    return lambda run: reveals.withdraw(run, stage=1, actor="Ana")


@pytest.mark.parametrize(("kind", "stage"), [(REVEALED, 2), (WITHDRAWN, 1)])
def test_a_move_is_announced_to_everybody_once_and_after_commit(
    run: CaseRun,
    delivered: list[Delivery],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    kind: str,
    stage: int,
) -> None:
    reveals.reveal(run, stage=1, actor="Ana")
    with django_capture_on_commit_callbacks(execute=True):
        move(kind)(run)
        before_commit = list(delivered)
    assert before_commit == []
    (push,) = delivered
    assert (push.seq, tuple(topic for topic, _after, _text in push.texts)) == (2, EVERYBODY)
    event = run.roadshow.log.events.get(seq=2)
    assert (event.kind, event.payload, event.actor) == (kind, {"stage": stage}, "Ana")


class PowerCutError(Exception):
    """What stops a transaction half way."""


@pytest.mark.parametrize("kind", [REVEALED, WITHDRAWN])
def test_a_move_that_was_rolled_back_is_announced_to_nobody(
    run: CaseRun,
    delivered: list[Delivery],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    kind: str,
) -> None:
    reveals.reveal(run, stage=1, actor="Ana")
    before = state(run)
    with django_capture_on_commit_callbacks(execute=True), suppress(PowerCutError), transaction.atomic():
        move(kind)(run)
        raise PowerCutError
    assert delivered == []
    assert state(run) == before


def test_a_reveal_out_of_turn_is_announced_to_nobody(
    run: CaseRun, delivered: list[Delivery], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(OutOfTurnError):
        reveals.reveal(run, stage=2, actor="Ana")
    assert delivered == []


# Two facilitators at once

Verb = Callable[[CaseRun, str], object]


def pressed_by_two(verb: Verb) -> tuple[CaseRun, list[str]]:
    """Let two facilitators, whose consoles both show stage 1 as the next, press at the same moment."""
    run = make_run()

    def press(actor: str) -> Callable[[], str]:
        own = CaseRun.objects.get(pk=run.pk)

        def verb_or_error() -> str:
            try:
                verb(own, actor)
            except (OutOfTurnError, IntegrityError) as error:
                return type(error).__name__
            return "revealed"

        return verb_or_error

    answers = together(press("Ana"), press("Ben"))
    run.refresh_from_db()
    return run, sorted(answers)


@pytest.mark.django_db(transaction=True)
def test_when_two_press_at_once_one_reveals_and_the_other_is_told() -> None:
    run, answers = pressed_by_two(lambda own, actor: reveals.reveal(own, stage=1, actor=actor, key=actor))
    assert answers == ["OutOfTurnError", "revealed"]
    assert state(run) == (1, 1, [(1, False)])


@pytest.mark.django_db(transaction=True)
def test_control_without_the_conditional_update_nobody_would_be_told() -> None:
    @transaction.atomic
    def careless(run: CaseRun, actor: str) -> None:
        if run.stage != 0:
            raise OutOfTurnError(run)
        run.stage = 1
        run.save()
        event = announce(run.roadshow.log_id, kind=REVEALED, topics=EVERYBODY, payload={"stage": 1}, actor=actor)
        stage = run.case.stages.get(number=1)
        Reveal.objects.create(run=run, stage=stage, seq=event.seq, revealed_by=actor)

    _run, answers = pressed_by_two(careless)
    assert answers == ["IntegrityError", "revealed"]  # a page of an error for the second, stopped by the database only


@pytest.mark.django_db(transaction=True)
def test_one_press_that_arrives_twice_at_once_reveals_once_and_is_answered_twice() -> None:
    run, answers = pressed_by_two(lambda own, _actor: reveals.reveal(own, stage=1, actor="Ana", key="press"))
    assert answers == ["revealed", "revealed"]
    assert state(run) == (1, 1, [(1, False)])


@pytest.mark.django_db(transaction=True)
def test_when_one_reveals_while_another_withdraws_the_log_tells_what_held() -> None:
    run = make_run()
    reveals.reveal(run, stage=1, actor="Ana")
    on, back = (CaseRun.objects.get(pk=run.pk) for _ in range(2))

    def attempt(verb: Callable[[], object]) -> Callable[[], bool]:
        def tried() -> bool:
            with suppress(OutOfTurnError):
                verb()
                return True
            return False

        return tried

    revealed, withdrew = together(
        attempt(lambda: reveals.reveal(on, stage=2, actor="Ana")),
        attempt(lambda: reveals.withdraw(back, stage=1, actor="Ben")),
    )
    assert revealed != withdrew
    assert state(run)[:2] == (2 if revealed else 0, 2)
