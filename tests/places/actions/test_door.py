"""Whoever comes to a door is let in once, whatever the doors' devices send twice, late or in another order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from places.actions.booking import Coordinator, book_group
from places.actions.door import ALL_DOORS, admit, admit_group, come_back, undo, walk_in
from places.actions.entrance import NoPlacesError
from places.actions.groups import name_place, take_name_back
from places.actions.holders import cancel
from places.actions.noting import KeyUsedError, Note
from places.actions.seating import set_tables
from places.links import group_token
from places.models import Admission, Booking, Claim, ClaimState, Places
from places.queries.dates import claims_of
from places.queries.person import person_of
from places.queries.tickets import good_here
from tests.booked import NOTICE, ask_for, begun, counted, details, make_group, make_places, note, states
from tests.factories import make_roadshow
from workshops.models import Roadshow

pytestmark = pytest.mark.django_db


@pytest.fixture
def today() -> Places:
    """Return the places of a roadshow of today, three at two tables, whose doors have not begun to give places on."""
    starts = dt.time(23, 59)
    return make_places(3, roadshow=make_roadshow(tables=2, held_on=timezone.localdate(), starts_at=starts))


def arrived(claim: Claim) -> str:
    claim.refresh_from_db()
    claim.attendance.refresh_from_db()
    at = claim.attendance.arrived_at
    return f"{timezone.localtime(at):%H:%M} {claim.attendance.door}" if at else ""


def test_who_has_a_place_is_let_in_and_told_a_table_where_fewest_have_come(today: Places) -> None:
    tables = []
    for n, name in enumerate(("Ann", "Ben")):
        admission = admit(ask_for(today, name), note(f"k{n}"))
        assert admission.answer == "in"
        tables.append(str(admission.claim.table))
    assert tables == ["Table 1", "Table 2"]


def test_who_was_told_a_table_sits_there_if_it_has_a_chair_and_else_where_it_is_best() -> None:
    places = make_places(4, roadshow=make_roadshow(tables=2, held_on=timezone.localdate(), starts_at=dt.time(23, 59)))
    set_tables(places.roadshow, chairs=2, at_the_door=True, step_free=(), own={})
    told = [("Ann", 2), ("Ben", 2), ("Cleo", 2), ("Dan", 99)]
    tables = {name: admit(ask_for(places, name), told_at(name, table)).claim.table for name, table in told}
    assert {name: str(table) for name, table in tables.items()} == {
        "Ann": "Table 2",
        "Ben": "Table 2",  # not where fewest sit
        "Cleo": "Table 1",
        "Dan": "Table 1",
    }


def told_at(key: str, table: int) -> Note:
    """Return what a door says of somebody whom it has told a table."""
    return replace(note(key), table=table)


def test_the_same_word_twice_is_one_arrival(today: Places) -> None:
    ann = ask_for(today)
    assert admit(ann, note("k")) == admit(ann, note("k"))
    assert Admission.objects.count() == 1


def test_a_key_that_comes_again_with_somebody_else_is_refused(today: Places) -> None:
    admit(ask_for(today, "Ann"), note("k"))
    with pytest.raises(KeyUsedError):
        admit(ask_for(today, "Ben"), note("k"))
    with pytest.raises(KeyUsedError):
        undo(ask_for(today, "Cleo"), note("k"))


def test_a_key_that_comes_again_with_something_else_of_the_same_person_is_refused(today: Places) -> None:
    ann = ask_for(today, "Ann")
    admit(ann, note("k"))
    for another in (undo, come_back):
        with pytest.raises(KeyUsedError):
            another(ann, note("k"))
    assert arrived(ann)


def test_a_second_scan_is_shown_and_the_earlier_one_counts_whichever_arrives_first(today: Places) -> None:
    ann = ask_for(today)
    assert admit(ann, note("k2", "Door 2", minutes=4)).answer == "in"
    assert admit(ann, note("k1", "Door 1", minutes=9)).answer == "already"
    assert arrived(ann) == f"{timezone.localtime(note('', minutes=9).at):%H:%M} Door 1"
    assert counted(today) == (1, 0)


def test_what_one_door_takes_back_the_other_door_has_let_in(today: Places) -> None:
    ann = ask_for(today)
    admit(ann, note("k1", "Door 1", minutes=9))
    admit(ann, note("k2", "Door 2", minutes=8))
    undo(ann, note("u2", "Door 2"), of="k2")
    assert arrived(ann).endswith("Door 1")
    undo(ann, note("u1", "Door 1"))
    assert arrived(ann) == ""
    assert undo(ann, note("u1", "Door 1")).answer == "undone"
    assert admit(ann, note("k3", "Door 1")).answer == "in"


def test_a_door_that_takes_back_takes_back_its_own_scans_and_those_of_all_doors_only_when_it_says_so(
    today: Places,
) -> None:
    ann = ask_for(today)
    for key, door, minutes in (("k1", "Door 1", 9), ("k2", "Door 2", 8), ("k3", "Door 2", 7)):
        admit(ann, note(key, door, minutes=minutes))
    undo(ann, note("u2", "Door 2"))
    assert arrived(ann).endswith("Door 1")
    admit(ann, note("k4", "Door 2"))
    undo(ann, note("u3", "Door 2"), of="k4 none")
    assert arrived(ann).endswith("Door 1")
    undo(ann, note("u4", "Door 2"), of=ALL_DOORS)
    assert arrived(ann) == ""


def test_an_offer_that_has_passed_is_not_taken_by_coming_and_goes_to_who_is_next() -> None:
    places = make_places(1, ahead=1)
    ann, ben = ask_for(places, "Ann"), ask_for(places, "Ben")
    passed = timezone.now() - dt.timedelta(minutes=1)
    Claim.objects.filter(pk=ann.pk).update(state=ClaimState.OFFERED, offered_until=passed)
    assert admit(ann, note("1")).answer == "ended"
    assert states(places) == {"Ann": "ended", "Ben": "offered"}
    assert admit(ben, note("2")).answer == "in"


def test_coming_takes_the_place_that_is_offered(today: Places) -> None:
    people = [ask_for(today, name) for name in ("Ann", "Ben", "Cleo", "Dan")]
    cancel(people[0], actor="Ann")
    assert states(today)["Dan"] == "offered"
    people[3].refresh_from_db()
    assert admit(people[3], note("k")).answer == "in"
    assert (states(today)["Dan"], counted(today)) == ("confirmed", (3, 0))


def test_who_waits_is_in_the_room_and_has_no_place(today: Places) -> None:
    for name in ("Ann", "Ben", "Cleo"):
        ask_for(today, name)
    dan = ask_for(today, "Dan")
    assert admit(dan, note("k")).answer == "waits"
    assert arrived(dan) == ""
    assert dan.attendance.came_at
    assert counted(today) == (3, 1)


def test_who_gave_their_place_up_has_none_and_can_ask_for_one_as_everybody_can(today: Places) -> None:
    ann = ask_for(today)
    cancel(ann, actor="Ann")
    assert admit(ann, note("k")).answer == "ended"
    back = come_back(ann, note("w"))
    assert (back.answer, back.claim.walk_in, back.claim.booking) == ("in", True, ann.booking)
    assert come_back(ann, note("w")) == back
    assert counted(today) == (1, 0)


def test_a_whole_group_comes_in_at_once_and_once(today: Places) -> None:
    coordinator = Coordinator("Cara Coord", "cara@example.org", "Sample Council", "police")
    group = book_group(
        today.roadshow, coordinator, 3, together=False, name_by=timezone.now() + dt.timedelta(1), privacy_notice=NOTICE
    )
    first = today.roadshow.claims.order_by("arrival")[0]
    admit(first, note("k"))
    assert len(admit_group(group, today.roadshow, note("g"))) == 2
    assert len(admit_group(group, today.roadshow, note("g"))) == 2
    assert today.roadshow.claims.filter(attendance__arrived_at__isnull=False).count() == 3


def test_who_comes_without_a_booking_has_a_place_if_one_is_free(today: Places) -> None:
    admission = walk_in(today.roadshow, details("Wim", email=""), note("w"), privacy_notice=NOTICE)
    assert (admission.answer, admission.claim.walk_in, counted(today)) == ("in", True, (1, 0))
    assert walk_in(today.roadshow, details("Wim", email=""), note("w"), privacy_notice=NOTICE) == admission
    assert counted(today) == (1, 0)


def test_who_comes_without_a_booking_when_it_is_full_waits_after_all_others(today: Places) -> None:
    for name in ("Ann", "Ben", "Cleo", "Dan"):
        ask_for(today, name)
    admission = walk_in(today.roadshow, details("Wim"), note("w"), privacy_notice=NOTICE)
    assert (admission.answer, admission.claim.state) == ("waits", ClaimState.WAITING)
    assert counted(today) == (3, 2)


def test_a_mailbox_that_has_booked_walks_in_on_its_own_booking(today: Places) -> None:
    ann = ask_for(today)
    admission = walk_in(today.roadshow, details("Ann", email="ANN+x@example.org"), note("w"), privacy_notice=NOTICE)
    assert (admission.claim, admission.claim.walk_in, counted(today)) == (ann, False, (1, 0))


@pytest.fixture
def elsewhere(today: Places) -> Claim:
    """Return Ann's place on a later date of the same programme."""
    later = make_roadshow(programme=today.roadshow.programme, held_on=timezone.localdate() + dt.timedelta(days=9))
    return ask_for(make_places(5, roadshow=later), locality="North", job_level="director")


