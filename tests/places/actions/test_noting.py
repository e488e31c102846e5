"""What changes while doors are open is shown at every door, once a transaction, and whoever sits stays seated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from live.models import Event
from places.actions.door import admit, undo
from places.actions.groups import name_place, take_name_back
from places.actions.holders import cancel, offer_to_colleague, take_from_colleague
from places.actions.holding import give_up, lock
from places.actions.noting import show_later
from places.actions.places import set_places
from places.actions.seating import make_plan, seat, swap
from places.actions.waiting import accept, leave
from places.models import Claim, Ending, Places
from tests.booked import NOTICE, ask_for, begun, claim_of, details, make_group, make_places, note
from tests.factories import make_roadshow
from workshops.models import RoadshowState

pytestmark = pytest.mark.django_db(transaction=True)  # What is shown is shown after a commit.


@pytest.fixture
def today() -> Places:
    """Return the places of a roadshow of today, two at two tables."""
    return make_places(2, roadshow=make_roadshow(tables=2, held_on=timezone.localdate(), starts_at=dt.time(23, 59)))


def shown(press: Callable[[], object]) -> list[list[int]]:
    """Return the claims of each event that something brings to the doors."""
    before = set(Event.objects.values_list("pk", flat=True))
    press()
    events = Event.objects.filter(kind="door-noted").exclude(pk__in=before).order_by("pk")
    return [event.payload["claims"] for event in events]


def test_who_books_gives_up_accepts_and_leaves_is_shown_once_each(today: Places) -> None:
    (booked,) = shown(lambda: ask_for(today, "Ann"))
    ann = claim_of(today, "ann@example.org")
    assert booked == [ann.pk]
    _ben, cleo, dan = (ask_for(today, name) for name in ("Ben", "Cleo", "Dan"))
    assert shown(lambda: cancel(ann, actor="Ann")) == [[ann.pk, cleo.pk]]  # Cleo is offered what Ann gives up.
    assert shown(lambda: accept(cleo, actor="Cleo")) == [[cleo.pk]]
    assert shown(lambda: leave(dan, actor="Dan")) == [[dan.pk]]


def test_who_takes_a_place_over_or_is_named_for_one_is_shown(today: Places) -> None:
    ann = ask_for(today, "Ann")
    hand_over = offer_to_colleague(ann, name="Bob Example", email="bob@example.org")
    take = {"job_level": "manager", "privacy_notice": NOTICE}
    assert shown(lambda: take_from_colleague(hand_over, **take)) == [[ann.pk]]
    booking = make_group(today, 1).bookings.get()
    assert shown(lambda: name_place(booking, details("Gil"))) == [[booking.claims.get().pk]]
    booking.refresh_from_db()
    assert shown(lambda: take_name_back(booking)) == [[booking.claims.get().pk]]


def test_who_is_moved_to_another_table_is_shown(today: Places) -> None:
    ann, ben = ask_for(today, "Ann"), ask_for(today, "Ben")
    assert shown(lambda: make_plan(today.roadshow, actor="Ana")) == [[ann.pk, ben.pk]]
    assert shown(lambda: swap(ann, ben)) == [[ann.pk, ben.pk]]
    assert shown(lambda: seat(ann, None)) == [[ann.pk]]


def test_more_places_are_shown_on_the_board(today: Places) -> None:
    assert shown(lambda: set_places(today.roadshow, capacity=9)) == [[]]


def test_a_door_s_own_word_tells_all_that_it_changed_and_nothing_is_shown_twice(today: Places) -> None:
    ann, ben, cleo = (ask_for(today, name) for name in ("Ann", "Ben", "Cleo"))
    begun(today, minutes=20)
    assert shown(lambda: admit(ann, note("a"))) == [[ann.pk]]
    assert shown(lambda: admit(cleo, note("c"))) == [[ben.pk, cleo.pk]]  # Ben has lost his place to her.
    assert shown(lambda: undo(cleo, note("u"))) == [[cleo.pk]]


def test_what_is_rolled_back_is_not_shown_and_hides_nothing_that_follows(today: Places) -> None:
    ann = ask_for(today, "Ann")

    def press() -> None:
        with transaction.atomic():
            places = lock([today.pk])[today.pk]
            with transaction.atomic():
                give_up(places, [Claim.objects.get(pk=ann.pk)], Ending.CANCELLED, actor="Ann")
                transaction.set_rollback(True)
        with transaction.atomic():
            show_later(today.roadshow, [ann.pk])

    assert shown(press) == [[ann.pk]]


def test_where_no_door_is_open_nothing_is_shown_and_nothing_is_asked(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    places = make_places(2)
    assert shown(lambda: ask_for(places)) == []
    with transaction.atomic(), django_assert_num_queries(0):
        show_later(places.roadshow, [1])


def test_a_roadshow_that_is_open_on_another_day_shows_as_well() -> None:
    places = make_places(2, roadshow=make_roadshow(state=RoadshowState.OPEN))
    assert shown(lambda: set_places(places.roadshow, capacity=3)) == [[]]
