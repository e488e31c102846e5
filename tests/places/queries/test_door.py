"""What the doors know: enough to let people in, and no more."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from places.actions.booking import NeedsSaid, book
from places.actions.door import admit, walk_in
from places.actions.holders import cancel, move
from places.actions.waiting import sweep
from places.links import ticket_of
from places.models import Places
from places.queries.door import board, doors_open, entries, found, places_with_rules, unlisted
from tests.booked import NOTICE, ask_for, begun, claim_of, details, make_places, note
from tests.factories import make_roadshow
from workshops.models import RoadshowState

pytestmark = pytest.mark.django_db


@pytest.fixture
def today() -> Places:
    starts = dt.time(23, 59)
    return make_places(2, roadshow=make_roadshow(tables=2, held_on=timezone.localdate(), starts_at=starts))


def test_a_device_knows_a_few_signs_of_a_ticket_and_never_a_ticket(today: Places) -> None:
    ann = ask_for(today)
    (entry,) = entries(today.roadshow)
    signature = ticket_of(ann).rpartition(".")[2]
    assert signature[:10] in entry.marks.split()
    assert len(signature) > 40
    assert signature[:11] not in entry.marks


def test_a_device_knows_the_ticket_that_somebody_had_before_they_moved_here(today: Places) -> None:
    there = make_roadshow(programme=today.roadshow.programme, held_on=timezone.localdate() + dt.timedelta(days=9))
    before = ask_for(make_places(1, roadshow=there))
    here = move(before, today.roadshow, actor="Ann")
    (entry,) = entries(today.roadshow)
    assert {ticket_of(claim).rpartition(".")[2][:10] for claim in (before, here)} < set(entry.marks.split())


def test_a_device_knows_that_there_are_needs_and_not_which(today: Places) -> None:
    book([today.roadshow], details(), privacy_notice=NOTICE, needs=NeedsSaid(access="a ramp"))
    ask_for(today, "Ben")
    assert [(entry.name, entry.needs) for entry in entries(today.roadshow)] == [
        ("Ann Example", True),
        ("Ben Example", False),
    ]


def test_people_are_found_by_two_letters_of_name_or_organisation_and_never_by_less(today: Places) -> None:
    ask_for(today, "Ann")
    ask_for(today, "Ben", organisation="Other Trust")
    roadshow = today.roadshow
    assert [entry.name for entry in found(roadshow, "an ex")] == ["Ann Example"]
    assert [entry.name for entry in found(roadshow, "trust")] == ["Ben Example"]
    assert found(roadshow, "a") == found(roadshow, " ") == []


def test_whose_place_was_given_on_is_found_until_they_ask_for_one_again(today: Places) -> None:
    ann, _ben, cleo = (ask_for(today, name) for name in ("Ann", "Ben", "Cleo"))
    begun(today, minutes=20)
    admit(cleo, note("c"))  # Ben, who booked last, has lost his place to her.
    (late,) = found(today.roadshow, "ben")
    assert late.claim.ending == "released"
    admit(late.claim, note("b"))
    (late,) = found(today.roadshow, "ben")
    assert late.claim.state == "confirmed"
    assert ann.pk == found(today.roadshow, "ann")[0].claim.pk


def test_who_was_offered_a_place_until_the_day_began_is_found_at_the_door(today: Places) -> None:
    ann, ben = ask_for(today, "Ann"), ask_for(today, "Ben")
    cleo = ask_for(today, "Cleo")
    cancel(ben, actor="Ben")
    begun(today, minutes=5)
    sweep()
    assert [entry.claim.pk for entry in found(today.roadshow, "cleo")] == [cleo.pk]
    assert {ann.pk, cleo.pk} <= {entry.claim.pk for entry in entries(today.roadshow)}
    assert found(today.roadshow, "ben") == []


def test_a_sign_that_no_database_knows_is_looked_for_in_no_name(today: Places) -> None:
    ask_for(today, "Ann")
    assert [entry.name for entry in found(today.roadshow, "an\0")] == ["Ann Example"]


def test_the_board_counts_who_is_in_expected_and_in_the_room_and_what_is_free(today: Places) -> None:
    admit(ask_for(today, "Ann"), note("a"))
    today.refresh_from_db()
    seen = board(today)
    assert (seen.total.came, seen.total.expected, seen.free) == (1, 0, 1)
    ask_for(today, "Ben", agency_type="police")
    walk_in(today.roadshow, details("Wim"), note("w"), privacy_notice=NOTICE)
    today.refresh_from_db()
    seen = board(today)
    assert (seen.total.came, seen.total.expected, seen.free, len(seen.room)) == (1, 1, 0, 1)
    assert [(row.name, row.came, row.expected) for row in seen.agencies] == [("Police", 0, 1), ("Social care", 1, 0)]
    assert [(row.name, row.came) for row in seen.tables] == [("Table 1", 1)]


def test_a_roadshow_without_places_has_no_board() -> None:
    assert places_with_rules(pk=make_roadshow().pk) is None


def test_of_those_who_wait_only_the_first_are_on_a_device_and_how_many_are_not_is_known(
    today: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Ann", "Ben", "Cleo", "Dan", "Eve"):
        ask_for(today, name)
    admit(claim_of(today, "eve@example.org"), note("e"))
    today.refresh_from_db()
    assert unlisted(today) == 0
    monkeypatch.setattr("places.queries.door.MOST_WAITING", 1)
    assert [entry.name for entry in entries(today.roadshow)] == [
        f"{name} Example" for name in ("Ann", "Ben", "Cleo", "Eve")
    ]
    assert unlisted(today) == 1


def test_doors_are_open_on_the_day_or_while_the_roadshow_is() -> None:
    day = dt.date(2026, 3, 2)
    planned = make_roadshow(state=RoadshowState.PLANNED, held_on=day)
    assert doors_open(planned, today=day)
    assert not doors_open(planned, today=day - dt.timedelta(1))
    assert doors_open(make_roadshow(held_on=day), today=day - dt.timedelta(1))
