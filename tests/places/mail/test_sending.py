"""A mail is sent once, whoever sends; a dead server loses none; what is refused is said to the organisers."""

from __future__ import annotations

import datetime as dt
from smtplib import SMTPAuthenticationError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail as outbox
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from places.actions.waiting import leave
from places.mail import sending
from places.mail.sending import PAUSES, send_due, try_again
from places.mail.writing import written
from places.models import Mail
from tests.booked import ask_for, make_places

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting() -> Mail:
    ask_for(make_places(1))
    return Mail.objects.get()


def later(mail: Mail) -> None:
    """Let the pause until the next try be over."""
    Mail.objects.filter(pk=mail.pk).update(due_at=timezone.now() - dt.timedelta(seconds=1))


def failing(monkeypatch: pytest.MonkeyPatch, error: Exception, *, at: str = "send_messages") -> None:
    """Let the mail server answer with an error."""

    def fail(*_: object) -> int:
        raise error

    backend = type("Failing", (BaseEmailBackend,), {"send_messages": lambda *_: 1, at: fail})
    monkeypatch.setattr(sending, "get_connection", backend)


def test_what_is_due_is_sent_once(waiting: Mail) -> None:
    assert (send_due(), send_due()) == (1, 0)
    assert [mail.to for mail in outbox.outbox] == [["ann@example.org"]]
    waiting.refresh_from_db()
    assert waiting.sent_at


def test_of_two_workers_who_see_the_same_mail_one_sends_it(waiting: Mail) -> None:
    seen_by_both = Mail.objects.get(pk=waiting.pk)
    assert sending._is_ours(waiting)
    assert not sending._is_ours(seen_by_both)
    assert send_due() == 0


def test_a_worker_that_dies_on_the_way_leaves_the_mail_to_the_next(waiting: Mail) -> None:
    assert sending._is_ours(waiting)
    later(waiting)
    assert send_due() == 1


def test_while_the_mail_server_is_away_nothing_is_tried_and_nothing_lost(
    waiting: Mail, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as away:
        failing(away, ConnectionRefusedError("refused"), at="open")
        assert [send_due() for _day in range(20)] == [0] * 20
    waiting.refresh_from_db()
    assert (waiting.tries, waiting.given_up_at) == (0, None)
    assert send_due() == 1


@pytest.mark.parametrize(
    "error",
    [
        SMTPServerDisconnected("gone"),
        TimeoutError("slow"),
        SMTPAuthenticationError(535, b"bad password"),
        SMTPRecipientsRefused({"ann@example.org": (451, b"try later")}),
    ],
)
def test_what_may_pass_is_tried_again_at_longer_and_longer_pauses_and_then_given_up(
    waiting: Mail, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    failing(monkeypatch, error)
    pauses = []
    for _try in PAUSES:
        assert send_due() == 0
        waiting.refresh_from_db()
        pauses.append(round((waiting.due_at - timezone.now()).total_seconds() / 60))
        later(waiting)
    assert pauses == list(PAUSES)
    assert waiting.given_up_at
    assert waiting.trouble.startswith("Tried 8 times over some days, and given up.")


def test_a_mailbox_that_is_refused_for_good_is_given_up_at_once_and_can_be_tried_again(
    waiting: Mail, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as refusing:
        failing(refusing, SMTPRecipientsRefused({"ann@example.org": (550, b"no such user")}))
        assert send_due() == 0
    waiting.refresh_from_db()
    assert waiting.given_up_at
    assert "550 no such user" in waiting.trouble
    later(waiting)
    assert send_due() == 0
    try_again(waiting)
    assert send_due() == 1


def test_a_mail_that_cannot_be_written_keeps_back_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    places = make_places(2)
    ask_for(places, "Ann")
    ask_for(places, "Ben")
    write = written

    def stumble(mail: Mail, base: str) -> object:
        return write(mail, base) if mail.to == "ben@example.org" else 1 / 0

    monkeypatch.setattr(sending, "written", stumble)
    assert send_due() == 1
    assert "could not be written" in Mail.objects.get(to="ann@example.org").trouble


def test_what_is_not_true_any_more_is_left_unsent(monkeypatch: pytest.MonkeyPatch) -> None:
    claim = ask_for(make_places(0))
    leave(claim, actor="Ann")
    assert send_due() == 0
    assert Mail.objects.get().trouble == sending.OUTDATED
