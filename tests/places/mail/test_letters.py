"""Mails as pages: what people typed is text there, and only our own addresses are links."""

from __future__ import annotations

import re

import pytest

from places.actions.holders import offer_to_colleague
from places.actions.mail import queue
from places.links import booking_token
from places.mail.writing import written
from places.models import Booking, Mail, MailKind
from tests.booked import ask_for, make_places

pytestmark = pytest.mark.django_db

BASE = "https://roadshow.example.org"


def page(kind: MailKind) -> str:
    """Return the newest mail of a kind as a page."""
    content, _type = written(Mail.objects.filter(kind=kind).order_by("-pk")[0], BASE).alternatives[0]
    return str(content)


def links(kind: MailKind) -> list[str]:
    return re.findall(r'<a href="([^"]*)"', page(kind))


def test_our_own_address_is_a_link() -> None:
    claim = ask_for(make_places(1))
    assert links(MailKind.PLACE) == [f"{BASE}/bookings/{booking_token(claim.booking)}/"]


@pytest.mark.parametrize(
    "name", ["Claim at www.evil.example/win", "See https://evil.example/", f"{BASE}.evil.example/", "win@evil.example"]
)
def test_what_somebody_typed_is_no_link_in_a_mail_to_somebody_else(name: str) -> None:
    claim = ask_for(make_places(1))
    Booking.objects.filter(pk=claim.booking_id).update(name=name)
    offer_to_colleague(claim, name="Bea Example", email="bea@example.org")
    assert [link.partition("hand-overs")[0] for link in links(MailKind.HAND_OVER)] == [f"{BASE}/"]
    assert name in page(MailKind.HAND_OVER)


def test_an_address_that_an_organiser_writes_is_a_link() -> None:
    claim = ask_for(make_places(1))
    queue(MailKind.NOTICE, claim=claim, words="Tell us how it was: https://survey.example.org/?a=1&b=2.")
    assert links(MailKind.NOTICE)[0] == "https://survey.example.org/?a=1&amp;b=2"
    queue(MailKind.NOTICE, claim=claim, words="Papers are there (see http://papers.example.org/).")
    assert links(MailKind.NOTICE)[0] == "http://papers.example.org/"