def kept_of(claim: Claim) -> Mapping[str, object]:
    """Return all that a booking says."""
    return Booking.objects.filter(pk=claim.booking_id).values()[0]


def test_who_has_a_place_elsewhere_and_walks_in_is_one_person_whose_other_date_stays_as_it_is(
    today: Places, elsewhere: Claim
) -> None:
    before, said = kept_of(elsewhere), details("Ann", name="EXAMPLE, Ann", organisation="Other Trust")
    came = walk_in(today.roadshow, said, note("w"), privacy_notice="at the door").claim
    assert (came.booking.organisation, came.booking.person) == ("Other Trust", elsewhere.booking_id)
    assert kept_of(elsewhere) == before
    again = walk_in(today.roadshow, said, note("w2"), privacy_notice="at the door")
    assert (again.claim, again.answer, counted(today)) == (came, "already", (1, 0))
    assert good_here(elsewhere, today.roadshow) == came


@pytest.mark.parametrize("is_over", [False, True])
def test_who_types_another_s_address_at_the_door_changes_nothing_of_theirs(
    today: Places, elsewhere: Claim, *, is_over: bool
) -> None:
    if is_over:
        Roadshow.objects.filter(pk=elsewhere.roadshow_id).update(held_on=timezone.localdate() - dt.timedelta(days=9))
    before = kept_of(elsewhere)
    bob = walk_in(today.roadshow, details("Ann", name="Bob Other"), note("w"), privacy_notice="at the door").claim
    assert (bob.booking.name, bob.booking.email) == ("Bob Other", "ann@example.org")
    assert kept_of(elsewhere) == before
    assert list(person_of("ann@example.org").bookings) == [elsewhere.booking, bob.booking]
    assert bob.booking.person != elsewhere.booking_id


