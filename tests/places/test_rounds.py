"""The worker does everything that is due, and one thing that fails stops none of the others."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core import mail as outbox
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from places import rounds
from places.actions.holders import cancel
from places.mail.sending import AT_A_TIME
from places.models import Claim
from tests.booked import ask_for, make_places, states

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.django_db
def test_one_round_passes_an_offer_on_and_writes_to_whoever_has_it_now() -> None:
    places = make_places(1)
    ann, ben, _cas = (ask_for(places, name) for name in ("Ann", "Ben", "Cas"))
    cancel(ann, actor="Ann")
    Claim.objects.filter(pk=ben.pk).update(offered_until=timezone.now() - dt.timedelta(seconds=1))
    said = StringIO()
    call_command("work", "--once", stdout=said)
    assert states(places) == {"Ann": "ended", "Ben": "ended", "Cas": "offered"}
    assert "1 roadshows whose offers had passed" in said.getvalue()
    assert ["cas@example.org"] in [mail.to for mail in outbox.outbox if "A place for you" in mail.subject]


@pytest.mark.django_db
def test_what_fails_is_tried_in_the_next_round_and_stops_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    ask_for(make_places(1))

    def fail() -> int:
        raise OperationalError("locked")

    monkeypatch.setitem(rounds.STEPS, "roadshows whose offers had passed", fail)
    done = rounds.one_round()
    assert "roadshows whose offers had passed" not in done
    assert done["mails sent"] == 1


def test_the_worker_goes_on_until_it_is_told_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(rounds, "close_old_connections", lambda: None)
    monkeypatch.setattr(rounds, "one_round", lambda: {"mails sent": AT_A_TIME if not waits else 0})
    rounds.work(lambda seconds: waits.append(seconds) or len(waits) == 3)  # type: ignore[func-returns-value]
    assert waits == [0, rounds.SECONDS, rounds.SECONDS]


def test_a_worker_beside_a_server_ends_with_it(tmp_path: Path) -> None:
    env = {"DATA_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"}
    command = [sys.executable, str(ROOT / "manage.py"), "work", "--beside"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env) as worker:  # noqa: S603
        assert worker.stdin
        worker.stdin.close()
        assert worker.wait(timeout=50) == 0
