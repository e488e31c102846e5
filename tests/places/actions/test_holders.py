"""What holders do with their place: it is never lost on the way."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from places.actions.attendance import correct
from places.actions.booking import NeedsSaid, book
from places.actions.door import admit
from places.actions.groups import name_place
from places.actions.holders import (
    NoPlaceError,
    cancel,
    change_needs,
    move,
    offer_to_colleague,
    reconfirm,
    take_from_colleague,
)
from places.actions.places import set_places
from places.actions.seating import add_rule
from places.actions.waiting import accept, leave
from places.links import booking_by_token, booking_token, ticket_of
from places.mail.writing import written
from places.models import Booking, Claim, HandOver, Mail, Needs, Outcome, Places, SeatingRule
from places.queries.tickets import claim_by_ticket
from tests.booked import (
    NOTICE,
    ask_for,
    begun,
    claim_of,
    counted,
    details,
    make_dates,
    make_group,
    make_places,
    note,
    states,
)
from tests.factories import make_roadshow
from workshops.models import Roadshow

pytestmark = pytest.mark.django_db


@pytest.fixture
def dates() -> tuple[Places, Places]:
    """Return two dates of one programme, with one place each."""
    one, two = make_dates(1, 1)
    return one, two


def test_moving_to_a_date_with_room_frees_the_old_place_for_who_waits(dates: tuple[Places, Places]) -> None:
    one, two = dates
    ann = ask_for(one, "Ann")
    ask_for(one, "Ben")
    move(ann, two.roadshow, actor="Ann")
    assert (states(one), states(two)) == ({"Ann": "ended", "Ben": "offered"}, {"Ann": "confirmed"})
    assert (counted(one), counted(two)) == ((1, 0), (1, 0))


def test_who_moves_to_a_full_date_keeps_what_they_have_until_there_is_room(dates: tuple[Places, Places]) -> None:
    one, two = dates
    ann, zoe = ask_for(one, "Ann"), ask_for(two, "Zoe")
    waits = move(ann, two.roadshow, actor="Ann")
    assert move(ann, two.roadshow, actor="Ann") == waits
    assert (states(one)["Ann"], states(two)["Ann"]) == ("confirmed", "waiting")
    cancel(zoe, actor="Zoe")
    assert (states(one)["Ann"], states(two)["Ann"]) == ("confirmed", "offered")
    accept(waits, actor="Ann")
    assert (states(one)["Ann"], states(two)["Ann"]) == ("ended", "confirmed")
    assert (counted(one), counted(two)) == ((0, 0), (1, 0))


def test_who_waits_gets_a_free_place_at_another_date_and_waits_nowhere_any_more() -> None:
    one, two, three = make_dates(1, 1, 1)
    ask_for(one, "Zoe")
    ask_for(two, "Yan")
    book([one.roadshow, two.roadshow], details("Ann"), privacy_notice=NOTICE)
    ann = claim_of(one, "ann@example.org")
    got = move(ann, three.roadshow, actor="Ann")
    assert (got.state, move(ann, three.roadshow, actor="Ann")) == ("confirmed", got)
    assert [states(places)["Ann"] for places in (one, two, three)] == ["ended", "ended", "confirmed"]
    assert set(got.booking.claims.values_list("ending", flat=True)) == {"elsewhere", ""}
    assert [counted(places) for places in (one, two, three)] == [(1, 0), (1, 0), (1, 0)]
    assert list(Mail.objects.filter(to="ann@example.org").values_list("kind", flat=True)) == ["waiting", "place"]


def test_who_waits_and_finds_another_date_full_waits_there_as_well_with_that_as_the_last_wish() -> None:
    one, two, three = make_dates(1, 1, 5, most_of_one=1)
    for places, name in ((one, "Zoe"), (two, "Yan"), (three, "Xan")):
        ask_for(places, name)
    book([one.roadshow, two.roadshow], details("Ann"), privacy_notice=NOTICE)
    ann = claim_of(one, "ann@example.org")
    waits = move(ann, three.roadshow, actor="Ann")  # There are places, but none more for their organisation.
    assert list(ann.booking.claims.order_by("rank").values_list("roadshow", "rank", "state")) == [
        (places.pk, rank, "waiting") for rank, places in enumerate((one, two, three), start=1)
    ]
    assert Mail.objects.get(claim=waits).kind == "waiting"


def test_who_only_waits_changes_no_booking_so_near_the_day_and_who_has_an_offer_answers_that_first() -> None:
    one, two = make_dates(1, 1)
    set_places(one.roadshow, capacity=1, frozen_days=40)
    set_places(two.roadshow, capacity=1, frozen_days=40)
    zoe, ann = ask_for(one, "Zoe"), ask_for(one, "Ann")
    ben = ask_for(one, "Ben")
    assert move(ann, two.roadshow, actor="Ann").state == "confirmed"
    cancel(zoe, actor="Zoe")
    assert claim_of(one, "ben@example.org").state == "offered"
    with pytest.raises(NoPlaceError):
        move(ben, two.roadshow, actor="Ben")


def test_a_colleague_gets_the_place_when_they_take_it_and_the_old_link_is_void(dates: tuple[Places, Places]) -> None:
    one, _two = dates
    ann = ask_for(one, "Ann")
    change_needs(ann.booking, NeedsSaid(diet="No nuts"))
    given = offer_to_colleague(ann, name="Bea Example", email="bea@example.org")
    assert states(one) == {"Ann": "confirmed"}
    taken = take_from_colleague(given, job_level="manager", privacy_notice=NOTICE)
    assert (taken.pk, taken.booking.name, taken.booking.edition) == (ann.pk, "Bea Example", 2)
    assert not Needs.objects.exists()
    assert list(Mail.objects.order_by("pk").values_list("kind", "to")) == [
        ("hand-over", "bea@example.org"),
        ("handed-over", "ann@example.org"),
        ("place", "bea@example.org"),
    ]


def test_a_place_is_handed_over_once(dates: tuple[Places, Places]) -> None:
    ann = ask_for(dates[0], "Ann")
    first = offer_to_colleague(ann, name="Bea Example", email="bea@example.org")
    second = offer_to_colleague(ann, name="Cal Example", email="cal@example.org")
    with pytest.raises(NoPlaceError):
        take_from_colleague(first, job_level="manager", privacy_notice=NOTICE)
    take_from_colleague(second, job_level="manager", privacy_notice=NOTICE)
    with pytest.raises(NoPlaceError):
        take_from_colleague(second, job_level="manager", privacy_notice=NOTICE)
    assert states(dates[0]) == {"Cal": "confirmed"}


def test_a_colleague_who_waits_themselves_leaves_the_list_when_they_take_the_place(
    dates: tuple[Places, Places],
) -> None:
    one, two = dates
    ann = ask_for(one, "Ann")
    ask_for(one, "Bea")
    given = offer_to_colleague(ann, name="Bea Example", email="BEA@example.org")
    take_from_colleague(given, job_level="manager", privacy_notice=NOTICE)
    assert sorted(one.roadshow.claims.values_list("state", flat=True)) == ["confirmed", "ended"]
    assert counted(one) == (1, 0)
    assert counted(two) == (0, 0)


def test_only_who_has_a_place_can_hand_it_over_or_say_that_they_come() -> None:
    places = make_places(1)
    ask_for(places, "Ann")
    ben = ask_for(places, "Ben")
    with pytest.raises(NoPlaceError):
        offer_to_colleague(ben, name="Bea Example", email="bea@example.org")
    assert not reconfirm(ben)
    assert reconfirm(claim_of(places, "ann@example.org"))


def test_needs_go_when_consent_is_taken_back() -> None:
    ann = ask_for(make_places(1), "Ann")
    change_needs(ann.booking, NeedsSaid(access="A loop"))
    change_needs(ann.booking, None)
    assert not Needs.objects.filter(booking=ann.booking).exists()
    assert Claim.objects.get(pk=ann.pk).state == "confirmed"


def test_who_hands_a_place_over_keeps_the_other_dates_that_they_wait_for(dates: tuple[Places, Places]) -> None:
    one, two = dates
    ask_for(two, "Zoe")
    ann = ask_for(one, "Ann")
    move(ann, two.roadshow, actor="Ann")
    given = offer_to_colleague(ann, name="Bea Example", email="bea@example.org")
    take_from_colleague(given, job_level="manager", privacy_notice=NOTICE)
    assert (states(one), states(two)) == ({"Bea": "confirmed"}, {"Zoe": "confirmed", "Ann": "waiting"})


def over(places: Places, days: int) -> None:
    """Let a day have been so many days ago."""
    Roadshow.objects.filter(pk=places.pk).update(held_on=timezone.localdate() - dt.timedelta(days=days))


def handed(claim: Claim, name: str = "Bea") -> Claim:
    """Let a colleague take a place, and return the claim on it."""
    given = offer_to_colleague(claim, name=f"{name} Example", email=f"{name.lower()}@example.org")
    return take_from_colleague(given, job_level="manager", privacy_notice=NOTICE)


def test_what_the_giver_did_before_stays_theirs_and_never_becomes_the_colleagues(dates: tuple[Places, Places]) -> None:
    one, two = dates
    past = ask_for(one, "Ann")
    correct(past, Outcome.ATTENDED, reason="Seen there.", actor="Olu")
    over(one, 9)
    gone = ask_for(two, "Ann")
    cancel(gone, actor="Ann")
    taken = handed(ask_for(two, "Ann"))
    assert list(taken.booking.claims.all()) == [taken]
    ann = Booking.objects.get(email_key="ann@example.org")
    assert set(ann.claims.all()) == {past, gone}
    assert {mail.booking for mail in Mail.objects.filter(claim=gone)} == {ann}
    assert claim_by_ticket(ticket_of(Claim.objects.get(pk=past.pk))) == past


def test_what_the_colleague_did_before_is_one_with_the_place_that_they_took(
    dates: tuple[Places, Places],
) -> None:
    one, two = dates
    past = ask_for(one, "Bea")
    change_needs(past.booking, NeedsSaid(diet="No nuts"))
    zoe = ask_for(set_places(two.roadshow, capacity=2), "Zoe")
    add_rule(one.roadshow, kind="apart", one=zoe.booking, other=past.booking, reason="They know why.", actor="Olu")
    over(one, 9)
    taken = handed(ask_for(two, "Ann"))
    assert set(taken.booking.claims.all()) == {taken, past}
    assert not Needs.objects.exists()  # That was for the day that is over.
    rule = SeatingRule.objects.get()
    assert (rule.other, rule.other_edition) == (taken.booking, taken.booking.edition)
    assert not Booking.objects.filter(email="bea@example.org", email_key="").exists()


def test_what_the_colleague_needs_at_a_day_to_come_goes_along(dates: tuple[Places, Places]) -> None:
    one, two = dates
    change_needs(ask_for(one, "Bea").booking, NeedsSaid(diet="No nuts"))
    taken = handed(ask_for(two, "Ann"))
    assert Needs.objects.get().booking == taken.booking


def test_a_coordinator_does_not_see_where_else_the_colleague_was(dates: tuple[Places, Places]) -> None:
    one, two = dates
    past = ask_for(one, "Bea")
    old_link = booking_token(past.booking)
    over(one, 9)
    group = make_group(two, 1)
    name_place(group.bookings.get(), details("Ann"))
    taken = handed(claim_of(two, "ann@example.org"))
    assert list(Claim.objects.filter(booking__group=group)) == [taken]
    kept = booking_by_token(old_link)
    assert kept
    assert list(kept.claims.all()) == [past]


def test_whoever_keeps_other_dates_gets_their_new_link_and_what_they_need_goes_along(
    dates: tuple[Places, Places],
) -> None:
    one, two = dates
    ask_for(two, "Zoe")
    ann = ask_for(one, "Ann")
    change_needs(ann.booking, NeedsSaid(diet="No nuts"))
    move(ann, two.roadshow, actor="Ann")
    handed(ann)
    kept = Booking.objects.get(email_key="ann@example.org")
    assert Needs.objects.get().booking == kept
    told = written(Mail.objects.get(kind="handed-over"), "https://example.org")
    assert f"https://example.org/bookings/{booking_token(kept)}/" in told.body


def test_what_was_said_of_the_givers_seat_goes_with_them_or_with_the_place(dates: tuple[Places, Places]) -> None:
    one, two = dates
    ann, zoe = ask_for(one, "Ann"), ask_for(two, "Zoe")
    move(ann, two.roadshow, actor="Ann")
    add_rule(one.roadshow, kind="apart", one=zoe.booking, other=ann.booking, reason="They know why.", actor="Olu")
    taken = handed(ann)
    assert SeatingRule.objects.get().other == Booking.objects.get(email_key="ann@example.org")
    add_rule(one.roadshow, kind="apart", one=taken.booking, other=zoe.booking, reason="So do they.", actor="Olu")
    handed(taken, "Cal")
    assert SeatingRule.objects.count() == 1


def test_a_mail_to_the_giver_that_was_not_sent_yet_does_not_bring_the_colleagues_link(
    dates: tuple[Places, Places],
) -> None:
    handed(ask_for(dates[0], "Ann"))
    assert [mail.kind for mail in Mail.objects.filter(to="ann@example.org")] == ["handed-over"]


def test_who_said_that_they_come_said_it_for_themselves(dates: tuple[Places, Places]) -> None:
    ann = ask_for(dates[0], "Ann")
    reconfirm(ann)
    handed(ann)
    assert Claim.objects.get(pk=ann.pk).reconfirmed_at is None


def test_who_came_in_can_hand_over_nothing_and_a_day_that_is_over_is_not_changed() -> None:
    places = make_places(1, roadshow=make_roadshow(held_on=timezone.localdate(), starts_at=dt.time(23, 59)))
    ann = ask_for(places, "Ann")
    given = offer_to_colleague(ann, name="Bea Example", email="bea@example.org")
    admit(ann, note("k"))
    with pytest.raises(NoPlaceError):
        take_from_colleague(given, job_level="manager", privacy_notice=NOTICE)
    with pytest.raises(NoPlaceError):
        offer_to_colleague(ann, name="Bea Example", email="bea@example.org")
    over(places, 1)
    assert not cancel(ann, actor="Ann")
    with pytest.raises(NoPlaceError):
        move(ann, make_places(1).roadshow, actor="Ann")


def test_who_sits_there_gives_nothing_up_by_an_old_page_but_an_organiser_can(
    dates: tuple[Places, Places],
) -> None:
    one, _two = dates
    ann = ask_for(one, "Ann")
    admit(ann, note("k"))
    assert not cancel(ann, actor="Ann")
    assert (states(one), counted(one)) == ({"Ann": "confirmed"}, (1, 0))
    assert cancel(ann, actor="Olu", reason="Seen by mistake.", by_holder=False)


def test_who_sits_somewhere_goes_on_sitting_there_when_they_take_a_colleagues_place(
    dates: tuple[Places, Places],
) -> None:
    one, two = dates
    bea, ann = ask_for(one, "Bea"), ask_for(two, "Ann")
    begun(one, minutes=5)
    admit(bea, note("k"))
    taken = handed(ann)
    assert (states(one), states(two)) == ({"Bea": "confirmed"}, {"Bea": "confirmed"})
    assert (counted(one), counted(two)) == ((1, 0), (1, 0))
    assert set(taken.booking.claims.all()) == {bea, taken}
    assert Mail.objects.get(claim=taken, to="bea@example.org", kind="place").facts["ended"] == []


def test_who_sits_in_the_room_takes_no_second_place_there() -> None:
    places = make_places(2)
    ann, bea = ask_for(places, "Ann"), ask_for(places, "Bea")
    admit(bea, note("k"))
    with pytest.raises(NoPlaceError):
        handed(ann)
    assert states(places) == {"Ann": "confirmed", "Bea": "confirmed"}
    assert HandOver.objects.get().taken_at is None


def test_who_waits_in_the_room_can_have_a_colleagues_place_there() -> None:
    places = make_places(1)
    ann, bea = ask_for(places, "Ann"), ask_for(places, "Bea")
    begun(places, minutes=5)
    admit(bea, note("k"))
    assert handed(ann).booking.name == "Bea Example"
    assert counted(places) == (1, 0)


def test_whoever_moves_has_the_place_that_an_offer_held_until_its_time_was_up(dates: tuple[Places, Places]) -> None:
    one, two = dates
    ann, yan, zoe = ask_for(one, "Ann"), ask_for(two, "Yan"), ask_for(two, "Zoe")
    cancel(yan, actor="Yan")
    Claim.objects.filter(pk=zoe.pk).update(offered_until=timezone.now() - dt.timedelta(seconds=1))
    assert move(ann, two.roadshow, actor="Ann").state == "confirmed"
    assert states(two) == {"Yan": "ended", "Zoe": "ended", "Ann": "confirmed"}


def test_the_givers_area_does_not_become_the_colleagues(dates: tuple[Places, Places]) -> None:
    assert handed(ask_for(dates[0], "Ann", locality="North")).booking.locality == ""


def test_needs_go_with_the_last_thing_that_they_were_said_for(dates: tuple[Places, Places]) -> None:
    one, two = dates
    ask_for(two, "Zoe")
    ann = ask_for(one, "Ann")
    change_needs(ann.booking, NeedsSaid(diet="No nuts"))
    waits = move(ann, two.roadshow, actor="Ann")
    cancel(ann, actor="Ann")
    assert Needs.objects.exists()
    leave(waits, actor="Ann")
    assert not Needs.objects.exists()


def test_needs_stay_with_whose_place_was_given_on_while_they_may_yet_come(dates: tuple[Places, Places]) -> None:
    one, _two = dates
    ann, ben = ask_for(one, "Ann"), ask_for(one, "Ben")
    change_needs(ann.booking, NeedsSaid(step_free=True))
    begun(one, minutes=17)
    admit(ben, note("k"))
    assert states(one) == {"Ann": "ended", "Ben": "confirmed"}
    assert Needs.objects.get().booking == ann.booking
