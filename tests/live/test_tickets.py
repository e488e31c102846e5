from __future__ import annotations

import time

import pytest
from django.core import signing

from live import tickets
from live.tickets import BadTicketError, Ticket, issue, read


def test_ticket_says_who_listens_to_what_and_since_when() -> None:
    before = int(time.time())

    ticket = read(issue("device:7.3", 5, ("tables", "table:3")))

    assert ticket == Ticket("device:7.3", 5, ("tables", "table:3"), ticket.issued_at)
    assert before <= ticket.issued_at <= time.time()


@pytest.mark.parametrize("text", ["", "x", "a:b:c", "💥", "a" * 10_000])
def test_nonsense_is_refused(text: str) -> None:
    with pytest.raises(BadTicketError):
        read(text)


def test_changed_ticket_is_refused() -> None:
    good = issue("device:7.3", 5, ("tables",))

    with pytest.raises(BadTicketError):
        read(("A" if good[0] != "A" else "B") + good[1:])


def test_ticket_of_another_purpose_is_refused() -> None:
    with pytest.raises(BadTicketError):
        read(signing.dumps(["device:7.3", 5, ["tables"]], salt="something else"))


@pytest.mark.parametrize(("age", "good"), [(-1, True), (1, False)])
def test_ticket_is_good_up_to_its_maximum_age(age: int, *, good: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    made = issue("device:7.3", 5, ("tables",))
    later = time.time() + tickets.MAX_AGE_SECONDS + age
    monkeypatch.setattr(time, "time", lambda: later)

    if good:
        assert read(made).subject == "device:7.3"
    else:
        with pytest.raises(BadTicketError):
            read(made)
