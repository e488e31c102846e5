"""What those who are named for a group's places do at other dates is none of the group's, nor of its coordinator's."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from places.actions.following import follow
from places.actions.groups import name_place, return_unnamed
from places.actions.holders import cancel, move
from places.actions.places import set_places
from places.actions.reminding import remind_groups
from places.actions.waiting import NotTheirsError, accept, decline_for_all
from places.links import group_token
from places.mail.writing import written
from places.models import Claim, Group, Mail, Places
from tests.booked import ask_for, counted, details, make_dates, make_group, make_places
from tests.pages import words
from workshops.whereabouts import whereabouts_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def dates() -> tuple[Places, Places]:
    """Return two dates of one programme: three places, and one that somebody else has."""
    here, there = make_dates(3, 1)
    ask_for(there, "Xan")
    return here, there


def named(group: Group, name: str = "Ann") -> Claim:
    place = group.bookings.filter(email="").order_by("pk")[0]
    name_place(place, details(name))
    return place.claims.get()


def page(client: Client, group: Group) -> str:
    return words(client.get(f"/groups/{group_token(group)}/").text)


def offered_elsewhere(group: Group, there: Places) -> Claim:
    """Let somebody who is named ask for another date, and be offered a place there."""
    wish = move(named(group), there.roadshow, actor="Ann")
    set_places(there.roadshow, capacity=2)
    wish.refresh_from_db()
    assert wish.state == "offered"
    return wish


def test_the_coordinator_does_not_see_for_what_else_somebody_asks(client: Client, dates: tuple[Places, Places]) -> None:
    here, there = dates
    group = make_group(here, 2)
    claim = named(group)
    before = page(client, group)
    wish = move(claim, there.roadshow, actor="Ann")
    assert page(client, group) == before
    set_places(there.roadshow, capacity=2)
    assert page(client, group) == before
    accept(Claim.objects.get(pk=wish.pk), actor="Ann")
    assert "ann@example.org" not in page(client, group)
    assert f"Your group in {here.roadshow.city}" in page(client, group)
    assert "1 of 1 places has no name yet" in page(client, group)


def test_nor_answers_for_them_there(client: Client, dates: tuple[Places, Places]) -> None:
    here, there = dates
    group = make_group(here, 2)
    wish = offered_elsewhere(group, there)
    said = {"claim": wish.pk, "answer": "decline"}
    assert client.post(f"/groups/{group_token(group)}/answer/", said).status_code == 404
    wish.refresh_from_db()
    assert wish.state == "offered"


@pytest.mark.parametrize("answer", ["accept", "decline"])
def test_nor_for_an_offer_of_whoever_was_named_meanwhile(client: Client, answer: str) -> None:
    places = make_places(1)
    had = ask_for(places, "Xan")
    group = make_group(places, 1)
    cancel(had, actor="Xan")
    claim = named(group)
    said = {"claim": claim.pk, "answer": answer}
    answered = client.post(f"/groups/{group_token(group)}/answer/", said, follow=True)
    assert "This place has a name by now, and who is named answers for it." in words(answered.text)
    claim.refresh_from_db()
    assert claim.state == "offered"


def test_nor_where_they_are_named_while_the_coordinator_answers() -> None:
    places = make_places(1)
    had = ask_for(places, "Xan")
    group = make_group(places, 1)
    cancel(had, actor="Xan")
    seen = Claim.objects.select_related("booking__group").get(booking__group=group)
    named(group)
    with pytest.raises(NotTheirsError):
        accept(seen, actor="Cy", whole=True)
    with pytest.raises(NotTheirsError):
        decline_for_all(seen, actor="Cy")
    assert counted(places) == (1, 0)


def test_mails_to_the_coordinator_count_what_the_group_has_and_speak_of_its_own_day(
    dates: tuple[Places, Places],
) -> None:
    here, there = dates
    group = make_group(here, 3)
    Group.objects.update(made_at=timezone.now() - dt.timedelta(30), name_by=timezone.now() + dt.timedelta(1))
    named(group, "Ben")
    accept(offered_elsewhere(group, there), actor="Ann")
    remind_groups()
    reminder = written(Mail.objects.get(kind="group-reminder"), "")
    assert reminder.subject.startswith("Name 1 place by")
    assert reminder.subject.endswith(here.roadshow.city)
    assert there.roadshow.city not in reminder.body
    Group.objects.update(name_by=timezone.now())
    assert return_unnamed() == 1
    ended = written(Mail.objects.get(kind="ended", to="cy@example.org"), "")
    assert "1 stay yours." in ended.body
    assert there.roadshow.city not in str(ended.message())


def test_the_time_for_naming_does_not_follow_another_day(dates: tuple[Places, Places]) -> None:
    here, there = dates
    group = make_group(here, 2)
    accept(offered_elsewhere(group, there), actor="Ann")
    was = whereabouts_of(there.roadshow)
    there.roadshow.held_on = timezone.localdate() + dt.timedelta(days=5)
    with transaction.atomic():
        there.roadshow.save()
        follow(there.roadshow, was)
    assert Group.objects.get().name_by == group.name_by
