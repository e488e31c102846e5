"""Mails that lie in files, as they do where no mail server is set (EMAIL_URL): people are forgotten there too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.utils import timezone

# What Django's file backend writes after each mail.
_BETWEEN = b"\n" + b"-" * 79 + b"\n"


def forget_older(day: dt.date) -> int:
    """Delete the files that were written on that day or before; return how many."""
    old = [file for file in _files() if _written_on(file) <= day]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def forget_mentions(of: Iterable[str]) -> int:
    """Take every mail out of the files that holds one of these words, in whatever spelling of capitals."""
    words = [word.casefold() for word in of if word]
    return sum(_rewrite(file, lambda mail: any(word in mail for word in words)) for file in _files())


def _rewrite(file: Path, is_about: Callable[[str], bool]) -> int:
    parts = [part for part in file.read_bytes().split(_BETWEEN) if part.strip()]
    kept = [part for part in parts if not is_about(_words_of(part))]
    if len(kept) == len(parts):
        return 0
    if kept:
        file.write_bytes(b"".join(part + _BETWEEN for part in kept))
    else:
        file.unlink()
    return len(parts) - len(kept)


def _words_of(part: bytes) -> str:
    """Return what stands in a mail, however it is encoded: its lines of address and every text in it."""
    mail = message_from_bytes(part, _class=EmailMessage, policy=policy.default)
    texts = [str(each.get_content()) for each in mail.walk() if each.get_content_maintype() == "text"]
    return " ".join([str(mail["To"]), str(mail["Subject"]), *texts]).casefold()


def _files() -> list[Path]:
    folder = Path(settings.EMAIL_FILE_PATH)
    return sorted(folder.glob("*.log")) if folder.is_dir() else []


def _written_on(file: Path) -> dt.date:
    return timezone.localdate(dt.datetime.fromtimestamp(file.stat().st_mtime, dt.UTC))
