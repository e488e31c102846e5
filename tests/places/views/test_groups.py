"""A coordinator names, gives back and takes."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from places.actions.holders import cancel
from places.actions.places import set_places
from places.links import group_token
from places.models import Group, Mail
from tests.booked import ask_for, begun, counted, make_dates, make_group, make_places
from tests.pages import words

pytestmark = pytest.mark.django_db

BEA = {"name": "Bea Example", "email": "bea@example.org", "level": "manager"}


def link(group: Group) -> str:
    return f"/groups/{group_token(group)}/"


def press(client: Client, group: Group, verb: str, **said: object) -> str:
    response = client.post(f"{link(group)}{verb}/", said, follow=True)
    return words(response.content.decode())


def test_whoever_is_named_gets_a_mail_of_their_own(client: Client) -> None:
    group = make_group(make_places(3))
    place = group.bookings.first()
    assert place
    assert "Bea Example is named" in press(client, group, "name", place=place.pk, **BEA)
    assert Mail.objects.filter(kind="place").get().to == "bea@example.org"
    again = press(client, group, "name", place=place.pk, **BEA | {"email": "c@example.org"})
    assert "This place has a name by now" in again


def test_several_places_on_offer_are_taken_in_one_press(client: Client) -> None:
    places = make_places(2)
    holders = [ask_for(places, name, organisation=name) for name in ("Ann", "Ben")]
    group = make_group(places, 2)
    for claim in holders:
        cancel(claim, actor="them")
    assert "2 places are kept for you until" in words(client.get(link(group)).content.decode())
    offered = group.bookings.all()[0].claims.get()
    assert "Taken. Now name who comes." in press(client, group, "answer", claim=offered.pk, answer="accept")
    assert counted(places) == (2, 0)
    assert group.bookings.filter(claims__state="confirmed").count() == 2


def test_what_is_wrong_with_a_name_is_said_at_the_top(client: Client) -> None:
    group = make_group(make_places(3))
    place = group.bookings.first()
    assert place
    page = client.post(f"{link(group)}name/", {"place": place.pk, "name": "Ben"}).text
    assert page.index(f'href="#place-{place.pk}"') < page.index('id="group"') < page.index(f'id="place-{place.pk}"')


def test_places_are_given_back_and_odd_numbers_give_none(client: Client) -> None:
    places = make_places(5)
    group = make_group(places, 3)
    for odd in ("", "0", "-1", "many", "9999"):
        assert "None went back." in press(client, group, "give-back", places=odd)
    assert "2 places went back" in press(client, group, "give-back", places=2)
    assert counted(places) == (1, 0)
    assert "1 place went back" in press(client, group, "give-back", places=5)
    assert "None of your group's places is left" in words(client.get(link(group)).content.decode())


def test_a_group_that_wants_all_or_none_takes_all_in_one_press(client: Client) -> None:
    places = make_places(2)
    holders = [ask_for(places, name, organisation=name) for name in ("Ann", "Ben")]
    group = make_group(places, 2, together=True)
    page = words(client.get(link(group)).content.decode())
    assert "is number 1 on the list: your group wants 2 places together" in page
    for claim in holders:
        cancel(claim, actor="them")
    offered = group.bookings.all()[0].claims.get()
    assert "Taken. Now name who comes." in press(client, group, "answer", claim=offered.pk, answer="accept")
    assert counted(places) == (2, 0)
    assert "done before" in press(client, group, "answer", claim=offered.pk, answer="accept")


def test_a_group_for_which_there_is_no_room_any_more_reads_so(client: Client) -> None:
    places = make_places(2)
    ask_for(places, "Ann")
    group = make_group(places, 2, together=True)
    assert "this date has" not in words(client.get(link(group)).text)
    set_places(places.roadshow, capacity=1)
    assert "your group wants 2 places together and this date has 1 in all" in words(client.get(link(group)).text)


def test_a_coordinator_lets_all_go_by_one_press_whoever_is_named_for_the_first(client: Client) -> None:
    places = make_places(0)
    group = make_group(places, 2, together=True)
    press(client, group, "name", place=group.bookings.order_by("pk")[0].pk, **BEA)
    set_places(places.roadshow, capacity=2)
    first = places.roadshow.claims.order_by("arrival")[0]
    assert "Let go." in press(client, group, "answer", claim=first.pk, answer="decline")
    assert counted(places) == (0, 0)
    assert Mail.objects.get(kind="ended").to == "bea@example.org"


def test_another_groups_place_is_as_if_absent(client: Client) -> None:
    places = make_places(5)
    group, other = make_group(places), make_group(places, email="di@example.org")
    theirs = other.bookings.all()[0]
    assert client.post(f"{link(group)}name/", BEA | {"place": theirs.pk}).status_code == 404
    assert client.post(f"{link(group)}answer/", {"claim": theirs.claims.get().pk}).status_code == 404


def test_a_name_is_taken_back_and_the_page_says_to_whom_no_mail_gets_through(client: Client) -> None:
    group = make_group(make_places(3))
    place = group.bookings.first()
    assert place
    press(client, group, "name", place=place.pk, **BEA)
    assert "No mail gets through" not in words(client.get(link(group)).content.decode())
    Mail.objects.filter(to="bea@example.org").update(given_up_at=timezone.now(), trouble="No such mailbox.")
    assert "Take the name back, and name them anew" in words(client.get(link(group)).content.decode())
    page = press(client, group, "take-back", place=place.pk)
    assert "This place has no name now." in page
    assert "bea@example.org" not in page
    assert "cannot be taken back any more" in press(client, group, "take-back", place=place.pk)


def test_it_is_answered_alike_whether_they_have_asked_before_or_not_and_whether_they_were_told(client: Client) -> None:
    one, two = make_dates(3, 3)
    ask_for(two, "Bea")
    group = make_group(one, 2)
    pages = []
    for name in ("Bea", "Zed"):
        place = group.bookings.filter(email="").order_by("pk")[0]
        said = BEA | {"name": f"{name} Example", "email": f"{name}@example.org"}
        before = press(client, group, "name", place=place.pk, **said)
        after = press(client, group, "take-back", place=place.pk)
        pages.append((before.replace(name, "Who"), after))
    assert pages[0] == pages[1]


def test_once_the_time_for_naming_is_over_no_name_can_be_taken_back(client: Client) -> None:
    group = make_group(make_places(3))
    place = group.bookings.first()
    assert place
    press(client, group, "name", place=place.pk, **BEA)
    assert "Take the name back" in words(client.get(link(group)).content.decode())
    Group.objects.update(name_by=timezone.now())
    assert "Take the name back" not in words(client.get(link(group)).content.decode())


def test_a_place_of_another_group_is_not_to_be_had_back(client: Client) -> None:
    places = make_places(5)
    group, other = make_group(places), make_group(places, email="di@example.org")
    assert client.post(f"{link(group)}take-back/", {"place": other.bookings.all()[0].pk}).status_code == 404


def test_on_the_day_itself_the_page_says_that_whoever_comes_is_let_in(client: Client) -> None:
    places = make_places(3)
    group = make_group(places, ahead=1)
    assert "then they go to those who wait" in words(client.get(link(group)).text)
    begun(places, minutes=5)
    page = words(client.get(link(group)).text)
    assert "2 of 2 places have no name yet. On the day itself whoever comes for a reserved place is let in" in page
    assert "then they go to those who wait" not in page
