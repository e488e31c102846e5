"""Links and tickets: none can be made up, and none works for longer than it should."""

from __future__ import annotations

import pytest
from django.utils import timezone

from places.actions.booking import Coordinator, book_group
from places.actions.holders import offer_to_colleague, take_from_colleague
from places.links import (
    booking_by_token,
    booking_token,
    group_by_token,
    group_token,
    hand_over_by_token,
    hand_over_token,
    ticket_of,
)
from places.models import Booking, Claim
from places.queries.tickets import claim_by_ticket
from tests.booked import NOTICE, ask_for, make_places

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim() -> Claim:
    return ask_for(make_places(1))


def test_a_link_opens_its_booking(claim: Claim) -> None:
    assert booking_by_token(booking_token(claim.booking)) == claim.booking


@pytest.mark.parametrize("token", ["", "1-1", "1-1.forged", "-", "1-1:x", "../1"])
def test_what_was_not_signed_here_opens_nothing(claim: Claim, token: str) -> None:
    assert booking_by_token(token) is None
    assert claim_by_ticket(token) is None


def test_a_signature_is_good_for_its_own_number_only(claim: Claim) -> None:
    _pk, _dot, signature = booking_token(claim.booking).partition(".")
    assert booking_by_token(f"{claim.booking.pk + 1}-1.{signature}") is None


def test_a_link_of_one_kind_opens_nothing_of_another(claim: Claim) -> None:
    assert group_by_token(booking_token(claim.booking)) is None
    assert booking_by_token(ticket_of(claim)) is None


def test_a_ticket_is_known_by_its_code_its_address_or_its_bookings_link(claim: Claim) -> None:
    ticket = ticket_of(claim)
    address = f"https://roadshow.example.org/bookings/{ticket}/"
    link = f"https://roadshow.example.org/bookings/{booking_token(claim.booking)}/"
    assert [claim_by_ticket(read) for read in (ticket, address, link, f" {ticket}\n")] == [claim] * 4


def test_who_hands_a_place_over_has_no_link_and_no_ticket_any_more(claim: Claim) -> None:
    link, ticket = booking_token(claim.booking), ticket_of(claim)
    handed = offer_to_colleague(claim, name="Bob Example", email="bob@example.org")
    token = hand_over_token(handed)
    assert hand_over_by_token(token) == handed
    take_from_colleague(handed, job_level="manager", privacy_notice=NOTICE)
    assert (booking_by_token(link), claim_by_ticket(ticket), hand_over_by_token(token)) == (None, None, None)


def test_a_colleagues_link_is_void_once_the_booking_is_somebody_elses(claim: Claim) -> None:
    handed = offer_to_colleague(claim, name="Bob Example", email="bob@example.org")
    token = hand_over_token(handed)
    Booking.objects.filter(pk=claim.booking_id).update(edition=2)
    assert hand_over_by_token(token) is None


def test_a_groups_link_opens_the_group() -> None:
    places = make_places(1)
    coordinator = Coordinator("Cy Example", "cy@example.org", "Sample Council", "social-care")
    group = book_group(places.roadshow, coordinator, 2, together=False, name_by=timezone.now(), privacy_notice=NOTICE)
    assert group_by_token(group_token(group)) == group
