"""What became of everybody: by the doors' notes, by what was corrected, and counted without names for ever."""

from __future__ import annotations

import datetime as dt
from unittest.mock import patch

import pytest
from django.utils import timezone

from places.actions.attendance import correct
from places.actions.door import admit, walk_in
from places.actions.erasing import erase
from places.actions.groups import give_back, name_place
from places.actions.holders import cancel
from places.actions.reasons import WantsReasonError
from places.models import Attendance, Claim, ClaimState, Ending, Outcome, Places, Split, Tally
from places.queries.attendance import NO_PLACE, became, lines_of, review_of
from places.queries.person import person_of
from tests.attended import came, cancelled, day_over, had_place, missed
from tests.booked import NOTICE, ask_for, begun, claim_of, details, make_group, make_places, note
from tests.factories import make_roadshow

pytestmark = pytest.mark.django_db


@pytest.fixture
def day() -> Places:
    return day_over()


def outcomes(places: Places) -> dict[str, str]:
    """Return what became of everybody, by first name."""
    return {line.claim.booking.name.partition(" ")[0]: line.became for line in lines_of(places.roadshow)}


def released(claim: Claim) -> None:
    """Let a place have been given on at the door."""
    ended = {"state": ClaimState.ENDED, "ending": Ending.RELEASED, "ended_at": timezone.now()}
    Claim.objects.filter(pk=claim.pk).update(**ended)


def had_a_place(places: Places) -> int:
    """Return at how many people the picture of arrivals has its line of those who had a place."""
    with patch("places.queries.attendance.curve") as drawn:
        assert review_of(places.roadshow).curve
    return int(drawn.call_args.kwargs["expected"])


def test_each_outcome_is_told_from_what_was_noted(day: Places) -> None:
    came(day, "Ann")
    had_place(day, "Ben")
    cancelled(day, "Cleo", days_before=5)
    cancelled(day, "Dan", days_before=1)
    missed(day, "Eve")
    assert outcomes(day) == {"Ann": "attended", "Ben": "no-show", "Cleo": "apology", "Dan": "late", "Eve": NO_PLACE}


def test_whoever_came_without_a_booking_is_told_apart() -> None:
    places = make_places(3, roadshow=make_roadshow(held_on=timezone.localdate(), starts_at=dt.time(23, 59)))
    walk_in(places.roadshow, details("Wim"), note("w"), privacy_notice=NOTICE)
    assert outcomes(places) == {"Wim": "walk-in"}


def test_nobody_is_missing_before_the_day_is_over() -> None:
    places = make_places(1, roadshow=make_roadshow(held_on=timezone.localdate(), starts_at=dt.time(0, 1)))
    had_place(places, "Ann")
    [line] = lines_of(places.roadshow)
    assert (line.became, line.words) == ("", "Expected")


def test_whose_place_was_given_on_did_not_come(day: Places) -> None:
    released(had_place(day, "Ann"))
    assert outcomes(day) == {"Ann": "no-show"}


def test_who_came_after_the_place_was_given_on_and_got_another_is_counted_once_as_there() -> None:
    places = make_places(2, ahead=0)
    ann = ask_for(places, "Ann")
    begun(places, minutes=20)
    Claim.objects.filter(pk=ann.pk).update(state=ClaimState.ENDED, ending=Ending.RELEASED, ended_at=timezone.now())
    Places.objects.filter(pk=places.pk).update(taken=0)
    assert admit(ann, note("k")).answer == "in"
    assert places.roadshow.claims.count() == 2
    assert outcomes(places) == {"Ann": "attended"}


def test_a_place_that_a_group_gives_back_before_anybody_is_named_for_it_is_nobodys_apology() -> None:
    places = make_places(5)
    group = make_group(places, 3)
    name_place(group.bookings.all()[0], details("Ann"))
    cancel(claim_of(places, "ann@example.org"), actor="Ann")
    give_back(group, 2, actor="Cy")
    assert review_of(places.roadshow).total.became == {"": 2, "apology": 1}


@pytest.mark.parametrize("ending", [Ending.MOVED, Ending.WITHDRAWN, Ending.UNNAMED, Ending.LEFT, Ending.DECLINED])
def test_whose_claim_ended_in_another_way_is_neither_there_nor_missing(day: Places, ending: Ending) -> None:
    claim = had_place(day, "Ann")
    Claim.objects.filter(pk=claim.pk).update(state=ClaimState.ENDED, ending=ending, ended_at=timezone.now())
    [line] = lines_of(day.roadshow)
    assert (line.became, line.words) == ("", ending.label)


def test_a_correction_stands_above_what_was_noted_and_can_be_taken_back(day: Places) -> None:
    ann = had_place(day, "Ann")
    correct(ann, Outcome.APOLOGY, reason="She rang at eight.", actor="Ana")
    assert outcomes(day) == {"Ann": "apology"}
    correct(ann, None, reason="That was another Ann.", actor="Ana")
    assert outcomes(day) == {"Ann": "no-show"}
    assert [each.reason for each in ann.corrections.all()] == ["That was another Ann.", "She rang at eight."]


