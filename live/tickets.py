"""Signed tickets: who may listen to which topics of which log, and since when."""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing

SALT = "live.ticket"
# A day in a hall, and no longer: a page left open fetches a new ticket by itself.
MAX_AGE_SECONDS = 12 * 60 * 60


class BadTicketError(Exception):
    """The ticket was not made here, was changed, or is too old."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A subject's right to the topics of a log. `issued_at` is in seconds since 1970."""

    subject: str
    log_id: int
    topics: tuple[str, ...]
    issued_at: float = 0.0


def issue(subject: str, log_id: int, topics: tuple[str, ...]) -> str:
    """Return a ticket for the address of a live page's socket."""
    return signing.dumps([subject, log_id, topics], salt=SALT)


def read(text: str) -> Ticket:
    """Return what a ticket says.

    Raises BadTicketError when it was not signed here or is older than MAX_AGE_SECONDS.
    """
    try:
        subject, log_id, topics = signing.loads(text, salt=SALT, max_age=MAX_AGE_SECONDS)
        stamp = text.rsplit(":", 2)[1]
        issued_at = float(signing.b62_decode(stamp))
    except (signing.BadSignature, ValueError, IndexError) as error:
        raise BadTicketError from error
    return Ticket(subject, log_id, tuple(topics), issued_at)
