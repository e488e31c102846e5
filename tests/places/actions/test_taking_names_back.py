"""A coordinator who mistyped an address takes the name back and names somebody anew, and learns nothing by it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core import mail as django_mail
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from places.actions.booking import NeedsSaid
from places.actions.door import admit
from places.actions.groups import NamedAlreadyError, TheirsByNowError, name_place, return_unnamed, take_name_back
from places.actions.holders import change_needs, move, offer_to_colleague, reconfirm, take_from_colleague
from places.actions.places import set_places
from places.actions.waiting import accept
from places.links import booking_token, hand_over_by_token, hand_over_token, ticket_of
from places.mail.sending import send_due
from places.models import Booking, Claim, Group, HandOver, Mail, Places
from places.queries.person import traces_of
from tests.booked import NOTICE, ask_for, counted, details, make_dates, make_group, note

pytestmark = pytest.mark.django_db
WRONG = "anm@example.org"


@pytest.fixture
def dates() -> tuple[Places, Places]:
    """Return two dates of one programme, with three places each."""
    one, two = make_dates(3, 3)
    return one, two


def named(group: Group, name: str = "Anm") -> Claim:
    """Let the coordinator name somebody for the next place, and return the claim on it."""
    place = group.bookings.filter(email="").order_by("pk")[0]
    name_place(place, details(name))
    return place.claims.select_related("booking__group", "roadshow").get()


def test_a_place_is_named_anew_and_the_link_and_ticket_of_before_lead_to_nothing(
    client: Client, dates: tuple[Places, Places]
) -> None:
    claim = named(make_group(dates[0], 2))
    before = [f"/bookings/{token}/" for token in (booking_token(claim.booking), ticket_of(claim))]
    take_name_back(claim.booking)
    assert [client.get(address).status_code for address in before] == [404, 404]
    assert traces_of([WRONG, "Anm Example"]) == []  # The mail that still waited has gone as well.
    name_place(claim.booking, details("Ann"))
    assert Claim.objects.get(pk=claim.pk).booking.email_key == "ann@example.org"
    assert list(Mail.objects.values_list("to", flat=True)) == ["cy@example.org", "ann@example.org"]
    assert [client.get(address).status_code for address in before] == [404, 404]
    assert counted(dates[0]) == (2, 0)


def test_whoever_had_a_mail_hears_of_it_and_of_nobody_else(dates: tuple[Places, Places]) -> None:
    claim = named(make_group(dates[0], 1))
    send_due()
    take_name_back(claim.booking)
    name_place(claim.booking, details("Ann"))
    send_due()
    letter = next(each for each in reversed(django_mail.outbox) if each.to == [WRONG])
    assert letter.subject.startswith("Your name was taken back: ")
    assert "Cy Example had named you for a place on this day, and took that back." in letter.body
    assert "/bookings/" not in letter.body
    assert "/groups/" not in letter.body
    assert "Ann Example" not in str(letter.message())
    [(_name, entry, _kind)] = letter.attachments
    assert Calendar.from_ical(entry).walk("VEVENT")[0]["STATUS"] == "CANCELLED"


def test_whoever_had_a_mail_so_long_ago_that_it_is_not_kept_hears_of_it_as_well(dates: tuple[Places, Places]) -> None:
    claim = named(make_group(dates[0], 1))
    Mail.objects.all().delete()
    take_name_back(claim.booking)
    assert Mail.objects.get().to == WRONG


def test_a_mail_that_was_refused_can_never_be_sent_with_anothers_link(dates: tuple[Places, Places]) -> None:
    claim = named(make_group(dates[0], 1))
    Mail.objects.filter(to=WRONG).update(given_up_at=timezone.now(), tries=1, trouble="No such mailbox.")
    take_name_back(claim.booking)
    name_place(claim.booking, details("Ann"))
    assert not Mail.objects.filter(to=WRONG).exists()


def test_nor_can_one_to_whoever_handed_their_place_over(dates: tuple[Places, Places]) -> None:
    handed = offer_to_colleague(ask_for(dates[0], "Ann"), name="Bea Example", email="bea@example.org")
    Mail.objects.filter(to="ann@example.org").update(given_up_at=timezone.now(), tries=1, trouble="Full.")
    take_from_colleague(handed, job_level="manager", privacy_notice=NOTICE)
    assert set(Mail.objects.filter(to="ann@example.org").values_list("kind", flat=True)) == {"handed-over"}


def test_a_place_that_is_only_proposed_goes_back_alike_and_what_they_had_stays(dates: tuple[Places, Places]) -> None:
    own = ask_for(dates[1], "Anm")
    claim = named(make_group(dates[0], 1))
    link = hand_over_token(HandOver.objects.get())
    send_due()
    take_name_back(claim.booking)
    assert hand_over_by_token(link) is None
    assert not HandOver.objects.exists()
    send_due()
    letter = django_mail.outbox[-1]
    assert "What you asked for yourself stays as it is." in letter.body
    assert not letter.attachments
    assert Claim.objects.get(pk=own.pk).state == "confirmed"
    assert Booking.objects.get(email_key=WRONG) == own.booking
    name_place(claim.booking, details("Ann"))
    assert (counted(dates[0]), counted(dates[1])) == ((1, 0), (1, 0))


def comes(claim: Claim) -> None:
    admit(claim, note("k"))


USES: dict[str, Callable[[Claim], object]] = {
    "says that they come": reconfirm,
    "says what they need": lambda claim: change_needs(claim.booking, NeedsSaid(diet="No nuts")),
    "hands it on": lambda claim: offer_to_colleague(claim, name="Bea Example", email="bea@example.org"),
    "comes": comes,
}


@pytest.mark.parametrize("use", USES.values(), ids=list(USES))
def test_what_somebody_has_used_is_theirs(dates: tuple[Places, Places], use: Callable[[Claim], object]) -> None:
    claim = named(make_group(dates[0], 1))
    use(claim)
    with pytest.raises(TheirsByNowError):
        take_name_back(claim.booking)
    assert Claim.objects.get(pk=claim.pk).booking.email == WRONG


def test_so_is_what_somebody_took_to_whom_it_was_proposed_and_where_they_moved(dates: tuple[Places, Places]) -> None:
    one, two = dates
    ask_for(two, "Anm")
    group = make_group(one, 2)
    claim, moves = named(group), named(group, "Zed")
    take_from_colleague(claim.hand_overs.get(), job_level="manager", privacy_notice=NOTICE)
    move(moves, two.roadshow, actor="Zed")
    for each in (claim, moves):
        with pytest.raises(TheirsByNowError):
            take_name_back(each.booking)


def test_so_is_what_was_offered_to_somebody_who_took_it(dates: tuple[Places, Places]) -> None:
    places = set_places(dates[0].roadshow, capacity=0)
    claim = named(make_group(places, 1))
    set_places(places.roadshow, capacity=1)
    accept(claim, actor="Anm")
    with pytest.raises(TheirsByNowError):
        take_name_back(claim.booking)


def test_nothing_is_taken_back_once_the_time_for_naming_is_over_or_twice(dates: tuple[Places, Places]) -> None:
    group = make_group(dates[0], 2)
    one, two = named(group), named(group, "Zed")
    take_name_back(two.booking)
    with pytest.raises(TheirsByNowError):
        take_name_back(two.booking)
    Group.objects.update(name_by=timezone.now() - dt.timedelta(minutes=1))
    with pytest.raises(TheirsByNowError):
        take_name_back(one.booking)
    assert return_unnamed() == 1
    with pytest.raises(NamedAlreadyError):
        name_place(two.booking, details("Ann"))


def test_what_waits_or_is_on_offer_keeps_its_place_in_the_order(dates: tuple[Places, Places]) -> None:
    places = set_places(dates[0].roadshow, capacity=0)
    claim = named(make_group(places, 1))
    ask_for(places, "Ben")
    take_name_back(claim.booking)
    assert Claim.objects.get(pk=claim.pk).arrival == 1
    name_place(claim.booking, details("Ann"))
    set_places(places.roadshow, capacity=1)
    claim.refresh_from_db()
    assert claim.state == "offered"
    take_name_back(claim.booking)
    claim.refresh_from_db()
    assert (claim.state, claim.booking.email) == ("offered", "")
