"""A group's places: named one by one, given back, and returned when their time is up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from places.actions import groups
from places.actions.booking import Coordinator, book_group
from places.actions.door import admit
from places.actions.groups import NamedAlreadyError, give_back, name_place, return_unnamed, take_name_back
from places.actions.holders import cancel
from places.actions.holding import lock
from places.actions.places import set_places
from places.actions.waiting import accept, decline, sweep
from places.links import booking_token
from places.models import Booking, Claim, Group, Mail, Places
from places.queries.person import everything_of, person_of
from tests.booked import NOTICE, ask_for, begun, claim_of, counted, details, make_places, note
from workshops.models import Roadshow

pytestmark = pytest.mark.django_db

COORDINATOR = Coordinator("Gil Example", "gil@example.org", "Sample Trust", "health")


def reserve(places: Places, size: int, *, together: bool = False, days: int = 3) -> Group:
    """Let a coordinator reserve places, to be named in so many days."""
    by = timezone.now() + dt.timedelta(days=days)
    return book_group(places.roadshow, COORDINATOR, size, together=together, name_by=by, privacy_notice=NOTICE)


def unnamed(group: Group) -> Booking:
    return group.bookings.filter(email_key="").order_by("pk")[0]


def test_who_is_named_has_a_link_of_their_own() -> None:
    group = reserve(make_places(2), 2)
    name_place(unnamed(group), details("Ann", email="Ann@example.org", organisation="ignored"))
    ann = group.bookings.get(email_key="ann@example.org")
    assert (ann.name, ann.organisation) == ("Ann Example", "Sample Trust")
    assert list(Mail.objects.order_by("pk").values_list("kind", "to")) == [
        ("group", "gil@example.org"),
        ("place", "Ann@example.org"),
    ]


def test_a_place_is_named_once() -> None:
    group = reserve(make_places(2), 2)
    place = unnamed(group)
    name_place(place, details("Ann"))
    with pytest.raises(NamedAlreadyError):
        name_place(place, details("Ben"))
    assert sorted(group.bookings.values_list("name", flat=True)) == ["", "Ann Example"]


def test_a_place_that_went_back_meanwhile_is_named_for_nobody() -> None:
    group = reserve(make_places(1), 1)
    place = unnamed(group)
    give_back(group, 1, actor="Gil")
    with pytest.raises(NamedAlreadyError):
        name_place(place, details("Ann"))
    assert Mail.objects.count() == 1


def test_what_is_given_back_is_what_waits_first_and_then_free_for_others() -> None:
    places = make_places(2)
    group = reserve(places, 3)
    ask_for(places, "Zoe")
    assert give_back(group, 2, actor="Gil") == 2
    assert counted(places) == (2, 0)  # Zoe, who waited, is offered what Gil gave back.


def test_unnamed_places_go_back_when_their_time_is_up_and_the_coordinator_hears_of_it() -> None:
    places = make_places(2)
    group = reserve(places, 2)
    name_place(unnamed(group), details("Ann"))
    assert return_unnamed() == 0
    Group.objects.update(name_by=timezone.now() - dt.timedelta(minutes=1))
    assert (return_unnamed(), return_unnamed()) == (1, 0)
    assert counted(places) == (1, 0)
    assert Mail.objects.filter(to="gil@example.org", kind="ended").count() == 1


def test_a_group_that_wants_all_or_none_is_offered_all_at_once_and_takes_all_in_one_press() -> None:
    places = make_places(2)
    holders = [ask_for(places, name) for name in ("Ann", "Ben")]
    group = reserve(places, 2, together=True)
    claim = group.bookings.order_by("pk")[0].claims.get()
    cancel(holders[0], actor="Ann")
    assert counted(places) == (1, 2)
    cancel(holders[1], actor="Ben")
    assert counted(places) == (2, 0)
    assert Mail.objects.filter(kind="offer").count() == 1
    assert accept(claim, actor="Gil")
    assert set(places.roadshow.claims.filter(booking__group=group).values_list("state", flat=True)) == {"confirmed"}


def test_who_asks_for_themselves_later_is_not_shown_to_the_coordinator_of_then() -> None:
    places = make_places(2)
    group = reserve(places, 1)
    name_place(unnamed(group), details("Ann"))
    cancel(claim_of(places, "ann@example.org"), actor="Ann")
    again = ask_for(places, "Ann")
    assert again.booking.group is None
    assert not group.bookings.exists()


def freed(places: Places, size: int, *, together: bool = False) -> Group:
    """Return a group to which as many places are offered as it wants, in one round."""
    places = set_places(places.roadshow, capacity=0)
    group = reserve(places, size, together=together)
    set_places(places.roadshow, capacity=size)
    return group


def test_several_places_that_become_free_at_once_are_one_mail_and_taken_in_one_press() -> None:
    places = make_places()
    group = freed(places, 3)
    assert [mail.to for mail in Mail.objects.filter(kind="offer")] == ["gil@example.org"]
    assert accept(group.bookings.order_by("pk")[0].claims.get(), actor="Gil")
    assert set(places.roadshow.claims.values_list("state", flat=True)) == {"confirmed"}
    assert Mail.objects.filter(kind="place").count() == 1
    assert counted(places) == (3, 0)


def test_a_coordinator_does_not_answer_for_whoever_is_named() -> None:
    places = make_places()
    group = reserve(set_places(places.roadshow, capacity=0), 3)
    name_place(unnamed(group), details("Ann"))
    set_places(places.roadshow, capacity=3)
    assert {mail.to for mail in Mail.objects.filter(kind="offer")} == {"gil@example.org", "ann@example.org"}
    accept(unnamed(group).claims.get(), actor="Gil")
    assert claim_of(places, "ann@example.org").state == "offered"
    decline(claim_of(places, "ann@example.org"), actor="Ann")
    assert counted(places) == (2, 0)


def test_offers_that_pass_at_once_are_one_mail() -> None:
    places = make_places()
    freed(places, 3)
    Claim.objects.update(offered_until=timezone.now() - dt.timedelta(seconds=1))
    sweep()
    assert Mail.objects.filter(kind="offer-passed").count() == 1
    assert counted(places) == (0, 0)


def test_whoever_is_named_in_a_group_that_takes_all_at_once_hears_of_their_place() -> None:
    places = make_places()
    group = reserve(set_places(places.roadshow, capacity=0), 2, together=True)
    name_place(unnamed(group), details("Ann"))
    set_places(places.roadshow, capacity=2)
    accept(unnamed(group).claims.get(), actor="Gil")
    assert set(Mail.objects.filter(kind="place").values_list("to", flat=True)) == {"gil@example.org", "ann@example.org"}


def test_groups_of_which_nothing_is_left_unnamed_are_not_looked_at_again(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    reserve(make_places(2), 2)
    Group.objects.update(name_by=timezone.now() - dt.timedelta(minutes=1))
    return_unnamed()
    with django_assert_num_queries(2):
        assert return_unnamed() == 0


def test_a_day_that_is_over_gives_nothing_back(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    places = make_places(2)
    group = reserve(places, 2)
    Group.objects.update(name_by=timezone.now() - dt.timedelta(minutes=1))
    Roadshow.objects.update(held_on=timezone.localdate() - dt.timedelta(days=1))
    with django_assert_num_queries(2):
        assert return_unnamed() == 0
    assert group.bookings.filter(claims__state="confirmed").count() == 2


def offered_late(*, name: str = "") -> tuple[Group, Claim]:
    """Return a group to which a place is offered an hour before its time for naming is over, and that place."""
    places = make_places(1)
    holder = ask_for(places, "Zoe")
    group = reserve(places, 1)
    Group.objects.update(name_by=timezone.now() + dt.timedelta(hours=1))
    if name:
        name_place(unnamed(group), details(name))
    cancel(holder, actor="Zoe")
    return group, Claim.objects.get(booking__group=group, state="offered")


def test_what_is_offered_is_kept_for_as_long_as_its_mail_says() -> None:
    group, claim = offered_late()
    group.refresh_from_db()
    assert group.name_by == claim.offered_until


def test_also_where_whoever_was_named_for_it_is_named_no_more() -> None:
    group, claim = offered_late(name="Ann")
    group.refresh_from_db()
    assert claim.offered_until
    assert group.name_by < claim.offered_until
    take_name_back(claim.booking)
    group.refresh_from_db()
    assert group.name_by == claim.offered_until


def test_an_offer_in_the_moment_in_which_the_time_is_up_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    _group, claim = offered_late()
    until = claim.offered_until
    Group.objects.update(name_by=timezone.now())

    def late(keys: Iterable[int]) -> dict[int, Places]:
        Group.objects.update(name_by=until)
        return lock(keys)

    monkeypatch.setattr(groups, "lock", late)
    assert return_unnamed() == 0
    claim.refresh_from_db()
    assert claim.state == "offered"


def test_whoever_sits_there_loses_no_place_for_want_of_a_name() -> None:
    places = make_places(3, ahead=0)
    group = reserve(places, 2)
    admit(group.bookings.order_by("pk")[0].claims.get(), note("k"))
    Group.objects.update(name_by=timezone.now() - dt.timedelta(seconds=1))
    assert return_unnamed() == 1
    assert give_back(group, 2, actor="Gil") == 0
    assert counted(places) == (1, 0)


def test_once_the_day_has_begun_no_place_goes_back_for_want_of_a_name() -> None:
    places = make_places(3)
    reserve(places, 2, days=0)
    begun(places, minutes=5)
    assert return_unnamed() == 0
    assert counted(places) == (2, 0)


def test_who_asks_is_not_kept_waiting_by_an_offer_that_has_passed() -> None:
    places = make_places(1)
    holder, late = ask_for(places, "Ann"), ask_for(places, "Ben")
    cancel(holder, actor="Ann")
    Claim.objects.filter(pk=late.pk).update(offered_until=timezone.now() - dt.timedelta(seconds=1))
    group = reserve(places, 1)
    assert unnamed(group).claims.get().state == "confirmed"


def test_whoever_is_named_has_seen_no_privacy_notice_before_they_open_their_page(client: Client) -> None:
    group = reserve(make_places(1), 1)
    place = unnamed(group)
    name_place(place, details("Ann"))
    ann = Booking.objects.get(pk=place.pk)
    assert ann.privacy_notice == ""
    [kept] = everything_of(person_of(ann.email))["bookings"]
    assert kept["privacy notice"] == "none so far: somebody else named them"
    client.get(f"/bookings/{booking_token(ann)}/")
    ann.refresh_from_db()
    assert ann.privacy_notice == NOTICE
    take_name_back(ann)
    ann.refresh_from_db()
    assert ann.privacy_notice == ""
