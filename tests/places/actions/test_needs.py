"""What people need is read only by those who see to it, and never without a trace."""

from __future__ import annotations

import pytest

from places.actions.booking import NeedsSaid
from places.actions.holders import change_needs
from places.actions.needs import NotTheirsError, copy_for, name_reader, read, remove_reader
from places.models import NeedsReading, Places
from places.queries.needs import could_read, glance_at, readings_of
from places.queries.person import person_of
from tests.booked import ask_for, make_places
from tests.factories import make_facilitator, make_organiser

pytestmark = pytest.mark.django_db


@pytest.fixture
def places() -> Places:
    places = make_places(1)
    change_needs(ask_for(places, "Ann").booking, NeedsSaid(access="A loop", diet="No nuts", step_free=True))
    change_needs(ask_for(places, "Ben").booking, NeedsSaid(diet="Waits, and is not expected"))
    return places


def test_only_who_was_named_reads_and_an_organiser_is_not_named_by_being_one(places: Places) -> None:
    organiser = make_organiser()
    with pytest.raises(NotTheirsError):
        read(places.roadshow, organiser)
    assert not NeedsReading.objects.exists()
    name_reader(places.roadshow, organiser, actor="Ana")
    assert [needs.access for needs in read(places.roadshow, organiser)] == ["A loop"]
    assert NeedsReading.objects.get().staff == organiser


def test_each_reading_is_kept(places: Places) -> None:
    organiser = make_organiser()
    name_reader(places.roadshow, organiser, actor="Ana")
    for _time in range(3):
        read(places.roadshow, organiser)
    assert NeedsReading.objects.count() == 3


def test_who_was_named_for_one_roadshow_reads_at_no_other(places: Places) -> None:
    organiser = make_organiser()
    name_reader(make_places(1).roadshow, organiser, actor="Ana")
    with pytest.raises(NotTheirsError):
        read(places.roadshow, organiser)


def test_who_is_not_to_see_to_it_any_more_reads_no_more(places: Places) -> None:
    organiser = make_organiser()
    name_reader(places.roadshow, organiser, actor="Ana")
    assert remove_reader(places.roadshow, organiser.pk)
    assert not remove_reader(places.roadshow, organiser.pk)
    with pytest.raises(NotTheirsError):
        read(places.roadshow, organiser)


def test_what_is_handed_out_in_a_copy_of_one_person_is_a_reading_at_each_of_their_roadshows(places: Places) -> None:
    organiser, elsewhere = make_organiser(), make_places(1)
    ask_for(elsewhere, "Cas")
    assert copy_for(person_of("ann@example.org"), organiser)["bookings"][0]["needs"]["access"] == "A loop"
    assert [(reading.staff, reading.is_copy) for reading in readings_of(places.roadshow)] == [(organiser, True)]
    copy_for(person_of("cas@example.org"), organiser)  # who needs nothing
    assert NeedsReading.objects.count() == 1


def test_how_many_need_something_is_no_secret_and_names_nobody(places: Places) -> None:
    glance = glance_at(places.roadshow)
    assert (glance.people, glance.access, glance.diet, glance.step_free) == (1, 1, 1, 1)


def test_only_who_has_a_part_in_the_roadshow_can_be_named(places: Places) -> None:
    here, organiser = make_facilitator(places.roadshow), make_organiser()
    make_facilitator(make_places(1).roadshow, "elsewhere@example.org")
    assert could_read(places.roadshow) == [here, organiser]
    name_reader(places.roadshow, here, actor="Ana")
    assert could_read(places.roadshow) == [organiser]
