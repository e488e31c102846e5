"""Asking again says who somebody is now; days that are over keep what was said then, and are still theirs."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from places.actions.booking import NeedsSaid, book
from places.actions.door import admit, walk_in
from places.actions.erasing import erase
from places.actions.groups import name_place
from places.actions.holders import cancel, change_needs, offer_to_colleague, take_from_colleague
from places.actions.places import set_places
from places.actions.purging import purge
from places.links import booking_token
from places.mixing import pair
from places.models import Booking, Claim, ClaimState, Mail, Needs, Places
from places.queries.attendance import review_of
from places.queries.dates import claims_of
from places.queries.history import history_of
from places.queries.needs import needs_in
from places.queries.people import who_missed
from places.queries.person import person_of
from places.queries.scan import hall_of
from places.queries.seating import seated_in
from tests.attended import came, day_over, had_place, missed
from tests.booked import NOTICE, ask_for, begun, claim_of, details, make_group, make_places, note
from tests.factories import make_roadshow
from tests.pages import sheets
from workshops.models import Roadshow, RoadshowState

pytestmark = pytest.mark.django_db


@pytest.fixture
def before() -> Places:
    """Return a day that is over."""
    return day_over(ago=9)


def ahead(before: Places, days: int = 30, **fields: int) -> Places:
    """Return a date to come of the same programme."""
    held_on = timezone.localdate() + dt.timedelta(days=days)
    roadshow = make_roadshow(tables=2, programme=before.roadshow.programme, held_on=held_on)
    return make_places(5, roadshow=roadshow, **fields)


def asks_again(places: Places, name: str = "Ann") -> Claim:
    """Let somebody ask who has another name and another employer by now, or says so."""
    said = details(name, name="Mallory Example", organisation="North Police", agency_type="police")
    book([places.roadshow], said, privacy_notice=NOTICE)
    return claim_of(places, said.email)


def said_at(places: Places) -> list[tuple[str, str, str]]:
    lines = review_of(places.roadshow).lines
    return [(line.claim.booking.name, line.claim.booking.organisation, line.became) for line in lines]


def test_a_day_that_is_over_keeps_what_was_said_then(before: Places, client: Client) -> None:
    past = came(before, "Ann")
    now = asks_again(ahead(before))
    assert said_at(before) == [("Ann Example", "Sample Council", "attended")]
    assert (now.booking.name, now.booking.organisation) == ("Mallory Example", "North Police")
    assert now.booking.pk == past.booking.pk  # Their link is the same,
    assert claims_of(now.booking.pk) == [now, past]  # and leads to what they had before as well.
    certificate = client.get(f"/bookings/{booking_token(now.booking)}/certificates/{past.pk}.pdf")
    assert "Ann Example" in sheets(certificate.content)[0]


def test_who_says_the_same_as_before_has_one_booking(before: Places) -> None:
    past = came(before, "Ann")
    assert ask_for(ahead(before), "Ann").booking == past.booking
    assert Booking.objects.get().claims.count() == 2


def test_whoever_comes_without_a_booking_changes_no_day_before(before: Places) -> None:
    came(before, "Ann")
    said = details("Ann", organisation="North Police")
    walk_in(ahead(before, days=0).roadshow, said, note("w"), privacy_notice=NOTICE)
    assert said_at(before) == [("Ann Example", "Sample Council", "attended")]


def test_a_group_keeps_whom_it_named_for_a_day_that_is_over(before: Places) -> None:
    places = ahead(before)
    group = make_group(places, 1)
    name_place(group.bookings.get(), details("Ann"))
    held_on = timezone.localdate() - dt.timedelta(days=2)
    places.roadshow.held_on = held_on
    places.roadshow.save()
    now = ask_for(ahead(before), "Ann")
    assert now.booking.group is None
    assert [booking.name for booking in group.bookings.all()] == ["Ann Example"]


def test_who_missed_a_date_under_another_name_has_missed_it(before: Places) -> None:
    missed(before, "Ann")
    later = ahead(before)
    set_places(later.roadshow, capacity=0)
    now = asks_again(later).booking_id
    assert who_missed([now]) == {now}


def test_who_stayed_away_twice_is_one_person_and_who_has_a_place_now_did_not_get_none(before: Places) -> None:
    later = day_over(ago=3, programme=before.roadshow.programme)
    had_place(before, "Ann")
    missed(before, "Ben")
    asks_again(ahead(before))
    asks_again(ahead(before), "Ben")
    had_place(later, "Ann")
    history = history_of(before.roadshow.programme)
    assert [(one.name, one.times) for one in history.people] == [("Ann Example", 2)]
    assert history.left_without == []


def test_who_sat_together_before_has_met(before: Places) -> None:
    ann, zoe = came(before, "Ann"), came(before, "Zoe")
    Claim.objects.filter(pk__in=[ann.pk, zoe.pk]).update(table=before.roadshow.tables.all()[0])
    places = ahead(before)
    now, zoe = asks_again(places), ask_for(places, "Zoe")
    assert seated_in(places.roadshow).met == {pair(now.pk, zoe.pk)}
    settings = seated_in(places.roadshow).settings
    settings.save()
    assert hall_of(settings, [now]).room.met == {pair(now.pk, zoe.pk)}


def test_all_of_somebody_is_found_by_their_mailbox_and_forgotten(before: Places) -> None:
    came(before, "Ann")
    asks_again(ahead(before))
    person = person_of("ANN@example.org")
    assert (len(person.bookings), person.names) == (2, ["Ann Example", "Mallory Example"])
    erase(person, reason="Their wish", actor="Ana")
    assert not Booking.objects.exists()
    assert review_of(before.roadshow).total.came == 1


def test_what_was_said_then_goes_when_its_own_time_is_over(before: Places) -> None:
    came(before, "Ann")
    now = asks_again(ahead(before))
    purge(before.roadshow.held_on + dt.timedelta(days=365))
    assert list(Booking.objects.all()) == [now.booking]


def test_what_was_needed_on_a_day_that_is_over_is_not_kept_for_the_next(before: Places) -> None:
    change_needs(came(before, "Ann").booking, NeedsSaid(access="A ramp"))
    places = ahead(before)
    assert ask_for(places, "Ann").state == ClaimState.CONFIRMED
    assert not Needs.objects.exists()


def test_what_was_needed_for_a_place_that_was_given_up_is_not_shown_to_who_sees_to_the_next(before: Places) -> None:
    ann = ask_for(ahead(before, days=10), "Ann")
    change_needs(ann.booking, NeedsSaid(access="A ramp"))
    cancel(ann, actor="Ann")
    places = ahead(before)
    asks_again(places)
    assert not needs_in(places.roadshow).exists()


def test_who_asks_while_they_have_a_place_loses_nothing_of_what_they_need(before: Places) -> None:
    places = ahead(before)
    change_needs(ask_for(places, "Ann").booking, NeedsSaid(access="A ramp"))
    book([ahead(before, days=40).roadshow], details("Ann"), privacy_notice=NOTICE)
    assert needs_in(places.roadshow).get().access == "A ramp"


def test_whoever_comes_without_a_booking_is_not_taken_to_need_what_they_needed_before(before: Places) -> None:
    change_needs(came(before, "Ann").booking, NeedsSaid(access="A ramp"))
    walk_in(ahead(before, days=0).roadshow, details("Ann"), note("w"), privacy_notice=NOTICE)
    assert not Needs.objects.exists()


def test_whoever_takes_a_place_over_gets_nothing_of_what_the_giver_did_before(before: Places) -> None:
    past = came(before, "Ann")
    now = asks_again(ahead(before))
    handed = offer_to_colleague(now, name="Bea Example", email="bea@example.org")
    taken = take_from_colleague(handed, job_level="manager", privacy_notice=NOTICE)
    assert claims_of(taken.booking_id) == [taken]
    giver = Booking.objects.get(email_key="ann@example.org")
    assert claims_of(giver.pk) == [past]


@pytest.mark.parametrize("of_a_group", [False, True])
def test_whoever_takes_a_place_over_keeps_what_they_did_before(before: Places, of_a_group: bool) -> None:
    past, places = came(before, "Ann"), ahead(before)
    other = asks_again(ahead(before))
    if of_a_group:
        group = make_group(places, 1)
        name_place(group.bookings.get(), details("Ann"))
        handed = Claim.objects.get(booking__group=group).hand_overs.get()
    else:
        handed = offer_to_colleague(ask_for(places, "Bea"), name="Ann Example", email="ann@example.org")
    taken = take_from_colleague(handed, job_level="manager", privacy_notice=NOTICE)
    assert claims_of(taken.booking_id) == [taken, past, other]
    assert claim_of(places, "ann@example.org") == taken


def test_who_sits_in_the_room_asks_for_another_date_and_stays_who_they_are_there(before: Places) -> None:
    here, there = ahead(before), ahead(before)
    ann = ask_for(here, "Ann")
    change_needs(ann.booking, NeedsSaid(step_free=True))
    begun(here, minutes=5)
    admit(ann, note("k"))
    now = asks_again(there)
    assert (now.state, now.booking, now.booking.name) == ("confirmed", ann.booking, "Ann Example")
    assert Needs.objects.get().step_free
    assert claims_of(now.booking.pk) == [now, ann]
    assert said_at(here) == [("Ann Example", "Sample Council", "attended")]


def test_who_is_in_before_the_day_begins_and_asks_for_the_same_day_has_asked_already(before: Places) -> None:
    here = ahead(before, days=1)
    ann = ask_for(here, "Ann")
    admit(ann, note("k"))
    assert asks_again(here) == ann
    assert Mail.objects.latest("pk").kind == "known"


def test_whose_day_has_closed_asks_for_another_the_same_evening(before: Places) -> None:
    here, there = ahead(before), ahead(before)
    ann = ask_for(here, "Ann")
    begun(here, minutes=120)
    Roadshow.objects.filter(pk=here.pk).update(state=RoadshowState.CLOSED)
    assert ask_for(there, "Ann").state == "confirmed"
    assert said_at(here) == [("Ann Example", "Sample Council", "no-show")]
    assert Claim.objects.get(pk=ann.pk).state == "confirmed"


def test_what_is_ahead_leads_though_they_sit_in_a_room_that_they_wished_for_first(before: Places) -> None:
    here, there = ahead(before), ahead(before)
    ann = ask_for(here, "Ann")
    begun(here, minutes=5)
    admit(ann, note("k"))
    later = ask_for(there, "Ann")
    Claim.objects.filter(pk=later.pk).update(rank=2)
    assert claims_of(ann.booking_id) == [later, ann]
