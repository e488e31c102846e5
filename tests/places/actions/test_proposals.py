"""A group's place named for somebody who has asked before: theirs to choose, and to the coordinator like any other."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail as django_mail
from django.test import Client
from django.utils import timezone

from places.actions.door import admit
from places.actions.groups import give_back, name_place, return_unnamed
from places.actions.holders import NoPlaceError, take_from_colleague
from places.actions.places import set_places
from places.actions.reminding import ask_again, remind_groups
from places.actions.waiting import accept
from places.links import group_token
from places.mail.sending import send_due
from places.models import Booking, Claim, Group, HandOver, Mail, Places
from places.queries.proposals import proposed_until
from tests.booked import NOTICE, ask_for, begun, claim_of, counted, details, make_dates, make_group, make_places, note
from tests.factories import make_roadshow

pytestmark = pytest.mark.django_db
CY = "cy@example.org"


@pytest.fixture
def dates() -> tuple[Places, Places]:
    """Return two dates of one programme, with three places each."""
    one, two = make_dates(3, 3)
    return one, two


def named(group: Group, name: str) -> Claim:
    """Let the coordinator name somebody for the next place, and return the claim on it."""
    place = group.bookings.filter(email="").order_by("pk")[0]
    name_place(place, details(name))
    return place.claims.get()


def pass_deadline(*, days: int = 3) -> None:
    """Let the time for naming be over, and whatever was named have been named so many days ago."""
    Group.objects.update(name_by=timezone.now() - dt.timedelta(minutes=1))
    long_ago = timezone.now() - dt.timedelta(days=days)
    HandOver.objects.update(made_at=long_ago)
    Claim.objects.update(confirmed_at=long_ago)


def taken(claim: Claim) -> Claim:
    return take_from_colleague(claim.hand_overs.get(), job_level="manager", privacy_notice=NOTICE)


def letter(to: str) -> str:
    """Return what the newest mail to somebody says."""
    send_due()
    return str(next(each for each in reversed(django_mail.outbox) if each.to == [to]).body)


def test_the_coordinator_is_answered_alike_whether_somebody_has_asked_before_or_not(
    client: Client, dates: tuple[Places, Places]
) -> None:
    ask_for(dates[1], "Ann")
    group = make_group(dates[0], 3)
    pages = []
    for name in ("Ann", "Zed"):
        place = group.bookings.filter(email="")[0]
        said = {"place": place.pk, "name": f"{name} Example", "email": f"{name}@example.org", "level": "manager"}
        answer = client.post(f"/groups/{group_token(group)}/name/", said, follow=True).content.decode()
        row = answer[answer.index(f'data-place="{place.pk}"') :].partition("</li>")[0]
        row = re.sub(r'(csrfmiddlewaretoken" value|action)="[^"]+"', "", row)
        notice = re.findall(r"[^<>]* is named[^<>]*", answer)
        pages.append(str((row, notice)).replace(name, "Who").replace(str(place.pk), "PK"))
    assert pages[0] == pages[1]


def test_who_has_a_place_keeps_it_and_is_asked_whether_they_would_rather_have_this_one(
    dates: tuple[Places, Places],
) -> None:
    own = ask_for(dates[1], "Ann")
    claim = named(make_group(dates[0]), "Ann")
    words = letter("ann@example.org")
    assert "Cy Example named you for a place of Sample Council" in words
    assert "that stays as it is" in words
    assert not django_mail.outbox[-1].attachments  # No ticket yet, and no entry for the calendar.
    assert [Claim.objects.get(pk=each.pk).state for each in (own, claim)] == ["confirmed", "confirmed"]
    assert Booking.objects.filter(email_key="ann@example.org").get() == own.booking
    assert (counted(dates[0]), counted(dates[1])) == ((2, 0), (1, 0))


def test_taking_it_ends_what_they_asked_for_themselves_and_tells_the_coordinator_nothing(
    client: Client, dates: tuple[Places, Places]
) -> None:
    own = ask_for(dates[1], "Ann")
    group = make_group(dates[0])
    claim = named(group, "Ann")
    link = re.search(r"/hand-overs/\S+|/[a-z-]+/\d+-\d+\.\S+", letter("ann@example.org"))
    assert link
    page = client.get(link[0]).content.decode()
    assert "Cy Example named you for a place" in page
    assert f"{timezone.localtime(group.name_by):%A %-d %B, %H:%M}" in page  # as long as the group may name
    mails = Mail.objects.filter(to=CY).count()
    client.post(link[0], {"level": "manager"})
    assert [Claim.objects.get(pk=each.pk).state for each in (own, claim)] == ["ended", "confirmed"]
    assert Booking.objects.get(email_key="ann@example.org").pk == claim.booking_id
    assert Mail.objects.filter(to=CY).count() == mails
    assert not Mail.objects.filter(kind="handed-over").exists()
    assert "You have a place" in letter("ann@example.org")
    assert group.bookings.filter(name="Ann Example").exists()


def test_who_does_nothing_loses_nothing_and_the_place_goes_on_without_a_word_to_the_coordinator(
    dates: tuple[Places, Places],
) -> None:
    own = ask_for(dates[1], "Ann")
    claim = named(make_group(dates[0], 2), "Ann")
    named(claim.booking.group, "Zed")  # type: ignore[arg-type]
    assert return_unnamed() == 0
    pass_deadline()
    assert (return_unnamed(), return_unnamed()) == (1, 0)
    assert [Claim.objects.get(pk=each.pk).state for each in (own, claim)] == ["confirmed", "ended"]
    assert list(Mail.objects.filter(to=CY).values_list("kind", flat=True)) == ["group"]
    assert "What you asked for yourself stays as it is" in letter("ann@example.org")
    with pytest.raises(NoPlaceError):
        taken(claim)


def test_whoever_is_named_in_the_last_moment_has_as_long_as_an_offer_stands(dates: tuple[Places, Places]) -> None:
    ask_for(dates[1], "Ann")
    named(make_group(dates[0]), "Ann")
    pass_deadline(days=0)
    assert return_unnamed() == 1  # The place that nobody is named for.
    pass_deadline()
    assert return_unnamed() == 1


def test_who_came_in_by_such_a_place_does_not_lose_it_when_the_time_is_up() -> None:
    places = make_places(3, ahead=0)
    later = timezone.localdate() + dt.timedelta(days=9)
    other = make_places(3, roadshow=make_roadshow(programme=places.roadshow.programme, held_on=later))
    group = make_group(places, 2)
    for name in ("Ann", "Ben"):
        ask_for(other, name)
        named(group, name)
    admit(places.roadshow.claims.get(booking__name="Ann Example"), note("k"))
    pass_deadline()
    assert return_unnamed() == 1
    assert places.roadshow.claims.get(state="confirmed").booking.name == "Ann Example"


def test_once_the_day_has_begun_such_a_place_is_kept_for_who_may_still_come(dates: tuple[Places, Places]) -> None:
    ask_for(dates[1], "Ann")
    named(make_group(dates[0], 1), "Ann")
    begun(dates[0], minutes=5)
    pass_deadline()
    assert return_unnamed() == 0


def test_such_a_place_is_not_counted_as_unnamed_anywhere(dates: tuple[Places, Places]) -> None:
    ask_for(dates[1], "Ann")
    group = make_group(dates[0], 2, ahead=3)
    Group.objects.update(made_at=timezone.now() - dt.timedelta(days=9))
    claims = [named(group, name) for name in ("Ann", "Zed")]
    assert remind_groups() == 0
    assert give_back(group, 2, actor="Cy") == 0
    assert make_group(dates[0], 1) != group  # All of the first have a name, so it is a new group.
    assert [Claim.objects.get(pk=claim.pk).state for claim in claims] == ["confirmed", "confirmed"]


def test_whoever_has_not_taken_it_is_not_asked_whether_they_come_to_it() -> None:
    places = make_places(3, ahead=1)
    ask_for(places, "Ann")
    named(make_group(places, 1), "Ann")
    Claim.objects.update(confirmed_at=timezone.now() - dt.timedelta(days=30))
    assert ask_again() == 1


def test_a_place_that_still_waits_is_offered_to_them_and_taken_by_the_same_link(dates: tuple[Places, Places]) -> None:
    ask_for(dates[1], "Ann")
    places = set_places(dates[0].roadshow, capacity=0)
    claim = named(make_group(places, 1), "Ann")
    assert "still waits on the list" in letter("ann@example.org")
    with pytest.raises(NoPlaceError):
        taken(claim)
    set_places(places.roadshow, capacity=1)
    words = letter("ann@example.org")
    assert "A place is free" in words
    offered = Claim.objects.get(pk=claim.pk)
    assert proposed_until(offered.hand_overs.get()) == offered.offered_until
    assert "/bookings/" not in words
    assert taken(claim).state == "confirmed"
    assert Claim.objects.get(pk=claim.pk).offered_until is None
    assert (counted(dates[0]), counted(dates[1])) == ((1, 0), (0, 0))


def test_an_offer_of_it_that_has_passed_is_not_to_be_taken(dates: tuple[Places, Places]) -> None:
    ask_for(dates[1], "Ann")
    places = set_places(dates[0].roadshow, capacity=0)
    claim = named(make_group(places, 1), "Ann")
    set_places(places.roadshow, capacity=1)
    Claim.objects.filter(pk=claim.pk).update(offered_until=timezone.now() - dt.timedelta(seconds=1))
    with pytest.raises(NoPlaceError):
        taken(claim)


def test_who_takes_such_a_place_takes_it_for_all_of_a_group_that_wants_all_or_none(
    dates: tuple[Places, Places],
) -> None:
    ask_for(dates[1], "Ann")
    places = set_places(dates[0].roadshow, capacity=0)
    group = make_group(places, 3, together=True)
    claim = named(group, "Ann")
    named(group, "Ben")
    set_places(places.roadshow, capacity=3)
    taken(claim)
    assert set(places.roadshow.claims.values_list("state", flat=True)) == {"confirmed"}
    assert set(Mail.objects.filter(kind="place", claim__roadshow=places.pk).values_list("to", flat=True)) == {
        "ann@example.org", "ben@example.org", CY,
    }  # fmt: skip


def test_where_a_group_takes_all_at_once_it_is_proposed_to_them_still(dates: tuple[Places, Places]) -> None:
    ask_for(dates[1], "Ann")
    places = set_places(dates[0].roadshow, capacity=0)
    group = make_group(places, 2, together=True)
    named(group, "Ann")
    set_places(places.roadshow, capacity=2)
    accept(group.bookings.get(email="").claims.get(), actor="Cy")
    assert "Take it:" in letter("ann@example.org")
    assert claim_of(dates[1], "ann@example.org").state == "confirmed"
