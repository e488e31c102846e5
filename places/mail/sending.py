"""Sending what waits: by as many workers as one likes, each mail by one of them; a dead mail server loses none."""

from __future__ import annotations

import datetime as dt
import logging
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, QuerySet
from django.utils import timezone

from places.mail.writing import OutdatedError, written
from places.models import Mail
from workshops.links import base_address

logger = logging.getLogger("roadshow.mail")

# Minutes until the next try, which is also how long a worker may take over one; after the last it is given up.
PAUSES = (5, 5, 15, 60, 240, 720, 1440, 1440)
AT_A_TIME = 50
_PERMANENT = range(500, 600)

OUTDATED = "Not sent: what it was to say is not true any more."
REFUSED = "The mail server refuses this address for good: {}."
GIVEN_UP = "Tried {} times over some days, and given up. The last answer was: {}"


def send_due(limit: int = AT_A_TIME) -> int:
    """Send mails that are due, the oldest first; return how many. None is tried while the mail server is away."""
    due = list(_waiting().filter(due_at__lte=timezone.now())[:limit])
    if not due:
        return 0
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:  # SMTPException is one as well.
        logger.warning("The mail server does not answer; %d mails wait: %s", _waiting().count(), error)
        return 0
    try:
        return sum(_sent(mail, connection) for mail in due if _is_ours(mail))
    finally:
        connection.close()


def try_again(mail: Mail) -> None:
    """Let a mail that was given up be sent after all."""
    Mail.objects.filter(pk=mail.pk, sent_at=None).update(due_at=timezone.now(), given_up_at=None, tries=0, trouble="")


def _waiting() -> QuerySet[Mail]:
    return Mail.objects.filter(sent_at=None, given_up_at=None).select_related("group__roadshow__programme")


def _is_ours(mail: Mail) -> bool:
    """Take a mail so that no other worker does, until its next try is due; whoever dies on the way loses nothing."""
    pause = dt.timedelta(minutes=PAUSES[min(mail.tries, len(PAUSES) - 1)])
    same = _waiting().filter(pk=mail.pk, tries=mail.tries, due_at=mail.due_at)
    return bool(same.update(tries=F("tries") + 1, due_at=timezone.now() + pause))


def _sent(mail: Mail, connection: BaseEmailBackend) -> bool:
    row = Mail.objects.filter(pk=mail.pk)
    try:
        letter = written(mail, base_address())
    except OutdatedError:
        row.update(given_up_at=timezone.now(), trouble=OUTDATED)
        return False
    except Exception as error:  # A fault of ours in one mail keeps back none of the others.
        logger.exception("Mail %d could not be written", mail.pk)
        row.update(**_trouble(mail, RuntimeError(f"It could not be written: {error}")))
        return False
    letter.connection = connection
    try:
        letter.send()
    except (SMTPException, OSError, ValueError) as error:
        row.update(**_trouble(mail, error))
        return False
    row.update(sent_at=timezone.now(), trouble="")
    return True


def _trouble(mail: Mail, error: Exception) -> dict[str, object]:
    """Return what to store of a mail that was not sent. ValueError: the address cannot be put into a mail at all."""
    said = _said(error)
    if isinstance(error, ValueError) or _is_permanent(error):
        return {"given_up_at": timezone.now(), "trouble": REFUSED.format(said)}
    if mail.tries + 1 >= len(PAUSES):
        return {"given_up_at": timezone.now(), "trouble": GIVEN_UP.format(mail.tries + 1, said)}
    return {"trouble": said}


def _is_permanent(error: Exception) -> bool:
    """Whether the server refuses this mailbox, not us: what it thinks of our name and password may be mended."""
    return isinstance(error, SMTPRecipientsRefused) and all(
        code in _PERMANENT for code, _words in error.recipients.values()
    )


def _said(error: Exception) -> str:
    if isinstance(error, SMTPRecipientsRefused):
        return "; ".join(f"{code} {_plain(words)}" for code, words in error.recipients.values())
    if isinstance(error, SMTPResponseException):
        return f"{error.smtp_code} {_plain(error.smtp_error)}"
    return str(error) or type(error).__name__


def _plain(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else words
