"""The calendar entry that comes with a place: one for each, which follows what becomes of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from icalendar import Calendar

from places.actions.holders import cancel, move, offer_to_colleague, take_from_colleague
from places.actions.mail import queue
from places.actions.waiting import accept
from places.mail.calendar import uid
from places.mail.sending import send_due
from places.models import Claim, Mail, MailKind
from tests.booked import NOTICE, ask_for, make_dates, make_places
from tests.factories import make_day
from tests.mailed import entries, letter, parts

pytestmark = pytest.mark.django_db


def entry(mail: EmailMultiAlternatives) -> tuple[str, str, int, dt.datetime, dt.datetime]:
    calendar = Calendar.from_ical(parts(mail)["text/calendar"])
    event: Any = calendar.walk("VEVENT")[0]
    assert calendar["METHOD"] == "PUBLISH"
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/London"]
    return str(event["UID"]), str(event["STATUS"]), int(event["SEQUENCE"]), event["DTSTART"].dt, event["DTEND"].dt


def test_the_calendar_entry_stays_one_and_is_cancelled_with_the_place() -> None:
    claim = ask_for(make_places(1))
    uid, status, sequence, starts, ends = entry(letter("place"))
    day = claim.roadshow.held_on
    assert (status, sequence) == ("CONFIRMED", 0)
    assert timezone.localtime(starts).replace(tzinfo=None) == dt.datetime.combine(day, dt.time(9, 30))
    assert ends > starts
    cancel(claim, actor="Ann")
    ended = entry(letter("ended"))
    assert ended[:2] == (uid, "CANCELLED")
    assert ended[2] > sequence
    assert b"This place is not yours any more." in parts(letter("ended"))["text/calendar"]


def test_a_later_entry_has_a_higher_number_when_the_mails_before_are_not_kept_any_more() -> None:
    claim = ask_for(make_places(1))
    Claim.objects.update(made_at=timezone.now() - dt.timedelta(days=60))
    before = entry(letter("place"))[2]
    Mail.objects.all().delete()
    Claim.objects.update(made_at=timezone.now() - dt.timedelta(days=90))
    queue(MailKind.PLACE, claim=claim)
    assert entry(letter("place"))[2] > before


def test_whoever_moves_gets_the_new_entry_and_the_old_one_cancelled() -> None:
    one, two = make_dates(1, 1)
    claim = ask_for(one)
    other = move(claim, two.roadshow, actor="Ann")
    assert entries(letter("place")) == {uid(other): "CONFIRMED", uid(claim): "CANCELLED"}
    assert f"Your place in {one.roadshow.city} on" in letter("place").body


def test_whoever_takes_an_offer_gets_the_entry_of_the_place_before_cancelled() -> None:
    one, two = make_dates(1, 1)
    claim, zoe = ask_for(one), ask_for(two, "Zoe")
    other = move(claim, two.roadshow, actor="Ann")
    cancel(zoe, actor="Zoe")
    accept(Claim.objects.get(pk=other.pk), actor="Ann")
    assert entries(letter("place")) == {uid(other): "CONFIRMED", uid(claim): "CANCELLED"}


def test_handing_over_cancels_the_givers_entry_and_what_the_colleague_had() -> None:
    one, two = make_dates(1, 1)
    claim, own = ask_for(one), ask_for(two, "Bea")
    handed = offer_to_colleague(claim, name="Bea Example", email="bea@example.org")
    send_due()
    take_from_colleague(handed, job_level="manager", privacy_notice=NOTICE)
    assert entries(letter("handed-over")) == {uid(claim): "CANCELLED"}
    assert "/bookings/" not in parts(letter("handed-over"))["text/calendar"].decode()
    assert entries(letter("place", "bea@example.org")) == {uid(claim): "CONFIRMED", uid(own): "CANCELLED"}


def test_the_entry_ends_with_the_running_order() -> None:
    claim = ask_for(make_places(1))
    make_day(claim.roadshow)
    _uid, _status, _sequence, starts, ends = entry(letter("place"))
    assert ends - starts == dt.timedelta(hours=2)


def test_two_places_have_two_entries() -> None:
    places = make_places(2)
    ask_for(places, "Ann")
    ask_for(places, "Ben")
    assert entry(letter("place"))[0] != entry(letter("place", "ben@example.org"))[0]
