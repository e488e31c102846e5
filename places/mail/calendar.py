"""A place as a calendar file: the same entry for ever, whatever becomes of it."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.crypto import salted_hmac
from icalendar import Calendar, Event

from places.models import Claim
from places.queries.days import begins
from workshops.models import Roadshow
from workshops.queries.running_order import plan_of

# Where nobody planned the running order yet.
_USUAL = dt.timedelta(hours=7)
_AROUND = dt.timedelta(days=400)


def calendar_file(claim: Claim, link: str, *, gone: bool = False) -> bytes:
    """Return the entry of a claim as it stands: RFC 5545, published; cancelled when the place is gone.

    `gone`: it is somebody else's now, and this is for whoever had it before.
    """
    roadshow, gone = claim.roadshow, gone or not claim.holds
    event = Event()
    event.add("uid", uid(claim))
    event.add("dtstamp", timezone.now().astimezone(dt.UTC))
    event.add("sequence", _sequence(claim, gone=gone))
    event.add("dtstart", timezone.localtime(begins(roadshow)))
    event.add("dtend", timezone.localtime(_ends(roadshow)))
    event.add("summary", f"{roadshow.programme.name}: {roadshow.city}")
    event.add("location", ", ".join(filter(None, (roadshow.venue, roadshow.address))))
    event.add(
        "description", "This place is not yours any more." if gone else f"Your booking, to change or give up: {link}"
    )
    if link:
        event.add("url", link)
    event.add("status", "CANCELLED" if gone else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//Roadshow//Places//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    # The clocks' changes around the day: all since 1970 would be three quarters of the file.
    calendar.add_missing_timezones(roadshow.held_on - _AROUND, roadshow.held_on + _AROUND)
    return bytes(calendar.to_ical())


def uid(claim: Claim) -> str:
    """Return the entry's name, which no other entry anywhere has."""
    return f"{salted_hmac('places.calendar', str(claim.pk), algorithm='sha256').hexdigest()[:32]}@roadshow"


def _sequence(claim: Claim, *, gone: bool) -> int:
    """Return a number that is higher in every mail than in those before, of which none may be kept any more."""
    return int((timezone.now() - claim.made_at).total_seconds()) + gone


def _ends(roadshow: Roadshow) -> dt.datetime:
    """Return when the day ends by its running order."""
    plan = plan_of(roadshow)
    return timezone.make_aware(plan.ends) if plan.lines else begins(roadshow) + _USUAL
