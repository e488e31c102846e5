"""Mails as they are sent, for tests."""

from __future__ import annotations

from typing import Any

from django.core.mail import EmailMultiAlternatives
from icalendar import Calendar

from places.mail.writing import written
from places.models import Mail

BASE = "https://roadshow.example.org"


def letter(kind: str, to: str = "ann@example.org") -> EmailMultiAlternatives:
    """Return the newest mail of a kind to somebody, as it is sent now."""
    return written(Mail.objects.filter(kind=kind, to=to).order_by("-pk")[0], BASE)


def parts(mail: EmailMultiAlternatives) -> dict[str, Any]:
    """Return what is attached, by kind of file."""
    walked = mail.message().walk()
    return {part.get_content_type(): part.get_payload(decode=True) for part in walked if not part.is_multipart()}


def entries(mail: EmailMultiAlternatives) -> dict[str, str]:
    """Return what becomes of each entry for the calendar that is attached, by its name."""
    files = [part for part in mail.message().walk() if part.get_content_type() == "text/calendar"]
    events: list[Any] = [
        Calendar.from_ical(file.get_payload(decode=True)).walk("VEVENT")[0]  # type: ignore[arg-type]
        for file in files
    ]
    return {str(event["UID"]): str(event["STATUS"]) for event in events}