def test_what_somebody_said_of_a_day_that_is_over_stays_when_they_walk_in_later(today: Places) -> None:
    past = make_roadshow(programme=today.roadshow.programme, held_on=timezone.localdate() + dt.timedelta(days=1))
    ann = ask_for(make_places(1, roadshow=past), job_level="director")
    Roadshow.objects.filter(pk=past.pk).update(held_on=timezone.localdate() - dt.timedelta(days=9))
    came = walk_in(today.roadshow, details("Ann", job_level="manager"), note("w"), privacy_notice=NOTICE).claim
    ann.refresh_from_db()
    assert (came.booking.job_level, came.booking.email_key) == ("manager", "ann@example.org")
    assert (ann.booking.job_level, ann.booking.person) == ("director", came.booking_id)


def test_who_is_named_for_a_group_s_place_and_walks_in_elsewhere_keeps_it(today: Places, client: Client) -> None:
    later = make_roadshow(programme=today.roadshow.programme, held_on=timezone.localdate() + dt.timedelta(days=9))
    group = make_group(make_places(2, roadshow=later), 1)
    name_place(group.bookings.get(), details("Ann"))
    assert walk_in(today.roadshow, details("Ann"), note("w"), privacy_notice=NOTICE).answer == "in"
    page = client.get(reverse("group", args=[group_token(group)]))
    assert page.context["rows"] == [(group.bookings.get().claims.get(), None)]  # And nothing of where else they are.
    take_name_back(group.bookings.get())
    name_place(group.bookings.get(), details("Bea"))
    assert [claim.roadshow for claim in claims_of(group.bookings.get().pk)] == [later]  # Bea was not there today.


