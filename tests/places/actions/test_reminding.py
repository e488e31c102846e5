"""Who is asked again, and when."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from places.actions.groups import name_place
from places.actions.holders import reconfirm
from places.actions.reminding import ask_again, remind_groups
from places.mail.writing import OutdatedError, written
from places.models import Claim, Group, Mail
from tests.booked import ask_for, details, make_group, make_places
from workshops.models import Roadshow

pytestmark = pytest.mark.django_db


def days_later(places_pk: int, days: int) -> None:
    """Let everything lie so many days further back."""
    back = dt.timedelta(days=days)
    for roadshow in Roadshow.objects.filter(pk=places_pk):
        Roadshow.objects.filter(pk=places_pk).update(held_on=roadshow.held_on - back)
    for claim in Claim.objects.filter(roadshow=places_pk):
        asked = claim.asked_again_at and claim.asked_again_at - back
        confirmed = claim.confirmed_at and claim.confirmed_at - back
        Claim.objects.filter(pk=claim.pk).update(asked_again_at=asked, confirmed_at=confirmed)


def test_a_delegate_is_asked_a_week_and_two_days_before_and_once_each_time() -> None:
    places = make_places(1, ahead=20)
    ask_for(places)
    asked = []
    for days in (0, 12, 2, 3, 2, 1):
        days_later(places.pk, days)
        asked.append((ask_again(), ask_again()))
    assert asked == [(0, 0), (0, 0), (1, 0), (0, 0), (1, 0), (0, 0)]
    assert Mail.objects.filter(kind="reconfirm").count() == 2


def test_who_said_that_they_come_or_booked_since_is_left_in_peace() -> None:
    places = make_places(2, ahead=20)
    ann = ask_for(places, "Ann")
    days_later(places.pk, 14)
    ask_for(places, "Ben")
    assert ask_again() == 1
    assert reconfirm(ann)
    days_later(places.pk, 5)
    assert ask_again() == 1
    assert list(Mail.objects.filter(kind="reconfirm").order_by("pk").values_list("to", flat=True)) == [
        "ann@example.org",
        "ben@example.org",
    ]


def test_who_waits_is_not_asked_whether_they_come() -> None:
    places = make_places(0, ahead=5)
    ask_for(places)
    assert ask_again() == 0


def test_a_coordinator_is_reminded_while_places_have_no_name() -> None:
    group = make_group(make_places(2), ahead=10)
    now = timezone.now()
    reminded = []
    for days in (10, 6, 5, 1):
        Group.objects.filter(pk=group.pk).update(name_by=now + dt.timedelta(days=days), made_at=now - dt.timedelta(30))
        reminded.append((remind_groups(), remind_groups()))
        Mail.objects.filter(kind="group-reminder").update(made_at=now - dt.timedelta(days=1, hours=12))
    assert reminded == [(0, 0), (1, 0), (0, 0), (1, 0)]


def test_a_group_that_is_booked_shortly_before_its_time_is_up_is_not_reminded_at_once() -> None:
    make_group(make_places(2), ahead=1)
    assert remind_groups() == 0


def test_a_reminder_that_goes_out_late_is_left_out_once_nothing_is_left_to_name() -> None:
    group = make_group(make_places(1), 1, ahead=1)
    Group.objects.update(made_at=timezone.now() - dt.timedelta(30))
    assert remind_groups() == 1
    reminder = Mail.objects.get(kind="group-reminder")
    assert written(reminder, "").subject.startswith("Name 1 place by")
    name_place(group.bookings.get(), details("Ann"))
    with pytest.raises(OutdatedError):
        written(reminder, "")


def test_so_is_one_once_the_time_for_naming_is_over() -> None:
    group = make_group(make_places(1), 1, ahead=1)
    Group.objects.update(made_at=timezone.now() - dt.timedelta(30))
    assert remind_groups() == 1
    Group.objects.filter(pk=group.pk).update(name_by=timezone.now())
    with pytest.raises(OutdatedError):
        written(Mail.objects.get(kind="group-reminder"), "")
