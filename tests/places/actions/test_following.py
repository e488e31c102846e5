"""When an organiser changes where or when a roadshow is, everybody whom it concerns gets one mail."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail as django_mail
from django.db import transaction
from django.utils import timezone
from icalendar import Calendar

from places.actions.groups import name_place
from places.actions.holders import cancel, reconfirm
from places.actions.places import set_places
from places.mail.sending import OUTDATED, send_due
from places.models import Claim, Group, Mail, Places
from places.queries.days import LATE, begins
from tests.booked import ask_for, claim_of, details, make_group, make_places
from tests.factories import make_roadshow
from workshops.actions.room import change_roadshow
from workshops.actions.running_order import begin_at
from workshops.models import Roadshow

pytestmark = pytest.mark.django_db


def in_days(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def change(places: Places, **fields: Any) -> None:
    """Let an organiser save the roadshow's form with these fields changed."""
    roadshow = Roadshow.objects.get(pk=places.pk)
    change_roadshow(roadshow, actor="Olu", tables=0, **fields)


def told() -> list[str]:
    """Return to whom mails of a change go."""
    return sorted(Mail.objects.filter(kind="changed").values_list("to", flat=True))


def letter(to: str) -> Any:
    send_due()
    return next(each for each in reversed(django_mail.outbox) if each.to == [to])


def test_everybody_who_has_a_place_is_offered_one_or_waits_gets_one_mail_and_nobody_else() -> None:
    places = make_places(2)
    for name in ("Ann", "Ben", "Cas", "Dee"):
        ask_for(places, name)
    cancel(claim_of(places, "ann@example.org"), actor="Ann")  # Cas is offered the place.
    change(places, venue="The Hall", address="1 Street", starts_at=dt.time(10))
    assert told() == ["ben@example.org", "cas@example.org", "dee@example.org"]


def test_a_coordinator_hears_once_for_all_that_are_not_named_and_whoever_is_named_for_themselves() -> None:
    places = make_places(5)
    group = make_group(places, 3)
    name_place(group.bookings.all()[0], details("Ann"))
    change(places, venue="The Hall")
    assert told() == ["ann@example.org", "cy@example.org"]
    assert "2 of your places have no name yet" in letter("cy@example.org").body


def test_the_mail_says_how_it_was_and_how_it_is_and_brings_the_entry_with_a_higher_number() -> None:
    places = make_places(1)
    ask_for(places, "Ann")
    ask_for(places, "Ben")
    was = letter("ann@example.org")
    Claim.objects.update(made_at=timezone.now() - dt.timedelta(minutes=1))  # It is changed a minute later.
    change(places, held_on=in_days(40), venue="The Hall")
    now = letter("ann@example.org")
    before, after = now.body.split("It is now:")
    assert f"{places.roadshow.held_on:%B %Y}" in before
    assert places.roadshow.venue in before
    assert "The Hall" in after
    assert f"{in_days(40):%B %Y}" in after
    old, new = (_entry(each) for each in (was, now))
    assert new["UID"] == old["UID"]
    assert new["SEQUENCE"] > old["SEQUENCE"]
    assert timezone.localtime(new["DTSTART"].dt).date() == in_days(40)
    assert "text/calendar" not in {kind for _name, _part, kind in letter("ben@example.org").attachments}


def _entry(mail: Any) -> Any:
    part = next(each for each in mail.message().walk() if each.get_content_type() == "text/calendar")
    return Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")[0]


def test_nothing_is_queued_when_nothing_was_changed() -> None:
    places = make_places(1)
    ask_for(places, "Ann")
    change(places, venue=places.roadshow.venue, starts_at=places.roadshow.starts_at)
    assert told() == []


def test_what_is_changed_again_before_the_mail_goes_is_one_mail_from_the_first_to_the_last() -> None:
    places = make_places(1)
    ask_for(places, "Ann")
    for venue in ("The Hall", "The Barn"):
        change(places, venue=venue)
    assert told() == ["ann@example.org"]
    body = letter("ann@example.org").body
    assert places.roadshow.venue in body
    assert "The Barn" in body
    assert "The Hall" not in body