def statements(press: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        press()
    return [query["sql"] for query in queries]


def test_a_scan_asks_the_database_for_little_and_for_no_more_when_the_room_is_full() -> None:
    starts = dt.time(23, 59)
    places = make_places(20, roadshow=make_roadshow(tables=2, held_on=timezone.localdate(), starts_at=starts))
    people = [ask_for(places, f"Person{n}") for n in range(20)]
    first = statements(lambda: admit(people[0], note("first")))
    for n in range(1, 19):
        admit(people[n], note(f"k{n}"))
    last = statements(lambda: admit(people[19], note("last")))
    assert len(last) <= len(first) <= 27


def test_a_group_asks_the_database_for_little_more_than_one_person_does(today: Places) -> None:
    group = make_group(today, 3)
    asked = statements(lambda: admit_group(group, today.roadshow, note("g")))
    assert len(asked) <= 27 + 3 * 3
    assert sum('FROM "places_places"' in sql for sql in asked) == 1  # Locked once, whoever comes.


def test_a_door_that_has_no_places_lets_nobody_in() -> None:
    roadshow = make_roadshow()
    with pytest.raises(NoPlacesError):
        walk_in(roadshow, details("Wim"), note("w"), privacy_notice=NOTICE)


def test_taking_a_walk_in_back_frees_its_place(today: Places) -> None:
    wim = walk_in(today.roadshow, details("Wim"), note("w"), privacy_notice=NOTICE).claim
    undo(wim, note("u"))
    wim.refresh_from_db()
    assert (wim.ending, counted(today)) == ("withdrawn", (0, 0))


def test_a_walk_in_whom_two_doors_let_in_stays_in_when_one_takes_them_back(today: Places) -> None:
    wim = walk_in(today.roadshow, details("Wim"), note("w1", "Door 1"), privacy_notice=NOTICE).claim
    walk_in(today.roadshow, details("Wim"), note("w2", "Door 2"), privacy_notice=NOTICE)
    undo(wim, note("u1", "Door 1"))
    assert arrived(wim).endswith("Door 2")
    assert (wim.state, counted(today)) == (ClaimState.CONFIRMED, (1, 0))
    undo(wim, note("u2", "Door 2"))
    wim.refresh_from_db()
    assert (wim.ending, counted(today)) == ("withdrawn", (0, 0))


@pytest.mark.parametrize("has_begun", [False, True])
def test_what_a_walk_in_who_is_taken_back_had_goes_to_who_is_next(today: Places, *, has_begun: bool) -> None:
    for name in ("Ann", "Ben"):
        admit(ask_for(today, name), note(name))
    wim = walk_in(today.roadshow, details("Wim"), note("w"), privacy_notice=NOTICE).claim
    _cleo, dan = ask_for(today, "Cleo"), ask_for(today, "Dan")
    admit(dan, note("d"))
    if has_begun:
        begun(today, minutes=5)
    undo(wim, note("u"))
    # At home one is offered it, as long as the day has not begun; from then on it is for those in the room.
    expected = {"Cleo": "waiting", "Dan": "confirmed"} if has_begun else {"Cleo": "offered", "Dan": "waiting"}
    assert {name: states(today)[name] for name in expected} == expected
    assert (bool(arrived(dan)), counted(today)) == (has_begun, (3, 1))