def test_nothing_is_corrected_without_a_reason(day: Places) -> None:
    ann = had_place(day, "Ann")
    with pytest.raises(WantsReasonError):
        correct(ann, Outcome.ATTENDED, reason="  ", actor="Ana")
    assert not Attendance.objects.exists()


def test_a_later_note_of_a_door_leaves_a_correction_as_it_is(day: Places) -> None:
    ann = had_place(day, "Ann")
    correct(ann, Outcome.LEFT_EARLY, reason="Called away.", actor="Ana", left_at=timezone.now())
    admit(Claim.objects.get(pk=ann.pk), note("late", minutes=600))
    fresh = Claim.objects.select_related("attendance", "roadshow").get(pk=ann.pk)
    assert (became(fresh), fresh.attendance.reason) == ("left-early", "Called away.")


def test_the_time_of_leaving_is_kept_only_where_somebody_left_early(day: Places) -> None:
    ann = came(day, "Ann")
    correct(ann, Outcome.LEFT_EARLY, reason="Called away.", actor="Ana", left_at=timezone.now())
    assert Attendance.objects.get(pk=ann.pk).left_at
    correct(ann, Outcome.ATTENDED, reason="She came back.", actor="Ana", left_at=timezone.now())
    assert Attendance.objects.get(pk=ann.pk).left_at is None


def test_everybody_is_counted_by_agency_level_and_organisation(day: Places) -> None:
    came(day, "Ann", organisation="North Police", agency_type="police", job_level="manager")
    had_place(day, "Ben", organisation="The North Police", agency_type="police", job_level="")
    came(day, "Cleo")
    review = review_of(day.roadshow)
    assert {row.name: (row.came, row.total) for row in review.by_agency} == {"Police": (1, 2), "Social care": (1, 1)}
    assert {row.name: row.total for row in review.by_level} == {"Practitioner": 1, "Manager": 1, "Not said": 1}
    assert {row.name: row.total for row in review.by_organisation} == {"North Police": 2, "Sample Council": 1}
    assert review.total.came == 2


def test_counts_of_those_whose_names_are_gone_go_on_counting(day: Places) -> None:
    came(day, "Ann")
    for split, value, outcome in (("agency", "police", "attended"), ("level", "manager", "attended")):
        Tally.objects.create(roadshow=day.roadshow, split=split, value=value, outcome=outcome, people=3)
    Tally.objects.create(roadshow=day.roadshow, split=Split.QUARTER, value="09:15", people=3)
    review = review_of(day.roadshow)
    assert review.total.came == 4
    assert {row.name: row.came for row in review.by_agency} == {"Police": 3, "Social care": 1}
    assert [row.name for row in review.by_organisation] == ["Sample Council", "Names not kept any more"]
    assert review.curve
    assert [(each.clock, each.total) for each in review.curve.quarters] == [("09:00", 1), ("09:15", 4)]


def test_who_had_a_place_are_those_who_booked_and_came_or_stayed_away(day: Places) -> None:
    came(day, "Ann")
    came(day, "Wim", walk_in=True)
    had_place(day, "Ben")
    released(had_place(day, "Dan"))
    cancelled(day, "Cleo", days_before=5)
    missed(day, "Eve")
    assert had_a_place(day) == 3
    erase(person_of("ann@example.org"), reason="Their wish", actor="Ana")
    erase(person_of("wim@example.org"), reason="Their wish", actor="Ana")
    assert had_a_place(day) == 3


def test_who_may_still_come_has_a_place() -> None:
    places = make_places(3, ahead=0)
    admit(ask_for(places, "Ann"), note("k"))
    ask_for(places, "Ben")
    assert had_a_place(places) == 2


def test_whoever_did_not_come_after_all_is_in_no_picture_also_once_they_are_forgotten(day: Places) -> None:
    came(day, "Ann", "09:10")
    correct(came(day, "Ben", "09:20"), Outcome.NO_SHOW, reason="Another came with that ticket.", actor="Ana")
    for _kept_and_gone in range(2):
        review = review_of(day.roadshow)
        assert review.curve
        assert [(each.clock, each.total) for each in review.curve.quarters] == [("09:00", 1)]
        assert review.total.came == 1
        erase(person_of("ben@example.org"), reason="Their wish", actor="Ana")


def test_whoever_stayed_away_from_a_place_that_was_given_on_had_one(day: Places) -> None:
    released(had_place(day, "Ann"))
    later = day_over(ago=1, programme=day.roadshow.programme)
    missed(later, "Ann")
    missed(later, "Ben")
    assert [line.claim.booking.name for line in review_of(later.roadshow).left_without] == ["Ben Example"]


def test_who_never_got_a_place_is_who_has_none_at_any_date(day: Places) -> None:
    missed(day, "Ann")
    missed(day, "Ben")
    later = make_places(5, roadshow=make_roadshow(programme=day.roadshow.programme, held_on=dt.date(2099, 1, 1)))
    had_place(later, "Ben")
    review = review_of(day.roadshow)
    assert outcomes(day) == {"Ann": NO_PLACE, "Ben": NO_PLACE}
    assert [line.claim.booking.name for line in review.left_without] == ["Ann Example"]