def test_a_mail_that_a_worker_has_taken_already_does_not_stand_for_a_later_change() -> None:
    places = make_places(1)
    ask_for(places, "Ann")
    change(places, venue="The Hall")
    Mail.objects.update(tries=1)
    change(places, venue="The Barn")
    assert told() == ["ann@example.org"] * 2


def test_what_is_changed_back_before_the_mail_goes_is_not_written_of() -> None:
    places = make_places(1)
    ask_for(places, "Ann")
    for venue in ("The Hall", places.roadshow.venue):
        change(places, venue=venue)
    send_due()
    assert Mail.objects.get(kind="changed").trouble == OUTDATED


def test_a_change_that_is_rolled_back_tells_nobody() -> None:
    places = make_places(1)
    ask_for(places, "Ann")
    with transaction.atomic():
        change(places, venue="The Hall")
        transaction.set_rollback(True)
    assert told() == []


@pytest.mark.parametrize("days", [-3, -1])
def test_nobody_hears_of_a_day_that_is_over(days: int) -> None:
    places = make_places(1)
    ask_for(places, "Ann")
    Roadshow.objects.update(held_on=in_days(days))
    change(places, venue="The Hall")
    assert told() == []


def test_nobody_hears_of_a_beginning_that_is_corrected_once_the_day_has_begun() -> None:
    places = make_places(1, ahead=0)
    ask_for(places, "Ann")
    Roadshow.objects.filter(pk=places.pk).update(starts_at=dt.time(0))
    places.roadshow.refresh_from_db()
    begin_at(places.roadshow, dt.time(0, 0, 1), actor="Ana")
    assert told() == []


def test_roadshows_that_give_out_no_places_are_changed_as_ever() -> None:
    roadshow = make_roadshow(tables=1)
    change_roadshow(roadshow, actor="Olu", tables=1, venue="The Hall")
    assert told() == []


def test_an_offer_stands_as_long_as_one_that_is_made_now_for_the_new_day() -> None:
    places = make_places(1, ahead=60)
    ask_for(places, "Ann")
    ben = ask_for(places, "Ben")
    cancel(claim_of(places, "ann@example.org"), actor="Ann")
    long = Claim.objects.get(pk=ben.pk).offered_until
    change(places, held_on=in_days(1), starts_at=dt.time(0))
    short = Claim.objects.get(pk=ben.pk).offered_until
    assert long
    assert short
    assert short < long
    assert f"{timezone.localtime(short):%H:%M}" in letter("ben@example.org").body


def test_an_offer_that_had_passed_before_does_not_come_back() -> None:
    places = make_places(1)
    ann, ben = ask_for(places, "Ann"), ask_for(places, "Ben")
    cancel(ann, actor="Ann")
    Claim.objects.filter(pk=ben.pk).update(offered_until=timezone.now() - dt.timedelta(seconds=1))
    change(places, held_on=in_days(50))
    assert Claim.objects.get(pk=ben.pk).state == "ended"


def test_a_group_names_in_time_for_the_new_day() -> None:
    places = set_places(make_roadshow(held_on=in_days(60)), capacity=3)
    make_group(places, 2, ahead=40)
    change(places, held_on=in_days(20))
    places.refresh_from_db()
    assert Group.objects.get().name_by == begins(Roadshow.objects.get(pk=places.pk)) - LATE


def test_a_group_names_as_long_as_what_is_offered_to_it_stands_for_the_new_day() -> None:
    places = make_places(1, ahead=3)
    holder = ask_for(places, "Ann")
    make_group(places, 1, ahead=0)
    Group.objects.update(name_by=timezone.now() + dt.timedelta(minutes=1))
    cancel(holder, actor="Ann")
    change(places, held_on=in_days(50))
    assert Group.objects.get().name_by == Claim.objects.get(state="offered").offered_until


def test_whoever_said_that_they_come_is_asked_anew_when_it_is_another_day_and_not_for_another_hour() -> None:
    places = make_places(1)
    ann = ask_for(places, "Ann")
    reconfirm(ann)
    change(places, starts_at=dt.time(10))
    assert Claim.objects.get(pk=ann.pk).reconfirmed_at
    change(places, held_on=in_days(50))
    assert not Claim.objects.get(pk=ann.pk).reconfirmed_at
