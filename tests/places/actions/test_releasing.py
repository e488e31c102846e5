"""After the beginning, places that nobody came for go to those who wait in the room, in the order of the list."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from places.actions.booking import book, wait
from places.actions.door import ALL_DOORS, admit, undo, walk_in
from places.actions.holders import cancel, move, reconfirm
from places.actions.holding import lock
from places.actions.places import set_places
from places.actions.releasing import keep_unclaimed, release_due, release_unclaimed
from places.actions.waiting import accept
from places.models import Claim, Mail, Places
from tests.booked import (
    NOTICE,
    ask_for,
    begun,
    claim_of,
    counted,
    details,
    make_dates,
    make_places,
    note,
    states,
)
from tests.factories import make_roadshow

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> tuple[Places, dict[str, Claim]]:
    """Return two places, of Ann and Ben, for which Cleo, Dan and Eve wait; the day begins in the evening."""
    starts = dt.time(23, 59)
    places = make_places(2, roadshow=make_roadshow(tables=2, held_on=timezone.localdate(), starts_at=starts))
    return places, {name: ask_for(places, name) for name in ("Ann", "Ben", "Cleo", "Dan", "Eve")}


def test_only_those_in_the_room_are_given_places_and_in_the_order_of_the_list(
    room: tuple[Places, dict[str, Claim]],
) -> None:
    places, people = room
    admit(people["Eve"], note("e"))
    admit(people["Dan"], note("d"))
    admit(people["Ann"], note("a"))
    begun(places, minutes=15)
    assert [claim.booking.name for claim in release_unclaimed(places.roadshow, by="Ana")] == ["Dan Example"]
    assert states(places) == {
        "Ann": "confirmed", "Ben": "ended", "Cleo": "waiting", "Dan": "confirmed", "Eve": "waiting",
    }  # fmt: skip
    assert counted(places) == (2, 2)
    people["Dan"].refresh_from_db()
    assert people["Dan"].attendance.arrived_at
    assert people["Dan"].table
    assert Mail.objects.filter(kind="ended", booking=people["Ben"].booking).exists()


def test_nothing_is_given_on_before_its_time_nor_where_nobody_waits_in_the_room(
    room: tuple[Places, dict[str, Claim]],
) -> None:
    places, people = room
    begun(places, minutes=15)
    assert release_unclaimed(places.roadshow, by="Ana") == []
    begun(places, minutes=14)
    admit(people["Dan"], note("d"))
    assert release_unclaimed(places.roadshow, by="Ana") == []
    assert states(places)["Ben"] == "confirmed"


def test_a_queue_outside_can_be_waited_for(room: tuple[Places, dict[str, Claim]]) -> None:
    places, people = room
    keep_unclaimed(places.roadshow, 30, by="Ana")
    begun(places, minutes=20)
    admit(people["Dan"], note("d"))
    assert release_due() == 0
    keep_unclaimed(places.roadshow, 20, by="Ana")
    assert release_due() == 1


def test_who_said_that_they_come_is_waited_for_longest(room: tuple[Places, dict[str, Claim]]) -> None:
    places, people = room
    reconfirm(people["Ben"])
    admit(people["Dan"], note("d"))
    begun(places, minutes=15)
    release_unclaimed(places.roadshow, by="Ana")
    assert (states(places)["Ann"], states(places)["Ben"]) == ("ended", "confirmed")


def test_who_comes_after_their_place_was_given_on_waits_in_the_room(room: tuple[Places, dict[str, Claim]]) -> None:
    places, people = room
    begun(places, minutes=20)
    admit(people["Dan"], note("d"))
    assert (states(places)["Ben"], states(places)["Dan"]) == ("ended", "confirmed")
    late = admit(people["Ben"], note("b")).claim
    late.refresh_from_db()
    assert late != people["Ben"]
    assert late.state == "confirmed"  # Ann's, who has not come either
    later = admit(people["Ann"], note("a"))
    assert (later.answer, counted(places)[0]) == ("waits", 2)


def test_what_is_free_once_the_day_has_begun_is_given_to_the_room_and_not_offered_to_who_is_at_home(
    room: tuple[Places, dict[str, Claim]],
) -> None:
    places, people = room
    admit(people["Dan"], note("d"))
    begun(places, minutes=5)
    cancel(people["Ben"], actor="Ben")
    assert states(places)["Cleo"] == "waiting"
    assert release_due() == 1
    assert states(places)["Dan"] == "confirmed"


def test_who_was_offered_a_place_and_comes_when_the_day_has_begun_has_it_if_it_is_free(
    room: tuple[Places, dict[str, Claim]],
) -> None:
    places, people = room
    cancel(people["Ben"], actor="Ben")
    begun(places, minutes=5)
    assert admit(people["Cleo"], note("c")).answer == "in"
    assert Claim.objects.get(pk=people["Cleo"].pk).ending == "missed"
    assert counted(places)[0] == 2


@pytest.mark.parametrize("is_late", [False, True])
def test_who_was_offered_a_place_and_comes_leaves_the_other_dates_whether_the_day_has_begun_or_not(
    *, is_late: bool
) -> None:
    today, later, last = make_dates(1, 1, 1, ahead=1)
    begun(today, minutes=-60)
    holders = [ask_for(places, name) for places, name in ((today, "Xen"), (later, "Yan"), (last, "Zia"))]
    book([today.roadshow, later.roadshow, last.roadshow], details("Ann"), privacy_notice=NOTICE)
    for holder in (holders[0], holders[2]):
        cancel(holder, actor="them")
    assert (states(today)["Ann"], states(later)["Ann"], states(last)["Ann"]) == ("offered", "waiting", "waiting")
    begun(today, minutes=5 if is_late else -5)
    assert admit(claim_of(today, "ann@example.org"), note("a")).answer == "in"
    assert (states(later), states(last)) == ({"Yan": "confirmed", "Ann": "ended"}, {"Zia": "ended", "Ann": "ended"})
    assert (counted(later), counted(last)) == ((1, 0), (0, 0))


def test_who_comes_late_and_has_a_place_again_hears_what_became_of_the_one_they_have_elsewhere() -> None:
    today, later = make_dates(1, 1, ahead=1)
    ann = ask_for(today, "Ann")
    begun(today, minutes=20)
    dan = walk_in(today.roadshow, details("Dan"), note("d"), privacy_notice=NOTICE).claim
    assert states(today) == {"Ann": "ended", "Dan": "confirmed"}
    booked = ask_for(later, "Ann")
    undo(dan, note("u"), of=ALL_DOORS)
    assert admit(ann, note("a")).answer == "in"
    assert (claim_of(later, "ann@example.org").ending, counted(later)) == ("moved", (0, 0))
    assert Mail.objects.filter(kind="ended", claim=booked).exists()


def test_whoever_walks_in_comes_after_those_who_wait_in_the_room(room: tuple[Places, dict[str, Claim]]) -> None:
    places, people = room
    admit(people["Eve"], note("e"))
    begun(places, minutes=5)
    cancel(people["Ben"], actor="Ben")
    walked = walk_in(places.roadshow, details("Wil"), note("w"), privacy_notice=NOTICE)
    assert (walked.answer, states(places)["Eve"]) == ("waits", "confirmed")


def test_who_comes_in_by_it_leaves_the_other_dates_and_what_they_had_there_goes_on() -> None:
    today, later, last = make_dates(1, 2, 1, ahead=1)
    begun(today, minutes=-60)
    for places in (today, last):
        ask_for(places, "Ann" if places is today else "Bea")
    cleo, fay = ask_for(later, "Cleo"), details("Fay")
    book([today.roadshow, last.roadshow], fay, privacy_notice=NOTICE)
    assert move(cleo, today.roadshow, actor="Cleo").state == "waiting"
    assert [ask_for(later, name).state for name in ("Dan", "Eve")] == ["confirmed", "waiting"]
    for key, email in (("f", fay.email), ("c", "cleo@example.org")):
        admit(claim_of(today, email), note(key))
    Places.objects.filter(pk=today.pk).update(capacity=2)
    begun(today, minutes=15)
    assert len(release_unclaimed(today.roadshow, by="Ana")) == 2
    assert states(today) == {"Ann": "ended", "Fay": "confirmed", "Cleo": "confirmed"}
    assert states(later) == {"Cleo": "ended", "Dan": "confirmed", "Eve": "offered"}
    assert (claim_of(last, fay.email).ending, counted(last)) == ("elsewhere", (1, 0))


def test_two_who_come_in_by_it_leave_one_date_and_its_counts_stay_right() -> None:
    today, later = make_dates(0, 1, ahead=1)
    begun(today, minutes=-60)
    for name in ("Ann", "Ben"):  # Ann has the place there, and Ben waits for it; both come here.
        admit(move(ask_for(later, name), today.roadshow, actor=name), note(name))
    for name in ("Cas", "Dan"):
        ask_for(later, name)
    set_places(today.roadshow, capacity=2)
    begun(today, minutes=20)
    assert len(release_unclaimed(today.roadshow, by="Ana")) == 2
    assert (counted(later), counted(today)) == ((1, 1), (2, 0))
    assert states(later) == {"Ann": "ended", "Ben": "ended", "Cas": "offered", "Dan": "waiting"}


def test_who_is_in_the_room_with_an_offer_when_the_day_begins_is_still_the_next(
    room: tuple[Places, dict[str, Claim]],
) -> None:
    places, people = room
    for name in ("Dan", "Cleo"):
        admit(people[name], note(name))
    cancel(people["Ben"], actor="Ben")
    assert states(places)["Cleo"] == "offered"
    begun(places, minutes=1)
    assert [claim.booking.name for claim in release_unclaimed(places.roadshow, by="Ana")] == ["Cleo Example"]
    assert (states(places)["Dan"], counted(places)) == ("waiting", (2, 2))
    assert not Mail.objects.filter(kind="ended", booking=people["Cleo"].booking).exists()


def test_who_sits_here_and_takes_a_later_date_goes_on_sitting() -> None:
    today, later = make_dates(1, 1, ahead=1)
    ann, holder = ask_for(today, "Ann"), ask_for(later, "Ben")
    begun(today, minutes=20)
    ann.refresh_from_db()
    admit(ann, note("a"))
    wait(ann.booking, lock([later.pk])[later.pk])
    cancel(holder, actor="Ben")
    accept(claim_of(later, "ann@example.org"), actor="Ann")
    assert (states(today), states(later)["Ann"]) == ({"Ann": "confirmed"}, "confirmed")


def test_who_walked_in_and_waits_in_the_room_keeps_what_they_have_elsewhere() -> None:
    today, later = make_dates(0, 1, ahead=1)
    begun(today, minutes=20)
    ann = ask_for(later, "Ann")
    walked = walk_in(today.roadshow, details("Ann"), note("a"), privacy_notice=NOTICE)
    assert walked.answer == "waits"
    set_places(today.roadshow, capacity=1)
    release_unclaimed(today.roadshow, by="Ana")
    assert (states(today), states(later)) == ({"Ann": "confirmed"}, {"Ann": "confirmed"})
    assert walked.claim.booking.person == ann.booking_id


def test_the_worker_locks_nothing_while_nothing_is_due(room: tuple[Places, dict[str, Claim]]) -> None:
    places, people = room
    begun(places, minutes=20)
    with CaptureQueriesContext(connection) as queries:
        assert release_due() == 0  # Nobody waits in the room.
    assert len(queries) == 1
    for name in ("Ann", "Ben", "Dan"):
        admit(people[name], note(name))
    with CaptureQueriesContext(connection) as queries:
        assert release_due() == 0  # Nothing is left to give.
    assert len(queries) == 2


def test_the_seating_is_locked_before_anybody_s_place_is_taken(room: tuple[Places, dict[str, Claim]]) -> None:
    """Whoever makes a plan holds the seating and then changes claims: the other way round both would wait for ever."""
    places, people = room
    admit(people["Dan"], note("d"))
    begun(places, minutes=15)
    with CaptureQueriesContext(connection) as queries:
        assert len(release_unclaimed(places.roadshow, by="Ana")) == 1
    asked = [query["sql"] for query in queries]
    locked = next(n for n, sql in enumerate(asked) if "places_seatingsettings" in sql)
    assert locked < next(n for n, sql in enumerate(asked) if sql.startswith('UPDATE "places_claim"'))
