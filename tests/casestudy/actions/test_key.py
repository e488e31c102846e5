from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from casestudy.actions import key
from casestudy.actions.reveals import OutOfTurnError
from casestudy.kinds import KEY
from casestudy.models import CaseRun
from live.models import Log
from live.room import Delivery
from tests.factories import make_run
from tests.together import together
from workshops.topics import EVERYBODY

pytestmark = pytest.mark.django_db

TURNS = {"open": key.open_key, "close": key.close_key}


def state(run: CaseRun) -> tuple[bool, str, int]:
    """Return whether the key is open, by whom, and how far the log is."""
    run.refresh_from_db()
    return run.key_opened_at is not None, run.key_opened_by, Log.objects.get(pk=run.roadshow.log_id).head


def test_the_key_is_opened_and_closed_again(run: CaseRun) -> None:
    seen = [state(run)]
    for verb in (key.open_key, key.close_key, key.open_key):
        verb(run, actor="Ana")
        seen.append(state(run))
    assert seen == [(False, "", 0), (True, "Ana", 1), (False, "", 2), (True, "Ana", 3)]


def test_what_is_so_already_is_not_done_twice(run: CaseRun) -> None:
    with pytest.raises(OutOfTurnError):
        key.close_key(run, actor="Ana")
    key.open_key(run, actor="Ana")
    with pytest.raises(OutOfTurnError):
        key.open_key(run, actor="Ben")
    assert state(run) == (True, "Ana", 1)


@pytest.mark.parametrize("turn", TURNS)
def test_everybody_is_told_once_and_after_commit(
    run: CaseRun,
    delivered: list[Delivery],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    turn: str,
) -> None:
    if turn == "close":
        key.open_key(run, actor="Ana")
    with django_capture_on_commit_callbacks(execute=True):
        TURNS[turn](run, actor="Ana")
        assert delivered == []
    (push,) = delivered
    assert tuple(topic for topic, _after, _text in push.texts) == EVERYBODY
    event = run.roadshow.log.events.latest("seq")
    assert (event.kind, event.payload) == (KEY, {"open": turn == "open"})


class PowerCutError(Exception):
    """What stops a transaction half way."""


def test_what_was_rolled_back_is_told_to_nobody(
    run: CaseRun, delivered: list[Delivery], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True), suppress(PowerCutError), transaction.atomic():
        key.open_key(run, actor="Ana")
        raise PowerCutError
    assert (delivered, state(run)) == ([], (False, "", 0))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_open_at_once_one_does_and_the_other_is_told() -> None:
    run = make_run()

    def press(actor: str) -> Callable[[], bool]:
        own = CaseRun.objects.get(pk=run.pk)

        def opened() -> bool:
            with suppress(OutOfTurnError):
                key.open_key(own, actor=actor)
                return True
            return False

        return opened

    assert sorted(together(press("Ana"), press("Ben"))) == [False, True]
    assert state(run)[2] == 1
