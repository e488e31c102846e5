"""Mails that lie in files, as they do where no mail server is set (EMAIL_URL): people are forgotten there too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from places.spelling import finder, mailbox

# What Django's file backend writes after each mail.
_BETWEEN = b"\n" + b"-" * 79 + b"\n"


def forget_older(day: dt.date) -> int:
    """Delete the files that were written on that day or before; return how many."""
    old = [file for file in _files() if _written_on(file) <= day]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def forget_mails(names: Collection[str], mailboxes: Collection[str]) -> int:
    """Take out of the files the mails of these names (Message-ID), and those to these mailboxes; return how many.

    A mail to somebody else that merely mentions a name is theirs, and stays.
    """

    def goes(mail: EmailMessage) -> bool:
        return str(mail["Message-ID"]) in names or not _mailboxes_of(mail).isdisjoint(mailboxes)

    return sum(_rewrite(file, goes) for file in _files())


def mentions(words: Iterable[str]) -> int:
    """Return in how many mails that lie in files one of these names or addresses still stands."""
    holds = finder(words)
    return sum(holds(_words_of(_read(part))) for file in _files() for part in _parts(file))


def _rewrite(file: Path, goes: Callable[[EmailMessage], bool]) -> int:
    parts = _parts(file)
    kept = [part for part in parts if not goes(_read(part))]
    if len(kept) == len(parts):
        return 0
    if kept:
        file.write_bytes(b"".join(part + _BETWEEN for part in kept))
    else:
        file.unlink()
    return len(parts) - len(kept)


def _parts(file: Path) -> list[bytes]:
    return [part for part in file.read_bytes().split(_BETWEEN) if part.strip()]


def _read(part: bytes) -> EmailMessage:
    return message_from_bytes(part, _class=EmailMessage, policy=policy.default)


def _mailboxes_of(mail: EmailMessage) -> set[str]:
    return {mailbox(address) for _name, address in getaddresses([str(mail["To"])])} - {""}


def _words_of(mail: EmailMessage) -> str:
    """Return what stands in a mail, however it is encoded: its lines of address and every text in it."""
    texts = [str(each.get_content()) for each in mail.walk() if each.get_content_maintype() == "text"]
    return " ".join([str(mail["To"]), str(mail["Subject"]), *texts])


def _files() -> list[Path]:
    folder = Path(settings.EMAIL_FILE_PATH)
    return sorted(folder.glob("*.log")) if folder.is_dir() else []


def _written_on(file: Path) -> dt.date:
    return timezone.localdate(dt.datetime.fromtimestamp(file.stat().st_mtime, dt.UTC))
